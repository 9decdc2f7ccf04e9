"""Limits for use in scheduled checks: ``--fail-if "breakage > 0.3"``."""

from __future__ import annotations

import difflib
import operator
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from loyalty_sim.cli.errors import Code, CommandError

if TYPE_CHECKING:
    from loyalty_sim.finance import Kpi

_COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
_LIMIT = re.compile(
    r"\s*(?P<key>\w+)(\.(?P<world>program|without|difference))?\s*(?P<sign>>=|<=|>|<)\s*(?P<number>[-+]?[\d.]+(e[-+]?\d+)?)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Limit:
    """A condition on one KPI that makes a run fail."""

    text: str
    key: str
    world: str | None
    sign: str
    number: float

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Read ``key sign number`` or ``key.world sign number``, world being program, without or difference."""
        match = _LIMIT.fullmatch(text)
        try:
            if match is None:
                raise ValueError
            number = float(match["number"])
        except ValueError:
            example = '"breakage > 0.3" or "retention.difference < 0"'
            message = f"--fail-if '{text}' is not a KPI, one of > >= < <=, and a number, such as {example}"
            raise CommandError(Code.USAGE, message) from None
        return cls(text.strip(), match["key"], match["world"], match["sign"], number)

    def require_known(self, keys: Iterable[str]) -> None:
        """Refuse a KPI that does not exist, and say which ones are nearly called so."""
        keys = list(keys)
        if self.key in keys:
            return
        near = difflib.get_close_matches(self.key, keys, n=3) or [key for key in keys if self.key in key][:3]
        hint = f"did you mean {' or '.join(near)}?" if near else f"KPIs are {', '.join(keys)}"
        raise CommandError(Code.USAGE, f"--fail-if '{self.text}': no KPI is called {self.key}; {hint}")

    def check(self, kpis: dict[str, Kpi]) -> dict[str, Any]:
        """Value found, and whether it breaches the limit. Without a world it is the program's, or else the difference."""
        self.require_known(kpis)
        kpi = kpis[self.key]
        estimate = getattr(kpi, self.world) if self.world else kpi.program or kpi.difference
        if estimate is None:
            raise CommandError(Code.FAILED, f"--fail-if '{self.text}': {self.key} has no value in this run")
        breached = bool(_COMPARE[self.sign](estimate.value, self.number))
        return {"limit": self.text, "value": float(estimate.value), "breached": breached}
