"""How a command fails: the exit codes, and the one exception that carries a sentence for the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum


class Code(IntEnum):
    """Exit codes of ``loyalty-sim``."""

    OK = 0
    FAILED = 1
    """The run could not be finished or its result not be written."""
    USAGE = 2
    """Unknown option, missing argument, value out of range, unknown preset."""
    INVALID = 3
    """The scenario is not valid."""
    BREACHED = 4
    """A limit given by ``--fail-if`` was breached; or, with ``--strict``, lint found a warning or a search no solution."""
    INTERRUPTED = 130


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one file: where in it, and what; the message reads on after the path."""

    file: str
    where: str
    """Path of the field; empty for the file as a whole."""
    message: str
    line: int | None = None

    def __str__(self) -> str:
        line = f"line {self.line}: " if self.line else ""
        return f"{line}{self.where} {self.message}" if self.where else f"{line}{self.message}"


@dataclass
class CommandError(Exception):
    """A command cannot go on; ``message`` says why in a sentence."""

    code: Code
    message: str
    problems: list[Problem] = field(default_factory=list)

    def document(self) -> dict[str, object]:
        """What ``--json`` prints instead of a result."""
        problems = [vars(problem) for problem in self.problems]
        return {"error": {"code": int(self.code), "message": self.message, "problems": problems}}
