"""Makes clustergan.json: networks, losses and gradients of a tiny ClusterGAN, in float64.

    pip install numpy
    python models/clustergan/golden/make.py

Convolutions are summed as they are defined, and gradients are differences of losses: nothing here is derived by hand. The
critic's gradients with respect to images are complex steps, which are exact.
"""

import json
import pathlib
import platform

import numpy as np

HERE = pathlib.Path(__file__).parent
SEED = 20261
STEP = 1e-6
# No activation may change its side between float64 and float32, or within a difference.
LEAST = 1e-4

BATCH = 4
ARCHITECTURE = {"input": [8, 12], "filters": [2, 3], "units": 4, "leak": 0.2, "deviation": 0.02, "normEpsilon": 1e-3}
LATENT = {"noise": 2, "k": 3}
SCALE = 10
CYCLE = {"noise": 10, "code": 5}

height, width = ARCHITECTURE["input"]
first, second = ARCHITECTURE["filters"]
units = ARCHITECTURE["units"]
pixels = height * width // 16 * second
size = LATENT["noise"] + LATENT["k"]
nearest = np.inf


def place(y, x):
    """Where a pixel of a kernel is among a patch's: by 2×2 blocks, and in each by 2×2 pixels."""
    return (y // 2 * 2 + x // 2) * 4 + y % 2 * 2 + x % 2


def convolution(x, weights):
    batch, rows, columns, channels = x.shape
    kernel = weights.reshape(16, channels, -1)
    out = np.zeros((batch, rows // 2, columns // 2, kernel.shape[2]), x.dtype)
    padded = np.pad(x, [(0, 0), (1, 1), (1, 1), (0, 0)])
    for i in range(rows // 2):
        for j in range(columns // 2):
            for a in range(4):
                for b in range(4):
                    out[:, i, j] += padded[:, 2 * i + a, 2 * j + b] @ kernel[place(a, b)]
    return out


def transposed_convolution(x, weights):
    batch, rows, columns, channels = x.shape
    kernel = weights.reshape(16, -1, channels)
    out = np.zeros((batch, 2 * rows + 2, 2 * columns + 2, kernel.shape[1]))
    for i in range(rows):
        for j in range(columns):
            for a in range(4):
                for b in range(4):
                    out[:, 2 * i + a, 2 * j + b] += x[:, i, j] @ kernel[place(a, b)].T
    return out[:, 1:-1, 1:-1]


def leaky(x):
    global nearest
    nearest = min(nearest, np.abs(x.real).min())
    return np.where(x.real > 0, x, ARCHITECTURE["leak"] * x)


def discern(p, name, x):
    image = x.reshape(len(x), height, width, 1)
    h = leaky(convolution(image, p[f"weight0.{name}"]) + p[f"bias0.{name}"])
    h = leaky(convolution(h, p[f"weight1.{name}"]) + p[f"bias1.{name}"])
    h = leaky(h.reshape(len(x), -1) @ p[f"weight2.{name}"] + p[f"bias2.{name}"])
    return h @ p[f"weight3.{name}"] + p[f"bias3.{name}"]


def normalised(x, shift):
    global nearest
    axes = tuple(range(x.ndim - 1))
    y = (x - x.mean(axes)) / np.sqrt(x.var(axes) + ARCHITECTURE["normEpsilon"]) + shift
    nearest = min(nearest, np.abs(y).min())
    return np.maximum(y, 0)


def generate(p, z):
    h = normalised(z @ p["weight0.generator"], p["bias0.generator"])
    h = (h @ p["weight1.generator"]).reshape(len(z), height // 4, width // 4, second)
    h = normalised(h, p["bias1.generator"])
    h = normalised(transposed_convolution(h, p["weight2.generator"]), p["bias2.generator"])
    h = transposed_convolution(h, p["weight3.generator"]) + p["bias3.generator"]
    return (1 / (1 + np.exp(-h))).reshape(len(z), -1)


def input_gradients(p, x):
    tiny = 1e-30
    gradients = np.zeros_like(x)
    for pixel in range(x.shape[1]):
        moved = x.astype(complex)
        moved[:, pixel] += 1j * tiny
        gradients[:, pixel] = discern(p, "critic", moved)[:, 0].imag / tiny
    return gradients


def critic_losses(p, images, generated, share):
    distance = discern(p, "critic", generated).mean() - discern(p, "critic", images).mean()
    mixed = share * images + (1 - share) * generated
    lengths = np.sqrt((input_gradients(p, mixed) ** 2).sum(1))
    penalty = ((lengths - 1) ** 2).mean()
    return {"loss": SCALE * penalty - distance, "distance": distance, "penalty": penalty}


def pair_loss(critic, p, z):
    noise, code = z[:, : LATENT["noise"]], z[:, LATENT["noise"] :]
    images = generate(p, z)
    found = discern(p, "encoder", images)
    logits = found[:, LATENT["noise"] :]
    logarithms = logits - np.log(np.exp(logits).sum(1, keepdims=True))
    return (
        discern(critic, "critic", images).mean()
        + CYCLE["noise"] * ((noise - found[:, : LATENT["noise"]]) ** 2).mean()
        - CYCLE["code"] * (code * logarithms).sum(1).mean()
    )


def differences(loss, p):
    """Central ones, for each parameter."""
    gradients = {}
    for name, value in p.items():
        gradient = np.zeros_like(value)
        for at in np.ndindex(value.shape):
            up, down = ({**p, name: value.copy()} for _ in range(2))
            up[name][at] += STEP
            down[name][at] -= STEP
            gradient[at] = (loss(up) - loss(down)) / (2 * STEP)
        gradients[name] = gradient
    return gradients


def rounded(values, digits=9):
    return np.asarray(values).round(digits).tolist()


def all_rounded(values):
    return {name: rounded(value) for name, value in values.items()}


rng = np.random.RandomState(SEED)


def parameters(name, layers):
    made = {}
    for i, (rows, columns, biases) in enumerate(layers):
        made[f"weight{i}.{name}"] = (rng.normal(size=(rows, columns)) * 1.5 / np.sqrt(rows)).round(3)
        made[f"bias{i}.{name}"] = (0.2 * rng.normal(size=biases)).round(3)
    return made


def discerning(outputs):
    return [(16, first, first), (16 * first, second, second), (pixels, units, units), (units, outputs, outputs)]


critic = parameters("critic", discerning(1))
pair = {
    **parameters("generator", [(size, units, units), (units, pixels, second), (16 * first, second, first), (16, first, 1)]),
    **parameters("encoder", discerning(size)),
}
images, made = rng.uniform(size=(2, BATCH, height * width)).round(3)
share = rng.uniform(size=(BATCH, 1)).round(3)
z = np.concatenate(
    [(0.3 * rng.normal(size=(BATCH, LATENT["noise"]))).round(3), np.eye(LATENT["k"])[[0, 1, 2, 1]]], axis=1
)
found = discern(pair, "encoder", images)
golden = {
    "made": {"by": "models/clustergan/golden/make.py", "python": platform.python_version(), "numpy": np.__version__, "seed": SEED},
    "architecture": ARCHITECTURE,
    "latent": LATENT,
    "scale": SCALE,
    "cycle": CYCLE,
    "critic": all_rounded(critic),
    "pair": all_rounded(pair),
    "images": rounded(images),
    "generated": rounded(made),
    "share": rounded(share),
    "z": rounded(z),
    "found": {
        "critique": rounded(discern(critic, "critic", images)),
        "inputGradients": rounded(input_gradients(critic, images)),
        "images": rounded(generate(pair, z)),
        "noise": rounded(found[:, : LATENT["noise"]]),
        "logits": rounded(found[:, LATENT["noise"] :]),
    },
    "criticLoss": all_rounded(critic_losses(critic, images, made, share)),
    "criticGradients": all_rounded(differences(lambda p: critic_losses(p, images, made, share)["loss"], critic)),
    "pairLoss": rounded(pair_loss(critic, pair, z)),
    "pairGradients": all_rounded(differences(lambda p: pair_loss(critic, p, z), pair)),
}
assert nearest > LEAST, nearest
(HERE / "clustergan.json").write_text(json.dumps(golden) + "\n")
