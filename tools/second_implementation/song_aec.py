"""Song's auto-encoder based clustering (AEC) in PyTorch, on 4,649 images of USPS: restricted Boltzmann machines
pretrain 256-1000-250-50-10, then 50 iterations of Algorithm 1 pull the codes to the centres of their clusters. Written from
papers/song/README.md, the configuration of song/aec/usps and, where these refer to it, the program of Hinton & Salakhutdinov
(2006).

Which images are drawn is a matter of data, not of chance: all seeds of the suite have the same. Their numbers are in
usps_rows.txt, counted from 0 over the training images and then the test images as distributed.
"""

from pathlib import Path

import numpy as np
import torch
from common import batches, in_pieces, k_means, measurement, opened, outer_scores, run, scores
from torch import nn

SIZES = [256, 1000, 250, 50, 10]
K = 10
LAMBDA = 0.6
ITERATIONS = 50
PRETRAINING_EPOCHS = 30
BATCH = 100


def read_usps(folder):
    """The drawn half of USPS: images as (4649, 256) in [0, 1], and digits as (4649,)."""
    texts = [opened(folder / "usps" / f"zip.{split}").decode() for split in ("train", "test")]
    table = np.concatenate([np.loadtxt(text.splitlines(), dtype=np.float32) for text in texts])
    rows = np.loadtxt(Path(__file__).with_name("usps_rows.txt"), dtype=np.int64)
    return torch.from_numpy((table[rows, 1:] + 1) / 2), table[rows, 0].astype(np.int64)


def pretrained_layer(images, units):
    """One restricted Boltzmann machine with binary units, trained by one step of contrastive divergence.

    Returns its weights, the hidden units' biases and the visible units'.
    """
    weights = 0.1 * torch.randn(images.shape[1], units)
    hidden_biases, visible_biases = torch.zeros(units), torch.zeros(images.shape[1])
    learnt = [weights, hidden_biases, visible_biases]
    speeds = [torch.zeros_like(one) for one in learnt]
    for epoch in range(PRETRAINING_EPOCHS):
        momentum = 0.5 if epoch < 5 else 0.9
        for rows in batches(len(images), BATCH):
            seen = images[rows]
            hidden = torch.sigmoid(seen @ weights + hidden_biases)
            states = torch.bernoulli(hidden)
            dreamt = torch.sigmoid(states @ weights.T + visible_biases)
            hidden_after = torch.sigmoid(dreamt @ weights + hidden_biases)
            steps = [
                (seen.T @ hidden - dreamt.T @ hidden_after) / len(rows) - 2e-4 * weights,
                (hidden - hidden_after).mean(0),
                (seen - dreamt).mean(0),
            ]
            for one, speed, step in zip(learnt, speeds, steps, strict=True):
                speed.mul_(momentum).add_(step, alpha=0.1)
                one.add_(speed)
    return learnt


def pretrained(images):
    """Encoder and decoder from a stack of machines: the decoder has the weights transposed, and the visible biases."""
    encoder, decoder = [], []
    inputs = images
    for below, above in zip(SIZES, SIZES[1:]):
        weights, hidden_biases, visible_biases = pretrained_layer(inputs, above)
        up, down = nn.Linear(below, above), nn.Linear(above, below)
        with torch.no_grad():
            up.weight.copy_(weights.T)
            up.bias.copy_(hidden_biases)
            down.weight.copy_(weights)
            down.bias.copy_(visible_biases)
        encoder += [up, nn.Sigmoid()]
        decoder = [down, nn.Sigmoid(), *decoder]
        inputs = torch.sigmoid(inputs @ weights + hidden_biases)
    return nn.Sequential(*encoder), nn.Sequential(*decoder)


def squared_distances(codes, centres):
    return (codes[:, None, :] - centres[None, :, :]).square().sum(2)


def means(codes, clusters, before):
    """The mean code of each cluster; a cluster without images keeps its centre."""
    return torch.stack(
        [codes[clusters == j].mean(0) if (clusters == j).any() else before[j] for j in range(K)]
    )


def trained(folder, seed):
    images, digits = read_usps(folder)
    encoder, decoder = pretrained(images)
    optimiser = torch.optim.SGD([*encoder.parameters(), *decoder.parameters()], lr=0.05, momentum=0.9)
    clusters = torch.randint(K, (len(images),))
    codes = in_pieces(encoder, images)
    centres = means(codes, clusters, torch.zeros(K, SIZES[-1]))

    history = []
    for iteration in range(1, ITERATIONS + 1):
        total = 0.0
        for rows in batches(len(images), BATCH):
            batch = images[rows]
            hidden = encoder(batch)
            errors = (decoder(hidden) - batch).square().sum(1)
            distances = squared_distances(hidden, centres).min(1).values
            loss = (errors + LAMBDA * distances).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        codes = in_pieces(encoder, images)
        centres = means(codes, clusters, centres)
        clusters = squared_distances(codes, centres).argmin(1)
        history.append({"epoch": iteration, "loss": total / len(images)})

    with torch.no_grad():
        reconstruction = (decoder(codes) - images).square().sum(1).mean().item()
    compactness = squared_distances(codes, centres).min(1).values.mean().item()
    by_k_means = k_means(codes.numpy(), seed).labels_
    return history, [
        *scores(codes.numpy(), digits, clusters.numpy(), "code", "train"),
        measurement("OTHER:reconstruction", reconstruction, split="train"),
        measurement("OTHER:compactness", compactness, split="train"),
        measurement("OTHER:empty clusters", K - len(clusters.unique()), split="train"),
        *outer_scores(digits, by_k_means, "code, clustered by k-means", "train"),
    ]


if __name__ == "__main__":
    run("song/aec/usps", trained)
