"""Names of fields on the page."""

from __future__ import annotations

from collections.abc import Iterator

from loyalty_sim.ui.items import Item
from loyalty_sim.ui.work import LEVERS, LISTS


def fields() -> Iterator[Item]:
    """Every lever, those of the elements of lists included."""
    yield from LEVERS
    for field in LISTS:
        if field.record is not None:
            yield from field.fields(0)


def test_a_name_does_not_repeat_its_unit() -> None:
    """The unit stands beside the name: "Can be used for days", never "Life days days"."""
    repeated = [
        f"{item.label} {unit}"
        for item in fields()
        if (unit := item.unit_in("USD")) and item.label.lower().split()[-1] == unit.split()[0]
    ]
    assert repeated == []


def test_levers_of_a_group_have_different_names() -> None:
    """Two levers of one part of the program are told apart by their names."""
    names = [(*item.path[:-1], item.label) for item in LEVERS]
    assert len(names) == len(set(names))
