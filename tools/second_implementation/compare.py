"""Whether whole training runs of the suite and of the second implementations differ by more than chance.

    python3 compare.py LINES... --suite RESULT_FOLDER [--suite MORE]... [--table RESULTS.md]

LINES are the files that the second implementations write. The suite's side is read from result folders, and from files of
lines that suite.py wrote. Every measurement that both sides have is compared by its metric, space and split, and the
training loss at the first, the middle and the last epoch.

The test is Welch's t test of the two means, over seeds, with Holm's correction over all measurements of an experiment, at
5 %. Beside it stands a permutation test of the same difference, which assumes no normal distribution. It is exact up to
20,000 ways to part the runs, and draws 20,000 parts otherwise. Where no side has any spread, as with numbers of parameters,
the values have to be equal.

Exit codes: 0 nothing differs, 1 something differs, 2 bad usage or nothing to compare. Needs NumPy and SciPy.
"""

import argparse
import itertools
import json
import math
import sys
import textwrap
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy import stats
from suite import lines_of

LEVEL = 0.05
PARTS = 20_000
WIDTH = 110


# The two sides.


def read_lines(path):
    return [json.loads(line) for line in path.read_text().splitlines() if line]


def by_experiment(lines):
    """The lines of each experiment, ordered by seed. All have to be of one configuration, and each seed once."""
    found = defaultdict(list)
    for line in lines:
        found[line["experiment"]].append(line)
    for experiment, runs in found.items():
        digests = sorted({run["digest"] for run in runs if "digest" in run})
        if len(digests) > 1:
            raise ValueError(
                f"Cannot compare {experiment}: its records must be of one configuration, got {', '.join(digests)}"
            )
        seeds = [run["seed"] for run in runs]
        if len(set(seeds)) < len(seeds):
            raise ValueError(f"Cannot compare {experiment}: each seed must be there once, got {sorted(seeds)}")
        runs.sort(key=lambda run: run["seed"])
    return found


def values_of(run):
    """What a run measured, by name. The loss is taken at its first, middle and last epoch."""
    found = {}
    for one in run["measurements"]:
        parts = [one["metric"].removeprefix("OTHER:"), one.get("average"), one["space"], one["split"]]
        found[", ".join(part for part in parts if part)] = one["value"]
    measured = set(found.values())
    history = run["history"]
    for entry in sorted({0, len(history) // 2, len(history) - 1}) if history else []:
        # Some experiments have the first and the last loss among their measurements.
        if history[entry]["loss"] not in measured:
            found[f"loss, epoch {history[entry]['epoch']}"] = history[entry]["loss"]
    return found


def columns_of(runs):
    """The values of each measurement that all runs of a side have, in the order of the first run."""
    found = [values_of(run) for run in runs]
    return {name: np.array([run[name] for run in found]) for name in found[0] if all(name in run for run in found)}


# The test.


def permutation_p(ours, theirs):
    """The share of ways to part all runs into two such sides whose means lie at least as far apart, either way."""
    both, count = np.concatenate([ours, theirs]), len(ours)
    exact = math.comb(len(both), count) <= PARTS
    if exact:
        parts = np.array(list(itertools.combinations(range(len(both)), count)))
    else:
        random = np.random.default_rng(0)
        parts = np.array([random.permutation(len(both))[:count] for _ in range(PARTS)])
    # The sizes are fixed, so that the distance of the means grows with that of one side's sum from its expectation.
    expected = count * both.mean()
    seen = abs(ours.sum() - expected)
    as_far = np.abs(both[parts].sum(1) - expected) >= seen * (1 - 1e-9)
    return as_far.mean() if exact else (1 + as_far.sum()) / (1 + PARTS)


def compared(ours, theirs):
    """The difference of the means with its interval of 95 %, and both tests' p-values; no p-values without spread."""
    if np.ptp(ours) == 0 and np.ptp(theirs) == 0:
        return {"equal": bool(ours[0] == theirs[0])}
    welch = stats.ttest_ind(ours, theirs, equal_var=False)
    interval = welch.confidence_interval(0.95)
    return {
        "difference": float(ours.mean() - theirs.mean()),
        "low": float(interval.low),
        "high": float(interval.high),
        "welch": float(welch.pvalue),
        "permutation": float(permutation_p(ours, theirs)),
    }


def holm(p_values):
    """Holm's adjusted p-values (1979), in the order given."""
    order = np.argsort(p_values)
    steps = np.asarray(p_values)[order] * (len(p_values) - np.arange(len(p_values)))
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def experiment_result(ours, theirs):
    """Every measurement that both sides have, with its values, its tests and whether it differs."""
    columns, others = columns_of(ours), columns_of(theirs)
    rows = [
        {"name": name, "ours": columns[name], "theirs": others[name], **compared(columns[name], others[name])}
        for name in columns
        if name in others
    ]
    tested = [row for row in rows if "welch" in row]
    for row, adjusted in zip(tested, holm([row["welch"] for row in tested]) if tested else [], strict=True):
        row["holm"] = float(adjusted)
    for row in rows:
        row["differs"] = row["holm"] <= LEVEL if "holm" in row else not row["equal"]
    return {"rows": rows, "alone": sorted(columns.keys() ^ others.keys()), "ours": ours, "theirs": theirs}


# The table.


def decimals_for(*spreads):
    """Decimal places that show the two leading digits of the smallest spread above zero."""
    above = [spread for spread in spreads if spread > 0]
    return min(6, max(0, 1 - math.floor(math.log10(min(above))))) if above else 0


def p_value(p):
    return "< 0.0001" if p < 0.0001 else f"{p:.2g}" if p < 0.01 else f"{p:.2f}"


def row_cells(row):
    ours, theirs = row["ours"], row["theirs"]
    spreads = [float(values.std(ddof=1)) for values in (ours, theirs)]
    places = decimals_for(*spreads)
    sides = [
        f"{values.mean():,.{places}f} ± {spread:,.{places}f}"
        for values, spread in zip((ours, theirs), spreads, strict=True)
    ]
    interval = f"{row['difference']:,.{places}f} ({row['low']:,.{places}f} to {row['high']:,.{places}f})"
    p_values = [p_value(row[name]) for name in ("welch", "holm", "permutation")]
    return [row["name"], *sides, interval, *p_values, "**yes**" if row["differs"] else "no"]


def markdown_table(heading, rows):
    """A table with columns of even width, as deno fmt lays it out."""
    widths = [max(len(row[column]) for row in [heading, *rows]) for column in range(len(heading))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in [heading, *rows]]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def paragraph(text):
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def named(values):
    return ", ".join(str(value) for value in values)


def made_with(runs, names):
    """The versions and the processors of these runs."""
    versions = sorted({f"{name} {run['versions'][name]}" for run in runs for name in names if name in run["versions"]})
    return f"{named(versions)}; processor: {named(sorted({run['processor'] for run in runs}))}"


def experiment_chapter(experiment, result):
    ours, theirs, rows = result["ours"], result["theirs"], result["rows"]
    tested = [row for row in rows if "welch" in row]
    constant = [row for row in rows if "equal" in row]
    heading = ["measurement", "suite", "PyTorch", "difference (95 %)", "p (Welch)", "p (Holm)", "p (permutation)", "differs"]
    blocks = [
        f"## `{experiment}`",
        paragraph(f"Suite: {len(ours)} runs, seeds {named(run['seed'] for run in ours)} "
                  f"({made_with(ours, ['reclaim', 'tensorflow', 'webassembly', 'webgpu'])})."),
        paragraph(f"PyTorch: {len(theirs)} runs, seeds {named(run['seed'] for run in theirs)} "
                  f"({made_with(theirs, ['torch', 'numpy', 'scikit-learn'])})."),
        markdown_table(heading, [row_cells(row) for row in tested]),
    ]  # fmt: skip
    for equal, words in ((True, "Equal in all runs"), (False, "**Different in all runs**")):
        alike = [
            f"{row['name']} ({row['ours'][0]:,.10g}" + ("" if equal else f"; PyTorch: {row['theirs'][0]:,.10g}") + ")"
            for row in constant
            if row["equal"] == equal
        ]
        if alike:
            blocks.append(paragraph(f"{words}: {'; '.join(alike)}."))
    if result["alone"]:
        blocks.append(paragraph(f"Not compared, since only one side has it: {'; '.join(result['alone'])}."))
    return "\n\n".join(blocks)


def summary(results):
    """One sentence on all experiments."""
    rows = [row for result in results.values() for row in result["rows"]]
    differ = sum(row["differs"] for row in rows)
    counts = [f"{len(some)} {word}{'' if len(some) == 1 else 's'}" for some, word in
              ((results, "experiment"), (rows, "measurement"))]  # fmt: skip
    return f"{', '.join(counts)}: {differ or 'none'} {'differs' if differ == 1 else 'differ'}."


def results_page(results):
    head = [
        "# Whole runs beside a second implementation",
        "This page is written by `compare.py`; see [README.md](README.md).",
        summary(results),
        paragraph("Means ± standard deviations over seeds. The difference is suite less PyTorch, with Welch's interval "
                  "of 95 % for one measurement alone. A measurement differs if its p-value by Welch's t test, corrected "
                  "by Holm over all measurements of the experiment, is at most 0.05. The permutation test's p-value is "
                  "not corrected."),
    ]  # fmt: skip
    return "\n\n".join([*head, *(experiment_chapter(*item) for item in results.items())]) + "\n"


# The command.


def all_results(lines, suites):
    theirs = by_experiment(line for path in lines for line in read_lines(path))
    folders = [path for path in suites if path.is_dir()]
    kept = [line for path in suites if not path.is_dir() for line in read_lines(path)]
    recorded = {(line["experiment"], line["seed"]): line for line in [*kept, *lines_of(folders, theirs)]}
    ours = by_experiment(recorded.values())
    results = {}
    for experiment, runs in sorted(theirs.items()):
        sides = [ours.get(experiment, []), runs]
        if min(map(len, sides)) < 2:
            raise ValueError(
                f"Cannot compare {experiment}: both sides must have at least two runs, got {named(map(len, sides))}"
            )
        results[experiment] = experiment_result(*sides)
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lines", type=Path, nargs="+", metavar="LINES")
    parser.add_argument("--suite", type=Path, action="append", required=True)
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    try:
        results = all_results(options.lines, options.suite)
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if options.table:
        options.table.write_text(results_page(results))
    for experiment, result in results.items():
        for row in result["rows"]:
            if row["differs"]:
                means = [f"{row[side].mean():.6g}" for side in ("ours", "theirs")]
                print(f"{experiment}: {row['name']} differs: suite {means[0]}, PyTorch {means[1]}")
    print(summary(results))
    return 1 if any(row["differs"] for result in results.values() for row in result["rows"]) else 0


if __name__ == "__main__":
    sys.exit(main())
