"""Makes divergence.json: contrastive divergence in NumPy, float64, of binary and Gaussian units, with one step of Gibbs
sampling and with three.

    pip install numpy
    python models/rbm/golden/make.py
"""

import json
import pathlib
import platform

import numpy as np

rng = np.random.default_rng(20260)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def case(visible, rows, columns, hidden, steps=1, units="binary"):
    v = rng.uniform(0, 1, (rows, columns)) if visible == "binary" else rng.normal(size=(rows, columns))
    w = 0.5 * rng.normal(size=(columns, hidden))
    a, b = 0.3 * rng.normal(size=columns), 0.3 * rng.normal(size=hidden)
    draw = rng.uniform if units == "binary" else rng.normal
    u = draw(0, 1, (steps, rows, hidden))
    v, w, a, b, u = (x.astype(np.float32).astype(float) for x in (v, w, a, b, u))
    mean = sigmoid if units == "binary" else lambda x: x
    h = mean(v @ w + b)
    h1 = h
    for noise in u:
        assert units == "gaussian" or np.abs(h1 - noise).min() > 1e-5
        sample = h1 + noise if units == "gaussian" else h1 > noise
        x = sample @ w.T + a
        v1 = sigmoid(x) if visible == "binary" else x
        h1 = mean(v1 @ w + b)
    return {
        "units": {"visible": visible, "hidden": units},
        "v": v.tolist(),
        "noise": u.tolist(),
        "parameters": {"weights": w.tolist(), "visible": a.tolist(), "hidden": b.tolist()},
        "gradients": {
            "weights": ((v1.T @ h1 - v.T @ h) / rows).tolist(),
            "visible": (v1 - v).mean(axis=0).tolist(),
            "hidden": (h1 - h).mean(axis=0).tolist(),
        },
        "error": ((v - v1) ** 2).mean(),
    }


pathlib.Path(__file__).with_name("divergence.json").write_text(
    json.dumps(
        {
            "made": {
                "by": "models/rbm/golden/make.py",
                "python": platform.python_version(),
                "numpy": np.__version__,
            },
            "cases": [
                case("binary", 7, 6, 4),
                case("gaussian", 5, 3, 6),
                case("binary", 6, 5, 4, steps=3),
                case("binary", 6, 5, 3, units="gaussian"),
                case("gaussian", 5, 4, 2, steps=2, units="gaussian"),
            ],
        },
        separators=(",", ":"),
    )
    + "\n"
)
