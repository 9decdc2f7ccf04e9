"""What an outcome shall be: ``breakage < 0.15``."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass
from typing import Literal, cast

from loyalty_sim.finance.estimate import Estimate
from loyalty_sim.finance.kpis import FIGURES
from loyalty_sim.scenario.problems import nearest
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.specification import World

Sign = Literal[">=", "<=", ">", "<"]
_COMPARE = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
_FORM = re.compile(
    r"\s*(?P<kpi>\w+)(\.(?P<world>program|without|difference))?\s*(?P<sign>>=|<=|>|<)"
    r"\s*(?P<number>[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?)\s*(?P<share>%?)\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Target:
    """A limit on one key figure."""

    measured: Measured
    sign: Sign
    number: float

    def __str__(self) -> str:
        """As it is typed."""
        world = "" if self.measured.world == "program" else f".{self.measured.world}"
        return f"{self.measured.kpi}{world} {self.sign} {self.number:g}"

    def holds(self, value: float) -> bool:
        """Whether a value keeps to it."""
        return bool(_COMPARE[self.sign](value, self.number))

    def told(self, estimate: Estimate) -> bool:
        """Whether it is sure at 95 % that the value does, or that it does not."""
        return not estimate.low95 <= self.number <= estimate.high95 or estimate.se == 0

    @property
    def wants_more(self) -> bool:
        """Whether a higher value is nearer to it."""
        return self.sign in (">", ">=")

    @classmethod
    def parse(cls, text: str) -> Target:
        """Read ``kpi sign number``, the number also in per cent, the key figure also as ``retention.difference``.

        Raises:
            ValueError: it says something else, or there is no such figure; a sentence.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"'{text}' is not a key figure, one of > >= < <=, and a number, such as \"breakage < 15%\"")
        kpi, world = match["kpi"], cast(World, match["world"] or "program")
        if kpi not in FIGURES:
            near = nearest(kpi, list(FIGURES))
            known = f"did you mean {near}?" if near else f"known are {', '.join(FIGURES)}"
            raise ValueError(f"'{text}': no key figure is called {kpi}; {known}")
        if world != "program" and not FIGURES[kpi].both:
            raise ValueError(f"'{text}': {kpi} exists in the program world only")
        return cls(Measured(kpi, world), cast(Sign, match["sign"]), float(match["number"]) / (100 if match["share"] else 1))
