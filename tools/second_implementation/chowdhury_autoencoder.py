"""Chowdhury's autoencoder (Tables I and II) in PyTorch: 784-512-256-64 and back, five epochs on MNIST, k-means on the
codes of the test images. Written from papers/chowdhury/README.md and the configuration of chowdhury/ae-kmeans/mnist.
"""

import torch
from common import in_pieces, k_means, measurement, parameters, read_mnist, reconstructing, run, scores
from torch import nn
from torch.nn import functional

EPOCHS = 5
BATCH = 64


def hidden(inputs, units):
    """Batch normalisation stands before the ReLU, dropout after it."""
    return [nn.Linear(inputs, units), nn.BatchNorm1d(units, eps=1e-5, momentum=0.1), nn.ReLU(), nn.Dropout(0.2)]


def trained(folder, seed):
    images, _ = read_mnist(folder, "train", -1, 1)
    test_images, digits = read_mnist(folder, "t10k", -1, 1)
    encoder = nn.Sequential(*hidden(784, 512), *hidden(512, 256), nn.Linear(256, 64))
    decoder = nn.Sequential(*hidden(64, 256), *hidden(256, 512), nn.Linear(512, 784), nn.Tanh())
    network = nn.Sequential(encoder, decoder)
    linear = [module for module in network.modules() if isinstance(module, nn.Linear)]
    decayed = [module.weight for module in linear]
    others = [weights for weights in network.parameters() if not any(weights is one for one in decayed)]
    optimiser = torch.optim.Adam(
        [{"params": decayed, "weight_decay": 1e-5}, {"params": others}], lr=0.001, betas=(0.9, 0.999), eps=1e-8
    )

    losses = reconstructing(network, optimiser, images, EPOCHS, BATCH)
    history = [{"epoch": epoch, "loss": loss} for epoch, loss in enumerate(losses, 1)]

    network.eval()
    codes = in_pieces(encoder, test_images).numpy()
    error = functional.mse_loss(in_pieces(network, test_images), test_images).item()
    names = [
        "input-hidden1", "hidden1-hidden2", "hidden2-latent", "latent-hidden3", "hidden3-hidden4", "hidden4-output",
    ]  # fmt: skip
    return history, [
        *scores(codes, digits, k_means(codes, seed).labels_, "code", "test"),
        measurement("OTHER:MSE first epoch", history[0]["loss"], split="train"),
        measurement("OTHER:MSE last epoch", history[-1]["loss"], split="train"),
        measurement("MSE", error, split="test"),
        measurement("PARAMS", parameters(*linear)),
        *(measurement(f"OTHER:PARAMS {name}", parameters(layer)) for name, layer in zip(names, linear, strict=True)),
    ]


if __name__ == "__main__":
    run("chowdhury/ae-kmeans/mnist", trained)
