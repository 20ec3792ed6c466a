"""The peers' side of the works in works.ts: `peers.py WORK DATA WARM-UPS [SIZE]`, then a unit for each line on stdin.

DATA is a folder with float32 and int32 files, row-major, and sizes.json, which says their shapes.
Prints "ready" when set up and warmed up, then what each unit took.
"""
import json
import os
import resource
import sys
import time

import numpy as np


def load(folder, name):
    shapes = json.load(open(os.path.join(folder, "sizes.json")))
    kind = np.int32 if name == "labels" else np.float32
    return np.fromfile(os.path.join(folder, name), kind).reshape(shapes[name])


BATCH, STEPS = 256, 20
SIZES = [784, 500, 500, 2000, 70]


def autoencoder(torch, sizes=SIZES):
    def layers(widths):
        made = torch.nn.ModuleList(torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        return made

    net = torch.nn.ModuleDict({"enc": layers(sizes), "dec": layers(sizes[::-1])})
    for layer in [*net["enc"], *net["dec"]]:
        torch.nn.init.kaiming_normal_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
    return net


def passed(torch, net, x):
    hidden, h = [], x
    for i, layer in enumerate(net["enc"]):
        h = layer(h)
        h = torch.relu(h) if i < 3 else torch.sigmoid(h)
        hidden.append(h)
    for i, layer in enumerate(net["dec"]):
        h = layer(h)
        if i < 3:
            h = torch.relu(h)
            hidden.append(h)
    return h, hidden


def soft_nearest_neighbor_loss(torch, h, y, temperature):
    units = h * torch.rsqrt(torch.clamp((h * h).sum(1, keepdim=True), min=1e-12))
    others = 1 - torch.eye(len(h))
    near = torch.exp(-(1 - units @ units.T) / temperature) * others
    same = near * (y[:, None] == y[None]).float()
    return -torch.log(1e-5 + same.sum(1) / (1e-5 + near.sum(1))).mean()


def trainer(torch, net, snnl, temperature=lambda epoch: 1.0):
    """A step of training: torch.compile over the loss, fused Adam: the fastest that PyTorch offers here."""
    optimiser = torch.optim.Adam(net.parameters(), 1e-3, fused=True)

    def loss_of(x, y, t):
        logits, hidden = passed(torch, net, x)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, x)
        if snnl:
            loss = loss + 100 * sum(soft_nearest_neighbor_loss(torch, h, y, t) for h in hidden)
        return loss

    compiled = torch.compile(loss_of)

    def step(x, y, epoch=0):
        loss = compiled(x, y, torch.tensor(temperature(epoch)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return loss

    return step


def batches(torch, count, batch):
    """Endlessly the indices of batches, in an order drawn once."""
    order = torch.randperm(count, generator=torch.Generator().manual_seed(1))
    while True:
        for at in range(0, count, batch):
            yield order[at : at + batch]


def train_step(folder, batch=BATCH, sizes=SIZES, snnl=False):
    import torch

    torch.manual_seed(42)
    images = torch.from_numpy(load(folder, "images")[: batch * STEPS])
    labels = torch.from_numpy(load(folder, "labels")[: batch * STEPS])
    step = trainer(torch, autoencoder(torch, sizes), snnl)
    drawn = batches(torch, len(images), batch)

    def unit():
        for _ in range(STEPS):
            index = next(drawn)
            loss = step(images[index], labels[index])
        return loss.item()

    return unit


def train_width(folder, widest=2000):
    return train_step(folder, sizes=[784, widest // 4, widest // 4, widest, 70])


def conv_step(folder):
    """Siam's autoencoder, without torch.compile."""
    import torch
    from torch import nn

    torch.manual_seed(42)
    images = torch.from_numpy(load(folder, "images")[: BATCH * STEPS]).reshape(-1, 1, 28, 28)
    net = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.2),
        nn.Conv2d(16, 8, 3, padding=1),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(392, 64),
        nn.Linear(64, 392),
        nn.Unflatten(1, (8, 7, 7)),
        nn.ConvTranspose2d(8, 16, 3, stride=2, padding=1, output_padding=1),
        nn.ReLU(),
        nn.Dropout(0.2),
        nn.ConvTranspose2d(16, 8, 3, stride=2, padding=1, output_padding=1),
        nn.ReLU(),
        nn.Conv2d(8, 1, 3, padding=1),
        nn.Sigmoid(),
    )
    optimiser = torch.optim.Adam(net.parameters(), 1e-3)
    drawn = batches(torch, len(images), BATCH)

    def unit():
        for _ in range(STEPS):
            x = images[next(drawn)]
            loss = nn.functional.mse_loss(net(x), x)
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return loss.item()

    return unit


def dec_step(folder):
    import torch

    torch.manual_seed(42)
    images = torch.from_numpy(load(folder, "images")[: BATCH * STEPS])
    net = autoencoder(torch, [784, 500, 500, 2000, 10])["enc"]

    def encode(x):
        for i, layer in enumerate(net):
            x = layer(x)
            x = torch.relu(x) if i < 3 else torch.sigmoid(x)
        return x

    def assign(x):
        q = 1 / (1 + torch.cdist(encode(x), centroids) ** 2)
        return q / q.sum(1, keepdim=True)

    with torch.no_grad():
        codes = encode(images)
        centroids = torch.nn.Parameter(codes[:10].clone())
        q = assign(images)
        weight = q**2 / q.sum(0)
        target = weight / weight.sum(1, keepdim=True)
    optimiser = torch.optim.Adam([*net.parameters(), centroids], 1e-3)
    drawn = batches(torch, len(images), BATCH)

    def unit():
        for _ in range(STEPS):
            index = next(drawn)
            loss = torch.nn.functional.kl_div(assign(images[index]).log(), target[index], reduction="batchmean")
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return loss.item()

    return unit


def silhouette(folder, rows=60000):
    from sklearn.metrics import silhouette_score

    points, labels = load(folder, "points")[:rows], load(folder, "labels")[:rows]
    return lambda: silhouette_score(points, labels)


def kmeans(name):
    def work(folder, rows=60000):
        from sklearn.cluster import KMeans

        points = load(folder, name)[:rows]
        start = points[:10].copy()
        return lambda: KMeans(10, init=start, n_init=1, max_iter=300).fit(points).inertia_

    return work


def pca(folder, rows=60000):
    from sklearn.decomposition import PCA

    points = load(folder, "images")[:rows]
    return lambda: PCA(70, random_state=42).fit(points).explained_variance_[0]


def dec_run(folder):
    import logging

    from clustpy.deep import DEC
    from scipy.optimize import linear_sum_assignment
    from sklearn.metrics.cluster import contingency_matrix

    logging.disable()
    images, classes = load(folder, "images")[:10000], load(folder, "labels")[:10000]

    def unit():
        epochs = {"pretrain_epochs": 10, "clustering_epochs": 10}
        sys.stdout, quiet = open(os.devnull, "w"), sys.stdout
        found = DEC(10, batch_size=BATCH, random_state=42, **epochs).fit(images)
        sys.stdout = quiet
        counts = contingency_matrix(classes, found.labels_)
        return counts[linear_sum_assignment(-counts)].sum() / len(classes)

    return unit


def whole_run(folder):
    """Learns from the first 10,000 images, scores the clusters of the last 10,000."""
    import torch
    from scipy.optimize import linear_sum_assignment
    from sklearn import metrics
    from sklearn.cluster import KMeans

    images, labels = load(folder, "images"), load(folder, "labels")
    x, y = torch.from_numpy(images[:10000]), torch.from_numpy(labels[:10000])
    test, classes = torch.from_numpy(images[50000:]), labels[50000:]

    def encode(net, images):
        with torch.no_grad():
            return passed(torch, net, images)[1][3].numpy()

    def unit():
        torch.manual_seed(42)
        net = autoencoder(torch)
        step = trainer(torch, net, True, lambda epoch: 1 / (1 + epoch) ** 0.55)
        drawn = batches(torch, len(x), BATCH)
        for epoch in range(50):
            for _ in range(0, len(x), BATCH):
                index = next(drawn)
                step(x[index], y[index], epoch)
        codes = encode(net, test)
        found = KMeans(10, n_init=10, max_iter=90, random_state=42).fit(encode(net, x))
        clusters = found.predict(codes)
        for score in (metrics.silhouette_score, metrics.davies_bouldin_score, metrics.calinski_harabasz_score):
            score(codes, clusters)
        for score in (metrics.normalized_mutual_info_score, metrics.adjusted_rand_score):
            score(classes, clusters)
        counts = metrics.cluster.contingency_matrix(classes, clusters)
        return counts[linear_sum_assignment(-counts)].sum() / len(classes)

    return unit


WORKS = {
    "ae-step": train_step,
    "ae-width": train_width,
    "snnl-step": lambda folder: train_step(folder, snnl=True),
    "conv-step": conv_step,
    "dec-step": dec_step,
    "silhouette": silhouette,
    "kmeans-784": kmeans("images"),
    "kmeans-70": kmeans("points"),
    "pca": pca,
    "dec-run": dec_run,
    "run": whole_run,
}

if __name__ == "__main__":
    name, data, warm_ups, *size = sys.argv[1:]
    unit = WORKS[name](data, *map(int, size))
    for _ in range(int(warm_ups)):
        unit()
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        result = unit()
        ms = (time.perf_counter() - start) * 1000
        peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"ms": ms, "result": float(result), "peak": peak}), flush=True)
