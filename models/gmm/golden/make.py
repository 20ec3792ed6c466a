"""Makes gmm.json: what scikit-learn's GaussianMixture finds from given responsibilities, and from those of k-means.

    pip install scikit-learn==1.7.2 numpy
    python models/gmm/golden/make.py
"""

import json
import pathlib
import platform
import warnings

import numpy as np
import sklearn
from sklearn.mixture import GaussianMixture

HERE = pathlib.Path(__file__).parent
SEED = 20260
warnings.simplefilter("ignore")


def rounded(values, digits=10):
    return np.asarray(values, dtype=float).round(digits).ravel().tolist()


class From(GaussianMixture):
    """A mixture that starts with these responsibilities."""

    def _initialize_parameters(self, X, random_state):
        self._initialize(X, self.first)


def case(name, points, first, covariance, iterations, regularisation):
    model = From(
        first.shape[1],
        covariance_type={"full": "full", "diagonal": "diag"}[covariance],
        max_iter=iterations,
        reg_covar=regularisation,
    )
    model.first = first
    model.fit(points)
    chosen = np.linspace(0, len(points) - 1, 40).astype(int)
    return {
        "name": name,
        "covariance": covariance,
        "maxIterations": iterations,
        "regularisation": regularisation,
        "iterations": int(model.n_iter_),
        "converged": bool(model.converged_),
        "logLikelihood": float(model.score(points)),
        "weights": rounded(model.weights_),
        "means": rounded(model.means_),
        "covariances": rounded(model.covariances_),
        "rows": chosen.tolist(),
        "responsibilities": rounded(model.predict_proba(points[chosen])),
        "logDensities": rounded(model.score_samples(points[chosen])),
    }


rng = np.random.RandomState(SEED)
k, columns = 4, 5
groups = [rng.normal(size=(60, columns)) @ rng.normal(size=(columns, columns)) for _ in range(k)]
points = np.vstack([group + 3 * rng.normal(size=columns) for group in groups]).round(4)
labels = rng.randint(k, size=len(points))
labels[::2] = np.repeat(np.arange(k), 60)[::2]
first = np.eye(k)[labels]

golden = {
    "made": {
        "by": "models/gmm/golden/make.py",
        "python": platform.python_version(),
        "scikit-learn": sklearn.__version__,
        "numpy": np.__version__,
        "seed": SEED,
    },
    "points": rounded(points, 4),
    "n": len(points),
    "start": labels.tolist(),
    "k": k,
    "cases": [
        case("to the end", points, first, "full", 100, 1e-6),
        case("three iterations", points, first, "full", 3, 1e-6),
        case("a strong regularisation", points, first, "full", 100, 0.5),
        case("to the end", points, first, "diagonal", 100, 1e-6),
        case("three iterations", points, first, "diagonal", 3, 1e-6),
    ],
}
(HERE / "gmm.json").write_text(json.dumps(golden) + "\n")
