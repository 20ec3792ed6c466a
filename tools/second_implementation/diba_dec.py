"""Diba's deep embedded clustering (DEC) in PyTorch: 30 epochs of a convolutional autoencoder on MNIST, k-means on its
codes, and 103 epochs that pull codes and centroids together. Written from papers/diba/README.md and the configuration of
diba/dec/mnist.
"""

import torch
from common import (
    batches,
    in_pieces,
    k_means,
    measurement,
    parameters,
    read_mnist,
    reconstructing,
    run,
    scores,
)
from sklearn.manifold import TSNE
from sklearn.metrics import silhouette_score
from torch import nn
from torch.nn import functional

EPOCHS = 30
CLUSTERING_EPOCHS = 103
BATCH = 256
IN_PLANE = 2000


def soft_assignments(codes, centroids):
    """Student's t with one degree of freedom (Xie et al. 2016, Eq. 1)."""
    near = 1 / (1 + torch.cdist(codes, centroids, compute_mode="donot_use_mm_for_euclid_dist").square())
    return near / near.sum(1, keepdim=True)


def target(assignments):
    """The assignments sharpened, each cluster weighed by its size (Xie et al. 2016, Eq. 3)."""
    weights = assignments.square() / assignments.sum(0)
    return weights / weights.sum(1, keepdim=True)


def adam(weights):
    return torch.optim.Adam(weights, lr=0.001, betas=(0.9, 0.999), eps=1e-8)


def pretrained(encoder, decoder, images):
    """Trains the autoencoder; the loss of each epoch."""
    network = nn.Sequential(encoder, decoder)
    optimiser = adam(network.parameters())
    return reconstructing(network, optimiser, images, EPOCHS, BATCH)


def clustered(encoder, images, seed):
    """Trains encoder and centroids; the centroids, and the history."""
    codes = in_pieces(encoder, images)
    fitted = k_means(codes.numpy(), seed, restarts=20)
    centroids = nn.Parameter(torch.from_numpy(fitted.cluster_centers_).float())
    optimiser = adam([*encoder.parameters(), centroids])
    history = []
    for epoch in range(1, CLUSTERING_EPOCHS + 1):
        wanted = target(soft_assignments(in_pieces(encoder, images), centroids.detach()))
        total = 0.0
        for rows in batches(len(images), BATCH):
            found = soft_assignments(encoder(images[rows]), centroids)
            loss = functional.kl_div(found.log(), wanted[rows], reduction="batchmean")
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        history.append({"epoch": epoch, "loss": total / len(images)})
    return centroids.detach(), history


def trained(folder, seed):
    images, digits = read_mnist(folder, "train", -1, 1)
    test_images, test_digits = read_mnist(folder, "t10k", -1, 1)
    images, test_images = (pixels.reshape(-1, 1, 28, 28) for pixels in (images, test_images))
    encoder = nn.Sequential(
        nn.Conv2d(1, 16, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, stride=2, padding=1),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(1568, 10),
    )
    decoder = nn.Sequential(
        nn.Linear(10, 1568),
        nn.ReLU(),
        nn.Unflatten(1, (32, 7, 7)),
        nn.ConvTranspose2d(32, 16, 3, stride=2, padding=1, output_padding=1),
        nn.ReLU(),
        nn.ConvTranspose2d(16, 1, 3, stride=2, padding=1, output_padding=1),
        nn.Tanh(),
    )
    errors = pretrained(encoder, decoder, images)
    # DEC moves the encoder, so that the reconstructions are measured before it.
    error = functional.mse_loss(in_pieces(nn.Sequential(encoder, decoder), test_images), test_images).item()
    centroids, history = clustered(encoder, images, seed)

    codes, test_codes = (in_pieces(encoder, pixels) for pixels in (images, test_images))
    clusters, test_clusters = (soft_assignments(some, centroids).argmax(1).numpy() for some in (codes, test_codes))
    shown = torch.randperm(len(test_codes))[:IN_PLANE].numpy()
    plane = TSNE(2, perplexity=30, init="pca", learning_rate="auto", max_iter=1000, random_state=seed, n_jobs=1)
    placed = plane.fit_transform(test_codes.numpy()[shown])
    return history, [
        *scores(codes.numpy(), digits, clusters, "code", "train"),
        *scores(test_codes.numpy(), test_digits, test_clusters, "code", "test"),
        measurement("OTHER:MSE first epoch", errors[0], split="train"),
        measurement("OTHER:MSE last epoch", errors[-1], split="train"),
        measurement("MSE", error, split="test"),
        measurement("PARAMS", parameters(encoder, decoder)),
        measurement("OTHER:clusters with points", len(set(clusters.tolist())), split="train"),
        measurement("SIL", silhouette_score(placed, test_clusters[shown]), "t-SNE-2 of code", "test"),
    ]


if __name__ == "__main__":
    run("diba/dec/mnist", trained)
