"""Sentences of risk: what they say of results that are made by hand."""

from __future__ import annotations

import numpy as np

from loyalty_sim.finance.estimate import Estimate, around
from loyalty_sim.report import risks
from loyalty_sim.scenario import Scenario
from loyalty_sim.study.ends import Move
from loyalty_sim.study.plan import Design
from loyalty_sim.study.rows import Measured
from loyalty_sim.study.selection import Contender, Selection
from loyalty_sim.study.sensitivity import Importance, Index, Sensitivity, Stage
from loyalty_sim.study.tornado import Bar, End, Tornado
from loyalty_sim.study.uncertainty import spread

NET, SHARE = Measured("net_value", "program"), Measured("breakage", "program")


def bar(label: str, low: float, high: float, se: float) -> Bar:
    """A bar of a base of 100."""

    def end(value: float) -> End:
        return End(around(value, se), around(value - 100, se), None)

    span: Estimate = around(high - low, se)
    return Bar(Move(f"x.{label}", label, "assumption", "", 2.0, 1.0, 3.0), end(low), end(high), span)


def tornado(*bars: Bar, measured: Measured = NET) -> Tornado:
    return Tornado(Scenario(), (measured,), {measured.column: around(100.0, 1.0)}, {measured.column: bars})


def test_the_sentence_names_what_matters_most_and_whether_it_turns_the_sign() -> None:
    """From the low end to the high end; a gain turned into a loss is said, noise is no cause."""
    turning = risks.hinges_on(tornado(bar("Loyalty", -200.0, 400.0, 5.0), bar("Margin", 90.0, 110.0, 1.0)))
    assert turning == (
        '"Loyalty" matters most: net value of the program goes from −$200 (at 1) to $400 (at 3). '
        'Whether the program pays hinges on "Loyalty".'
    )
    assert "pays" not in risks.hinges_on(tornado(bar("Margin", 90.0, 110.0, 1.0)))
    assert "pays" not in risks.hinges_on(tornado(bar("Hassle", -0.5, 0.5, 0.01), measured=SHARE))
    assert risks.hinges_on(tornado(bar("Nothing", 99.0, 101.0, 5.0))).startswith("Nothing that was moved changes")


def test_values_of_levers_are_written_without_exponents() -> None:
    """Four digits, then whole units; what is no number is written as it is."""
    cases = {0.65: "0.65", 12.0: "12", 1200: "1200", 9999.7: "10,000", 15_000.0: "15,000", 1_234_567: "1,234,567"}
    assert [risks.setting(value) for value in cases] == list(cases.values())
    assert risks.setting("yearly") == "yearly"
    assert risks.setting(True) == "True"


def test_losses_are_told_in_plain_frequencies() -> None:
    """In twenty; a chance that is there but small is not none."""
    outcomes = np.arange(100.0)
    cases = {-0.5: "none in 20", 0.5: "fewer than 1 in 20", 15.0: "3 in 20", 200.0: "all of 20"}
    for shift, words in cases.items():
        assert risks.in_twenty(spread(np.repeat((outcomes - shift)[:, None], 21, axis=1))) == words


def test_rivals_of_the_leader_are_named() -> None:
    """Designs that may be the best by name, the first few of many; a single best has none."""

    def chosen(count: int) -> str:
        designs = [Contender(Design(index, f"d{index}", {}), 10.0, 0.0, -500.0, 1.0, index < count) for index in range(9)]
        return risks.chosen(Selection("net_value", 0.95, tuple(designs), 0), NET, "USD")

    assert chosen(1) == "d0 is the best of 9 designs by net_value (at 95 %)."
    assert chosen(3).startswith("By net_value, d1 and d2 cannot be told from d0 (at 95 %, 9 designs)")
    assert chosen(3).endswith("taking d0 loses at most $500 against the best.")
    assert "d1, d2, d3, d4, d5 and 3 more" in chosen(9)


def test_the_driver_is_named_with_its_rivals_and_with_doubt_of_the_sample() -> None:
    """An assumption whose interval reaches that of the first may matter as much; indices that move ask for more samples."""

    def driven(second: float, before: float) -> str:
        first = Importance("a", "Loyalty", Index(0.7, 0.6, 0.8, 0.0), Index(0.62, 0.5, 0.7, 0.0), None, None)
        other = Importance("b", "Margin", Index(0.3, 0.2, second, 0.0), Index(0.2, 0.1, 0.3, 0.0), None, None)
        stages = tuple(Stage(n, 4 * n, {"a": value, "b": 0.3}) for n, value in ((8, before), (16, 0.7)))
        return risks.driven_by(Sensitivity("sobol", "net_value", 0, 1, (first, other), stages, 0), NET, "USD")

    known = '"Loyalty" drives net value of the program: 62 % of what is uncertain in it would be gone if that were known.'
    assert driven(0.4, 0.69) == known
    assert driven(0.65, 0.69) == f'{known} "Margin" may matter as much.'
    assert driven(0.4, 0.5) == f"{known} The indices still move with the sample; take more samples."
