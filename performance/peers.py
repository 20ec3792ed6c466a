"""The peers' side of the works in works.ts: `peers.py WORK DATA`, then one unit of work for each line on stdin.

DATA is a folder with float32 and int32 files, row-major, and sizes.json, which says their shapes.
Prints "ready" when set up and warmed up, then the milliseconds of each unit.
"""
import json
import os
import sys
import time

import numpy as np


def load(folder, name):
    shapes = json.load(open(os.path.join(folder, "sizes.json")))
    kind = np.int32 if name == "labels" else np.float32
    return np.fromfile(os.path.join(folder, name), kind).reshape(shapes[name])


BATCH, STEPS = 256, 20
SIZES = [784, 500, 500, 2000, 70]


def autoencoder(torch):
    def layers(widths):
        made = torch.nn.ModuleList(torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        return made

    net = torch.nn.ModuleDict({"enc": layers(SIZES), "dec": layers(SIZES[::-1])})
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


def train_step(snnl):
    """torch.compile over the loss, fused Adam: the fastest that PyTorch offers here."""

    def work(folder):
        import torch

        torch.manual_seed(42)
        images = torch.from_numpy(load(folder, "images"))
        labels = torch.from_numpy(load(folder, "labels"))
        net = autoencoder(torch)
        optimiser = torch.optim.Adam(net.parameters(), 1e-3, fused=True)

        def loss_of(x, y):
            logits, hidden = passed(torch, net, x)
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, x)
            if snnl:
                loss = loss + 100 * sum(soft_nearest_neighbor_loss(torch, h, y, 1.0) for h in hidden)
            return loss

        compiled = torch.compile(loss_of)
        order = torch.randperm(len(images), generator=torch.Generator().manual_seed(1))
        state = {"at": 0}

        def unit():
            for _ in range(STEPS):
                index = order[state["at"] : state["at"] + BATCH]
                state["at"] = (state["at"] + BATCH) % (len(order) - BATCH)
                loss = compiled(images[index], labels[index])
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
            return loss.item()

        return unit

    return work


def silhouette(folder):
    from sklearn.metrics import silhouette_score

    points, labels = load(folder, "points"), load(folder, "labels")
    return lambda: silhouette_score(points, labels)


def kmeans(name):
    def work(folder):
        from sklearn.cluster import KMeans

        points = load(folder, name)
        start = points[:10].copy()
        return lambda: KMeans(10, init=start, n_init=1, max_iter=300).fit(points).inertia_

    return work


def pca(folder):
    from sklearn.decomposition import PCA

    points = load(folder, "images")
    return lambda: PCA(70, random_state=42).fit(points).explained_variance_[0]


WORKS = {
    "ae-step": train_step(False),
    "snnl-step": train_step(True),
    "silhouette": silhouette,
    "kmeans-784": kmeans("images"),
    "kmeans-70": kmeans("points"),
    "pca": pca,
}

if __name__ == "__main__":
    unit = WORKS[sys.argv[1]](sys.argv[2])
    unit()
    unit()
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        result = unit()
        print(json.dumps({"ms": (time.perf_counter() - start) * 1000, "result": float(result)}), flush=True)
