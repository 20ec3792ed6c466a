"""Makes spectral.json: what scikit-learn's SpectralClustering, and NumPy and SciPy, give for small sets.

    pip install scikit-learn==1.7.2 numpy scipy
    python models/spectral/golden/make.py

Eigenvalues are those of the dense normalised Laplacian; `njw` are the labels of k-means on the eigenvectors' rows scaled
to length 1, `ncut` those of SpectralClustering(assign_labels="kmeans"). Only sets on which k-means is stable over ten
seeds are taken. Points are integers, so that both sides read the same ones.
"""

import json
import pathlib
import platform

import numpy as np
import scipy
import sklearn
from scipy.sparse.csgraph import laplacian
from sklearn.cluster import KMeans, SpectralClustering
from sklearn.datasets import load_digits, make_circles
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score
from sklearn.neighbors import kneighbors_graph

rng = np.random.default_rng(20260)


def blobs(sizes, spread):
    centres = rng.uniform(-300, 300, (len(sizes), 3))
    return np.concatenate([c + spread * rng.normal(size=(size, 3)) for c, size in zip(centres, sizes)]).round()


def case(name, points, k, neighbours, affinity):
    points = np.asarray(points, float)
    assert len(np.unique(points, axis=0)) == len(points)
    # Of equally near neighbours either could be the last.
    ordered = np.sort(((points[:, None] - points) ** 2).sum(axis=2), axis=1)
    assert neighbours == len(points) - 1 or np.all(ordered[:, neighbours] < ordered[:, neighbours + 1]), name
    distances = kneighbors_graph(points, neighbours, mode="distance").toarray()
    if affinity["kind"] == "connectivity":
        weights = (distances > 0).astype(float)
        weights = (weights + weights.T) / 2
    else:
        weights = np.exp(-distances**2 / (2 * affinity["sigma"] ** 2)) * (distances > 0)
        weights = np.maximum(weights, weights.T)
    values, vectors = np.linalg.eigh(laplacian(weights, normed=True))
    rows = vectors[:, :k] / np.linalg.norm(vectors[:, :k], axis=1, keepdims=True)
    njw = [KMeans(k, n_init=10, random_state=seed).fit_predict(rows) for seed in range(10)]
    ncut = [
        SpectralClustering(
            k, affinity="precomputed", assign_labels="kmeans", random_state=seed
        ).fit_predict(weights)
        for seed in range(10)
    ]
    for found in (njw, ncut):
        assert all(adjusted_rand_score(found[0], other) == 1 for other in found), name
    return {
        "name": name,
        "columns": points.shape[1],
        "points": [int(x) for x in points.ravel()],
        "k": k,
        "neighbours": neighbours,
        "affinity": affinity,
        "weightSum": weights.sum(),
        "eigenvalues": values[:k].tolist(),
        "njw": njw[0].tolist(),
        "ncut": ncut[0].tolist(),
    }


circles = (make_circles(160, factor=0.5, noise=0.03, random_state=1)[0] * 1000).round()
digits = (PCA(10, random_state=1).fit_transform(load_digits(n_class=5).data[:300]) * 1000).round()
cases = [
    case("two circles, Gaussian", circles, 2, 10, {"kind": "gaussian", "sigma": 100}),
    case("four groups, connectivity", blobs([40, 50, 30, 60], 50), 4, 12, {"kind": "connectivity"}),
    case("four groups, all pairs", blobs([30, 25, 35, 30], 60), 4, 119, {"kind": "gaussian", "sigma": 80}),
    case("digits 0 to 4, ten components", digits, 5, 10, {"kind": "connectivity"}),
]
pathlib.Path(__file__).with_name("spectral.json").write_text(
    json.dumps(
        {
            "made": {
                "by": "models/spectral/golden/make.py",
                "python": platform.python_version(),
                "scikit-learn": sklearn.__version__,
                "numpy": np.__version__,
                "scipy": scipy.__version__,
            },
            "cases": cases,
        },
        separators=(",", ":"),
    )
    + "\n"
)
