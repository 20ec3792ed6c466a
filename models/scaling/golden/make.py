"""Makes scale.json: points and what scikit-learn's scale makes of them.

    pip install scikit-learn==1.7.2 numpy
    python models/scaling/golden/make.py

The versions used and the seed go into the file. Points are rounded to a few decimals, so that the file holds the very
numbers that were scaled.
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.preprocessing import scale

SEED = 20280
MADE = {
    "by": "models/scaling/golden/make.py",
    "python": platform.python_version(),
    "scikit-learn": sklearn.__version__,
    "numpy": np.__version__,
    "seed": SEED,
}


def case(name, points):
    points = np.round(points, 3)
    # The same float32 points as float64, since float32 sums are scikit-learn's noise, not the value.
    single = points.astype(np.float32).astype(np.float64)
    return {
        "name": name,
        "rows": points.shape[0],
        "columns": points.shape[1],
        "points": points.ravel().tolist(),
        "float64": scale(points).ravel().tolist(),
        "float32": scale(single).ravel().tolist(),
    }


random = np.random.default_rng(SEED)
normal = random.normal(0, 1, (12, 3))
cases = [
    case("columns of different size and place", normal * [1, 30, 4000] + [0, 200, -3000]),
    case("constant columns", np.hstack([normal, np.full((12, 1), 0.1), np.zeros((12, 1)), np.full((12, 1), -7.3)])),
    case("far from 0", normal + 10_000),
    case("skewed", random.exponential(5, (15, 2)) ** 2),
    case("two points", normal[:2]),
    case("one point", normal[:1]),
]
file = pathlib.Path(__file__).parent / "scale.json"
content = {"made": MADE, "cases": cases}
file.write_text(json.dumps(content, separators=(",", ":"), allow_nan=False).replace('{"name"', '\n{"name"') + "\n")
print(file.name, file.stat().st_size, "bytes", len(cases), "cases")
