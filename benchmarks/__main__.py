"""``python -m benchmarks``: measure, show, compare."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks import cases, compare, machine, memory, plain, start, statements, tables

GROUPS = ("plain", "full", "memory", "start", "statements", "study")


def run(groups: list[str], many: int, months: int, designs: int, recount: bool) -> dict[str, Any]:
    """Measure the chosen groups, each case in a process of its own."""
    from loyalty_sim.engine import MODEL_VERSION

    results: dict[str, Any] = {"about": machine.describe(), "model_version": MODEL_VERSION, "cases": []}
    for case in cases.CASES:
        if case.name.split("/")[0] in groups:
            say(f"{case.name}: {case.title}")
            found = machine.fresh("-m", "benchmarks", "case", case.name)
            if not recount:
                cases.check_count(found, MODEL_VERSION)
            results["cases"].append(found)
    if "memory" in groups:
        say("memory")
        results["memory"] = memory.measure(many, months)
    if "start" in groups:
        say("start")
        results["start"] = start.measure()
    if "statements" in groups:
        say("statements")
        results["statements"] = statements.measure()
    if "study" in groups:
        from benchmarks import study

        say(f"study: {designs:,} designs")
        results["study"] = study.measure(designs)
    return results


def store_counts(results: dict[str, Any]) -> None:
    """Keep the numbers of events of a result file as the right ones."""
    exact = [found for found in results["cases"] if cases.case(found["name"]).exact]
    events = {f"{found['name']} {found['customers']}": found["events"] for found in exact}
    stored = cases.counted()
    kept = stored.get("events", {}) if stored.get("model_version") == results["model_version"] else {}
    content = {"model_version": results["model_version"], "events": kept | events}
    cases.COUNTS.write_text(json.dumps(content, indent=1) + "\n")


def say(text: str) -> None:
    """Progress goes to stderr."""
    print(text, file=sys.stderr, flush=True)


def read(path: Path) -> dict[str, Any]:
    """A result file."""
    content: dict[str, Any] = json.loads(path.read_text())
    return content


def arguments() -> argparse.ArgumentParser:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Benchmarks of loyalty-sim.")
    commands = parser.add_subparsers(dest="command")
    measured = commands.add_parser("run", help="measure (the default)")
    measured.add_argument("groups", nargs="*", metavar="GROUP", help=f"of {', '.join(GROUPS)}; all when none is named")
    measured.add_argument("--out", type=Path, default=Path("out/benchmarks.json"), help="result file")
    measured.add_argument("--customers", type=int, default=10_000_000, help="customers of the largest run for memory")
    measured.add_argument("--months", type=int, default=36, help="months of the runs for memory")
    measured.add_argument("--designs", type=int, default=1_000, help="designs of the study")
    measured.add_argument("--recount", action="store_true", help="keep the numbers of events found as the right ones")
    one = commands.add_parser("case", help="time one case in this process and print JSON")
    one.add_argument("name", choices=[case.name for case in cases.CASES])
    one.add_argument("--customers", type=int)
    one.add_argument("--repeats", type=int)
    commands.add_parser("show", help="print the tables of a result file").add_argument("file", type=Path)
    two = commands.add_parser("compare", help="compare two result files")
    two.add_argument("first", type=Path)
    two.add_argument("second", type=Path)
    return parser


def main() -> int:
    """Run a command; 1 when a result was wrong."""
    parser = arguments()
    given = parser.parse_args(sys.argv[1:] or ["run"])
    if given.command == "case":
        print(json.dumps(cases.measure(cases.case(given.name), given.customers, given.repeats)))
    elif given.command == "show":
        print(tables.show(read(given.file)))
    elif given.command == "compare":
        print(compare.table(compare.changes(read(given.first), read(given.second))))
    else:
        if unknown := set(given.groups) - set(GROUPS):
            parser.error(f"unknown group {', '.join(sorted(unknown))}; choose from {', '.join(GROUPS)}")
        try:
            results = run(given.groups or list(GROUPS), given.customers, given.months, given.designs, given.recount)
        except plain.WrongResultError as wrong:
            say(f"wrong result: {wrong}")
            return 1
        if given.recount:
            store_counts(results)
        given.out.parent.mkdir(parents=True, exist_ok=True)
        given.out.write_text(json.dumps(results, indent=1) + "\n")
        print(tables.show(results))
        say(f"stored in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
