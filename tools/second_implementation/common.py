"""What the second implementations share: images, k-means, scores, and the lines that they write.

Nothing here is taken from the suite. k-means and the scores are scikit-learn's, the networks PyTorch's.
"""

import argparse
import gzip
import json
import os
import platform
import sys
import time
from pathlib import Path

import numpy as np
import scipy
import sklearn
import torch
from scipy.optimize import linear_sum_assignment
from sklearn import metrics
from sklearn.cluster import KMeans
from sklearn.metrics.cluster import contingency_matrix

# The first is the average that the papers leave unsaid; all four are compared.
NMI_AVERAGES = ["arithmetic", "geometric", "max", "min"]


def opened(path):
    """The bytes of a file, or of the same file with .gz."""
    if path.exists():
        return path.read_bytes()
    with gzip.open(f"{path}.gz") as file:
        return file.read()


def read_idx(path):
    """An array of unsigned bytes in the IDX format."""
    content = opened(path)
    if content[:3] != b"\x00\x00\x08":
        raise ValueError(f"Cannot read {path}: it must be an IDX file of unsigned bytes, got {content[:4].hex()}")
    ends = 4 + 4 * content[3]
    shape = np.frombuffer(content[4:ends], ">u4")
    return np.frombuffer(content[ends:], np.uint8).reshape(shape).copy()


def read_mnist(folder, split, low, high):
    """One split of MNIST: images as (n, 784) in [low, high], and digits as (n,). `split` is "train" or "t10k"."""
    images = read_idx(folder / "mnist" / f"{split}-images-idx3-ubyte")
    labels = read_idx(folder / "mnist" / f"{split}-labels-idx1-ubyte")
    scaled = low + (high - low) * images.reshape(len(images), -1).astype(np.float32) / 255
    return torch.from_numpy(scaled), labels


def batches(count, size):
    """The numbers 0 to count - 1 in a new random order, cut into batches; the last has those that are left."""
    return torch.randperm(count).split(size)


def reconstructing(network, optimiser, images, epochs, size):
    """Trains a network to give back its input, by the mean squared error; the loss of each epoch."""
    losses = []
    for _ in range(epochs):
        total = 0.0
        for rows in batches(len(images), size):
            batch = images[rows]
            loss = torch.nn.functional.mse_loss(network(batch), batch)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            total += loss.item() * len(rows)
        losses.append(total / len(images))
    return losses


@torch.no_grad()
def in_pieces(function, images, size=1000):
    """`function` of all images, a piece at a time."""
    return torch.cat([function(piece) for piece in images.split(size)])


def k_means(codes, seed, restarts=10, iterations=300):
    """k-means with ten clusters, k-means++ and the lowest inertia of its restarts."""
    return KMeans(10, init="k-means++", n_init=restarts, max_iter=iterations, tol=1e-4, random_state=seed).fit(codes)


def measurement(metric, value, space="", split="", **more):
    """One measurement, named as the suite's records name it."""
    return {"metric": metric, "value": float(value), "space": space, "split": split, **more}


def accuracy(classes, clusters):
    """The share of points that the best pairing of clusters with classes gets right."""
    counts = contingency_matrix(classes, clusters)
    return counts[linear_sum_assignment(counts, maximize=True)].sum() / counts.sum()


def purity(classes, clusters):
    """The share of points that are of their cluster's most frequent class."""
    counts = contingency_matrix(classes, clusters)
    return counts.max(0).sum() / counts.sum()


def outer_scores(classes, clusters, space, split):
    """The measurements that look at the classes."""
    return [
        measurement("ACC", accuracy(classes, clusters), space, split),
        *(
            measurement(
                "NMI",
                metrics.normalized_mutual_info_score(classes, clusters, average_method=average),
                space,
                split,
                average=average,
            )
            for average in NMI_AVERAGES
        ),
        measurement("ARI", metrics.adjusted_rand_score(classes, clusters), space, split),
        measurement("PURITY", purity(classes, clusters), space, split),
    ]


def inner_scores(points, clusters, space, split):
    """The measurements that look at the points alone."""
    return [
        measurement("SIL", metrics.silhouette_score(points, clusters), space, split),
        measurement("DBI", metrics.davies_bouldin_score(points, clusters), space, split),
        measurement("CHI", metrics.calinski_harabasz_score(points, clusters), space, split),
    ]


def scores(codes, classes, clusters, space, split):
    """All measurements of one clustering: of the codes' geometry, and against the classes."""
    return [*inner_scores(codes, clusters, space, split), *outer_scores(classes, clusters, space, split)]


def parameters(*modules):
    """How many numbers these modules learn."""
    return sum(weights.numel() for module in modules for weights in module.parameters())


def processor():
    """The processor's name: as Linux tells it, or as Python does."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.processor())


def run(experiment, trained):
    """Reads the command line, and writes one line of JSON per seed.

    `trained(folder, seed)` trains and measures once; it returns the history (a list of dictionaries with "epoch" and
    "loss") and the measurements.
    """
    parser = argparse.ArgumentParser(description=sys.modules[trained.__module__].__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="a folder with mnist/ and usps/")
    parser.add_argument("--seeds", default="1,2,3,4,5,6,7,8", help="whole numbers with commas between them")
    parser.add_argument("--out", type=Path, required=True, help="lines are added to this file")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for seed in map(int, options.seeds.split(",")):
        torch.manual_seed(seed)
        started = time.perf_counter()
        history, measurements = trained(options.data_dir, seed)
        line = {
            "experiment": experiment,
            "seed": seed,
            "history": history,
            "measurements": measurements,
            "seconds": round(time.perf_counter() - started, 1),
            "processor": processor(),
            "threads": options.threads,
            "versions": {
                "python": platform.python_version(),
                "torch": torch.__version__,
                "numpy": np.__version__,
                "scipy": scipy.__version__,
                "scikit-learn": sklearn.__version__,
            },
        }
        options.out.parent.mkdir(parents=True, exist_ok=True)
        with options.out.open("a") as file:
            file.write(json.dumps(line) + os.linesep)
        print(f"{experiment}, seed {seed}: {line['seconds']} s", flush=True)
