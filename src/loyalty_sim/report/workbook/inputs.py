"""What was assumed: the Inputs sheet (levers, market, economics, run) and the Assumptions sheet (effects, evidence)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from loyalty_sim.report.workbook.sheet import INPUT, TOP, Book, Sheet
from loyalty_sim.scenario import Effect, Scenario
from loyalty_sim.scenario.fields import about

WHOLE_PARTS = ("market", "economics", "run")
"""Parts of a scenario of which every field is shown; of the others those that are not at their defaults."""
CHANGED_PARTS = ("program", "current_program", "transition", "amendments")


class Input(NamedTuple):
    """A field of a scenario."""

    path: str
    meaning: str
    value: Any
    default: Any
    unit: str


def inputs_of(scenario: Scenario, name: str, everything: bool) -> Iterator[Input]:
    """The fields of a part of a scenario, in the order of the file; or only those that are not at their defaults."""
    default = Scenario.model_fields[name].get_default(call_default_factory=True)
    for found in _walk(getattr(scenario, name), name, about(Scenario, name)["meaning"], default, ""):
        if everything or found.value != found.default:
            yield found


def _walk(value: Any, path: str, meaning: str, default: Any, unit: str) -> Iterator[Input]:
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            said = about(type(value), name)
            usual = field.get_default(call_default_factory=True)
            yield from _walk(getattr(value, name), f"{path}.{name}", said["meaning"], usual, said.get("unit", ""))
    elif isinstance(value, tuple) and any(isinstance(part, BaseModel) for part in value):
        for index, part in enumerate(value):
            yield from _walk(part, f"{path}[{index}]", meaning, None, unit)
    else:
        yield Input(path, meaning, value, default, unit)


def inputs(book: Book, scenario: Scenario) -> None:
    """The Inputs sheet."""
    note = "Every lever that is not at its default; all of the market, the economics and the run. Inputs are blue."
    sheet = book.sheet("Inputs", "Inputs", note, (44, 18, 22, 18, 90))
    sheet.headings(TOP, ("Path in the scenario file", "Value", "Unit", "Default", "Meaning"))
    sheet.frozen(TOP + 1, 1)
    row = TOP + 1
    for name in (*CHANGED_PARTS, *WHOLE_PARTS):
        found = list(inputs_of(scenario, name, name in WHOLE_PARTS))
        if name == "program" or found:
            sheet.text(row, 0, name.replace("_", " ").capitalize(), bold=True)
            row += 1
        if name == "program" and not found:
            sheet.text(row, 0, "every lever is at its default")
            row += 1
        for each in found:
            sheet.text(row, 0, each.path)
            _value(sheet, row, 1, each.value, font_color=INPUT)
            sheet.text(row, 2, each.unit.replace("money", scenario.currency))
            _value(sheet, row, 3, each.default)
            sheet.text(row, 4, each.meaning)
            row += 1


def assumptions(book: Book, scenario: Scenario) -> None:
    """The Assumptions sheet: each effect of the program on customers, with its range and its evidence."""
    note = "How customers respond. The grade says how good the evidence is; judgement: no published number stands behind it."
    sheet = book.sheet("Assumptions", "Assumptions", note, (40, 8, 34, 11, 11, 11, 11, 16, 56, 18))
    names = ("Effect", "On", "Field", "Value", "Low", "Default", "High", "Unit", "Source", "Grade")
    sheet.headings(TOP, names)
    sheet.frozen(TOP + 1, 1)
    row = TOP + 1
    for name, effect in scenario.behaviour.effects().items():
        for field in type(effect).model_fields:
            if field != "on":
                _assumption(sheet, row, name, effect, field)
                row += 1
    for name in type(scenario.behaviour).model_fields:
        part = getattr(scenario.behaviour, name)
        if not isinstance(part, Effect):
            for each in _walk(part, f"behaviour.{name}", about(type(scenario.behaviour), name)["meaning"], None, ""):
                _other(sheet, row, each)
                row += 1


def _assumption(sheet: Sheet, row: int, name: str, effect: Effect, field: str) -> None:
    said = about(type(effect), field)
    sheet.text(row, 0, effect.title)
    sheet.text(row, 1, "on" if effect.on else "off", font_color=INPUT)
    sheet.text(row, 2, f"behaviour.{name}.{field}")
    _value(sheet, row, 3, getattr(effect, field), font_color=INPUT)
    for column, key in ((4, "low"), (5, "default"), (6, "high")):
        _value(sheet, row, column, said.get(key))
    for column, key in ((7, "unit"), (8, "source"), (9, "grade")):
        sheet.text(row, column, str(said.get(key, "")))


def _other(sheet: Sheet, row: int, each: Input) -> None:
    """An assumption that is no effect."""
    sheet.text(row, 0, each.meaning)
    sheet.text(row, 2, each.path)
    _value(sheet, row, 3, each.value, font_color=INPUT)
    _value(sheet, row, 5, each.default)
    sheet.text(row, 7, each.unit)


def _value(sheet: Sheet, row: int, column: int, value: Any, **style: Any) -> None:
    """A number as a number, everything else as text."""
    if isinstance(value, bool):
        sheet.text(row, column, "yes" if value else "no", align="right", **style)
    elif isinstance(value, int | float):
        sheet.number(row, column, value, "General", **style)
    elif value is None or value is PydanticUndefined:
        sheet.text(row, column, "", **style)
    elif isinstance(value, tuple | list):
        sheet.text(row, column, ", ".join(map(str, value)), align="right", **style)
    elif isinstance(value, BaseModel):
        sheet.text(row, column, "", **style)
    else:
        sheet.text(row, column, str(value), align="right", **style)
