"""Makes convolutional.json: PyTorch's numbers for a small convolutional autoencoder of each kind that the papers have.

    pip install torch numpy
    python models/autoencoder/golden/make_convolutional.py

Everything is computed in float64 from float32 inputs. PyTorch's images are [batch, channels, height, width]: here they are
flattened with the channels last, as Reclaim's are.
"""

import json
import pathlib
import platform

import numpy as np
import torch
from torch import nn

MADE = {
    "by": "models/autoencoder/golden/make_convolutional.py",
    "python": platform.python_version(),
    "torch": torch.__version__.split("+")[0],
    "numpy": np.__version__,
}
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(5)


class ToImage(nn.Module):
    """[batch, h * w * c] to [batch, c, h, w]."""

    def __init__(self, height, width, channels):
        super().__init__()
        self.shape = (height, width, channels)

    def forward(self, x):
        return x.reshape(-1, *self.shape).permute(0, 3, 1, 2)


class Flatten(nn.Module):
    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


def ours(weight):
    """[out, in, 3, 3] to [3, 3, in, out], a transposed convolution's [in, out, 3, 3] to [3, 3, out, in]."""
    return (np.transpose(weight, (2, 3, 1, 0)) if weight.ndim == 4 else weight.T).tolist()


def siam():
    """Pools, no strides; dropout left out."""
    encoder = nn.Sequential(
        ToImage(8, 12, 1), nn.Conv2d(1, 4, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(4, 3, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2), Flatten(), nn.Linear(18, 5),
    )
    decoder = nn.Sequential(
        nn.Linear(5, 18), ToImage(2, 3, 3),
        nn.ConvTranspose2d(3, 4, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(4, 3, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.Conv2d(3, 1, 3, padding=1), nn.Sigmoid(), Flatten(),
    )
    return encoder, decoder, rng.uniform(0, 1, (6, 96))


def diba():
    """Strides, no pools."""
    encoder = nn.Sequential(
        ToImage(8, 12, 1), nn.Conv2d(1, 3, 3, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(3, 4, 3, stride=2, padding=1), nn.ReLU(), Flatten(), nn.Linear(24, 5),
    )
    decoder = nn.Sequential(
        nn.Linear(5, 24), nn.ReLU(), ToImage(2, 3, 4),
        nn.ConvTranspose2d(4, 3, 3, stride=2, padding=1, output_padding=1), nn.ReLU(),
        nn.ConvTranspose2d(3, 1, 3, stride=2, padding=1, output_padding=1), nn.Tanh(), Flatten(),
    )
    return encoder, decoder, rng.uniform(-1, 1, (6, 96))


def single(values):
    return np.asarray(values).round(4).astype(np.float32).astype(np.float64)


def short(value):
    if isinstance(value, float):
        return float(f"{value:.8g}")
    if isinstance(value, dict):
        return {key: short(v) for key, v in value.items()}
    return [short(v) for v in value] if isinstance(value, list) else value


def weighted(*parts):
    return [m for part in parts for m in part if hasattr(m, "weight")]


def named(layers, numbers):
    found = {}
    for i, layer in enumerate(layers):
        weight, bias = numbers(layer)
        found[f"weight{i}"] = ours(weight.detach().numpy())
        found[f"bias{i}"] = bias.detach().tolist()
    return found


cases = []
for make in (siam, diba):
    encoder, decoder, x = make()
    x = single(x)
    # A constant part, where all pixels of a pool are equal.
    x[:, :30] = x[0, 0]
    layers = weighted(encoder, decoder)
    with torch.no_grad():
        for layer in layers:
            layer.weight.copy_(torch.tensor(single(rng.normal(0, 0.5, layer.weight.shape))))
            layer.bias.copy_(torch.tensor(single(rng.normal(0.2, 0.3, layer.bias.shape))))
    before = named(layers, lambda m: (m.weight, m.bias))
    batch = torch.tensor(x)
    optimiser = torch.optim.Adam([p for part in (encoder, decoder) for p in part.parameters()], lr=0.01)
    code = encoder(batch)
    output = decoder(code)
    loss = nn.functional.mse_loss(output, batch)
    loss.backward()
    gradients = named(layers, lambda m: (m.weight.grad, m.bias.grad))
    optimiser.step()
    cases.append(short({
        "name": make.__name__,
        "x": x.tolist(),
        "parameters": before,
        "code": code.tolist(),
        "output": output.tolist(),
        "loss": loss.item(),
        "gradients": gradients,
        "learningRate": 0.01,
        "parametersAfter": named(layers, lambda m: (m.weight, m.bias)),
    }))

path = pathlib.Path(__file__).parent / "convolutional.json"
path.write_text(json.dumps({"made": MADE, "cases": cases}) + "\n")
