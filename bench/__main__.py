"""`make bench`: run every benchmark and print one table."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bench import bulk, data_gap, edge_cases, judging, saving, startup, workshop
from bench.table import Line, show

BENCHES: dict[str, Callable[[], list[Line]]] = {
    "startup": startup.lines,
    "judging": judging.lines,
    "saving": saving.lines,
    "bulk": bulk.lines,
    "data_gap": data_gap.lines,
    "edge_cases": edge_cases.lines,
    "workshop": workshop.lines,
}


def main() -> None:
    """Run the named benchmarks, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(BENCHES)}")
    for name in parser.parse_args().names or BENCHES:
        if name not in BENCHES:
            parser.error(f"no benchmark {name!r}; there is {', '.join(BENCHES)}")
        show(name, BENCHES[name]())


main()
