"""Makes optimisers.json: the parameters after each of ten steps of PyTorch's optimisers, and of Keras's Adam.

    pip install torch numpy
    python engine/golden/make.py

The gradients are the same fixed numbers for every optimiser; some are so small that epsilon decides. Everything is
computed in float64 from float32 inputs, so that the values are exact where float32 optimisers round.
"""

import json
import pathlib
import platform

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
STEPS = 10
SHAPES = {"weight": [3, 2], "bias": [2]}

rng = np.random.default_rng(5)
single = lambda values: np.asarray(values, np.float32).astype(np.float64)
start = {name: single(rng.normal(size=shape)) for name, shape in SHAPES.items()}
# One row of the weights has gradients about as large as epsilon.
scale = {"weight": np.array([[1.0, 0.1], [1e-7, 1e-8], [10.0, 1e-3]]), "bias": np.array([1.0, 1e-7])}
gradients = [{name: single(scale[name] * rng.normal(size=shape)) for name, shape in SHAPES.items()} for _ in range(STEPS)]


def by_pytorch(make):
    parameters = {name: torch.tensor(value, requires_grad=True) for name, value in start.items()}
    optimiser = make(parameters)
    after = []
    for step in gradients:
        for name, parameter in parameters.items():
            parameter.grad = torch.tensor(step[name])
        optimiser.step()
        after.append({name: p.detach().numpy().copy() for name, p in parameters.items()})
    return after


def by_keras(learning_rate, beta1, beta2, epsilon):
    """keras.optimizers.Adam.update_step, which has epsilon outside the bias correction."""
    parameters = {name: value.copy() for name, value in start.items()}
    first = {name: np.zeros_like(value) for name, value in start.items()}
    second = {name: np.zeros_like(value) for name, value in start.items()}
    after = []
    for t, step in enumerate(gradients, 1):
        alpha = learning_rate * np.sqrt(1 - beta2**t) / (1 - beta1**t)
        for name, g in step.items():
            first[name] += (g - first[name]) * (1 - beta1)
            second[name] += (g * g - second[name]) * (1 - beta2)
            parameters[name] = parameters[name] - first[name] * alpha / (np.sqrt(second[name]) + epsilon)
        after.append(dict(parameters))
    return after


def weights_only(parameters, rate):
    return [{"params": [parameters["weight"]], "weight_decay": rate}, {"params": [parameters["bias"]], "weight_decay": 0}]


A, W, S = torch.optim.Adam, torch.optim.AdamW, torch.optim.SGD
cases = {
    "adam": by_pytorch(lambda p: A(p.values())),
    "adam, other constants": by_pytorch(lambda p: A(p.values(), lr=0.02, betas=(0.5, 0.99), eps=1e-6)),
    "adam, no memory": by_pytorch(lambda p: A(p.values(), lr=0.02, betas=(0.0, 0.0))),
    "adam, L2": by_pytorch(lambda p: A(p.values(), lr=0.01, weight_decay=0.1)),
    "adam, L2 of weights": by_pytorch(lambda p: A(weights_only(p, 0.1), lr=0.01)),
    "adamW": by_pytorch(lambda p: W(p.values(), lr=0.01, weight_decay=0.1)),
    "adamW of weights": by_pytorch(lambda p: W(weights_only(p, 0.1), lr=0.01)),
    "keras": by_keras(1e-3, 0.9, 0.999, 1e-7),
    "sgd": by_pytorch(lambda p: S(p.values(), lr=0.05)),
    "sgd, momentum": by_pytorch(lambda p: S(p.values(), lr=0.05, momentum=0.9)),
    "sgd, momentum, L2": by_pytorch(lambda p: S(p.values(), lr=0.05, momentum=0.9, weight_decay=0.1)),
    "sgd, momentum, L2 of weights": by_pytorch(lambda p: S(weights_only(p, 0.1), lr=0.05, momentum=0.9)),
}


def plain(values):
    return {name: value.tolist() for name, value in values.items()}


golden = {
    "made": {
        "by": "engine/golden/make.py",
        "python": platform.python_version(),
        "torch": torch.__version__.split("+")[0],
        "numpy": np.__version__,
    },
    "start": plain(start),
    "gradients": [plain(g) for g in gradients],
    "after": {name: [plain(p) for p in after] for name, after in cases.items()},
}
(HERE / "optimisers.json").write_text(json.dumps(golden, indent=1) + "\n")
