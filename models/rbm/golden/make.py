"""Makes divergence.json: one step of contrastive divergence in NumPy, float64.

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


def case(visible, rows, columns, hidden):
    v = rng.uniform(0, 1, (rows, columns)) if visible == "binary" else rng.normal(size=(rows, columns))
    w = 0.5 * rng.normal(size=(columns, hidden))
    a, b = 0.3 * rng.normal(size=columns), 0.3 * rng.normal(size=hidden)
    u = rng.uniform(0, 1, (rows, hidden))
    v, w, a, b, u = (x.astype(np.float32).astype(float) for x in (v, w, a, b, u))
    h = sigmoid(v @ w + b)
    assert np.abs(h - u).min() > 1e-5
    x = (h > u) @ w.T + a
    v1 = sigmoid(x) if visible == "binary" else x
    h1 = sigmoid(v1 @ w + b)
    return {
        "visible": visible,
        "v": v.tolist(),
        "uniform": u.tolist(),
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
            "cases": [case("binary", 7, 6, 4), case("gaussian", 5, 3, 6)],
        },
        separators=(",", ":"),
    )
    + "\n"
)
