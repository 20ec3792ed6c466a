"""Makes statistics.json: quantiles, expected maxima, intervals and the level of the looks, as SciPy gives them.

    pip install scipy==1.17.1 numpy
    python judging/statistics/golden/make.py

The level of the looks is solved for, so that Student's intervals of a mean at 4, 8 and 16 normal values, all of one
level, together hold the true mean in 95 of 100 cases. The first two looks depend on four numbers: the mean and the sum of
squares of the first four values, and those of the next four. These are Sobol points; what they leave to the third look is
integrated over its mean (Gauss-Hermite) and its sum of squares (in closed form).
"""

import json
import pathlib
import platform

import numpy as np
import scipy
from numpy.polynomial.hermite_e import hermegauss
from scipy import stats
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import qmc

HERE = pathlib.Path(__file__).parent
PROBABILITIES = [0.025, 0.3, 0.5000001, 0.6, 0.9, 0.975, 0.99035, 0.999, 0.9999999]
DEGREES = [1, 1.3, 2, 2.7, 3, 7, 14.123, 15, 30, 99.5, 1000, 1e6]
GROUPS = [
    {"a": [0.654, 0.669, 0.742, 0.743], "b": [0.61, 0.62, 0.64, 0.66]},
    {"a": [20800, 9400, 31200, 15100, 18800], "b": [10031, 10100, 9950]},
    {"a": [1, 1, 1], "b": [2, 3]},
]
SOBOL = {"seed": 3, "points": 2**19}


def normal_maximum(m):
    """The mean of the largest of m standard normal values."""
    return quad(lambda x: x * m * stats.norm.pdf(x) * stats.norm.cdf(x) ** (m - 1), -12, 12, epsabs=1e-13, limit=500)[0]


def interval(result, level):
    low, high = result.confidence_interval(level)
    return [float(low), float(high)]


def difference(a, b, level):
    """Welch's interval, and the paired one where there are pairs."""
    welch = interval(stats.ttest_ind(a, b, equal_var=False), level)
    paired = interval(stats.ttest_rel(a, b), level) if len(a) == len(b) else None
    return {"a": a, "b": b, "level": level, "welch": welch, "paired": paired}


def joint_coverage(level):
    """The share of cases in which all three intervals of this level hold the mean."""
    four, eight, sixteen = (stats.t.ppf((1 + level) / 2, degrees) for degrees in (3, 7, 15))
    held = (np.abs(MEAN4) * np.sqrt(4 * 3 / SQUARES4) <= four) & (np.abs(MEAN8) * np.sqrt(8 * 7 / SQUARES8) <= eight)
    mean, squares = MEAN8[held], SQUARES8[held]
    nodes, weights = hermegauss(40)
    last = 0
    for node, weight in zip(nodes / np.sqrt(8), weights / weights.sum()):
        needed = ((mean + node) / 2) ** 2 * 16 * 15 / sixteen**2 - squares - 4 * (mean - node) ** 2
        last += weight * stats.chi2.sf(np.maximum(needed, 0), 7)
    return last.sum() / len(MEAN8)


points = qmc.Sobol(4, seed=SOBOL["seed"]).random(SOBOL["points"])
MEAN4, SQUARES4 = stats.norm.ppf(points[:, 0]) / 2, stats.chi2.ppf(points[:, 1], 3)
next_mean, next_squares = stats.norm.ppf(points[:, 2]) / 2, stats.chi2.ppf(points[:, 3], 3)
MEAN8, SQUARES8 = (MEAN4 + next_mean) / 2, SQUARES4 + next_squares + 2 * (MEAN4 - next_mean) ** 2

golden = {
    "made": {
        "by": "judging/statistics/golden/make.py",
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "sobol": SOBOL,
    },
    "quantiles": [[p, d, float(stats.t.ppf(p, d))] for d in DEGREES for p in PROBABILITIES],
    "normalMaxima": [[m, normal_maximum(m)] for m in (1, 2, 3, 4, 5, 8, 10, 25, 100, 1000)],
    "differences": [difference(**group, level=level) for group in GROUPS for level in (0.95, 0.9807)],
    "level": round(brentq(lambda level: joint_coverage(level) - 0.95, 0.97, 0.99, xtol=1e-7), 5),
}
lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in golden.items())
(HERE / "statistics.json").write_text("{\n" + lines + "\n}\n")
