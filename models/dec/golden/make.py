"""Makes dec.json: DEC's soft assignments, target and gradients by NumPy (the paper's formulas) and PyTorch (autograd).

    pip install torch numpy
    python models/dec/golden/make.py
"""

import json
import pathlib
import platform

import numpy as np
import torch

MADE = {
    "by": "models/dec/golden/make.py",
    "python": platform.python_version(),
    "torch": torch.__version__.split("+")[0],
    "numpy": np.__version__,
}
rng = np.random.default_rng(7)


def soft(z, mu):
    kernel = 1 / (1 + ((z[:, None] - mu[None]) ** 2).sum(2))
    return kernel / kernel.sum(1, keepdims=True)


def target(q):
    weight = q**2 / q.sum(0)
    return weight / weight.sum(1, keepdims=True)


def paper_gradients(z, mu, p, q):
    """Eq. 4 and 5, of the sum over the points."""
    differences = z[:, None] - mu[None]
    kernel = 1 / (1 + (differences**2).sum(2))
    pulls = 2 * (kernel * (p - q))[:, :, None] * differences
    return pulls.sum(1), -pulls.sum(0)


def short(value):
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {key: short(v) for key, v in value.items()}
    return [short(v) for v in value] if isinstance(value, list) else value


n, d, k = 12, 3, 4
z, mu = (rng.normal(0, scale, (rows, d)).round(3).astype(np.float32).astype(np.float64)
         for rows, scale in [(n, 2), (k, 1.5)])
q = soft(z, mu)
p = target(q)
codes, centroids = torch.tensor(z, requires_grad=True), torch.tensor(mu, requires_grad=True)
kernel = 1 / (1 + ((codes[:, None] - centroids[None]) ** 2).sum(2))
assigned = kernel / kernel.sum(1, keepdim=True)
loss = torch.nn.functional.kl_div(assigned.log(), torch.tensor(p), reduction="batchmean")
loss.backward()
by_paper = paper_gradients(z, mu, p, q)
assert np.allclose(codes.grad.numpy() * n, by_paper[0])
assert np.allclose(centroids.grad.numpy() * n, by_paper[1])
made = short({
    "codes": z.tolist(),
    "centroids": mu.tolist(),
    "q": q.tolist(),
    "p": p.tolist(),
    "loss": loss.item(),
    "codesGradient": codes.grad.tolist(),
    "centroidsGradient": centroids.grad.tolist(),
})

path = pathlib.Path(__file__).parent / "dec.json"
path.write_text(json.dumps({"made": MADE, **made}) + "\n")
