"""What a session is working on, as one immutable value: the draft on the screen, the last valid scenario, the baselines.

The world (market, behaviour, economics, run) is common to the design and to the baseline, because a baseline is a
*program* met by the same world: editing an assumption therefore moves both, and every difference is one of levers.
"""

from __future__ import annotations

import copy
import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from loyalty_sim.library.texts import Name
from loyalty_sim.scenario import Program, Scenario
from loyalty_sim.scenario.amendment import MAX_AMENDMENTS, Amendment, Transition
from loyalty_sim.scenario.fields import ONE_LINE, Record, setting
from loyalty_sim.scenario.presets import preset as read_preset
from loyalty_sim.scenario.problems import explain
from loyalty_sim.ui.items import Item, Path, items
from loyalty_sim.ui.lists import ListField, lists

AMENDMENTS: Path = ("amendments",)
CURRENT: Path = ("current_program",)
TRANSITION: Path = ("transition",)
LOADED, PINNED, UNCHANGED, BROUGHT = "as loaded", "pinned", "without changes", "brought"
LONGEST_NAME = 120
"""Letters of a scenario's name."""
REFINED = 100_000
"""Simulated customers of the refined run of a preset; a file or a link keeps its own."""

LEVERS = items(Program, ("program",))


class Design(Record):
    """What a baseline is, apart from the world: the program, the one before it, and its changes."""

    program: Program = setting(Program, "What the company decides")
    current_program: Program | None = setting(None, "The program in force before month 1, if another")
    transition: Transition = setting(Transition, "How that becomes this one")
    amendments: tuple[Amendment, ...] = setting((), "Later changes", max_length=MAX_AMENDMENTS)

    @classmethod
    def of(cls, scenario: Scenario) -> Design:
        """The design of a scenario."""
        return cls.model_construct(**{name: getattr(scenario, name) for name in cls.model_fields})

    @classmethod
    def unchanged(cls, scenario: Scenario) -> Design:
        """The program that is in force first, kept for ever."""
        return cls.model_construct(
            program=scenario.regimes[0].program, current_program=None, transition=Transition(), amendments=()
        )


class Named(Record):
    """A design with the name of the scenario that it comes from."""

    name: str = setting("Scenario", "Name of the scenario", min_length=1, max_length=LONGEST_NAME, pattern=ONE_LINE)
    design: Design = setting(Design, "Its program, and the changes of it")


PROGRAM_LISTS = lists(Program, ("program",))
LISTS = (*PROGRAM_LISTS, *(field for field in lists(Design) if field.path == AMENDMENTS))
"""All lists that the company decides."""


class Origin(Record):
    """The version in the library that a work was opened from, or was last saved as."""

    name: Name = setting("Scenario", "Name in the library")
    version: int = setting(1, "Number of the version", ge=1)
    fingerprint: str = setting("", "Hash of what it holds apart from its name", max_length=64, pattern="^[0-9a-f]*$")

    @property
    def reference(self) -> str:
        """``NAME@VERSION``."""
        return f"{self.name}@{self.version}"


def fingerprint(scenario: Scenario) -> str:
    """Hash of a scenario apart from its name; equal for equal content."""
    text = scenario.model_copy(update={"name": "Scenario"}).model_dump_json()
    return hashlib.sha256(text.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Work:
    """One state of a session; undo goes back to the one before."""

    preset: str
    """Name of the preset it began with; "" for a file."""
    draft: dict[str, Any]
    """What the widgets show, valid or not, as nested plain values."""
    scenario: Scenario
    """The last valid draft: what the results show."""
    loaded: Design
    """The design as it was loaded."""
    pinned: Design | None = None
    """The design that was set as baseline."""
    choice: str = LOADED
    """Which baseline is compared: as loaded, pinned, without changes over time, brought, or the program of a preset."""
    problems: tuple[str, ...] = ()
    """Why the draft is not valid; empty when it is."""
    brought: Named | None = None
    """The design that was brought from elsewhere as a baseline: from a file, say."""
    saved: Origin | None = None
    """Where it is in the library; None for what was neither opened there nor saved."""

    @classmethod
    def of(cls, scenario: Scenario, preset: str = "") -> Work:
        """Begin with a scenario."""
        return cls(preset, scenario.model_dump(mode="json"), scenario, Design.of(scenario))

    @classmethod
    def opened(cls, preset: str) -> Work:
        """Begin with a preset, its refined run at no less than 100,000 customers."""
        scenario = read_preset(preset)
        run = scenario.run.model_copy(update={"customers": max(REFINED, scenario.run.customers)})
        return cls.of(scenario.model_copy(update={"run": run}), preset)

    @cached_property
    def baseline(self) -> Scenario:
        """The baseline's program, with its changes over time, in the world of the design."""
        if self.choice == UNCHANGED:
            design = Design.unchanged(self.scenario)
        else:
            brought = self.brought.design if self.brought is not None else None
            held = {LOADED: self.loaded, PINNED: self.pinned, BROUGHT: brought}
            design = held.get(self.choice) or Design.of(read_preset(self.choice))
        return self.scenario.model_copy(update={**dict(design), "name": self.baseline_name})

    @property
    def baseline_name(self) -> str:
        """What sentences call the baseline: the program of a preset by its name, else as the design itself."""
        if self.choice == UNCHANGED:
            return UNCHANGED
        if self.choice in (LOADED, PINNED):
            return self.scenario.name
        return f"program of {self.brought.name if self.choice == BROUGHT and self.brought else self.choice}"[:LONGEST_NAME]

    def against(self, scenario: Scenario) -> Work:
        """The same work with the program of another scenario as its baseline, in the world of this one."""
        return replace(self, brought=Named(name=scenario.name, design=Design.of(scenario)), choice=BROUGHT)

    def kept_as(self, name: str, version: int) -> Work:
        """The same work under a name of the library, as that version of it."""
        origin = Origin(name=name, version=version, fingerprint=self._fingerprint)
        return replace(self.named(name), saved=origin)

    def named(self, name: str) -> Work:
        """The same work with a scenario of another name."""
        return replace(self, draft={**self.draft, "name": name}, scenario=self.scenario.model_copy(update={"name": name}))

    @property
    def unsaved(self) -> bool:
        """Whether it differs from the version in the library that it was opened from or saved as."""
        if self.saved is None:
            return True
        changed = self.scenario.name != self.saved.name or self._fingerprint != self.saved.fingerprint
        return changed or bool(self.problems)

    @cached_property
    def _fingerprint(self) -> str:
        return fingerprint(self.scenario)

    def value(self, path: Path) -> Any:
        """The draft's value at a path."""
        return reach(self.draft, path)

    def was(self, path: Path) -> Any:
        """The baseline's value at a path of the design; LookupError where the baseline has no such element."""
        return reach(self._baseline_dump, path)

    def edited(self, path: Path, value: Any) -> Work:
        """The draft with another value at a path; the scenario follows when that is valid, else the reasons are kept."""
        draft = copy.deepcopy(self.draft)
        reach(draft, path[:-1])[path[-1]] = value
        try:
            return replace(self, draft=draft, scenario=Scenario.model_validate(draft), problems=())
        except ValidationError as error:
            return replace(self, draft=draft, problems=sentences(error))

    def changed(self, group: tuple[Item, ...] = LEVERS) -> list[Item]:
        """The levers of a group that differ from the baseline."""
        return [item for item in group if self.value(item.path) != self.was(item.path)]

    def changed_lists(self, group: tuple[ListField, ...] = LISTS) -> list[ListField]:
        """The lists of a group that differ from the baseline's, each as a whole."""
        return [field for field in group if self.value(field.path) != self.was(field.path)]

    @property
    def changed_before(self) -> bool:
        """Whether the program before month 1, or how it becomes this one, differs from the baseline's."""
        current = self.value(CURRENT)
        moved = current is not None and self.value(TRANSITION) != self.was(TRANSITION)
        return bool(moved or current != self.was(CURRENT))

    @property
    def changes(self) -> int:
        """How many levers differ from the baseline; a list counts as one, and so does the program before month 1."""
        return len(self.changed()) + len(self.changed_lists()) + self.changed_before

    @cached_property
    def _baseline_dump(self) -> dict[str, Any]:
        return self.baseline.model_dump(mode="json", include=set(Design.model_fields))


def reach(tree: Any, path: Path) -> Any:
    """The value at a path of nested dicts and lists; LookupError where there is none."""
    for part in path:
        if tree is None:
            raise LookupError(part)
        tree = tree[part]
    return tree


def sentences(error: ValidationError) -> tuple[str, ...]:
    """One sentence for each thing that is wrong: field, value, what is allowed."""
    return tuple(str(problem) for problem in explain(error))
