"""Makes pca.json: what scikit-learn's PCA gives for its first 500 digits (8×8 pixels).

    pip install scikit-learn==1.7.2 numpy
    python models/pca/golden/make.py

The versions used and the parameters go into the file. The points are those of ../../kmeans/golden/digits.json.
"""

import json
import pathlib
import platform

import numpy as np
import sklearn
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

points = load_digits().data[:500]
components = 10
pca = PCA(components, svd_solver="full").fit(points)
codes = pca.transform(points)
rebuilt = pca.inverse_transform(codes)


def rounded(values):
    return [float(f"{x:.10g}") for x in np.asarray(values).ravel()]


made = {
    "by": "models/pca/golden/make.py",
    "python": platform.python_version(),
    "scikit-learn": sklearn.__version__,
    "numpy": np.__version__,
}
result = {
    "made": made,
    "points": "the first 500 rows of sklearn.datasets.load_digits().data",
    "parameters": {"n_components": components, "svd_solver": "full"},
    "mean": rounded(pca.mean_),
    "components": rounded(pca.components_),
    "explainedVariance": rounded(pca.explained_variance_),
    "explainedVarianceRatio": rounded(pca.explained_variance_ratio_),
    "codes": {"rows": 20, "values": rounded(codes[:20])},
    "reconstructionError": float(((points - rebuilt) ** 2).mean()),
}
path = pathlib.Path(__file__).with_name("pca.json")
path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
