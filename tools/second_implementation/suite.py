"""Our runs, cut down to what is compared: one line of JSON per record of the paper's protocol.

    python3 suite.py RESULT_FOLDER... > suite.jsonl

A seed that several folders have is taken from the first. Only Python's own library is needed.
"""

import json
import sys
from pathlib import Path


def records(folder):
    """The finished runs of the paper's protocol in a result folder, in the order of their paths."""
    for path in sorted((folder / "runs").rglob("*.json")):
        # Beside a record lie the data of its figures and its labels, whose names have one more ending.
        if "." in path.stem:
            continue
        record = json.loads(path.read_text())
        if record["profile"] == "paper" and record["status"] == "done":
            yield record


def line_of(record):
    """What is compared of a record, and where it comes from."""
    return {
        "experiment": record["experiment"],
        "seed": record["seed"],
        "digest": record["digest"],
        "history": [{"epoch": entry["epoch"], "loss": entry["loss"]} for entry in record.get("history", [])],
        "measurements": record["measurements"],
        "processor": record["provenance"]["cpu"],
        "versions": {**record["provenance"]["versions"], record["engine"]["name"]: record["engine"].get("version", "")},
    }


def lines_of(folders, experiments=None):
    """The lines of all folders, each seed of an experiment once; of these experiments only, where they are given."""
    taken = {}
    for folder in folders:
        for record in records(folder):
            if experiments is None or record["experiment"] in experiments:
                taken.setdefault((record["experiment"], record["seed"]), line_of(record))
    return list(taken.values())


if __name__ == "__main__":
    for line in lines_of([Path(folder) for folder in sys.argv[1:]]):
        print(json.dumps(line))
