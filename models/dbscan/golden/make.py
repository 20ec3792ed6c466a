"""Makes dbscan.json: scikit-learn's DBSCAN of the 1,000 digits of models/kmeans/golden/digits.json.

    pip install scikit-learn==1.7.2 numpy
    python models/dbscan/golden/make.py

Squared distances of these points are whole numbers, and so is the square of some eps: pairs at eps exactly.
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.cluster import DBSCAN
from sklearn.datasets import load_digits

HERE = pathlib.Path(__file__).parent
points = load_digits().data[:1000]


def case(eps, min_points):
    found = DBSCAN(eps=eps, min_samples=min_points).fit(points)
    return {
        "eps": eps,
        "minPoints": min_points,
        "labels": found.labels_.tolist(),
        "corePoints": found.core_sample_indices_.tolist(),
    }


golden = {
    "made": {
        "by": "models/dbscan/golden/make.py",
        "python": platform.python_version(),
        "scikit-learn": sklearn.__version__,
        "numpy": np.__version__,
    },
    "cases": [case(20, 5), case(21, 3), case(22.5, 5), case(25, 10), case(18, 1), case(1, 5)],
}
(HERE / "dbscan.json").write_text(json.dumps(golden) + "\n")
