"""How a field of a scenario describes itself: unit, range, meaning, and for an assumption its evidence.

Two kinds of field exist and are never mixed. A *lever* is what the company decides; an *assumption* is what the
world does, so it carries a low and a high value, its source and how good the evidence is.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

Grade = Literal[
    "field experiment", "quasi-experiment", "structural", "lab", "filing", "company page", "secondary source", "judgement"
]

CURRENCY = r"^[A-Z]{3}$"
"""A currency by its three letters."""
ONE_LINE = r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"
"""Text on one line, without control characters."""
PROSE = r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]*$"
"""Text of any number of lines, without other control characters."""
Name = Annotated[str, Field(min_length=1, max_length=80, pattern=ONE_LINE)]
"""What a user calls something."""


class Record(BaseModel):
    """Base of every part of a scenario: frozen, nothing unknown allowed, no NaN and no infinity."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True, use_attribute_docstrings=False
    )


def lever(
    default: Any,
    meaning: str,
    *,
    unit: str = "",
    bands: dict[str, float] | None = None,
    typical: str = "",
    watch: str = "",
    **constraints: Any,
) -> Any:
    """A field that the company decides.

    Args:
        default: value when the file does not say.
        meaning: one line, what it is.
        unit: unit of the value, shown beside it everywhere.
        bands: named values ("low", "typical", ...) that a manager may recognise.
        typical: the usual range and where it comes from.
        watch: what goes wrong when it is set carelessly.
        constraints: ``ge``, ``gt``, ``le``, ``lt``, ``min_length``, ``max_length`` as in pydantic.
    """
    extra = {"role": "lever", "unit": unit, "bands": bands or {}, "typical": typical, "watch": watch}
    return _field(default, meaning, extra, constraints)


def assumption(
    default: Any,
    meaning: str,
    *,
    unit: str = "",
    low: float | None = None,
    high: float | None = None,
    source: str = "",
    grade: Grade = "judgement",
    **constraints: Any,
) -> Any:
    """A field that describes the world: with a range, the source of its default and the grade of the evidence.

    Args:
        default: value when the file does not say.
        meaning: one line, what it is.
        unit: unit of the value.
        low: value when the assumption is taken at its weak end; ``high`` at its strong end.
        source: author and year, or filing, of the default.
        grade: how good that evidence is; ``judgement`` when no published number stands behind the default.
        constraints: as in pydantic.
    """
    extra = {"role": "assumption", "unit": unit, "low": low, "high": high, "source": source, "grade": grade}
    return _field(default, meaning, extra, constraints)


def setting(default: Any, meaning: str, *, unit: str = "", **constraints: Any) -> Any:
    """A field that says how to run or how to label, and decides nothing in the world."""
    return _field(default, meaning, {"role": "setting", "unit": unit}, constraints)


def refuse(message: str, *path: str | int) -> PydanticCustomError:
    """What a validator raises.

    Args:
        message: what is wrong; reads on after the path of the field.
        path: the field to blame, seen from the model that is validated.
    """
    return PydanticCustomError("refused", "{message}", {"message": message, "path": path})


def about(model: type[BaseModel], name: str) -> dict[str, Any]:
    """What field ``name`` of ``model`` says of itself: role, unit, low, high, source, grade, bands and meaning."""
    info = model.model_fields[name]
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    return {"meaning": info.description or "", "default": info.default, **extra}


def _field(default: Any, meaning: str, extra: dict[str, Any], constraints: dict[str, Any]) -> FieldInfo:
    kept = {key: value for key, value in extra.items() if value not in ("", None, {})}
    if callable(default):
        return Field(default_factory=default, description=meaning, json_schema_extra=kept, **constraints)  # type: ignore[no-any-return]
    return Field(default, description=meaning, json_schema_extra=kept, **constraints)  # type: ignore[no-any-return]
