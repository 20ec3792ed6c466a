"""Clusters of the digits by scikit-learn, in files that Reclaim reads: python3 cluster.py"""

import csv
from pathlib import Path

from sklearn.cluster import KMeans
from sklearn.datasets import load_digits
from sklearn.preprocessing import scale

digits = load_digits()
results = Path(__file__).parent / "results"
results.mkdir(exist_ok=True)
for seed in range(8):
    clusters = KMeans(10, n_init=10, random_state=seed).fit_predict(scale(digits.data))
    with open(results / f"{seed}-train.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["class", "cluster"])
        writer.writerows(zip(digits.target, clusters))
