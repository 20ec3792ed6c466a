"""Makes snnl.json: the soft nearest neighbour loss and its gradient by PyTorch's automatic differentiation, in float64.

    pip install torch==2.15.0 numpy
    python models/snnl/golden/make.py

The loss is written out point by point, as the formula in loss.ts has it, without the matrix tricks there.
"""

import json
import pathlib
import platform

import numpy as np
import torch

HERE = pathlib.Path(__file__).parent
SEED = 20260
EPSILON = 1e-5
TEMPERATURES = [0.05, 0.116, 1, 10, 100]

rng = np.random.default_rng(SEED)
# Class 2 has one point; row 4 is all zeros, as a layer of ReLUs can be; the last rows have negative values.
points = np.round(rng.uniform(0, 1.5, (9, 5)), 3)
points[4] = 0
points[7:] -= 0.75
labels = [0, 1, 0, 2, 1, 1, 0, 1, 0]


def distance(a, b, kind):
    if kind == "euclidean":
        return torch.sum((a - b) ** 2)
    unit_a, unit_b = (v / torch.sqrt(torch.clamp(torch.sum(v**2), min=1e-12)) for v in (a, b))
    return 1 - torch.sum(unit_a * unit_b)


def loss(x, y, temperature, kind):
    total = 0
    for i in range(len(x)):
        nearness = {j: torch.exp(-distance(x[i], x[j], kind) / temperature) for j in range(len(x)) if j != i}
        same = sum((n for j, n in nearness.items() if y is None or y[j] == y[i]), torch.tensor(0.0))
        total = total - torch.log(EPSILON + same / (EPSILON + sum(nearness.values())))
    return total / len(x)


cases = []
for kind in ["cosine", "euclidean"]:
    for temperature in TEMPERATURES:
        for y in [labels, None]:
            x = torch.tensor(points, dtype=torch.float64, requires_grad=True)
            value = loss(x, y, temperature, kind)
            value.backward()
            cases.append(
                {
                    "distance": kind,
                    "temperature": temperature,
                    "supervised": y is not None,
                    "value": value.item(),
                    "gradient": x.grad.flatten().tolist(),
                }
            )

made = {
    "by": "models/snnl/golden/make.py",
    "python": platform.python_version(),
    "torch": torch.__version__,
    "numpy": np.__version__,
    "seed": SEED,
}
(HERE / "snnl.json").write_text(
    json.dumps({"made": made, "points": points.flatten().tolist(), "columns": 5, "labels": labels, "cases": cases})
    + "\n"
)
