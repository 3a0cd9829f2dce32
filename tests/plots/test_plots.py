"""Test what plots contain: the numbers and places of their marks, their labels, and their looks."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import paperlist
from paperlist import Catalog, Listing, ListingDate, Paper, merge, parse_many

matplotlib: Any = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
pyplot: Any = pytest.importorskip("matplotlib.pyplot")
plot: Any = paperlist.plot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE: Final = Path(__file__).parent

TOLERANCE: Final = 12
"""The difference between two images (root mean square, from 0 to 255) that other fonts and versions may make."""

EBB: Final = "Ebb and Flow in Inland Harbours"
"""A title that is long enough to recognise the paper on another page."""

MARCH: Final = ListingDate(month=3, day=4, year=2024)
APRIL: Final = ListingDate(month=4, day=5, earliest=2024, latest=2025)
MAY: Final = ListingDate(month=5, day=6)


def page(date: ListingDate | None, source: str, *papers: Paper) -> Listing:
    return Listing(papers=papers, date=date, source=source)


def tides(upvotes: int | None, comments: int | None = None) -> Paper:
    return Paper(title="Tides for $5", upvotes=upvotes, comments=comments, published=MARCH)


PAGES: Final = [
    page(MARCH, "mar.txt", tides(3, 1), Paper(title="Waves", upvotes=1)),
    page(APRIL, "apr.txt", tides(5), Paper(title=EBB)),
    page(MAY, "may.txt", tides(9), Paper(title=EBB)),
    page(None, "none.txt", tides(8)),
]


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """Close all figures after each test."""
    yield
    pyplot.close("all")


@pytest.fixture
def catalog() -> Catalog:
    return merge(PAGES)


def entry_of(catalog: Catalog, title: str) -> Any:
    (entry,) = catalog.find(title)
    return entry


def marks(axes: Any) -> list[tuple[datetime.date, float, bool]]:
    """Return the marks of a history: day, count, and whether it is filled."""
    found: list[tuple[datetime.date, float, bool]] = []
    for line in axes.lines:
        if line.get_marker() == "o":
            (x,), (y,) = line.get_xdata(), line.get_ydata()
            found.append((x, y, matplotlib.colors.to_rgba(line.get_markerfacecolor())[3] > 0))
    return found


def test_a_history_has_a_mark_for_each_page_with_a_date(catalog: Catalog) -> None:
    """A hollow mark has an assumed year. Pages without a date or a bound are left out."""
    axes = plot.history(entry_of(catalog, "Tides for $5"))
    assert marks(axes) == [
        (datetime.date(2024, 3, 4), 3, True),
        (datetime.date(2024, 4, 5), 5, False),
        (datetime.date(2024, 5, 6), 9, False),
    ]
    assert not axes.texts
    assert axes.get_ylabel() == "upvotes"
    assert [text.get_text() for text in axes.get_legend().get_texts()] == [r"Tides for \$5"]
    axes.figure.canvas.draw()


def test_a_history_without_marks_says_so() -> None:
    """A tool may leave out all counts, or the year of the only page may have no bound."""
    axes = plot.history(merge([page(MAY, "may.txt", Paper(title="Ebb", upvotes=1))]))
    assert not marks(axes)
    assert [text.get_text() for text in axes.texts] == ["no upvotes on pages with a date"]
    assert not axes.get_xticks().size
    axes.figure.canvas.draw()


def test_a_history_of_comments(catalog: Catalog) -> None:
    """Several papers have a line each, and a count that a page does not show has no mark."""
    axes = plot.history(catalog, "comments")
    assert marks(axes) == [(datetime.date(2024, 3, 4), 1, True)]
    assert len([line for line in axes.lines if line.get_marker() != "o"]) == len(catalog)
    assert axes.get_ylabel() == "comments"
    with pytest.raises(ValueError, match=r"^expected 'comments' or 'upvotes', got 'title'$"):
        plot.history(catalog, "title")
    with pytest.raises(TypeError):
        plot.history([tides(1)])


def test_many_papers_have_no_legend() -> None:
    """It would cover the plot."""
    catalog = merge([page(MARCH, "a", *(Paper(title=f"Paper No. {n}", upvotes=n) for n in range(11)))])
    assert plot.history(catalog).get_legend() is None
    assert plot.history([]).get_legend() is None


def bars(axes: Any) -> list[dict[str, tuple[float, float]]]:
    """Return where the bars of each kind begin and end, by month; those without height are left out."""
    found: list[dict[str, tuple[float, float]]] = []
    for kind in axes.containers:
        heights: dict[str, tuple[float, float]] = {}
        for bar in kind:
            if bar.get_height():
                middle = bar.get_x() + bar.get_width() / 2
                heights[matplotlib.dates.num2date(middle).strftime("%Y-%m")] = (
                    bar.get_y(),
                    bar.get_y() + bar.get_height(),
                )
        found.append(heights)
    return found


def test_papers_are_counted_by_month(catalog: Catalog) -> None:
    """Months without papers are there, too; papers and entries may be mixed."""
    axes = plot.published([*catalog, tides(1), Paper(title="Undated")])
    assert bars(axes) == [{"2024-03": (0, 2)}]
    assert axes.get_legend() is None
    early = Paper(title="Early", published=ListingDate(month=11, day=1, year=2023))
    assert len(plot.published([early, tides(1)]).containers[0]) == 5
    with pytest.raises(TypeError):
        plot.published([1])


def test_papers_without_a_year_are_pale_bars() -> None:
    """They are above the certain number in each month that is possible; a missing bound is that of the others."""
    known = [ListingDate(month=3, day=4, year=2023), ListingDate(month=3, day=4, year=2025)]
    unknown = [
        ListingDate(month=3, day=1, earliest=2024),
        ListingDate(month=2, day=29),
        ListingDate(month=3, day=2, latest=2023),
        ListingDate(month=5, day=2, earliest=2024, latest=2024).assume(),
    ]
    papers = [Paper(title="Tides", published=date) for date in (*known, *unknown)]
    axes = plot.published(Listing(papers=papers))
    certain, possible = bars(axes)
    assert certain == {"2023-03": (0, 1), "2025-03": (0, 1)}
    assert possible == {"2023-03": (1, 2), "2024-02": (0, 1), "2024-03": (0, 1), "2024-05": (0, 1), "2025-03": (1, 2)}
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["year known", "year not known"]


def test_papers_without_dates_make_no_axis_of_dates() -> None:
    """Daily pages show none, and a date may have no bound at all: the plot says so, and shows no days of 1970."""
    for dates in ([], [None], [MAY]):
        axes = plot.published([Paper(title="Tides", published=date) for date in dates])
        assert bars(axes) == [{}]
        assert [text.get_text() for text in axes.texts] == ["the pages show no dates of papers"]
        assert not axes.get_xticks().size


def test_recurring_papers_are_rows_and_pages_are_columns(catalog: Catalog) -> None:
    """The paper that was seen most often comes first, and a paper seen once does not recur."""
    axes = plot.recurrence(catalog)
    assert [text.get_text() for text in axes.get_yticklabels()] == [r"Tides for \$5", EBB]
    assert [text.get_text() for text in axes.get_xticklabels()] == ["2024-03-04", "Apr 5", "May 6", "none.txt"]
    assert [(list(line.get_xdata()), list(line.get_ydata())) for line in axes.lines] == [
        ([0, 1, 2, 3], [0, 0, 0, 0]),
        ([1, 2], [1, 1]),
    ]
    assert len(plot.recurrence(catalog, most=1).lines) == 1
    assert not plot.recurrence([]).lines
    nameless = merge([Listing(papers=[Paper(title=EBB)]), Listing(papers=[Paper(title=EBB, upvotes=1)])])
    assert {text.get_text() for text in plot.recurrence(nameless).get_xticklabels()} == {"?"}


def test_possible_years_are_lines() -> None:
    """A known year is a dot; if there is only one bound, the line is an arrow; without any, there is only a name."""
    pages = [
        *PAGES,
        page(ListingDate(month=1, day=2, earliest=2024), "jan.txt"),
        Listing(date=ListingDate(month=1, day=3, latest=2025)),
    ]
    axes = plot.years(pages)
    assert [text.get_text() for text in axes.get_yticklabels()] == [
        "Mar 4, mar.txt",
        "Apr 5, apr.txt",
        "May 6, may.txt",
        "Jan 2, jan.txt",
        "Jan 3",
    ]
    assert [(list(line.get_xdata()), line.get_ydata()[0], line.get_marker()) for line in axes.lines] == [
        ([2024], 0, "o"),
        ([2024, 2025], 1, "|"),
        ([2024, 2025], 3, ">"),
        ([2024, 2025], 4, "<"),
    ]
    assert axes.yaxis_inverted()


def test_of_many_pages_some_are_named() -> None:
    """All are drawn, but the labels do not hide each other, and the figure is no larger than for twenty pages."""
    days = [datetime.date(2024, 1, 1) + datetime.timedelta(days) for days in range(100)]
    pages = [
        page(ListingDate.fromisoformat(str(day)), f"{day}.txt", tides(upvotes)) for upvotes, day in enumerate(days)
    ]
    axes = plot.years(pages)
    assert len(axes.lines) == 100
    assert [text.get_text() for text in axes.get_yticklabels()[:2]] == [
        "Jan 1, 2024-01-01.txt",
        "Jan 6, 2024-01-06.txt",
    ]
    assert len(axes.get_yticklabels()) == 20
    assert axes.figure.get_size_inches()[1] <= 7
    axes = plot.recurrence(merge(pages))
    assert len(axes.lines[0].get_xdata()) == 100
    assert [text.get_text() for text in axes.get_xticklabels()[:2]] == ["2024-01-01", "2024-01-06"]
    assert len(axes.get_xticklabels()) == 20


def test_possible_years_of_a_catalog_and_of_one_page(catalog: Catalog) -> None:
    """The pages of a catalog are in the order of their dates."""
    names = [text.get_text() for text in plot.years(catalog).get_yticklabels()]
    assert names == ["Mar 4, mar.txt", "Apr 5, apr.txt", "May 6, may.txt"]
    assert len(plot.years(PAGES[0]).lines) == 1
    assert not plot.years([]).lines


def functions() -> dict[str, Callable[[Catalog, Any], Any]]:
    return {
        "history": lambda catalog, ax: plot.history(catalog, ax=ax),
        "published": lambda catalog, ax: plot.published(catalog, ax=ax),
        "recurrence": lambda catalog, ax: plot.recurrence(catalog, ax=ax),
        "years": lambda catalog, ax: plot.years(catalog, ax=ax),
    }


@pytest.mark.parametrize("name", functions())
def test_plots_are_drawn_on_given_axes_and_not_shown(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """No other figure is made, and nothing is shown."""
    monkeypatch.setattr(pyplot, "show", None)
    _, axes = pyplot.subplots()
    assert functions()[name](catalog, axes) is axes
    assert len(pyplot.get_fignums()) == 1
    assert functions()[name](catalog, None) is not axes
    assert len(pyplot.get_fignums()) == 2


@pytest.mark.parametrize("name", functions())
def test_a_missing_library_is_named(catalog: Catalog, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The message says what to install."""
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ImportError, match=r"^plots need matplotlib: pip install 'paperlist\[plot\]'$"):
        functions()[name](catalog, None)


IMAGES: Final[dict[str, Callable[[Catalog], Any]]] = {
    "history": lambda catalog: plot.history(catalog.find("Kestrel"), "comments"),
    "published": plot.published,
    "recurrence": plot.recurrence,
    "years": plot.years,
}


@pytest.mark.parametrize("name", IMAGES)
def test_plots_look_as_they_should(tmp_path: Path, name: str) -> None:
    """Of the samples. With ``PAPERLIST_RENEW=1`` the images in this folder are written anew."""
    catalog = merge(parse_many("samples"))
    target = HERE if os.environ.get("PAPERLIST_RENEW") else tmp_path
    with pyplot.style.context("default"):
        IMAGES[name](catalog).figure.savefig(target / f"{name}.png", dpi=50, metadata={"Software": None})
    assert (target / f"{name}.png").stat().st_size < 100_000
    compare_images: Any = pytest.importorskip("matplotlib.testing.compare").compare_images
    assert compare_images(str(HERE / f"{name}.png"), str(target / f"{name}.png"), TOLERANCE) is None


def test_plots_are_a_module_that_is_imported_on_first_use() -> None:
    """``paperlist.plot`` needs no import of its own, and does not load matplotlib before it draws."""
    code = "import sys, paperlist; paperlist.plot.years; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    assert plot is paperlist.plot
    assert "plot" in dir(paperlist)
