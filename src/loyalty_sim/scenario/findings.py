"""What the linter says: one finding for each thing that may be wrong with a design."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loyalty_sim.scenario.problems import Location, place

Severity = Literal["warning", "note"]


@dataclass(frozen=True)
class Finding:
    """One thing to look at before a run."""

    id: str
    """Name of the rule: "ON-1" for a rule of law, "tier-out-of-reach" for one of design."""
    severity: Severity
    """A warning is likely a mistake; a note is worth knowing."""
    path: Location
    """The lever to look at."""
    sentence: str
    """What is so."""
    reason: str
    """Why that matters."""
    source: str
    """Where the rule comes from."""

    @property
    def where(self) -> str:
        """The lever's path as in a scenario file."""
        return place(self.path)
