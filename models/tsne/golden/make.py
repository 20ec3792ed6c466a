"""Makes tsne.json: scikit-learn's t-SNE of the 1,000 digits of models/kmeans/golden/digits.json.

    pip install scikit-learn==1.7.2 numpy
    python models/tsne/golden/make.py
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.manifold import TSNE, trustworthiness
from sklearn.manifold._t_sne import _joint_probabilities_nn
from sklearn.neighbors import NearestNeighbors

HERE = pathlib.Path(__file__).parent
points = load_digits().data[:1000]
PERPLEXITY, ITERATIONS = 30, 500


def embed(dimensions):
    settings = {"perplexity": PERPLEXITY, "max_iter": ITERATIONS, "init": "pca", "random_state": 0}
    model = TSNE(dimensions, **settings)
    embedding = model.fit_transform(points)
    return {
        "dimensions": dimensions,
        "kl": float(model.kl_divergence_),
        "trustworthiness": trustworthiness(points, embedding, n_neighbors=5),
    }


neighbours = NearestNeighbors(n_neighbors=3 * PERPLEXITY + 1).fit(points)
graph = neighbours.kneighbors_graph(mode="distance")
graph.data **= 2
joint = _joint_probabilities_nn(graph, PERPLEXITY, 0)
plane = points @ np.column_stack([np.sin(np.arange(64)), np.cos(np.arange(64))])

golden = {
    "made": {
        "by": "models/tsne/golden/make.py",
        "python": platform.python_version(),
        "scikit-learn": sklearn.__version__,
        "numpy": np.__version__,
    },
    "perplexity": PERPLEXITY,
    "iterations": ITERATIONS,
    # The sum of each row of the joint probabilities.
    "masses": np.asarray(joint.sum(axis=1)).ravel().round(10).tolist(),
    "cases": [embed(2), embed(3)],
    # Two weighted sums of the pixels as an embedding: by the sine and the cosine of their index.
    "planeTrustworthiness": {str(k): trustworthiness(points, plane, n_neighbors=k) for k in (5, 12)},
}
(HERE / "tsne.json").write_text(json.dumps(golden) + "\n")
