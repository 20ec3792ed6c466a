"""Makes umap.json: what umap-learn finds step by step, for points of its own and scikit-learn's digits.

    pip install umap-learn==0.5.12 scikit-learn==1.7.2 numpy
    python models/umap/golden/make.py

`graphs` holds points with their neighbours' graph and spectral layout. `digits` holds the trustworthiness and the accuracy of
k-means for embeddings of the 1,000 digits of models/kmeans/golden/digits.json, one for each seed.
"""

import json
import pathlib
import platform
import warnings
from unittest import mock

import numpy as np
import scipy.sparse.csgraph
import sklearn
import umap
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.manifold import trustworthiness
from umap.spectral import component_layout, spectral_layout
from umap.umap_ import find_ab_params, fuzzy_simplicial_set

HERE = pathlib.Path(__file__).parent
SEED = 20260
# So near to each other that their weights exp(-distance²) are not 0.
PLACES = np.repeat([[0, 0], [1, 0.1], [0.2, 1.2], [1.3, 1.4], [2.2, 0.3], [0.4, 2.3]], 15, axis=0)
warnings.simplefilter("ignore")


def rounded(values, digits=8):
    return np.asarray(values, dtype=float).round(digits).ravel().tolist()


def groups(rng, count, size, columns, apart):
    """Normal groups around different places, to three digits; the second point is the first one again."""
    centres = rng.normal(size=(count, columns)) * apart
    points = (centres[:, None] + rng.normal(size=(count, size, columns))).reshape(-1, columns).round(3)
    points[1] = points[0]
    return points


def exact_neighbours(points, k):
    """The k nearest points, the point itself first, of equally near ones the first."""
    squares = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    np.fill_diagonal(squares, -1)
    indices = np.argsort(squares, axis=1, kind="stable")[:, :k]
    return indices, np.sqrt(np.maximum(np.take_along_axis(squares, indices, axis=1), 0))


def all_eigenvectors(laplacian, k, **_):
    """In the place of ARPACK's, which on pieces of a few points misses some of the smallest eigenvalues."""
    values, vectors = np.linalg.eigh(laplacian.toarray())
    return values[:k], vectors[:, :k]


def case(name, points, k, dimensions):
    indices, distances = exact_neighbours(points, k)
    settings = {"random_state": np.random.RandomState(0), "metric": "euclidean"}
    graph, _, _ = fuzzy_simplicial_set(
        points, k, knn_indices=indices, knn_dists=distances.astype(np.float32), **settings
    )
    graph = graph.tocsr()
    graph.sort_indices()
    pieces, labels = scipy.sparse.csgraph.connected_components(graph)
    with mock.patch("scipy.sparse.linalg.eigsh", all_eigenvectors):
        layout = spectral_layout(points, graph, dimensions, settings["random_state"])
    places = None
    if pieces > 2 * dimensions:
        places = rounded(component_layout(points, pieces, labels, dimensions, settings["random_state"]))
    return {
        "name": name,
        "rows": len(points),
        "points": rounded(points, 3),
        "neighbours": k,
        "starts": graph.indptr.tolist(),
        "columns": graph.indices.tolist(),
        "weights": rounded(graph.data, 6),
        "pieces": int(pieces),
        "dimensions": dimensions,
        "layout": rounded(layout),
        "places": places,
    }


def accuracy(labels, clusters):
    table = np.zeros((10, 10))
    np.add.at(table, (clusters, labels), 1)
    rows, columns = linear_sum_assignment(-table)
    return table[rows, columns].sum() / len(labels)


def embed(points, labels, dimensions, settings, seed):
    model = umap.UMAP(n_components=dimensions, random_state=seed, n_jobs=1, **settings)
    embedding = model.fit_transform(points)
    clusters = KMeans(10, n_init=10, random_state=0).fit_predict(embedding)
    return {
        "trustworthiness": trustworthiness(points, embedding, n_neighbors=5),
        "accuracy": accuracy(labels, clusters),
    }


rng = np.random.RandomState(SEED)
digits = load_digits()
points, labels = digits.data[:1000], digits.target[:1000]
golden = {
    "made": {
        "by": "models/umap/golden/make.py",
        "python": platform.python_version(),
        "umap-learn": umap.__version__,
        "scikit-learn": sklearn.__version__,
        "numpy": np.__version__,
        "seed": SEED,
    },
    "curves": [
        {"spread": spread, "minDistance": least, "curve": [float(x) for x in find_ab_params(spread, least)]}
        for spread, least in [(1, 0.1), (1, 0), (1, 0.5), (1, 1), (2.5, 0.3), (0.5, 0.01)]
    ],
    "graphs": [
        case("one piece", groups(rng, 1, 150, 4, 0), 10, 2),
        case("one piece, three dimensions", groups(rng, 3, 50, 3, 1), 15, 3),
        case("three pieces on the axes", groups(rng, 3, 30, 3, 6), 6, 2),
        case("six pieces by their means", (0.05 * groups(rng, 6, 15, 2, 0) + PLACES).round(3), 5, 2),
    ],
    "digits": {
        "labels": "".join(map(str, labels)),
        "cases": [
            {
                "dimensions": dimensions,
                "neighbours": settings["n_neighbors"],
                "minDistance": settings["min_dist"],
                "runs": [embed(points, labels, dimensions, settings, seed) for seed in range(5)],
            }
            for dimensions, settings in [
                (2, {"n_neighbors": 15, "min_dist": 0.1}),
                (10, {"n_neighbors": 20, "min_dist": 0}),
            ]
        ],
    },
}
(HERE / "umap.json").write_text(json.dumps(golden) + "\n")
