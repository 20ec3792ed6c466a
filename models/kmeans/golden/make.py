"""Makes digits.json (scikit-learn's first 1,000 digits, 8×8 pixels) and kmeans.json (what its KMeans gives).

    pip install scikit-learn==1.7.2 numpy
    python models/kmeans/golden/make.py

The versions used, the parameters and the seeds go into the files. A digit's 64 pixels, 0 to 16, are one string of
base-17 digits (0-9, a-g).
"""

import json
import pathlib
import platform
import warnings

import numpy as np
import sklearn
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits

HERE = pathlib.Path(__file__).parent
SEED = 20260
MADE = {
    "by": "models/kmeans/golden/make.py",
    "python": platform.python_version(),
    "scikit-learn": sklearn.__version__,
    "numpy": np.__version__,
    "seed": SEED,
}
# Points nearer than this to equally near to two different centroids could be assigned to either by rounding.
MARGIN = 5e-3

# scikit-learn warns where there are fewer distinct points than clusters.
warnings.simplefilter("ignore")
digits = load_digits().data[:1000]


def shortest(values):
    return [int(x) if float(x).is_integer() else float(x) for x in np.asarray(values).ravel()]


def is_clear(points, start, **parameters):
    """Whether no assignment of KMeans from the centroids `start` hangs on rounding."""
    centroids = start
    for iterations in range(1, KMeans(len(start), init=start, n_init=1, **parameters).fit(points).n_iter_ + 2):
        distances = np.sort(((points[:, None] - np.unique(centroids, axis=0)) ** 2).sum(axis=2), axis=1)
        if np.any(np.diff(distances[:, :2]) < MARGIN):
            return False
        step = {"max_iter": iterations, "tol": 0}
        centroids = KMeans(len(start), init=start, n_init=1, **step).fit(points).cluster_centers_
    return True


def case(name, points, start, start_rows=None, **parameters):
    parameters = {"tol": 1e-4, "max_iter": 300} | parameters
    assert is_clear(points, start, **parameters)
    model = KMeans(len(start), init=start, n_init=1, **parameters).fit(points)
    found = {
        "name": name,
        "k": len(start),
        "tolerance": parameters["tol"],
        "maxIterations": parameters["max_iter"],
        "iterations": model.n_iter_,
        "inertia": float(model.inertia_),
        "labels": model.labels_.tolist(),
    }
    if start_rows is not None:
        return found | {"startRows": start_rows}
    return found | {
        "columns": points.shape[1],
        "points": shortest(points),
        "start": shortest(start),
        "centroids": model.cluster_centers_.ravel().tolist(),
    }


def digits_case(name, k, seed, **parameters):
    random = np.random.default_rng(seed)
    while True:
        rows = random.permutation(len(digits))[:k]
        if is_clear(digits, digits[rows], **parameters):
            return case(name, digits, digits[rows], rows.tolist(), **parameters)


def inertias(k, count, **parameters):
    return [KMeans(k, random_state=SEED + i, **parameters).fit(digits).inertia_ for i in range(count)]


def best_of(k):
    return {"k": k, "inertia": float(np.mean(inertias(k, 20, n_init=10)))}


def random_starts(k, n_init):
    found = inertias(k, 400 // n_init, n_init=n_init, init="random")
    return {"k": k, "nInit": n_init, "mean": float(np.mean(found)), "deviation": float(np.std(found, ddof=1))}


def cases():
    random = np.random.default_rng(SEED)
    blobs = np.round(np.concatenate([random.normal(c, 1, (25, 2)) for c in ([0, 0], [6, 0], [0, 6])]), 2)
    repeated = np.repeat([[0.0, 1.0], [3.0, 5.0], [-2.0, 4.0]], 4, axis=0)
    return [
        digits_case("digits, 10 clusters", 10, SEED),
        digits_case("digits, until no label changes", 10, SEED + 1, tol=0),
        digits_case("digits, stopped after 3 iterations", 10, SEED, max_iter=3),
        digits_case("digits, stopped by a wide tolerance", 10, SEED + 2, tol=0.5),
        digits_case("digits, 25 clusters", 25, SEED + 3),
        digits_case("digits, 1 cluster", 1, SEED),
        case("blobs", blobs, blobs[[1, 30, 60]]),
        case("blobs, moved by 1000", blobs + 1000, blobs[[1, 30, 60]] + 1000),
        case("an empty cluster", blobs, np.array([[0.0, 0], [5, 1], [100, 100]])),
        case("an empty cluster, stopped after 1 iteration", blobs, np.array([[0.0, 0], [5, 1], [100, 100]]), max_iter=1),
        case("two empty clusters", blobs, np.array([[0.0, 0], [100, 100], [5, 1], [-100, 100]])),
        case("all points equal", np.full((6, 2), 0.1), np.full((3, 2), 0.1)),
        case("3 distinct points, 5 clusters", repeated, repeated[[0, 1, 4, 5, 8]]),
        case("as many clusters as points", blobs[:8], blobs[:8]),
    ]


def write(name, content):
    file = HERE / name
    text = json.dumps({"made": MADE} | content, separators=(",", ":"), allow_nan=False)
    file.write_text(text.replace('{"name"', '\n{"name"') + "\n")
    print(name, file.stat().st_size, "bytes")


write("digits.json", {
    "source": "sklearn.datasets.load_digits().data[:1000]",
    "digits": ["".join("0123456789abcdefg"[int(x)] for x in row) for row in digits],
})
write("kmeans.json", {
    "parameters": {
        "cases": "KMeans(k, init=start, n_init=1, tol=tolerance, max_iter=maxIterations) of float64 points; startRows are rows of digits.json",
        "bestOf": "mean inertia of KMeans(k, init='k-means++', n_init=10, random_state=seed + i) of digits.json, i < 20",
        "randomStarts": "inertia of KMeans(k, init='random', n_init=nInit, random_state=seed + i) of digits.json, i < 400 / nInit",
    },
    "bestOf": [best_of(10), best_of(25)],
    "randomStarts": [random_starts(10, 1), random_starts(25, 1), random_starts(10, 10)],
    "cases": cases(),
})
