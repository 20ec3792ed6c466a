"""Makes loss.json: VaDE's loss of a small batch and its slopes, by NumPy in float64 from the formulas of the paper.

    pip install numpy
    python models/vade/golden/make.py

The slopes are central differences of the loss in float64, for each input and parameter.
"""

import json
import pathlib
import platform

import numpy as np

HERE = pathlib.Path(__file__).parent
rng = np.random.default_rng(11)
ROWS, PIXELS, D, K = 4, 5, 3, 3


def of(values):
    """As float32 holds them."""
    return np.asarray(values).round(3).astype(np.float32).astype(np.float64)


X = of(rng.uniform(0, 1, (ROWS, PIXELS)))
INPUTS = {
    "mean": of(rng.normal(0, 1, (ROWS, D))),
    "logVariance": of(rng.normal(-1, 0.5, (ROWS, D))),
    "z": of(rng.normal(0, 1, (ROWS, D))),
    "logits": of(rng.normal(0, 2, (ROWS, PIXELS))),
    "weights": of([0.5, 0.2, 0.4]),
    "means": of(rng.normal(0, 1, (K, D))),
    "variances": of(rng.uniform(0.3, 1.5, (K, D))),
}


def responsibilities(z, weights, means, variances, counts, floor):
    gamma = np.zeros((len(z), K))
    for i in range(len(z)):
        for c in range(K):
            density = weights[c] ** counts
            for j in range(D):
                deviation = (z[i, j] - means[c, j]) ** 2 / (2 * variances[c, j])
                density *= np.exp(-deviation) / np.sqrt(2 * np.pi * variances[c, j])
            gamma[i, c] = density + floor
    return gamma / gamma.sum(1, keepdims=True)


def loss(mean, logVariance, z, logits, weights, means, variances, counts, floor):
    gamma = responsibilities(z, weights, means, variances, counts, floor)
    total = 0.0
    for i in range(ROWS):
        output = 1 / (1 + np.exp(-logits[i]))
        total -= (X[i] * np.log(output) + (1 - X[i]) * np.log(1 - output)).sum()
        for c in range(K):
            spread = np.exp(logVariance[i]) + (mean[i] - means[c]) ** 2
            total += gamma[i, c] * 0.5 * (np.log(variances[c]) + spread / variances[c]).sum()
            total += gamma[i, c] * (np.log(gamma[i, c]) - np.log(weights[c]))
        total -= 0.5 * (1 + logVariance[i]).sum()
    return total / ROWS


def slopes(name, counts, floor, h=1e-5):
    found = []
    for at in np.ndindex(INPUTS[name].shape):
        ends = []
        for sign in (1, -1):
            moved = {key: value.copy() for key, value in INPUTS.items()}
            moved[name][at] += sign * h
            ends.append(loss(**moved, counts=counts, floor=floor))
        found.append((ends[0] - ends[1]) / (2 * h))
    return [float(f"{slope:.8g}") for slope in found]


CASES = []
for counts, words in [(1, "once"), (D, "each dimension")]:
    for floor in [0.0, 1e-3]:
        gamma = responsibilities(*(INPUTS[key] for key in ["z", "weights", "means", "variances"]), counts, floor)
        CASES.append({
            "weightCounts": words,
            "floor": floor,
            "responsibilities": gamma.ravel().round(10).tolist(),
            "loss": round(loss(**INPUTS, counts=counts, floor=floor), 10),
            "slopes": {name: slopes(name, counts, floor) for name in INPUTS},
        })

FOUND = {
    "made": {"by": "models/vade/golden/make.py", "python": platform.python_version(), "numpy": np.__version__},
    "x": {"shape": list(X.shape), "values": X.ravel().round(3).tolist()},
    "inputs": {
        name: {"shape": list(value.shape), "values": value.ravel().round(3).tolist()}
        for name, value in INPUTS.items()
    },
    "cases": CASES,
}
(HERE / "loss.json").write_text(json.dumps(FOUND, indent=1) + "\n")
