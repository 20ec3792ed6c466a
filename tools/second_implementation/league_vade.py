"""VaDE in PyTorch, as the league runs it: an autoencoder on MNIST's 10,000 test images, a mixture of Gaussians on its codes,
and 300 epochs that train both to raise the evidence lower bound. Written from papers/vade/README.md and the configuration of
league/vade/mnist.
"""

import math

import torch
from common import batches, in_pieces, inner_scores, read_mnist, reconstructing, run, scores
from sklearn.mixture import GaussianMixture
from torch import nn
from torch.nn import functional

SIZES = [784, 500, 500, 2000, 10]
PRETRAINING_EPOCHS = 50
PRETRAINING_BATCH = 256
EPOCHS = 300
BATCH = 100


class KerasAdam(torch.optim.Optimizer):
    """Adam with Keras's epsilon: it is added before the second moment is corrected for its start at 0."""

    def __init__(self, weights, lr, eps):
        super().__init__(weights, {"lr": lr, "eps": eps})

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for weights in group["params"]:
                state = self.state[weights]
                if not state:
                    state.update(step=0, first=torch.zeros_like(weights), second=torch.zeros_like(weights))
                state["step"] += 1
                state["first"].lerp_(weights.grad, 0.1)
                state["second"].lerp_(weights.grad.square(), 0.001)
                rate = group["lr"] * math.sqrt(1 - 0.999 ** state["step"]) / (1 - 0.9 ** state["step"])
                weights.sub_(rate * state["first"] / (state["second"].sqrt() + group["eps"]))


def dense(sizes):
    """Layers with ReLU between them; weights as Glorot & Bengio draw them, biases zero."""
    layers = []
    for wide, narrow in zip(sizes, sizes[1:], strict=False):
        layer = nn.Linear(wide, narrow)
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


class Vade(nn.Module):
    """Encoder, decoder, and a mixture of Gaussians along the axes of the code."""

    def __init__(self, encoder, decoder, mixture):
        super().__init__()
        self.hidden, self.mean = encoder[:-1], encoder[-1]
        self.log_variance = dense(SIZES[-2:])
        self.decoder = decoder
        self.weights = nn.Parameter(torch.zeros(len(mixture.means_)))
        self.means = nn.Parameter(torch.from_numpy(mixture.means_).float())
        self.log_variances = nn.Parameter(torch.from_numpy(mixture.covariances_).float().log())

    def joint(self, codes):
        """log of weight times density, for each code and component."""
        from_means = (codes[:, None] - self.means).square() / self.log_variances.exp()
        densities = -0.5 * (math.log(2 * math.pi) + self.log_variances + from_means).sum(2)
        return self.weights.log_softmax(0) + densities

    def loss(self, pixels):
        """The negative evidence lower bound (Jiang et al. 2017, Eq. 12), by its expectations, with one draw of each code."""
        hidden = self.hidden(pixels)
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        codes = mean + (log_variance / 2).exp() * torch.randn_like(mean)
        logits = self.decoder(codes)
        reconstruction = functional.binary_cross_entropy_with_logits(logits, pixels, reduction="none").sum(1)
        shares = self.joint(codes).softmax(1)
        # E log p(z | c) and E log q(z | x), without the constants that cancel each other.
        spread = (log_variance.exp()[:, None] + (mean[:, None] - self.means).square()) / self.log_variances.exp()
        of_components = -0.5 * (self.log_variances + spread).sum(2)
        of_code = -0.5 * (1 + log_variance).sum(1)
        to_weights = self.weights.log_softmax(0) - shares.clamp_min(1e-30).log()
        bound = -reconstruction + (shares * (of_components + to_weights)).sum(1) - of_code
        return -bound.mean()


def trained(folder, seed):
    images, digits = read_mnist(folder, "t10k", 0, 1)
    encoder, decoder = dense(SIZES), dense(SIZES[::-1])
    network = nn.Sequential(encoder, decoder, nn.Sigmoid())
    reconstructing(network, KerasAdam(network.parameters(), 0.001, 1e-7), images, PRETRAINING_EPOCHS, PRETRAINING_BATCH)
    mixture = GaussianMixture(10, covariance_type="diag", tol=1e-3, reg_covar=1e-3, max_iter=100, random_state=seed)
    vade = Vade(encoder, decoder, mixture.fit(in_pieces(encoder, images).numpy()))

    optimiser = KerasAdam(vade.parameters(), 0.002, 1e-4)
    history = []
    for epoch in range(1, EPOCHS + 1):
        optimiser.param_groups[0]["lr"] = 0.002 * max(0.9 ** ((epoch - 1) // 10), 0.1)
        total = 0.0
        for rows in batches(len(images), BATCH):
            loss = vade.loss(images[rows])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        history.append({"epoch": epoch, "loss": total / len(images)})

    codes = in_pieces(lambda pixels: vade.mean(vade.hidden(pixels)), images)
    clusters = in_pieces(vade.joint, codes).argmax(1).numpy()
    return history, [
        *scores(codes.numpy(), digits, clusters, "code", "train"),
        *inner_scores(images.numpy(), clusters, "pixels, the same clusters", "train"),
    ]


if __name__ == "__main__":
    run("league/vade/mnist", trained)
