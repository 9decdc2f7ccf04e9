"""What ``loyalty-sim library`` prints: tables for people, documents for programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from loyalty_sim.cli.streams import emit, emit_json, plain, say, table
from loyalty_sim.library import Saved
from loyalty_sim.scenario.problems import show

if TYPE_CHECKING:
    from loyalty_sim.library.folder import Taken
    from loyalty_sim.library.runs import Figure, Rerun, Summary

LONGEST_CELL = 50
TIME = "%Y-%m-%d %H:%M"


def facts(saved: Saved) -> dict[str, Any]:
    """What is known of a version, without the scenario."""
    return saved.model_dump(mode="json", exclude={"text", "before"}) | {"locked": saved.locked}


def document(saved: Saved) -> dict[str, Any]:
    """A version with its scenario and what it changed."""
    changes = [plain(change._asdict()) for change in saved.changes]
    return facts(saved) | {"changes": changes, "moved": saved.moved, "scenario": saved.scenario.model_dump(mode="json")}


def scenarios(found: Sequence[Saved]) -> None:
    """A line per scenario."""
    if not found:
        say("no saved scenario")
        return
    rows = [
        (saved.name, str(saved.version), "signed off" if saved.locked else "", ", ".join(saved.tags), saved.author,
         _first_line(saved.note), saved.saved_at.strftime(TIME))
        for saved in found
    ]  # fmt: skip
    table(("Name", "Version", "State", "Tags", "Author", "Note", "Saved (UTC)"), rows, (0, 2, 3, 4, 5, 6))


def versions(found: Sequence[Saved]) -> None:
    """A line per version, with what it changed."""
    rows = [
        (str(saved.version), saved.saved_at.strftime(TIME), saved.author, _first_line(saved.note), _changes(saved))
        for saved in found
    ]
    table(("Version", "Saved (UTC)", "Author", "Note", "Changes"), rows, (1, 2, 3, 4))
    if found[0].locked_at is not None:
        say(f"signed off on {found[0].locked_at.strftime(TIME)}{_by(found[0].locked_by)}")


def one(saved: Saved) -> None:
    """All that is known of a version."""
    emit(f"{saved.name}, version {saved.version} of {saved.latest}")
    told = {
        "Saved": f"{saved.saved_at.strftime(TIME)} UTC{_by(saved.author)}",
        "Signed off": f"{saved.locked_at.strftime(TIME)} UTC{_by(saved.locked_by)}" if saved.locked_at else "",
        "Based on": saved.based_on,
        "Tags": ", ".join(saved.tags),
    }
    for label, text in told.items():
        if text:
            emit(f"{label + ':':<11} {text}")
    if saved.note:
        emit("")
        emit(saved.note)
    emit("")
    if saved.changes:
        rows = [(change.label, _value(change.old), _value(change.new)) for change in saved.changes]
        table((f"Changed since version {saved.version - 1}", "From", "To"), rows)
    elif saved.before is None:
        emit("The first version.")
    else:
        emit(f"The scenario of version {saved.version - 1}, unchanged.")


def taken(what: str, done: Taken, json: bool) -> None:
    """What was exported or imported, and what was not."""
    if json:
        emit_json(done)
        return
    emit(f"{what}: {_count(len(done.scenarios), 'scenario')}, {_count(len(done.runs), 'run')}")
    for name in done.scenarios:
        emit(f"  {name}")
    for sentence in done.skipped:
        say(f"skipped {sentence}")


def runs(found: Sequence[Summary]) -> None:
    """A line per run."""
    if not found:
        say("no stored run")
        return
    rows = [
        (run.id[:12], run.name, f"{run.customers:,}", str(run.months), str(run.seed),
         f"{run.model_version}{'' if run.current else ', older'}", f"{run.seconds:.1f} s", run.saved_at.strftime(TIME))
        for run in found
    ]  # fmt: skip
    table(("Run", "Scenario", "Customers", "Months", "Seed", "Model", "Took", "Stored (UTC)"), rows, (0, 1, 7))


def rerun(done: Rerun, json: bool) -> None:
    """What a run said then and now: all figures as a document, those that moved as a table."""
    then, now = done.model_versions
    if json:
        figures = [{**plain(figure), "same": figure.same} for figure in done.figures]
        emit_json({"run": done.then.id, "model_versions": {"then": then, "now": now}, "same": done.same,
                   "moved": done.then.moved, "figures": figures})  # fmt: skip
        return
    for sentence in done.then.moved:
        say(sentence)
    emit(f"{done.then.name}, run {done.then.id[:12]} of {done.then.saved_at:%Y-%m-%d}: model {then} then, {now} now")
    moved = [figure for figure in done.figures if not figure.same]
    emit(f"{len(done.figures) - len(moved)} of {len(done.figures)} figures are the same to the last digit.")
    if moved:
        currency = done.now.scenario.currency
        rows = [
            (figure.label, figure.world, *(_figure(figure, value, currency) for value in (figure.then, figure.now)))
            for figure in moved
        ]
        emit("")
        table(("Figure", "World", "Then", "Now"), rows, (0, 1))


def _figure(figure: Figure, value: float | None, currency: str) -> str:
    from loyalty_sim.report import numbers

    return "" if value is None else numbers.number(value, figure.unit, currency)


def _changes(saved: Saved) -> str:
    if saved.before is None:
        return "the first"
    told = [f"{change.label}: {_value(change.old)} to {_value(change.new)}" for change in saved.changes]
    return _short("; ".join(told)) if told else "none"


def _value(value: Any) -> str:
    return "none" if value is None else show(value)


def _first_line(text: str) -> str:
    return _short(text.partition("\n")[0])


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _by(author: str) -> str:
    return f" by {author}" if author else ""


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
