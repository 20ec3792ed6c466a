"""Makes pass.json and training.json: PyTorch's numbers for small autoencoders.

    pip install torch numpy
    python models/autoencoder/golden/make.py

Everything is computed in float64 from float32 inputs. `training.json` starts from the weights, and goes through the
batches, that Reclaim draws from the seed: the generator, the initial weights and the order of batches are written
here once more, so that whole trainings can be compared.
"""

import json
import math
import pathlib
import platform

import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
SIZES = [12, 8, 6, 3]
MADE = {
    "by": "models/autoencoder/golden/make.py",
    "python": platform.python_version(),
    "torch": torch.__version__.split("+")[0],
    "numpy": np.__version__,
}
ACTIVATIONS = {"linear": nn.Identity, "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh}
torch.set_default_dtype(torch.float64)


class Autoencoder:
    """An nn.Sequential, its layers by number, and the places of the code and of the logits in it."""

    def __init__(self, code_activation, output_activation, batch_norm):
        widths = SIZES + SIZES[-2::-1]
        self.linear, self.norm, modules = {}, {}, []
        for i, (fan_in, fan_out) in enumerate(zip(widths, widths[1:])):
            self.linear[i] = nn.Linear(fan_in, fan_out)
            modules.append(self.linear[i])
            if i == len(SIZES) - 2:
                modules.append(ACTIVATIONS[code_activation]())
                self.code_at = len(modules)
            elif i == len(widths) - 2:
                self.logits_at = len(modules)
                modules.append(ACTIVATIONS[output_activation]())
            else:
                if batch_norm:
                    self.norm[i] = nn.BatchNorm1d(fan_out)
                    modules.append(self.norm[i])
                modules.append(nn.ReLU())
        self.net = nn.Sequential(*modules)

    def load(self, parameters, statistics=None):
        with torch.no_grad():
            for i, layer in self.linear.items():
                layer.weight.copy_(torch.tensor(parameters[f"weight{i}"]).T)
                layer.bias.copy_(torch.tensor(parameters[f"bias{i}"]))
            for i, layer in self.norm.items():
                if f"scale{i}" in parameters:
                    layer.weight.copy_(torch.tensor(parameters[f"scale{i}"]))
                    layer.bias.copy_(torch.tensor(parameters[f"shift{i}"]))
                if statistics:
                    layer.running_mean.copy_(torch.tensor(statistics[f"mean{i}"]))
                    layer.running_var.copy_(torch.tensor(statistics[f"variance{i}"]))

    def parameters(self):
        found = {}
        for i, layer in self.linear.items():
            found[f"weight{i}"], found[f"bias{i}"] = layer.weight.detach().T.tolist(), layer.bias.detach().tolist()
        for i, layer in self.norm.items():
            found[f"scale{i}"], found[f"shift{i}"] = layer.weight.detach().tolist(), layer.bias.detach().tolist()
        return found

    def gradients(self):
        found = {}
        for i, layer in self.linear.items():
            found[f"weight{i}"], found[f"bias{i}"] = layer.weight.grad.T.tolist(), layer.bias.grad.tolist()
        for i, layer in self.norm.items():
            found[f"scale{i}"], found[f"shift{i}"] = layer.weight.grad.tolist(), layer.bias.grad.tolist()
        return found

    def statistics(self):
        found = {}
        for i, layer in self.norm.items():
            found[f"mean{i}"], found[f"variance{i}"] = layer.running_mean.tolist(), layer.running_var.tolist()
        return found

    def run(self, x):
        with torch.no_grad():
            code = self.net[: self.code_at](x)
            logits = self.net[self.code_at : self.logits_at](code)
            output = self.net[self.logits_at :](logits)
        return {"code": code.tolist(), "logits": logits.tolist(), "output": output.tolist()}

    def optimiser(self, learning_rate, rate):
        """Adam with L2 on the weights of the linear layers alone."""
        weights = [layer.weight for layer in self.linear.values()]
        rest = [p for p in self.net.parameters() if all(p is not w for w in weights)]
        groups = [{"params": weights, "weight_decay": rate}, {"params": rest, "weight_decay": 0}]
        return torch.optim.Adam(groups, lr=learning_rate)

    def loss(self, kind, x):
        if kind == "mse":
            return nn.functional.mse_loss(self.net(x), x)
        return nn.functional.binary_cross_entropy_with_logits(self.net[: self.logits_at](x), x)


def single(values, digits=4):
    return np.asarray(values).round(digits).astype(np.float32).astype(np.float64)


# Passes, and one step, from weights in the file.

rng = np.random.default_rng(11)
passes = []
for code_activation, output_activation, batch_norm, loss in [
    ("linear", "tanh", True, "mse"),
    ("sigmoid", "sigmoid", False, "bce"),
    ("relu", "sigmoid", True, "bce"),
    ("tanh", "linear", False, "mse"),
]:
    model = Autoencoder(code_activation, output_activation, batch_norm)
    draw = lambda key, values: (
        single(rng.uniform(0.5, 1.5, len(values)))
        if key.startswith(("scale", "variance"))
        else single(rng.normal(0, 0.5, np.shape(values)))
    ).tolist()
    parameters = {key: draw(key, value) for key, value in model.parameters().items()}
    statistics = {key: draw(key, value) for key, value in model.statistics().items()}
    x = single(rng.uniform(0, 1, (10, SIZES[0])) if loss == "bce" else rng.uniform(-1, 1, (10, SIZES[0])))
    batch = torch.tensor(x)
    model.load(parameters, statistics)
    model.net.eval()
    evaluated = model.run(batch)
    model.net.train()
    optimiser = model.optimiser(0.01, 0.05)
    value = model.loss(loss, batch)
    value.backward()
    optimiser.step()
    gradients = model.gradients()
    stepped, moved = model.parameters(), model.statistics()
    model.load(parameters, statistics)
    passes.append({
        "codeActivation": code_activation,
        "outputActivation": output_activation,
        "batchNorm": batch_norm,
        "loss": loss,
        "parameters": parameters,
        "statistics": statistics,
        "x": x.tolist(),
        "eval": evaluated,
        "train": model.run(batch),
        "statisticsAfter": moved,
        "lossValue": value.item(),
        "gradients": gradients,
        "optimiser": {"learningRate": 0.01, "l2": 0.05},
        "parametersAfter": stepped,
    })


# Trainings from a seed.


def seed_for(*parts):
    """FNV-1a over the parts, finished with MurmurHash3's mixer."""
    h = 0x811C9DC5
    for byte in "\x1f".join(map(str, parts)).encode():
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return (h ^ h >> 16) or 1


def generator(seed):
    """sfc32 of PractRand after sfc32::seed(Uint64) with the seed in the high word."""
    a, b, c, counter = 0, 0, seed, 1

    def step():
        nonlocal a, b, c, counter
        out = a + b + counter & 0xFFFFFFFF
        counter = counter + 1 & 0xFFFFFFFF
        a = b ^ b >> 9
        b = c + (c << 3) & 0xFFFFFFFF
        c = (c << 21 | c >> 11) + out & 0xFFFFFFFF
        return out / 2**32

    for _ in range(12):
        step()
    return step


def initial(model, kind, seed):
    draw = generator(seed_for(seed, "initial weights"))
    normal = lambda: math.sqrt(-2 * math.log(1 - draw())) * math.cos(2 * math.pi * draw())
    parameters = {}
    for i, layer in model.linear.items():
        fan_out, fan_in = layer.weight.shape
        if kind == "pytorch":
            weight = bias = lambda: (2 * draw() - 1) / math.sqrt(fan_in)
        else:
            glorot = math.sqrt(6 / (fan_in + fan_out))
            hidden = i not in (len(SIZES) - 2, len(model.linear) - 1)
            weight = (lambda: normal() * math.sqrt(2 / fan_in)) if hidden else (lambda: (2 * draw() - 1) * glorot)
            bias = lambda: 0.0
        values = [weight() for _ in range(fan_in * fan_out)]
        parameters[f"weight{i}"] = np.float32(values).astype(np.float64).reshape(fan_in, fan_out).tolist()
        parameters[f"bias{i}"] = np.float32([bias() for _ in range(fan_out)]).astype(np.float64).tolist()
    return parameters


def permutation(n, draw):
    order = list(range(n))
    for i in range(n - 1, 0, -1):
        j = int(draw() * (i + 1))
        order[i], order[j] = order[j], order[i]
    return order


trainings = []
for code_activation, output_activation, batch_norm, loss, kind in [
    ("linear", "tanh", True, "mse", "pytorch"),
    ("linear", "tanh", False, "mse", "pytorch"),
    ("relu", "sigmoid", False, "bce", "he"),
]:
    seed, rows, batch_size, epochs = 17, 22, 8, 4
    x = single(rng.uniform(0, 1, (rows, SIZES[0])) if loss == "bce" else rng.uniform(-1, 1, (rows, SIZES[0])))
    images = torch.tensor(x)
    model = Autoencoder(code_activation, output_activation, batch_norm)
    model.load(initial(model, kind, seed))
    optimiser = model.optimiser(0.01, 0.001)
    order = generator(seed_for(seed, "order of batches"))
    losses = []
    model.net.train()
    for _ in range(epochs):
        indices, total = permutation(rows, order), 0.0
        for first in range(0, rows, batch_size):
            batch = images[indices[first : first + batch_size]]
            optimiser.zero_grad()
            value = model.loss(loss, batch)
            value.backward()
            optimiser.step()
            total += value.item() * len(batch)
        losses.append(total / rows)
    model.net.eval()
    trainings.append({
        "codeActivation": code_activation,
        "outputActivation": output_activation,
        "batchNorm": batch_norm,
        "loss": loss,
        "initialisation": kind,
        "seed": seed,
        "batchSize": batch_size,
        "optimiser": {"learningRate": 0.01, "l2": 0.001},
        "x": x.tolist(),
        "losses": losses,
        **({} if batch_norm else {key: model.run(images)[key] for key in ("code", "output")}),
    })


def write(name, content):
    def short(value):
        if isinstance(value, float):
            return float(f"{value:.8g}")
        if isinstance(value, dict):
            return {key: short(v) for key, v in value.items()}
        return [short(v) for v in value] if isinstance(value, list) else value

    (HERE / name).write_text(json.dumps({"made": MADE, "sizes": SIZES, **short(content)}, indent=None) + "\n")


write("pass.json", {"cases": passes})
write("training.json", {"cases": trainings})
