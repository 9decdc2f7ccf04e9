"""The interval that figures, sentences and charts show: chosen once, for every page."""

from __future__ import annotations

import json
import re

from streamlit.testing.v1 import AppTest

from loyalty_sim.ui import tables
from tests.ui.conftest import PAGES, Open, open_groups, widget

COVERAGE = "coverage"


def choose(app: AppTest, coverage: int) -> AppTest:
    """Choose the interval as a reader does."""
    return app.button_group(key=COVERAGE).set_value(coverage).run()


def ranges(app: AppTest) -> list[str]:
    """What stands below the figures of the strip."""
    return [caption.value for caption in app.caption if re.match(r"\d+\u00a0% interval", caption.value)]


def chart(app: AppTest) -> str:
    """All that the first chart and its heading say."""
    heading = next(text.value for text in app.markdown if "shaded" in text.value)
    return (heading + json.dumps(json.loads(app.get("vega_lite_chart")[0].proto.spec), ensure_ascii=False)).replace(
        "\u00a0", " "
    )


def test_the_reader_chooses_the_interval(open_page: Open) -> None:
    """The strip and the charts show 80 % at first and 95 % when that is chosen, and both say which."""
    app = open_page()
    usual = ranges(app)
    assert len(usual) == 5
    assert all(text.startswith("80\u00a0%") for text in usual)
    assert "80 % interval" in chart(app)
    choose(app, 95)
    assert not app.exception
    wide = ranges(app)
    assert len(wide) == 5
    assert all(text.startswith("95\u00a0%") for text in wide)
    assert all(one.removeprefix("80") != other.removeprefix("95") for one, other in zip(usual, wide, strict=True))
    assert "95 % interval" in chart(app)
    assert "80 % interval" not in chart(app)


def test_the_choice_is_kept_on_every_page(open_page: Open) -> None:
    """Going to the assumptions, to a page without figures and back keeps the interval; a lever move does too."""
    app = choose(open_page(), 95)
    for page in ("assumptions", "method", "design"):
        app.switch_page(f"{PAGES}/{page}.py").run()
        assert not app.exception
        assert all(text.startswith("95") for text in ranges(app))
    assert len(ranges(app)) == 5
    widget(app, "number_input", "program.earn.points").set_value(2.0).run()
    assert all(text.startswith("95") for text in ranges(app))


def test_the_tables_have_both_intervals(open_page: Open) -> None:
    """Behind the strip and behind a chart stand both intervals, whatever the strip and the charts show."""
    app = open_page()
    app.session_state["question"] = "All figures"
    app.run()
    table = app.dataframe[0].value
    for world in ("Program", "No program", "Difference"):
        assert list(table.columns).index(f"{world}, 95 %") == list(table.columns).index(f"{world}, 80 %") + 1
    row = table.set_index("Figure").loc["Program cost"]
    assert row["Program, 80 %"] != row["Program, 95 %"]
    app.session_state["question"] = "How does it evolve"
    app.run()
    app.toggle(key="as_table").set_value(True).run()
    months = app.dataframe[0].value
    assert (months["low_95"] < months["low_80"]).all()
    assert (months["high_80"] < months["high_95"]).all()


def test_columns_have_names_for_people() -> None:
    """A column of a chart's table is called by words, and an interval's end by its coverage."""
    assert tables.heading("low_80") == "80\u00a0% lower end"
    assert tables.heading("high_95") == "95\u00a0% upper end"
    assert tables.heading("without_program") == "Without program"
    assert tables.heading("date") == "Date"


def test_bands_stand_below_the_levers(open_page: Open) -> None:
    """Levers show their named bands, the present one set off; those of a tier too, while spend is what counts."""
    app = open_groups(open_page())

    def bands() -> list[str]:
        return [caption.value.replace("\u00a0", " ") for caption in app.caption]

    assert "entry 200 · **middle 500** · top 1,200" in bands()
    assert "entry 200 · middle 500 · **top 1,200**" in bands()
    assert "few 30 · half 50 · **most 80**" in bands()
    assert "**none 0** · one reward 100 · Sephora reward 500" in bands()
    widget(app, "selectbox", "program.tiers.metric").set_value("visits").run()
    assert not any("middle 500" in text for text in bands())
