"""Siam's convolutional autoencoder (§2.2) in PyTorch: ten epochs on MNIST, k-means on the codes of the training images.
Written from papers/siam/README.md and the configuration of siam/ae-kmeans/mnist.
"""

import torch
from common import in_pieces, k_means, measurement, parameters, read_mnist, reconstructing, run, scores
from torch import nn
from torch.nn import functional

EPOCHS = 10
BATCH = 256


def trained(folder, seed):
    images, digits = read_mnist(folder, "train", 0, 1)
    test_images, test_digits = read_mnist(folder, "t10k", 0, 1)
    images, test_images = (pixels.reshape(-1, 1, 28, 28) for pixels in (images, test_images))
    encoder = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.2),
        nn.Conv2d(16, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(392, 64),
    )
    decoder = nn.Sequential(
        nn.Linear(64, 392),
        nn.Unflatten(1, (8, 7, 7)),
        nn.ConvTranspose2d(8, 16, 3, stride=2, padding=1, output_padding=1),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.ConvTranspose2d(16, 8, 3, stride=2, padding=1, output_padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 1, 3, padding=1),
        nn.Sigmoid(),
    )
    network = nn.Sequential(encoder, decoder)
    optimiser = torch.optim.Adam(network.parameters(), lr=0.001, betas=(0.9, 0.999), eps=1e-8)

    losses = reconstructing(network, optimiser, images, EPOCHS, BATCH)
    history = [{"epoch": epoch, "loss": loss} for epoch, loss in enumerate(losses, 1)]

    network.eval()
    codes, test_codes = (in_pieces(encoder, pixels).numpy() for pixels in (images, test_images))
    error = functional.mse_loss(in_pieces(network, test_images), test_images).item()
    fitted = k_means(codes, seed)
    layers = [module for module in network.modules() if parameters(module) and not isinstance(module, nn.Sequential)]
    names = ["conv 1-16", "conv 16-8", "linear 392-64", "linear 64-392", "convt 8-16", "convt 16-8", "conv 8-1"]
    return history, [
        *scores(codes, digits, fitted.labels_, "code", "train"),
        *scores(test_codes, test_digits, fitted.predict(test_codes), "code", "test"),
        measurement("OTHER:MSE first epoch", history[0]["loss"], split="train"),
        measurement("OTHER:MSE last epoch", history[-1]["loss"], split="train"),
        measurement("MSE", error, split="test"),
        measurement("PARAMS", parameters(network)),
        *(measurement(f"OTHER:PARAMS {name}", parameters(layer)) for name, layer in zip(names, layers, strict=True)),
    ]


if __name__ == "__main__":
    run("siam/ae-kmeans/mnist", trained)
