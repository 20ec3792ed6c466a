"""A second judge of a result folder.

It derives every tolerance, estimate, interval, verdict and total again, from the papers' claims and the records of the
runs, and every score from the labels that were kept; then it compares with what the report says. It was written from
docs/VERDICTS.md, with NumPy, SciPy and scikit-learn, and shares no code and no constants with the rest of the suite.

    python3 tools/second_judge.py RESULT_FOLDER [--papers DIR]... [--repeats FILE]

FILE is a JSON list of lists of experiments: those that are one computation under several names, the first of which
counts. Without it the scores without repeats are not counted. Only the metrics of docs/VERDICTS.md are known, not those
that a paper brings. Exit codes: 0 no difference, 1 a difference, 2 bad usage.
"""

import argparse
import base64
import csv
import gzip
import json
import math
import re
import sys
import warnings
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal, getcontext
from functools import cache
from itertools import repeat
from pathlib import Path

import numpy as np
from scipy import integrate, optimize, special, stats
from sklearn import metrics as sk
from sklearn.metrics.cluster import contingency_matrix

# Sums with alternating signs need more digits than a double has.
getcontext().prec = 60

AGREE = 1e-9
ROUNDING = 1e-12
LEVEL = 0.9807
FIRST_LOOK = 4
END_SHARE = 0.68
PROFILES = ["smoke", "quick", "paper"]

# Direction, floor (in units, or as a share of the value), greatest value.
HIGHER, LOWER = 1, -1
SCORE, SHARE = "units", "share"
METRICS = {
    **{name: (HIGHER, (SCORE, "0.02"), 1) for name in ["ACC", "NMI", "ARI", "PURITY", "HOM", "COM", "VM", "AMI"]},
    "SIL": (HIGHER, (SCORE, "0.01"), 1),
    "DBI": (LOWER, (SHARE, "0.05"), math.inf),
    "CHI": (HIGHER, (SHARE, "0.05"), math.inf),
    "MSE": (LOWER, (SHARE, "0.1"), math.inf),
}
NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


# What the papers print.


def rows_of(path):
    """The rows of a CSV file as dictionaries; none where there is no such file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table_rows(path, paper):
    """The cells of a table as rows of claims."""
    with path.open(encoding="utf-8", newline="") as file:
        first, header, *rows = [[cell.strip() for cell in row] for row in csv.reader(file) if any(row)]
    whole = {"statistic": "single", "kind": "result", **dict(cell.split("=", 1) for cell in first if cell)}
    slug = lambda text: re.sub(r"[^a-z0-9]+", "-", text.lower().replace("+", "-plus")).strip("-")
    for row in rows:
        for metric, printed in zip(header[2:], row[2:]):
            if printed in ("", "-"):
                continue
            parts = [path.stem, row[0], metric.replace("OTHER:", "")]
            parts += [] if whole["statistic"] == "single" else [whole["statistic"]]
            plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", printed)
            plain = re.sub("[\u2010-\u2013\u2212](?=[.]?\\d)", "-", plain)
            plain = re.sub(r"(?<![\w.])[.](?=\d)", "0.", plain)
            yield {
                **whole,
                "id": "-".join([paper, *map(slug, parts)]),
                "method": row[0],
                "experiment": row[1],
                "metric": metric,
                "average": whole.get("average", "") if metric in ("NMI", "AMI") else "",
                "printed": printed,
                "value": NUMBER.search(plain)[0],
            }


class Claim:
    """A row of claims; what it does not say is empty."""

    FIELDS = ["id", "where", "dataset", "method", "metric", "statistic", "value", "printed", "kind", "experiment"]
    FIELDS += ["average", "runs", "space", "split", "tolerance", "basis"]

    def __init__(self, row, paper):
        for field in self.FIELDS:
            setattr(self, field, row.get(field) or "")
        self.paper = paper
        self.stated = self.tolerance
        self.family = self.metric.replace("OTHER:", "").split(" ")[0]
        self.direction, self.floor, self.greatest = METRICS.get(self.family, (None, None, math.inf))
        percent = self.printed.rstrip().endswith("%") and self.greatest == 1 and self.kind != "ordinal"
        self.units = 100 if percent else 1
        self.number = float(self.value) if self.value else None
        self.m = int(self.runs) if self.runs else None

    def asks(self):
        return (self.metric, self.space, self.split, self.average)

    def order(self):
        """The two sides of an order, and whether being comparable is enough; None for what is none."""
        sides = re.split(r" >=? ", self.experiment)
        return None if len(sides) != 2 else (*[side.split(" & ") for side in sides], " >= " in self.experiment)

    def measure(self):
        if self.kind == "fact" or self.family == "PARAMS":
            return "count"
        if self.floor is None:
            return "other"
        return "loss" if self.family == "MSE" else "score"


def read_papers(folders):
    """Claims by paper, and errata and bounds with the ids of the claims that they are about."""
    claims, errata, bounds = {}, [], []
    for folder in sorted(folders):
        paper = folder.name
        rows = rows_of(folder / "claims.csv")
        for path in sorted(folder.glob("table_*.csv")):
            rows += table_rows(path, paper)
        claims[paper] = [Claim(row, paper) for row in rows]
        set_tolerances(claims[paper])
        for row in rows_of(folder / "errata.csv"):
            errata.append({**row, "claims": named(row["claims"], claims[paper])})
        for row in rows_of(folder / "bounds.csv"):
            about = [one for one in claims[paper] if one.metric == row["metric"] and one.kind != "ordinal"]
            bounds.append({**row, "claims": named(row["claims"], about)})
    return claims, errata, bounds


def named(names, claims):
    """The ids that names stand for, a star at the end for any letters."""
    found = []
    for name in filter(None, names.split(";")):
        found += [one.id for one in claims if one.id == name or name[-1] == "*" and one.id.startswith(name[:-1])]
    return list(dict.fromkeys(found))


# Rule 1: the tolerance.


def set_tolerances(claims):
    """Gives each claim its tolerance (None where it is not judged by one), and whether that is too coarse."""
    spread = spreads(claims)
    for one in claims:
        order = one.order() if one.kind == "ordinal" else None
        judged = order is not None and order[2] if one.kind == "ordinal" else one.kind != "cited" or bool(one.experiment)
        if NUMBER.fullmatch(one.stated):
            one.tolerance = float(one.stated)
        else:
            one.tolerance = tolerance_of(one, spread.get(id(one))) if judged and one.stated != "none" else None
        one.coarse = judged and is_coarse(one)


def spreads(claims):
    """From average to best, where one place prints both of one measurement; in the metric's unit."""
    groups = defaultdict(list)
    for one in claims:
        if one.kind == "result" and one.experiment:
            groups[(one.experiment, *one.asks())].append(one)
    found = {}
    for group in groups.values():
        apart = [
            abs(Decimal(a.value) / a.units - Decimal(b.value) / b.units)
            for a in group
            for b in group
            if (a.statistic, b.statistic) == ("avg", "best") and a.where == b.where
        ]
        found.update({id(one): max(apart) for one in group if apart})
    return found


def tolerance_of(claim, spread):
    if claim.kind == "ordinal":
        return float(claim.floor[1]) if claim.floor and claim.floor[0] == SCORE else None
    digit = Decimal(1).scaleb(Decimal(claim.value).as_tuple().exponent)
    if claim.family == "PARAMS" or claim.kind == "fact" and digit >= 1:
        return 0.0
    if claim.kind == "fact":
        return float(digit / 2)
    if claim.floor is None:
        return None
    kind, floor = claim.floor
    least = Decimal(floor) * (claim.units if kind == SCORE else abs(Decimal(claim.value)))
    return float(max(digit / 2, least, (spread or 0) * claim.units / 2))


def is_coarse(claim):
    if not claim.tolerance or claim.number is None:
        return False
    size = abs(claim.number)
    most = size / 4 if claim.greatest == math.inf else claim.greatest * claim.units / 10
    return claim.tolerance > most * (1 + ROUNDING) or claim.tolerance >= size


# The runs.


def read_records(folder):
    """The records by experiment."""
    found = defaultdict(list)
    for path in sorted((folder / "runs").rglob("*.json")):
        if path.name.startswith(".") or path.name.endswith((".labels.json", ".figures.json")):
            continue
        record = json.loads(path.read_text(encoding="utf-8"))
        record["path"] = path.relative_to(folder).as_posix()
        record["values"] = {}
        for one in record["measurements"]:
            key = (one["metric"], one["space"], one["split"], one.get("average", ""))
            assert key not in record["values"], f"{record['path']} has {key} twice"
            record["values"][key] = one["value"]
        found[record["experiment"]].append(record)
    return found


class Sample:
    """The runs that answer: done, of the highest profile, of the configuration that was run last, by seed."""

    def __init__(self, runs, key, units, failed):
        self.runs = runs
        self.seeds = [run["seed"] for run in runs]
        self.values = [run["values"][key] * units for run in runs]
        self.profile = runs[0]["profile"]
        own_data = not any("standIn" in source for run in runs for source in run["data"])
        self.judged = self.profile == "paper" and own_data
        # Whether a run of the configuration failed, or lacks what the others have.
        self.failed = failed


def sample_of(records, key, units=1):
    runs = [run for run in records if run["status"] == "done" and key in run["values"]]
    if not runs:
        return None
    highest = max(PROFILES.index(run["profile"]) for run in runs)
    runs = [run for run in runs if PROFILES.index(run["profile"]) == highest]
    digest = max(runs, key=lambda run: run["provenance"]["started"])["digest"]
    runs = [run for run in runs if run["digest"] == digest]
    own = [run for run in records if run["digest"] == digest]
    failed = any(run["status"] == "failed" or key not in run["values"] for run in own)
    return Sample(sorted(runs, key=lambda run: run["seed"]), key, units, failed)


# Rules 2 and 4: estimates and intervals.


def mean_sd(values):
    """Mean and standard deviation; taken from the first value on, so that equal values have exactly none."""
    apart = np.asarray(values, float) - values[0]
    return values[0] + apart.mean(), apart.std(ddof=1) if len(values) > 1 else None


def half_width(values, m):
    """Half the interval of the mean of n seeds less the mean of m runs; None for one seed."""
    n = len(values)
    if n == 1:
        return None
    return stats.t.ppf((1 + LEVEL) / 2, n - 1) * mean_sd(values)[1] * math.sqrt(1 / n + 1 / m)


def estimate(claim, values):
    """What we take the paper's value to be by our seeds, and where it may lie; no interval for one seed."""
    if claim.statistic == "best":
        m = claim.m or FIRST_LOOK
        expected = claim.direction * expected_best([claim.direction * value for value in values], m)
        if m > 1:
            return expected, best_interval(values, m, claim.direction)
    else:
        m = (claim.m or 1) if claim.statistic == "avg" else 1
    mean, half = mean_sd(values)[0], half_width(values, m)
    return mean, None if half is None else (mean - half, mean + half)


def expected_best(values, m):
    """The mean of the largest of all subsets of m; with fewer values, of m normal draws."""
    n, ordered = len(values), np.sort(values)
    if m <= n:
        weights = [math.comb(i, m - 1) / math.comb(n, m) for i in range(n)]
        return ordered[0] + np.dot(weights, ordered - ordered[0])
    mean, sd = mean_sd(values)
    if sd is None:
        return mean
    density = lambda x: x * m * stats.norm.pdf(x) * stats.norm.cdf(x) ** (m - 1)
    return mean + sd * integrate.quad(density, -12, 12, epsabs=1e-13, epsrel=1e-13, limit=200)[0]


def best_interval(values, m, direction):
    """Where the best of m further runs falls."""
    n = len(values)
    if n == 1:
        return None
    signed = np.sort(np.asarray(values) * direction)
    expected = expected_best(signed, m)
    lower, upper = best_ends(n, m)
    apart = signed - signed[0]
    low = min(expected, signed[0] + np.dot(lower, apart))
    high = max(expected, signed[0] + np.dot(upper, apart))
    return (low, high) if direction == HIGHER else (-high, -low)


@cache
def best_ends(n, m):
    """Both ends as weights of the n sorted seeds."""
    miss = END_SHARE * (1 - LEVEL)
    r = min(n - 1, max(2, n // 4))
    lower = counted_end(n, m, miss)
    if lower is None:
        # All m draws fall below both x_(r+1) and the end, which is drawn out from it.
        missed = lambda c: below(n, m, r + 1) * (1 + c * m / r) ** -r - miss
        lower = drawn(n, r, root(missed))[::-1]
    return lower, drawn(n, r, root(lambda c: beyond(n, m, r, c) - miss))


def below(n, m, j):
    """P(m draws are all below the j-th smallest of n): the m-th moment of Beta(j, n + 1 - j)."""
    return math.exp(special.betaln(j + m, n + 1 - j) - special.betaln(j, n + 1 - j))


def counted_end(n, m, miss):
    """The point among the sorted values that all m draws fall below with probability `miss`, if any."""
    j = sum(below(n, m, i) <= miss for i in range(1, n + 1))
    if j == 0:
        return None
    weights = np.zeros(n)
    if j == n:
        weights[n - 1] = 1
        return weights

    def missed(share):
        # F at x_j is t times that at x_(j+1), t ~ Beta(j, 1); between the two it rises evenly.
        within = lambda t: j * t ** (j - 1) * (t + (1 - t) * share) ** m
        return below(n, m, j + 1) * integrate.quad(within, 0, 1, epsabs=1e-14, epsrel=1e-13)[0] - miss

    share = optimize.brentq(missed, 0, 1, xtol=1e-15)
    weights[j - 1], weights[j] = 1 - share, share
    return weights


def beyond(n, m, r, c):
    """P(one of m draws exceeds x_(n-r) by more than c times the mean excess of the r largest); exponential tail."""
    none = Decimal(0)
    for k in range(m + 1):
        # E[p^k], p ~ Beta(r + 1, n - r); E[exp(-k c G / r)], G ~ Gamma(r).
        moment = Decimal(math.comb(m, k) * (-1) ** k)
        for i in range(k):
            moment *= Decimal(r + 1 + i) / Decimal(n + 1 + i)
        none += moment / (1 + Decimal(c) * k / r) ** r
    return float(1 - none)


def root(falling):
    """Where a falling function of c from 0 on is 0; 0 where it begins below."""
    if falling(0.0) <= 0:
        return 0.0
    top = 1.0
    while falling(top) > 0:
        top *= 2
    return optimize.brentq(falling, 0, top, xtol=1e-14)


def drawn(n, r, c):
    """x_(n-r) + c (mean of the r largest - x_(n-r)) as weights."""
    weights = np.zeros(n)
    weights[n - r :] = c / r
    weights[n - r - 1] = 1 - c
    return weights


# The verdicts.


def within(a, b, tolerance):
    return abs(a - b) <= tolerance + ROUNDING * max(abs(a), abs(b))


class Judge:
    """Judges claims by records."""

    def __init__(self, claims, errata, bounds, records):
        self.claims = {one.id: one for one in claims}
        self.errata, self.bounds, self.records = errata, bounds, records

    def judge(self, claim):
        """What the row of the claim must say."""
        if claim.kind == "ordinal":
            return self.order(claim)
        sample = sample_of(self.records.get(claim.experiment, []), claim.asks(), claim.units)
        if sample is None:
            return self.nothing(claim, "not comparable" if claim.kind == "cited" and not claim.experiment else "not run")
        return self.number(claim, sample)

    def nothing(self, claim, verdict):
        return {"n": 0, "tolerance": claim.tolerance, "verdict": verdict, "profile": "", "records": ""}

    # Rule 2: a number.

    def number(self, claim, sample):
        values, printed = sample.values, claim.number
        expected, interval = estimate(claim, values)
        apart = None if interval is None else (interval[0] - printed, interval[1] - printed)
        verdict, firm = "not comparable", None
        if sample.judged and claim.tolerance is not None and not claim.coarse:
            verdict, firm = ("inconclusive", None) if sample.failed else self.verdict(claim, expected, apart)
        best = None if claim.direction is None else (max if claim.direction == HIGHER else min)(values)
        return {
            "ours": expected,
            "sd": mean_sd(values)[1],
            "best": best,
            "n": len(values),
            "tolerance": claim.tolerance,
            "difference": expected - printed,
            "low": apart and apart[0],
            "high": apart and apart[1],
            "verdict": verdict,
            "firm": firm,
            "profile": sample.profile,
            "records": ";".join(run["path"] for run in sample.runs),
        }

    def verdict(self, claim, expected, apart):
        printed, tolerance = claim.number, claim.tolerance
        reach = tolerance + ROUNDING * max(abs(expected), abs(printed))
        if within(expected, printed, tolerance):
            if apart is None:
                return "reproduced", claim.measure() == "count"
            return "reproduced", bool(-reach <= apart[0] and apart[1] <= reach)
        if apart is None and claim.measure() != "count":
            return "inconclusive", None
        if apart is not None and apart[0] <= reach and apart[1] >= -reach:
            return "inconclusive", None
        if any(within(expected, value, Z) for value, Z in self.others(claim)):
            return "contradicted", None
        if self.unreachable(claim):
            return "unreachable", None
        if within(expected, printed, 2 * tolerance):
            return "close", None
        better = claim.direction is not None and (expected - printed) * claim.direction > 0
        return "better" if better else "worse", None

    def others(self, claim):
        """The right values, and what else the paper prints for the same, each with its tolerance."""
        same = lambda one: (one.kind, one.experiment, one.statistic, *one.asks())
        mine = [erratum for erratum in self.errata if claim.id in erratum["claims"]]
        right = [(one["right"].removesuffix("%").strip(), one["right"].endswith("%")) for one in mine]
        found = [
            (float(digits) * (claim.units / 100 if percent else 1), claim.tolerance)
            for digits, percent in right
            if NUMBER.fullmatch(digits)
        ]
        for erratum in mine:
            for other in (self.claims[name] for name in erratum["claims"]):
                if same(other) == same(claim):
                    scale = claim.units / other.units
                    found.append((other.number * scale, (other.tolerance or 0) * scale))
        known, kept = [claim.number], []
        for value, tolerance in found:
            if not any(within(value, one, 0) for one in known):
                kept.append((value, tolerance))
            known.append(value)
        return kept

    # Rule 5: what cannot be reached.

    def unreachable(self, claim):
        for bound in self.bounds:
            if claim.id not in bound["claims"]:
                continue
            key = (bound["metric"], bound["space"], bound["split"], bound["average"])
            sample = sample_of(self.records.get(bound["control"], []), key)
            most = bound["side"] == "at most"
            if sample is not None and sample.judged and not sample.failed:
                value = (max if most else min)(sample.values) * claim.units
            elif bound["value"]:
                digits, percent = bound["value"].removesuffix("%"), bound["value"].endswith("%")
                value = float(digits) * claim.units / (100 if percent else 1)
            else:
                continue
            past = claim.number - value if most else value - claim.number
            if past > claim.tolerance + ROUNDING * max(abs(claim.number), abs(value)):
                return True
        return False

    # Rule 3: an order.

    def order(self, claim):
        order = claim.order()
        if order is None:
            return self.nothing(claim, "not run")
        sides = [[self.side(claim, order, at, thing) for thing in order[at]] for at in (0, 1)]
        if any(one is None for side in sides for one in side):
            return self.nothing(claim, "not run")
        margin = claim.tolerance or 0
        leads = [lead_of(a, b, claim.direction) for a in sides[0] for b in sides[1]]
        standings = ["worse", "inconclusive", "reproduced"]
        lead, apart, n = min(leads, key=lambda one: (standings.index(standing(one[1], margin)), one[0]))
        samples = [one for side in sides for one in side if isinstance(one, Sample)]
        verdict = standing(apart, margin)
        doubted = any(one["right"] == "does not hold" and claim.id in one["claims"] for one in self.errata)
        if verdict == "worse" and doubted:
            verdict = "contradicted"
        if any(one.failed for one in samples):
            verdict = "inconclusive"
        profiles = {one.profile for one in samples}
        return {
            "ours": lead,
            "n": n,
            "tolerance": claim.tolerance,
            "low": apart and apart[0],
            "high": apart and apart[1],
            "verdict": verdict if all(one.judged for one in samples) else "not comparable",
            "profile": profiles.pop() if len(profiles) == 1 else "",
            "records": ";".join(dict.fromkeys(run["path"] for one in samples for run in one.runs)),
        }

    def side(self, claim, order, at, thing):
        """The runs of an experiment, or a cited value; None where there are no such runs."""
        if "/" not in thing:
            return self.claims[thing].number / self.claims[thing].units
        space, split = (part_of(text, order, at, thing) for text in (claim.space, claim.split))
        return sample_of(self.records.get(thing, []), (claim.metric, space, split, claim.average))


def part_of(text, order, at, thing):
    """What a space or a split says of one of the things that an order compares."""
    parts = text.split(" > ")
    own = parts[min(at, len(parts) - 1)].split(" & ")
    return own[0] if len(own) == 1 else own[order[at].index(thing)]


def lead_of(a, b, direction):
    """How far a is ahead of b, its interval (None where nothing shows a spread), and the number of seeds."""
    values = [dict(zip(one.seeds, one.values)) if isinstance(one, Sample) else {None: one} for one in (a, b)]
    common = [seed for seed in values[0] if seed in values[1]]
    paired = len(common) >= 2
    if paired:
        values = [{seed: one[seed] for seed in common} for one in values]
    n = min(len(own) for one, own in zip((a, b), values) if isinstance(one, Sample))
    x, y = ((direction or HIGHER) * np.asarray(list(one.values())) for one in values)
    size = max(abs(value) for one in values for value in one.values())
    if paired:
        x, y = x - y, None
    half = half_of_lead(x, y, cited=not all(isinstance(one, Sample) for one in (a, b)))
    lead = x.mean() - (0 if y is None else y.mean())
    clean = lambda value: 0.0 if abs(value) <= ROUNDING * size else value
    return clean(lead), None if half is None else (clean(lead - half), clean(lead + half)), n


def half_of_lead(x, y, cited):
    if y is None:
        return half_width(x, math.inf)
    if len(y) == 1 or len(x) == 1:
        half = half_width(x if len(y) == 1 else y, 1)
        return None if half == 0 and not cited else half
    if mean_sd(x)[1] == mean_sd(y)[1] == 0:
        return 0.0
    with warnings.catch_warnings():
        # SciPy warns of one side that hardly varies.
        warnings.simplefilter("ignore", RuntimeWarning)
        low, high = stats.ttest_ind(x, y, equal_var=False).confidence_interval(LEVEL)
    return (high - low) / 2


def standing(apart, margin):
    if apart is None:
        return "inconclusive"
    ahead = lambda lead: lead > 0 if margin == 0 else lead >= -margin - ROUNDING * max(abs(lead), margin)
    return "reproduced" if ahead(apart[0]) else "inconclusive" if ahead(apart[1]) else "worse"


# Rule 6: what is counted.

JUDGED = ["reproduced", "close", "better", "worse", "contradicted", "unreachable", "inconclusive"]


def totals_of(judged):
    verdicts = Counter(row["verdict"] for _, row in judged)
    return {
        "numbers": len(judged),
        "judged": sum(verdicts[one] for one in JUDGED),
        "firm": sum(row.get("firm") is True for _, row in judged),
        "verdicts": {one: verdicts[one] for one in [*JUDGED, "not comparable", "not run"]},
    }


def headline(judged, repeats):
    """The totals of numbers, each once; `repeats` are the experiments that repeat another."""
    once = {}
    for claim, row in judged:
        if claim.kind in ("result", "fact"):
            own = f"{Decimal(claim.value) / claim.units:.12g}"
            key = (claim.experiment, claim.dataset, *claim.asks(), claim.statistic, Decimal(own))
            once.setdefault(key if claim.experiment else claim.id, (claim, row))
    of = lambda measure: [one for one in once.values() if one[0].measure() == measure]
    found = {measure: totals_of(of(measure)) for measure in ["score", "loss", "count", "other"]}
    without = [one for one in of("score") if one[0].experiment not in repeats]
    if repeats and len(without) < len(of("score")):
        found["without"] = totals_of(without)
    return found


# The scores.


def unpack(packed):
    raw = gzip.decompress(base64.b64decode(packed["data"]))
    return np.frombuffer(raw, {"uint8": "<u1", "uint16": "<u2", "int32": "<i4"}[packed["type"]]).astype(np.int64)


def score(metric, average, classes, clusters):
    """A score by scikit-learn, ACC by SciPy's assignment; None for a metric that labels do not give."""
    if metric in ("ACC", "PURITY"):
        table = contingency_matrix(classes, clusters)
        if metric == "PURITY":
            return table.max(axis=0).sum() / len(classes)
        return table[optimize.linear_sum_assignment(-table)].sum() / len(classes)
    if metric in ("NMI", "AMI"):
        made = sk.normalized_mutual_info_score if metric == "NMI" else sk.adjusted_mutual_info_score
        return made(classes, clusters, average_method=average)
    made = {
        "ARI": sk.adjusted_rand_score,
        "HOM": sk.homogeneity_score,
        "COM": sk.completeness_score,
        "VM": sk.v_measure_score,
    }.get(metric)
    return made and made(classes, clusters)


def label_differences(folder, record):
    """Makes every score of a run again from its labels: how many, and those that are apart."""
    path = folder / record["path"].replace(".json", ".labels.json")
    if not path.exists():
        return 0, []
    file = json.loads(path.read_text(encoding="utf-8"))
    classes = [unpack(one["labels"]) for one in file["classes"]]
    count, differences = 0, []
    for one in file["clusterings"]:
        clusters = unpack(one["labels"])
        for (metric, space, split, average), value in record["values"].items():
            if (space, split) != (one["space"], one["split"]):
                continue
            again = score(metric, average, classes[one["classes"]], clusters)
            if again is None:
                continue
            count += 1
            if not abs(again - value) <= AGREE:
                what = " ".join(filter(None, [metric, average, space, split]))
                differences.append(f"{record['path']}: {what} is {value}, by its labels {again}")
    return count, differences


def check_labels(folder, records, differences):
    """Makes every score of every run with labels again; the number of them."""
    runs = [run for own in records.values() for run in own]
    count = 0
    with ProcessPoolExecutor() as pool:
        for made, apart in pool.map(label_differences, repeat(folder), runs, chunksize=16):
            count += made
            differences += apart
    return count


# The comparison.

SAID = ["paper", "where", "dataset", "method", "metric", "statistic", "runs", "value"]
NUMBERS = ["ours", "sd", "best", "n", "tolerance", "difference", "low", "high"]
WORDS = ["verdict", "profile", "records"]


def row_differences(claim, mine, theirs):
    """Where a row of claims.csv says otherwise."""
    size = max(abs(claim.number or 0), abs(mine.get("ours") or 0))
    for field in SAID:
        if theirs[field] != str(getattr(claim, field)):
            yield f"{field} is {theirs[field]!r}, in the paper's folder {getattr(claim, field)!r}"
    for field in NUMBERS:
        value, said = mine.get(field), theirs[field]
        if (value is None) != (said == ""):
            yield f"{field} is {said or 'empty'}, here {value}"
        elif value is not None and not abs(value - float(said)) <= AGREE * max(size, abs(value)):
            yield f"{field} is {said}, here {value}"
    firm = {None: "", True: "true", False: "false"}[mine.get("firm")]
    for field, value in [*[(field, mine[field]) for field in WORDS], ("firm", firm)]:
        if theirs[field] != value:
            yield f"{field} is {theirs[field] or 'empty'}, here {value or 'empty'}"


def page_totals(folder):
    """The totals that the report's page shows, by paper; None for all papers."""
    script = (folder / "site" / "data.js").read_text(encoding="utf-8")
    start = '["data"] = '
    data = json.loads(script[script.index(start) + len(start) : script.rindex(";")])
    return {one.get("paper"): one["headline"] for one in data["totals"]}


def check_totals(judged, shown, repeats, differences):
    """Compares totals; the number of those that agree or not."""
    count = 0
    for paper, theirs in shown.items():
        own = [one for one in judged if paper in (None, one[0].paper)]
        for measure, mine in headline(own, repeats).items():
            said = theirs.get(measure, {})
            flat = [(name, said.get(name), mine[name]) for name in ["numbers", "judged", "firm"]]
            flat += [(name, said.get("verdicts", {}).get(name), value) for name, value in mine["verdicts"].items()]
            count += len(flat)
            where = f"{paper or 'all papers'}, {measure}"
            differences += [f"{where}: {name} is {a}, here {b}" for name, a, b in flat if a != b]
    missing = {claim.paper for claim, _ in judged} - shown.keys()
    differences += [f"{paper}: the page has no totals" for paper in sorted(missing)]
    return count


def main():
    parser = argparse.ArgumentParser(description="Derives every verdict of a result folder again, and compares.")
    parser.add_argument("folder", type=Path, metavar="RESULT_FOLDER")
    parser.add_argument("--papers", type=Path, action="append", help="a folder with papers' folders (default: papers)")
    parser.add_argument("--repeats", type=Path, help="a JSON list of lists of experiments that are one computation")
    flags = parser.parse_args()
    roots = flags.papers or [Path("papers")]
    folders = [path.parent for root in roots for path in root.glob("*/paper.ts")]
    if not folders or not (flags.folder / "claims.csv").exists():
        parser.error("there must be papers' folders, and a claims.csv in the result folder")

    claims, errata, bounds = read_papers(folders)
    records = read_records(flags.folder)
    present = {run["paper"] for own in records.values() for run in own} & claims.keys() or claims.keys()
    mine = [one for paper in sorted(present) for one in claims[paper]]
    judge = Judge([one for own in claims.values() for one in own], errata, bounds, records)
    judged = [(one, judge.judge(one)) for one in mine]

    differences = []
    theirs = {row["id"]: row for row in rows_of(flags.folder / "claims.csv")}
    for claim, row in judged:
        if claim.id not in theirs:
            differences.append(f"{claim.id}: claims.csv lacks it")
        else:
            differences += [f"{claim.id}: {text}" for text in row_differences(claim, row, theirs[claim.id])]
    differences += [f"{one}: no paper has this claim" for one in theirs.keys() - {claim.id for claim in mine}]
    groups = json.loads(flags.repeats.read_text(encoding="utf-8")) if flags.repeats else []
    repeats = {one for group in groups for one in group[1:]}
    counts = check_totals(judged, page_totals(flags.folder), repeats, differences)
    scores = check_labels(flags.folder, records, differences)

    print("\n".join(differences), end="\n" if differences else "")
    verdicts = sum(row["verdict"] in JUDGED for _, row in judged)
    intervals = sum(row.get("low") is not None for _, row in judged)
    found = f"{len(differences)} differences" if differences else "no difference"
    print(
        f"{len(judged)} claims, {verdicts} verdicts, {intervals} intervals, {counts} counts, "
        f"{scores} scores from labels: {found}"
    )
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
