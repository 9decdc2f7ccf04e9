"""The Charts sheet: native line charts over the Data sheet."""

from __future__ import annotations

from loyalty_sim.report.workbook.data import DATE_ROW, FIRST, NAME, PROGRAM, Data
from loyalty_sim.report.workbook.sheet import TOP, Book

BLUE = "#0072B2"
HEIGHT, WIDTH, ROWS = 300, 900, 17
"""Size of a chart in pixels, and the rows it covers."""


def charts(book: Book, data: Data) -> None:
    """The sheet: points outstanding, the liability, the cumulative margin."""
    currency, owed = data.result.scenario.currency, data.owed[0]
    sheet = book.sheet("Charts", "Charts", "Month by month, over the Data sheet.")
    drawn = (
        ("Points outstanding at month end", "points", data.points.closing),
        (f"{owed.title} at month end", currency, owed.closing),
        ("Cumulative margin after program cost", currency, "cumulative_margin"),
    )
    for index, (title, unit, key) in enumerate(drawn):
        chart = book.chart()
        row, last = data.row[key, PROGRAM], FIRST + data.months - 1
        chart.add_series({
            "name": title,
            "categories": [NAME, DATE_ROW, FIRST, DATE_ROW, last],
            "values": [NAME, row, FIRST, row, last],
            "line": {"color": BLUE, "width": 2},
        })  # fmt: skip
        chart.set_title({"name": title, "name_font": {"size": 12}})
        chart.set_legend({"none": True})
        chart.set_x_axis({"date_axis": True, "num_format": "mmm yyyy", "label_position": "low"})
        chart.set_y_axis({"name": unit, "num_format": "#,##0", "major_gridlines": {"visible": True}})
        chart.set_size({"width": WIDTH, "height": HEIGHT})
        first, end = (data.values(key)[month] for month in (0, -1))
        alt = f"Line chart: {title}, from {first:,.0f} in month 1 to {end:,.0f} {unit} in month {data.months}."
        sheet.page.insert_chart(TOP + ROWS * index, 0, chart, {"description": alt})
