"""Write the data of the sample `tumour-screening`: scikit-learn's Wisconsin records in three files.

The measurements are real and as scikit-learn ships them. Ours are the key, names without blanks, a
label that is 1 where a tumour is malignant, and the split: in an order drawn by a seed every third
record goes to the demonstration, every third to what the story calls later, the rest to training.
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

from sklearn.datasets import load_breast_cancer

SEED = 20261005
FILES = ("training.csv", "poc.csv", "production.csv")


def main() -> None:
    """Write all three below a folder, the sample's own unless told."""
    parser = argparse.ArgumentParser(description=__doc__)
    here = Path(__file__).parent / "tumour-screening" / "data"
    parser.add_argument("--out", type=Path, default=here)
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    header, rows = records()
    for place, name in enumerate(FILES):
        part = sorted(rows[place :: len(FILES)])
        with (out / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *part])
        print(f"{name}: {len(part)} records")


def records() -> tuple[list[str], list[list[str]]]:
    """The header, and every record as text: its key, its measurements, and whether malignant."""
    bunch = load_breast_cancer()
    names = [str(name).replace(" ", "_") for name in bunch.feature_names]
    header = ["biopsy_id", *names, "malignant"]
    rows = [
        [f"B-{place:04}", *(f"{value:.6g}" for value in values), str(1 - int(target))]
        for place, (values, target) in enumerate(zip(bunch.data, bunch.target, strict=True), 1)
    ]
    random.Random(SEED).shuffle(rows)
    return header, rows


if __name__ == "__main__":
    main()
