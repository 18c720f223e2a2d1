#!/usr/bin/env python3
"""Measure pynetns, and prove what was measured.

    python3 benchmarks/run.py [ROW ...] [--json FILE] [--plot FILE.svg] [--smoke] [--no-flow-cache] [--no-kernel]

Each line is one case: its cost in U (unit.py) where frames are the point, else its time; the best and the worst round beside the median,
the same by others, what is promised, and the proof. Rounds of cases and of U take turns, so that noise hits all. --smoke looks at the
results only, on small sizes and once.
"""

import argparse
import json
import platform
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[1])]

import docker_rows  # noqa: E402 - from a clone, with nothing installed
import fib_rows  # noqa: E402
import forwarding  # noqa: E402
import plot  # noqa: E402
import scripts  # noqa: E402
import slow_path  # noqa: E402
import translated  # noqa: E402
from report import Finding  # noqa: E402
from unit import Unit  # noqa: E402

OF_FRAMES = {**forwarding.ROWS, **translated.ROWS, **docker_rows.ROWS, **fib_rows.ROWS}
OF_SIZE = {**slow_path.ROWS, **scripts.ROWS}
ROWS = (*OF_FRAMES, *OF_SIZE)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"which of: {', '.join(ROWS)} (all)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--plot", type=Path, metavar="FILE", help="draw them, an SVG")
    parser.add_argument("--smoke", action="store_true", help="small sizes, one round: are the results right?")
    parser.add_argument("--no-flow-cache", action="store_true", help="rows of size on the slow path only")
    parser.add_argument("--no-kernel", action="store_true", help="do not measure the real kernel beside it")
    options = parser.parse_args()
    unknown = [name for name in options.rows if name not in ROWS]
    if unknown:
        parser.error(f"no such row: {', '.join(unknown)}")
    unit = Unit()
    unit.sample()
    print(f"Python {platform.python_version()}, {platform.system()} {platform.release()}, {platform.machine()}", flush=True)
    findings: list[Finding] = []
    for name in options.rows or ROWS:
        if name in OF_FRAMES:
            found = OF_FRAMES[name](unit, options.smoke, not options.no_kernel)
        else:
            found = [OF_SIZE[name](slow_path.Bench(unit, options.smoke, not options.no_flow_cache, not options.no_kernel))]
        for finding in found:
            finding.unit_ns = unit.nanoseconds
            print(finding.line(), flush=True)
        findings += found
    print(f"U = {unit.nanoseconds:.1f} ns a frame, touched once from C; the median of {len(unit.samples)} samples between the rounds")
    if options.json:
        figures = {"python": platform.python_version(), "unit_ns": unit.nanoseconds, "rows": [finding.as_dict() for finding in findings]}
        options.json.write_text(json.dumps(figures, indent=1) + "\n")
    if options.plot:
        options.plot.write_text(plot.draw(findings))
    return 0 if options.smoke else int(not all(finding.kept for finding in findings))


if __name__ == "__main__":
    sys.exit(main())
