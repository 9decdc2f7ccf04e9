"""Reading and writing a small, strict part of YAML.

Read are plain mappings, lists and scalars of one document. Aliases, anchors, tags, keys given twice, deep nesting and
oversized documents are refused. Scalars follow the core schema of YAML 1.2: only true and false are truth values, so
that ``on`` is a word, and dates stay text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import yaml

LARGEST_DOCUMENT = 200_000
"""Bytes."""
DEEPEST_NESTING = 20
MOST_VALUES = 5_000
LARGEST_EXACT = 2**53
LONGEST_WHOLE_NUMBER = 30
"""Digits; a longer one is read as a fraction: it is out of the range of every field, and slow to convert."""

Path = tuple[str | int, ...]

_NULL = re.compile(r"~|null|Null|NULL|")
_TRUTH = re.compile(r"true|True|TRUE|false|False|FALSE")
_WHOLE = re.compile(r"[-+]?[0-9]+")
_FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_INFINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_KINDS = {"null": _NULL, "bool": _TRUTH, "int": _WHOLE, "float": re.compile(f"{_FRACTION.pattern}|{_INFINITE.pattern}")}


class UnreadableError(Exception):
    """The text is not in the part of YAML that is read.

    Args:
        message: one sentence saying why.
        line: where, counted from 1, if known.
        path: the value that is refused, if known.
    """

    def __init__(self, message: str, line: int | None = None, path: Path = ()) -> None:
        super().__init__(message)
        self.message, self.line, self.path = message, line, path


@dataclass
class Document:
    """What a text says."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    """Line of each value, counted from 1."""
    twice: list[tuple[Path, int, int]] = field(default_factory=list)
    """Keys given twice, with the line of the first and of the second; the first counts."""


def parse(text: str) -> Document:
    """Read a text.

    Raises:
        UnreadableError: it is not valid, or uses what is not allowed.
    """
    document = Document()
    try:
        _Builder(yaml.parse(text, Loader=yaml.SafeLoader), document).build()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise UnreadableError(f"not valid YAML: {_reason(error)}", mark.line + 1 if mark else None) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableError(f"contains the control character U+{int(error.character):04X}", line) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        raise UnreadableError(f"not valid YAML: {error}") from error
    return document


def scalar(text: str) -> str | int | float | bool | None:
    """The value of an unquoted scalar."""
    if _NULL.fullmatch(text):
        return None
    if _TRUTH.fullmatch(text):
        return text.lower() == "true"
    if _WHOLE.fullmatch(text) and len(text) <= LONGEST_WHOLE_NUMBER:
        return int(text)
    if _FRACTION.fullmatch(text):
        number = float(text)
        return int(number) if abs(number) < LARGEST_EXACT and number.is_integer() else number
    if _INFINITE.fullmatch(text):
        return float(text.lower().replace(".", ""))
    return text


def render(data: Any) -> str:
    """Write mappings, lists and scalars as text that ``parse`` reads back to equal values."""
    return yaml.dump(data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def _reason(error: yaml.MarkedYAMLError) -> str:
    if error.problem and r"'\t'" in error.problem:
        return "indent with spaces, not with tabs"
    return " ".join(part for part in (error.context, error.problem) if part)


class _Builder:
    """Builds a document from the stream of parsing events, which never hold more than one value each."""

    def __init__(self, events: Iterator[Any], document: Document) -> None:
        self.events, self.document, self.values = events, document, 0

    def build(self) -> None:
        next(self.events)  # start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return
        self.document.data = self.value(next(self.events), ())
        next(self.events)  # end of the document
        following = next(self.events)
        if not isinstance(following, yaml.StreamEndEvent):
            raise UnreadableError("holds more than one document; keep one scenario a file", following.start_mark.line + 1)

    def value(self, event: Any, path: Path) -> Any:
        line = event.start_mark.line + 1
        self.document.lines[path] = line
        self.values += 1
        if self.values > MOST_VALUES:
            raise UnreadableError(f"holds more than {MOST_VALUES:,} values", line)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise UnreadableError("uses an alias or an anchor (& or *); write the value out", line, path)
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise UnreadableError(f"uses the tag {tag}; write the value without a tag", line, path)
        if isinstance(event, yaml.ScalarEvent):
            return event.value if event.style else scalar(event.value)
        if len(path) >= DEEPEST_NESTING:
            raise UnreadableError(f"is nested more than {DEEPEST_NESTING} levels deep", line, path[:3])
        return self.items(path) if isinstance(event, yaml.SequenceStartEvent) else self.mapping(path)

    def items(self, path: Path) -> tuple[Any, ...]:
        found: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, (*path, len(found))))
        return tuple(found)

    def mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            if not isinstance(event, yaml.ScalarEvent) or event.anchor is not None or event.tag is not None:
                raise UnreadableError("has a key that is not a plain word", line, path)
            key = (*path, event.value)
            if event.value in found:
                self.document.twice.append((key, self.document.lines[key], line))
                self.value(next(self.events), (*path, f"{event.value} again"))
                continue
            found[event.value] = self.value(next(self.events), key)
            self.document.lines[key] = line
        return found


class _Dumper(yaml.SafeDumper):
    """Writes whatever ``scalar`` would not read back as text in quotes, and lists of numbers on one line."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}  # type: ignore[misc]

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    plain = all(letter.isprintable() or letter in "\n\t" for letter in text)
    style = '"' if not plain else "|" if "\n" in text else "'" if text != "on" and _is_special(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style)


def _is_special(text: str) -> bool:
    """Whether any usual reader would take the unquoted text for something else than text."""
    usual = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return not isinstance(scalar(text), str) or usual != "tag:yaml.org,2002:str"


def _write_list(dumper: _Dumper, items: list[Any] | tuple[Any, ...]) -> yaml.SequenceNode:
    flat = not any(isinstance(item, dict | list | tuple) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flat)


for _kind, _pattern in _KINDS.items():
    _Dumper.add_implicit_resolver(f"tag:yaml.org,2002:{_kind}", re.compile(f"^(?:{_pattern.pattern})$"), None)
_Dumper.add_representer(str, _write_text)
_Dumper.add_representer(list, _write_list)
_Dumper.add_representer(tuple, _write_list)
