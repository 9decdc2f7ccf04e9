"""What is wrong with a scenario, in sentences that name the field, the value, what is allowed and the likely fix."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Union, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from loyalty_sim.scenario.fields import CURRENCY, ONE_LINE, PROSE
from loyalty_sim.scenario.scenario import Scenario

Location = tuple[str | int, ...]
LONGEST_VALUE = 60
LAST = 10**9
"""Line of what belongs to the file as a whole: named after all else."""
MOST_EXPLAINED = 100
MOST_NAMED = 10
SIMILAR = 0.7
FORMS = {
    CURRENCY: "must be three capital letters such as USD",
    ONE_LINE: "must be one line without control characters",
    PROSE: "must be text without control characters",
}
"""What the patterns of text fields mean."""


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong."""

    where: str
    """Path of the field such as ``program.tiers.levels[1].threshold``; empty for the file as a whole."""
    message: str
    """What is wrong and what is allowed; reads on after the path."""
    line: int | None = None
    """Line in the file, counted from 1, if known."""

    def __str__(self) -> str:
        line = f"line {self.line}: " if self.line else ""
        return f"{line}`{self.where}` {self.message}" if self.where else f"{line}{self.message}"


class ScenarioError(ValueError):
    """A scenario says something that is not allowed, or cannot be read.

    Args:
        problems: all that is wrong.
        source: name of the file, if any.
    """

    def __init__(self, problems: Sequence[Problem], source: str = "") -> None:
        self.problems = sorted(problems, key=lambda problem: problem.line or LAST)
        self.source = show(source, longest=200) if source else ""
        super().__init__(self.source, self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems]
        if len(lines) == 1:
            return f"{self.source}: {lines[0]}" if self.source else lines[0]
        head = f"{len(lines)} problems"
        return "\n  ".join([f"{self.source}: {head}" if self.source else head, *lines])


def explain(
    error: ValidationError, lines: Mapping[Location, int] | None = None, root: type[BaseModel] = Scenario
) -> list[Problem]:
    """The problems that validation found, in the order of the file.

    Args:
        lines: line of each value in the file.
        root: what was validated.
    """
    problems = []
    details = error.errors(include_url=False)
    places = {detail["loc"] for detail in details}
    for detail in details[:MOST_EXPLAINED]:
        if detail["type"] == "too_short" and any(_inside(other, detail["loc"]) for other in places):
            continue  # items that are wrong are not counted
        location = (*detail["loc"], *detail.get("ctx", {}).get("path", ()))
        line = line_of(location, lines or {})
        problems.append(Problem(place(location), _sentence(detail, location, root), line))
    if len(details) > MOST_EXPLAINED:
        problems.append(Problem("", f"and {len(details) - MOST_EXPLAINED:,} more problems"))
    return problems


def _inside(inner: Location, outer: Location) -> bool:
    return len(inner) > len(outer) and inner[: len(outer)] == outer


def place(location: Location) -> str:
    """A path as users write it: ``program.tiers.levels[1].threshold``."""
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{show(part)}" if text else show(part)
    return text


def show(value: Any, longest: int = LONGEST_VALUE) -> str:
    """A value in one short line, with everything unprintable escaped."""
    if isinstance(value, Mapping):
        return "a mapping"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = f"{value:g}" if isinstance(value, int) and abs(value) > 10**15 else str(value)
    text = "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text[: longest + 1]
    )
    return text if len(text) <= longest else text[: longest - 1] + "…"


def line_of(location: Location, lines: Mapping[Location, int]) -> int | None:
    """Line of the value, or of the nearest one around it that the file has."""
    for length in range(len(location), 0, -1):
        if location[:length] in lines:
            return lines[location[:length]]
    return None


def _sentence(detail: Any, location: Location, root: type[BaseModel]) -> str:
    kind, value, context = detail["type"], detail["input"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return unknown(location, root)
    if kind == "refused":
        return str(context["message"])
    if kind == "amendment":  # what is wrong with a changed lever is what would be wrong with it in the program
        return _sentence(context["inner"], ("program", *context["inner"]["loc"]), Scenario)
    if kind == "value_error":
        return f"is {show(value)}; {context['error']}" if isinstance(value, str) else str(context["error"])
    field = field_at(location, root)
    if kind == "missing":
        return f"is missing; {_allowed_type(field, {})}"
    allowed = _allowed_form(kind, context) or _allowed_type(field, value)
    return f"is {_named(value)}; {allowed}{_near_value(field, value)}"


def _named(value: Any) -> str:
    return f'"{show(value)}"' if isinstance(value, str) else show(value)


def _allowed_form(kind: str, context: Mapping[str, Any]) -> str:
    """What text, or a list, must look like; empty when its form is not what is wrong."""
    if kind == "string_pattern_mismatch":
        return FORMS.get(context["pattern"], f"must match {context['pattern']}")
    at_most = kind.endswith("too_long")
    bound = f"{'at most' if at_most else 'at least'} {context.get('max_length' if at_most else 'min_length')}"
    if kind in ("string_too_long", "string_too_short"):
        return f"must have {bound} characters"
    if kind in ("too_long", "too_short"):
        return f"must hold {bound} items"
    return ""


def _allowed_type(field: FieldInfo | None, value: Any) -> str:
    """What kind of value the field holds, and within what range."""
    choices, kinds = _choices(field), types_of(field)
    if choices:
        return "must be " + listed([str(choice) for choice in choices])
    if bool in kinds:
        return "must be true or false"
    if int in kinds or float in kinds:
        return _range(field, whole=float not in kinds)
    if str in kinds:
        return "must be text" if isinstance(value, Mapping | list | tuple) else "must be text; put it in quotes"
    if field is not None and get_origin(field.annotation) is tuple:
        return "must be a list"
    return "must be a mapping of names and values" + ("; write {} or leave it out" if value is None else "")


def _range(field: FieldInfo | None, whole: bool) -> str:
    """The range of a number in words, with its unit."""
    words = {Ge: "at least", Gt: "above", Le: "at most", Lt: "below"}
    bounds = {
        words[type(bound)]: _figure(getattr(bound, type(bound).__name__.lower()))
        for bound in (field.metadata if field else [])
        if type(bound) in words
    }
    text = f"must be a {'whole ' if whole else ''}number "
    if "at least" in bounds and "at most" in bounds:
        text += f"from {bounds['at least']} to {bounds['at most']}"
    else:
        text += " and ".join(f"{word} {bound}" for word, bound in bounds.items())
    unit = _extra(field).get("unit", "")
    text = f"{text.strip()} ({unit})" if unit else text.strip()
    return text + (", or null" if field is not None and type(None) in types_of(field) else "")


def _figure(number: float) -> str:
    """A bound without needless decimals: 1,000,000 and 0.05."""
    return f"{int(number):,}" if float(number).is_integer() else f"{number:,}"


def _near_value(field: FieldInfo | None, value: Any) -> str:
    choices = [str(choice) for choice in _choices(field)]
    if isinstance(value, str):
        near = nearest(value, choices)
        if near:
            return f"; did you mean `{near}`?"
        if bool in types_of(field) and value.lower() in ("yes", "no", "on", "off", "y", "n"):
            return f"; write {'true' if value.lower() in ('yes', 'on', 'y') else 'false'}"
    return ""


def unknown(location: Location, root: type[BaseModel] = Scenario) -> str:
    """What to say of a key that no field has: the field that was probably meant, here or elsewhere."""
    key, around = str(location[-1]), location[:-1]
    model = _model(around, root)
    here = list(model.model_fields) if model is not None else []
    near = nearest(key, here)
    if near:
        return f"is unknown; did you mean `{near}`?"
    homes = [place(path[:-1]) or "the top level" for path in _all_paths(root) if path[-1] == key]
    if homes:
        return f"is unknown here; `{show(key)}` belongs under {listed([f'`{home}`' for home in homes[:3]])}"
    elsewhere = nearest(key, sorted({str(path[-1]) for path in _all_paths(root)}))
    if elsewhere:
        homes = [place(path) for path in _all_paths(root) if path[-1] == elsewhere]
        return f"is unknown; did you mean {listed([f'`{home}`' for home in homes[:3]])}?"
    return f"is unknown; known here are {', '.join(here[:MOST_NAMED])}{', …' if len(here) > MOST_NAMED else ''}"


def nearest(word: str, words: Sequence[str]) -> str | None:
    plain = word[:100].lower().replace("-", "_").replace(" ", "_")
    known = {candidate.lower().replace(" ", "_"): candidate for candidate in words}
    found = difflib.get_close_matches(plain, list(known), n=1, cutoff=SIMILAR)
    return known[found[0]] if found else None


def listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


# Looking up the models: what field, and what model, stands at a path.


def field_at(location: Location, root: type[BaseModel] = Scenario) -> FieldInfo | None:
    """The field at a path; for an item of a list of numbers, the field of the item."""
    model: Any = root
    field: FieldInfo | None = None
    for part in location:
        if isinstance(part, int):
            item = get_args(field.annotation)[0] if field is not None else None
            model, field = _model_in(item), _of_item(item)
        elif model is not None and part in model.model_fields:
            field = model.model_fields[part]
            model = _model_in(field.annotation)
        else:
            return None
    return field


def _model(location: Location, root: type[BaseModel]) -> type[BaseModel] | None:
    if not location:
        return root
    field = field_at(location, root)
    return _model_in(field.annotation) if field is not None else None


def _of_item(item: Any) -> FieldInfo:
    """The field that an item of a list stands for, with the constraints of its annotated type."""
    return FieldInfo.from_annotation(item)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field holds, or may hold."""
    for kind in get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
    return None


def types_of(field: FieldInfo | None) -> tuple[Any, ...]:
    if field is None:
        return ()
    if get_origin(field.annotation) in (Union, types.UnionType):
        return get_args(field.annotation)
    return (field.annotation,)


def _choices(field: FieldInfo | None) -> tuple[Any, ...]:
    return get_args(field.annotation) if field is not None and get_origin(field.annotation) is Literal else ()


def _extra(field: FieldInfo | None) -> dict[str, Any]:
    extra = field.json_schema_extra if field is not None else None
    return extra if isinstance(extra, dict) else {}


@lru_cache(maxsize=2)
def _all_paths(root: type[BaseModel]) -> tuple[Location, ...]:
    """The path of every field; those inside a list without the index."""
    return tuple(_paths(root, ()))


def _paths(model: type[BaseModel], around: Location) -> Iterator[Location]:
    for name, field in model.model_fields.items():
        yield (*around, name)
        inner = _model_in(field.annotation) if type(None) not in types_of(field) else None  # its fields are known already
        if inner is None and get_origin(field.annotation) is tuple:
            inner = _model_in(get_args(field.annotation)[0])
        if inner is not None:
            yield from _paths(inner, (*around, name))
