"""Agarap's SNNL-5 in PyTorch: an autoencoder 784-500-500-2000-70 and back that learns from 10,000 labelled images of
MNIST, with the soft nearest neighbour loss (SNNL) summed over its hidden layers and a temperature that falls. k-means is
fitted to the codes of the labelled images, and assigns those of the test images. Written from papers/agarap/README.md and
the configuration of agarap/snnl-5/mnist.
"""

import torch
from common import batches, in_pieces, k_means, measurement, read_mnist, run, scores
from torch import nn
from torch.nn import functional

EPOCHS = 50
BATCH = 256
LABELLED = 10_000
ALPHA = 100
EPSILON = 1e-5
RATIO_BATCHES = 4
SIZES = [784, 500, 500, 2000, 70, 2000, 500, 500, 784]
CODE = 4
LAYERS = ["layer 1", "layer 2", "layer 3", "code", "layer 5", "layer 6", "layer 7"]


class KerasAdam:
    """Adam as Keras has it: the correction of both moments is in the step's size, and epsilon is added after it."""

    def __init__(self, weights, rate=0.001, beta1=0.9, beta2=0.999, epsilon=1e-7):
        self.weights = list(weights)
        self.rate, self.beta1, self.beta2, self.epsilon = rate, beta1, beta2, epsilon
        self.first = [torch.zeros_like(one) for one in self.weights]
        self.second = [torch.zeros_like(one) for one in self.weights]
        self.step_count = 0

    @torch.no_grad()
    def step(self, gradients):
        self.step_count += 1
        t = self.step_count
        rate = self.rate * (1 - self.beta2**t) ** 0.5 / (1 - self.beta1**t)
        for weights, gradient, first, second in zip(self.weights, gradients, self.first, self.second, strict=True):
            first.lerp_(gradient, 1 - self.beta1)
            second.mul_(self.beta2).addcmul_(gradient, gradient, value=1 - self.beta2)
            weights.addcdiv_(first, second.sqrt().add_(self.epsilon), value=-rate)


class Autoencoder(nn.Module):
    """ReLU in hidden layers (He: normal with variance 2 / fan-in), sigmoids at code and output (Glorot: uniform)."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(*sizes) for sizes in zip(SIZES, SIZES[1:]))
        for number, layer in enumerate(self.layers, 1):
            if number in (CODE, len(self.layers)):
                nn.init.xavier_uniform_(layer.weight)
            else:
                nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)

    def forward(self, images):
        """The outputs of the seven hidden layers, and the logits of the reconstruction."""
        outputs = [images]
        for number, layer in enumerate(self.layers[:-1], 1):
            activation = torch.sigmoid if number == CODE else torch.relu
            outputs.append(activation(layer(outputs[-1])))
        return outputs[1:], self.layers[-1](outputs[-1])


def snnl(activations, classes, temperature):
    """Eq. 2 with the cosine distance: near 0 where each point's neighbours are of its class."""
    directions = functional.normalize(activations, dim=1)
    near = torch.exp((directions @ directions.T - 1) / temperature)
    near = near * (1 - torch.eye(len(near)))
    same = (classes[:, None] == classes[None, :]).float()
    share = (near * same).sum(1) / (EPSILON + near.sum(1))
    return -torch.log(EPSILON + share).mean()


def temperature_at(epoch):
    """Eq. 3; epochs count from 0."""
    return (1 + epoch) ** -0.55


def losses(network, images, classes, temperature):
    """The cross-entropy, averaged over images and pixels, and the SNNL of each hidden layer."""
    hidden, logits = network(images)
    entropy = functional.binary_cross_entropy_with_logits(logits, images)
    return entropy, [snnl(layer, classes, temperature) for layer in hidden]


def gradient_ratio(network, images, classes, temperature):
    """|gradient of alpha SNNL| / |gradient of the cross-entropy| over all parameters: the mean of four batches."""
    weights = list(network.parameters())
    ratios = []
    for rows in batches(len(images), BATCH)[:RATIO_BATCHES]:
        entropy, terms = losses(network, images[rows], classes[rows], temperature)
        norms = []
        for loss in (ALPHA * sum(terms), entropy):
            gradients = torch.autograd.grad(loss, weights, retain_graph=True, materialize_grads=True)
            norms.append(sum(one.square().sum() for one in gradients).sqrt().item())
        ratios.append(norms[0] / norms[1])
    return sum(ratios) / len(ratios)


def trained(folder, seed):
    images, digits = read_mnist(folder, "train", 0, 1)
    test_images, test_digits = read_mnist(folder, "t10k", 0, 1)
    drawn = torch.randperm(len(images))[:LABELLED]
    images, classes = images[drawn], torch.from_numpy(digits).long()[drawn]
    network = Autoencoder()
    optimiser = KerasAdam(network.parameters())
    first_ratio = gradient_ratio(network, images, classes, temperature_at(0))

    history = []
    for epoch in range(EPOCHS):
        total = 0.0
        for rows in batches(len(images), BATCH):
            entropy, terms = losses(network, images[rows], classes[rows], temperature_at(epoch))
            loss = entropy + ALPHA * sum(terms)
            optimiser.step(torch.autograd.grad(loss, optimiser.weights))
            total += loss.item() * len(rows)
        history.append({"epoch": epoch + 1, "loss": total / len(images)})

    last = temperature_at(EPOCHS - 1)
    last_ratio = gradient_ratio(network, images, classes, last)
    codes, test_codes = (
        in_pieces(lambda piece: network(piece)[0][CODE - 1], pixels).numpy() for pixels in (images, test_images)
    )
    fitted = k_means(codes, seed, iterations=90)
    test_classes = torch.from_numpy(test_digits).long()
    # A short batch has points that are alone in their class, each of which counts -log epsilon: whole batches only.
    whole = [rows for rows in torch.arange(len(test_images)).split(BATCH) if len(rows) == BATCH]
    with torch.no_grad():
        by_batch = [losses(network, test_images[rows], test_classes[rows], last)[1] for rows in whole]
    by_layer = torch.tensor(by_batch).mean(0)
    return history, [
        *scores(test_codes, test_digits, fitted.predict(test_codes), "code", "test"),
        *(measurement(f"OTHER:SNNL {name}", value, split="test") for name, value in zip(LAYERS, by_layer, strict=True)),
        measurement("OTHER:gradient ratio first epoch", first_ratio, split="train"),
        measurement("OTHER:gradient ratio last epoch", last_ratio, split="train"),
    ]


if __name__ == "__main__":
    run("agarap/snnl-5/mnist", trained)
