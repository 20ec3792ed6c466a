"""The peers' side of the works in works.ts: `peers.py WORK DATA WARM-UPS [SIZE]`, then a unit for each line on stdin.

DATA is a folder with float32 and int32 files, row-major, and sizes.json, which says their shapes.
Prints "ready" when set up and warmed up, then what each unit took. PyTorch computes on the device that PEER_DEVICE in the
environment names, the processor unless it does; a unit of training has as many steps as STEPS says, 20 unless it does.
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


BATCH, STEPS = 256, int(os.environ.get("STEPS", 20))
DEVICE = os.environ.get("PEER_DEVICE", "cpu")
SIZES = [784, 500, 500, 2000, 70]


def autoencoder(torch, sizes=SIZES):
    def layers(widths):
        made = torch.nn.ModuleList(torch.nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        return made

    net = torch.nn.ModuleDict({"enc": layers(sizes), "dec": layers(sizes[::-1])})
    for layer in [*net["enc"], *net["dec"]]:
        torch.nn.init.kaiming_normal_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
    return net.to(DEVICE)


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
    others = 1 - torch.eye(len(h), device=h.device)
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
        loss = compiled(x, y, torch.tensor(temperature(epoch), device=x.device))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return loss

    return step


def batches(torch, count, batch):
    """Endlessly the indices of batches, in an order drawn once."""
    order = torch.randperm(count, generator=torch.Generator().manual_seed(1)).to(DEVICE)
    while True:
        for at in range(0, count, batch):
            yield order[at : at + batch]


def train_step(folder, batch=BATCH, sizes=SIZES, snnl=False):
    import torch

    torch.manual_seed(42)
    images = torch.from_numpy(load(folder, "images")[: batch * STEPS]).to(DEVICE)
    labels = torch.from_numpy(load(folder, "labels")[: batch * STEPS]).to(DEVICE)
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


def n2d_step(folder):
    """N2D's autoencoder: a linear code and output, squared error."""
    import torch

    torch.manual_seed(42)
    images = torch.from_numpy(load(folder, "images")[: BATCH * STEPS]).to(DEVICE)
    net = autoencoder(torch, [784, 500, 500, 2000, 10])
    optimiser = torch.optim.Adam(net.parameters(), 1e-3, fused=True)

    def loss_of(x):
        h = x
        for half in ("enc", "dec"):
            for i, layer in enumerate(net[half]):
                h = torch.relu(layer(h)) if i < 3 else layer(h)
        return torch.nn.functional.mse_loss(h, x)

    compiled = torch.compile(loss_of)
    drawn = batches(torch, len(images), BATCH)

    def unit():
        for _ in range(STEPS):
            loss = compiled(images[next(drawn)])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return loss.item()

    return unit


def vade_step(folder):
    """VaDE's network and mixture, by the released loss; the mixture starts from the first codes."""
    import torch

    batch = 100
    torch.manual_seed(42)
    images = torch.from_numpy(load(folder, "images")[: batch * STEPS]).to(DEVICE)
    net = autoencoder(torch, [784, 500, 500, 2000, 10])
    spread = torch.nn.Linear(2000, 10).to(DEVICE)

    def hidden(x):
        for layer in list(net["enc"])[:3]:
            x = torch.relu(layer(x))
        return x

    with torch.no_grad():
        codes = net["enc"][3](hidden(images))
    weights = torch.nn.Parameter(torch.full((10,), 0.1, device=DEVICE))
    means = torch.nn.Parameter(codes[:10].clone())
    variances = torch.nn.Parameter(codes.var(0).expand(10, 10).clone())
    trained = [*net.parameters(), *spread.parameters(), weights, means, variances]
    optimiser = torch.optim.Adam(trained, 2e-3, eps=1e-4, fused=True)

    def loss_of(x, noise):
        h = hidden(x)
        mean, log_variance = net["enc"][3](h), spread(h)
        z = mean + torch.exp(log_variance / 2) * noise
        y = z
        for i, layer in enumerate(net["dec"]):
            y = torch.relu(layer(y)) if i < 3 else layer(y)
        bce = torch.nn.functional.binary_cross_entropy_with_logits(y, x) * x.shape[1]
        squares = (z[:, None] - means[None]) ** 2 / (2 * variances)
        logs = (weights.log()[:, None] - 0.5 * (2 * torch.pi * variances).log() - squares).sum(2)
        densities = logs.exp() + 1e-10
        gamma = densities / densities.sum(1, keepdim=True)
        apart = log_variance.exp()[:, None] + (mean[:, None] - means[None]) ** 2
        to_components = (variances.log() + apart / variances).sum(2)
        terms = 0.5 * ((gamma * to_components).sum(1) - (log_variance + 1).sum(1))
        return bce + (terms + (gamma * (gamma.log() - weights.log())).sum(1)).mean()

    compiled = torch.compile(loss_of)
    drawn = batches(torch, len(images), batch)

    def unit():
        for _ in range(STEPS):
            x = images[next(drawn)]
            loss = compiled(x, torch.randn(len(x), 10, device=DEVICE))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        return loss.item()

    return unit


def conv_step(folder):
    """Siam's autoencoder, without torch.compile."""
    import torch
    from torch import nn

    torch.manual_seed(42)
    images = torch.from_numpy(load(folder, "images")[: BATCH * STEPS]).reshape(-1, 1, 28, 28).to(DEVICE)
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
    ).to(DEVICE)
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
    images = torch.from_numpy(load(folder, "images")[: BATCH * STEPS]).to(DEVICE)
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


def kmeans_of(points, k=10):
    """scikit-learn's, from the first rows."""
    from sklearn.cluster import KMeans

    return KMeans(k, init=points[:k].copy(), n_init=1, max_iter=300).fit(points)


def kmeans(name):
    def work(folder, rows=60000):
        points = load(folder, name)[:rows]
        return lambda: kmeans_of(points).inertia_

    return work


def kmeans_k(folder, k=10):
    points = load(folder, "points")
    return lambda: kmeans_of(points, k).inertia_


def faiss_kmeans(name):
    """faiss stops after a number of iterations only: it gets those that scikit-learn takes until it has converged."""

    def work(folder, rows=60000):
        import faiss

        points = load(folder, name)[:rows]
        count = kmeans_of(points).n_iter_

        def unit():
            found = faiss.Kmeans(points.shape[1], 10, niter=count, max_points_per_centroid=rows)
            found.train(points, init_centroids=points[:10].copy())
            return found.obj[-1]

        return unit

    return work


def pca(folder, rows=60000):
    from sklearn.decomposition import PCA

    points = load(folder, "images")[:rows]
    return lambda: PCA(70, random_state=42).fit(points).explained_variance_[0]


def tsne(rows):
    """openTSNE as it comes: 250 iterations with exaggeration, 500 without, approximate neighbours; on all cores."""

    def work(folder, rows=rows):
        from openTSNE import TSNE

        points = load(folder, "points")[:rows]
        return lambda: TSNE(perplexity=30, n_jobs=-1, random_state=42).fit(points).kl_divergence

    return work


def umap(rows):
    """umap-learn as it comes, on all cores; what it compiles is compiled on few points before."""

    def work(folder, rows=rows):
        import warnings

        from sklearn.manifold import trustworthiness
        from umap import UMAP

        warnings.simplefilter("ignore")
        points = load(folder, "points")[:rows]
        # Up to 4,096 points have other code for their neighbours.
        UMAP(n_epochs=2, n_jobs=-1).fit(points[:5000])

        def unit():
            embedding = UMAP(n_jobs=-1).fit_transform(points)
            return trustworthiness(points[:2000], embedding[:2000], n_neighbors=5)

        return unit

    return work


def dbscan(folder, rows=60000):
    from sklearn.cluster import DBSCAN

    points = load(folder, "points")[:rows]
    return lambda: (DBSCAN(eps=3.5, min_samples=10, n_jobs=-1).fit(points).labels_ >= 0).sum()


def spectral(folder, rows=60000):
    """The same graph: scikit-learn counts a point as its own neighbour. Solved by LOBPCG: ARPACK takes far longer with many points."""
    from sklearn.cluster import SpectralClustering

    points = load(folder, "points")[:rows]
    choices = {"affinity": "nearest_neighbors", "n_neighbors": 11, "eigen_solver": "lobpcg", "n_jobs": -1}

    def unit():
        found = SpectralClustering(10, random_state=42, **choices).fit(points)
        graph, members = found.affinity_matrix_, np.eye(10)[found.labels_]
        graph.setdiag(0)
        within = (members * (graph @ members)).sum(0)
        degrees = np.asarray(graph.sum(1)).ravel()
        return (1 - within / (degrees @ members)).sum()

    return unit


def least(call):
    """The shortest time of at least five calls, and of as many as half a second has room for."""
    times, end = [], time.perf_counter() + 0.5
    while len(times) < 5 or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def products(folder):
    """A unit is the next product of those in products.json, and takes as long as the shortest of several."""
    import itertools

    import torch

    shapes = itertools.cycle(json.load(open(os.path.join(folder, "products.json"))))

    def unit():
        m, k, n = next(shapes)
        x, y, out = torch.full((m, k), 0.5), torch.full((k, n), 0.5), torch.empty((m, n))
        seconds = least(lambda: torch.mm(x, y, out=out))
        return out[0, 0].item(), seconds

    return unit


def memory(folder, floats):
    """A triad, a = b + 3c."""
    import torch

    a, b, c = torch.zeros(floats), torch.full((floats,), 0.5), torch.full((floats,), 0.5)

    def unit():
        seconds = least(lambda: torch.add(b, c, alpha=3, out=a))
        return a[0].item(), seconds

    return unit


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
    x, y = (torch.from_numpy(part[:10000]).to(DEVICE) for part in (images, labels))
    test, classes = torch.from_numpy(images[50000:]).to(DEVICE), labels[50000:]

    def encode(net, images):
        with torch.no_grad():
            return passed(torch, net, images)[1][3].cpu().numpy()

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
    "kmeans-k": kmeans_k,
    "faiss-784": faiss_kmeans("images"),
    "faiss-70": faiss_kmeans("points"),
    "n2d-step": n2d_step,
    "vade-step": vade_step,
    "umap-10000": umap(10000),
    "umap-60000": umap(60000),
    "tsne-10000": tsne(10000),
    "tsne-60000": tsne(60000),
    "dbscan": dbscan,
    "spectral": spectral,
    "pca": pca,
    "dec-run": dec_run,
    "run": whole_run,
    "products": products,
    "memory": memory,
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
        seconds = time.perf_counter() - start
        # Some works time a part of themselves.
        if isinstance(result, tuple):
            result, seconds = result
        peak = 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(json.dumps({"ms": seconds * 1000, "result": float(result), "peak": peak}), flush=True)
