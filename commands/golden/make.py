"""Makes doctor.json: a product of matrices, and five steps of a small autoencoder's training, by NumPy in float64.

    pip install numpy
    python commands/golden/make.py

The inputs are made from integers, so that doctor.ts has the same ones without a file: `fill(rows, columns, salt)` is
((37 i + salt) mod 101) / 101 - 1/2, rounded to float32, i counting the numbers row by row.
"""

import json
import pathlib

import numpy as np


def fill(rows, columns, salt):
    i = np.arange(rows * columns)
    return (((37 * i + salt) % 101) / 101 - 0.5).astype(np.float32).astype(np.float64).reshape(rows, columns)


product = fill(8, 96, 1) @ fill(96, 6, 2)

# 12-8-12, tanh then linear, mean squared error, Adam (Kingma & Ba, Algorithm 1).
x = fill(16, 12, 3)
parameters = {"in": fill(12, 8, 4), "out": fill(8, 12, 5)}
first = {name: np.zeros_like(value) for name, value in parameters.items()}
second = {name: np.zeros_like(value) for name, value in parameters.items()}
rate, beta1, beta2, epsilon = 0.01, 0.9, 0.999, 1e-8
losses = []
for step in range(1, 6):
    hidden = np.tanh(x @ parameters["in"])
    error = hidden @ parameters["out"] - x
    losses.append(np.mean(error**2))
    slope = 2 * error / error.size
    gradients = {
        "in": x.T @ ((slope @ parameters["out"].T) * (1 - hidden**2)),
        "out": hidden.T @ slope,
    }
    for name, gradient in gradients.items():
        first[name] = beta1 * first[name] + (1 - beta1) * gradient
        second[name] = beta2 * second[name] + (1 - beta2) * gradient**2
        mean, square = first[name] / (1 - beta1**step), second[name] / (1 - beta2**step)
        parameters[name] = parameters[name] - rate * mean / (np.sqrt(square) + epsilon)

numbers = lambda array: [float(value) for value in np.ravel(array)]
golden = {
    "made by": f"commands/golden/make.py, NumPy {np.__version__}, float64",
    "product": numbers(product),
    "losses": numbers(losses),
    "out": numbers(parameters["out"]),
}
(pathlib.Path(__file__).parent / "doctor.json").write_text(json.dumps(golden, indent=1) + "\n")
