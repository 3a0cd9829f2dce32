"""Draw what listings and catalogs contain: counts over time, papers per month, recurring papers, possible years.

This needs matplotlib: ``pip install 'paperlist[plot]'``. Each function returns the axes on which it has drawn: ``ax``,
or those of a new figure. Nothing is shown or saved; notebooks show the figure by themselves. A year that is not known
is never drawn as if it were: dates are hollow marks, numbers are pale bars, and years are lines from the first possible
year to the last.
"""

from __future__ import annotations

import calendar
import datetime
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from .catalog import Entry
from .errors import checked
from .export.sheets import text_of
from .export.table import fit, plain
from .model import FEB_29, MONTHS, Dump, Listing, ListingDate, Paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from matplotlib.axes import Axes  # type: ignore[import-not-found,unused-ignore]


MOST_NAMED: Final = 10
"""The number of papers up to which each has a colour of its own and is in the legend."""

Point: TypeAlias = tuple[datetime.date, int, bool]
"""The day of a page, a count on it, and whether the year of the day is known."""

Month: TypeAlias = tuple[int, int]
"""A year, and a month from 1 to 12."""

LONGEST_LABEL: Final = 40
"""The columns that the title of a paper takes at most."""

MOST_LABELS: Final = 20
"""The number of pages up to which each has a label. Of more pages, every second, third, … has one."""

PALE: Final = 0.35
"""The opacity of what is possible but not known."""

DAYS_OF_BAR: Final = 25
"""The width of the bar of a month, in days."""


def _new_axes(ax: Axes | None, *, height: float | None = None) -> Axes:
    """Return ``ax`` or the axes of a new figure, which may have a height in inches. Raises ImportError."""
    try:
        from matplotlib import pyplot  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - optional
    except ImportError as error:
        raise ImportError("plots need matplotlib: pip install 'paperlist[plot]'") from error
    if ax is not None:
        return ax
    width, usual = pyplot.rcParams["figure.figsize"]
    _, made = pyplot.subplots(figsize=(width, height or usual), layout="constrained")
    return made


def _count_axis(axis: Any) -> None:
    """Let an axis have whole numbers only."""
    from matplotlib.ticker import MaxNLocator  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - optional

    axis.set_major_locator(MaxNLocator(integer=True))


def _label(text: str) -> str:
    """Return a text as a label. A dollar sign would begin mathematics, which may be wrong or incomplete."""
    return fit(plain(text), LONGEST_LABEL).replace("$", r"\$")


def _places_of_labels(number: int) -> range:
    """Return which of some pages, in a row or a column, have labels."""
    return range(0, number, -(-number // MOST_LABELS) or 1)


def _say(axes: Axes, text: str) -> None:
    """Write a text on axes on which nothing was drawn. Otherwise an axis of dates would show days of 1970."""
    axes.set(xticks=[], yticks=[])
    axes.text(0.5, 0.5, text, ha="center", transform=axes.transAxes)


def _entries(entries: Entry | Iterable[Entry]) -> list[Entry]:
    found = [entries] if isinstance(entries, Entry) else list(entries)
    return [checked(entry, Entry) for entry in found]


# Counts over time


def history(
    entries: Entry | Iterable[Entry], field: Literal["comments", "upvotes"] = "upvotes", *, ax: Axes | None = None
) -> Axes:
    """Draw the comments or upvotes of one or several papers over the dates of the pages that show them.

    A hollow mark is a page whose year is not known: it is drawn in the earliest possible year. Pages without a date, or
    whose year has no lower bound, are left out; if no mark is left, the plot says so. Raises ValueError for another
    field, and ImportError if matplotlib is not installed.

    >>> import paperlist, paperlist.plot
    >>> catalog = paperlist.merge(paperlist.parse_many("samples"))
    >>> axes = paperlist.plot.history(catalog.find("Tidal Graph"), "comments")  # doctest: +SKIP
    """
    if field not in {"comments", "upvotes"}:
        raise ValueError(f"expected 'comments' or 'upvotes', got {field!r:.40}")
    found = _entries(entries)
    drawn = _new_axes(ax)
    points = [list(_points(entry, field)) for entry in found]
    for entry, some in zip(found, points, strict=True):
        _draw_counts(drawn, _label(entry.paper.title), some)
    if 0 < len(found) <= MOST_NAMED:
        drawn.legend()
    drawn.set_ylabel(field)
    _count_axis(drawn.yaxis)
    if any(points):
        _date_axis(drawn)
    else:
        _say(drawn, f"no {field} on pages with a date")
    return drawn


def _draw_counts(axes: Axes, label: str, points: Sequence[Point]) -> None:
    """Draw a line through the counts of one paper, and a mark for each of them."""
    days: Any = [day for day, _, _ in points]
    (line,) = axes.plot(days, [number for _, number, _ in points], label=label)
    for place, (_, number, is_known) in enumerate(points):
        fill = line.get_color() if is_known else "none"
        axes.plot(days[place : place + 1], [number], "o", color=line.get_color(), markerfacecolor=fill)


def _points(entry: Entry, field: str) -> Iterator[Point]:
    """Iterate over the snapshots of a paper: the day, the count, and whether the year is known."""
    for snapshot in entry.history:
        number: int | None = getattr(snapshot, field)
        if number is None or snapshot.date is None:
            continue
        day = snapshot.date.assume()
        if day.date is not None:
            yield day.date, number, day.year_basis != "assumed"


def _date_axis(axes: Axes) -> None:
    from matplotlib import dates  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - optional

    made: Any = dates  # without types
    locator = made.AutoDateLocator()
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(made.ConciseDateFormatter(locator))


# Papers per month


def published(papers: Iterable[Entry | Paper], *, ax: Axes | None = None) -> Axes:
    """Draw how many papers were published in each month: those of a catalog, a listing, or any entries and papers.

    A paper whose year is not known makes a pale bar in each month in which it may have been published, so the true
    number for a month is somewhere within its pale bar. If it has no first or no last possible year, those of the other
    papers are its bounds. Papers without a date are left out; daily pages show no dates of papers. If no bar is left,
    the plot says so. Raises ImportError if matplotlib is not installed.
    """
    known, possible = _months(list(_dates(papers)))
    drawn = _new_axes(ax)
    months = list(_every_month({*known, *possible}))
    days: Any = [datetime.date(year, month, 1) for year, month in months]
    certain = [known[month] for month in months]
    drawn.bar(days, certain, width=DAYS_OF_BAR, label="year known")
    if possible:
        more = [possible[month] for month in months]
        drawn.bar(days, more, width=DAYS_OF_BAR, bottom=certain, color="C0", alpha=PALE, label="year not known")
        drawn.legend()
    drawn.set_ylabel("papers published per month")
    _count_axis(drawn.yaxis)
    if months:
        _date_axis(drawn)
    else:
        _say(drawn, "the pages show no dates of papers")
    return drawn


def _dates(papers: Iterable[Entry | Paper]) -> Iterator[ListingDate]:
    for one in papers:
        paper = one.paper if isinstance(one, Entry) else checked(one, Paper)
        if paper.published is not None:
            yield paper.published


def _months(dates: Sequence[ListingDate]) -> tuple[Counter[Month], Counter[Month]]:
    """Return how many dates are certainly in each month, and how many others may be."""
    known: Counter[Month] = Counter()
    possible: Counter[Month] = Counter()
    span = _span(dates)
    for date in dates:
        if date.year is not None and date.year_basis != "assumed":
            known[date.year, date.month] += 1
        else:
            possible.update(_possible_months(date, span))
    return known, possible


def _span(dates: Iterable[ListingDate]) -> range:
    """Return the years from the first bound of any date to the last."""
    bounds: set[int] = set()
    for date in dates:
        bounds.update(filter(None, (date.earliest, date.latest)))
    return range(min(bounds), max(bounds) + 1) if bounds else range(0)


def _possible_months(date: ListingDate, span: range) -> Iterator[Month]:
    """Iterate over the months in which a date may be; a missing bound is that of the span."""
    first = date.earliest or span.start
    last = date.latest or span.stop - 1
    for year in range(first, last + 1):
        if (date.month, date.day) != FEB_29 or calendar.isleap(year):
            yield year, date.month


def _every_month(months: set[Month]) -> Iterator[Month]:
    """Iterate over all months from the first to the last."""
    if months:
        (first_year, first), (last_year, last) = min(months), max(months)
        for number in range(first_year * 12 + first - 1, last_year * 12 + last):
            yield number // 12, number % 12 + 1


# Recurring papers


def recurrence(entries: Iterable[Entry], *, most: int = 30, ax: Axes | None = None) -> Axes:
    """Draw which pages show the papers that were seen on several: a row for each paper, a column for each page.

    The papers seen on most pages come first; at most ``most`` are drawn. Pages are in the order of their dates, and
    named by their dates, or else by their sources. Raises ImportError if matplotlib is not installed.
    """
    found = _entries(entries)
    pages = _pages(found)
    columns = {dump.key: number for number, dump in enumerate(pages)}
    seen = [(entry, sorted({columns[sighting.dump.key] for sighting in entry.dated})) for entry in found]
    recurring = sorted((row for row in seen if len(row[1]) > 1), key=lambda row: -len(row[1]))[:most]
    drawn = _new_axes(ax, height=1 + 0.3 * len(recurring))
    for row, (_, places) in enumerate(recurring):
        drawn.plot(places, [row] * len(places), "s-", color="C0")
    drawn.set_yticks(range(len(recurring)), [_label(entry.paper.title) for entry, _ in recurring])
    named = _places_of_labels(len(pages))
    drawn.set_xticks(named, [_name(pages[place]) for place in named], rotation=90)
    drawn.set_xlim(-0.5, max(len(pages), 1) - 0.5)
    drawn.set_ylim(max(len(recurring), 1) - 0.5, -0.5)
    return drawn


def _pages(entries: Iterable[Entry]) -> list[Dump]:
    """Return the pages of some entries, by date."""
    found = {sighting.dump.key: sighting.dump for entry in entries for sighting in entry.dated}
    return sorted(found.values(), key=_page_sort_key)


def _page_sort_key(dump: Dump) -> tuple[Any, ...]:
    date = dump.listing_date
    return date is None, date and date.sort_key(), dump.source or "", dump.digest


def _name(page: Dump) -> str:
    return _label(text_of(page.listing_date) or page.source or "?")


# Possible years


def years(pages: Iterable[Entry | Listing] | Listing, *, ax: Axes | None = None) -> Axes:
    """Draw in which years the dates of pages may be: the pages of a catalog, or listings.

    A dot is a known year, and a line leads from the first possible year to the last. If there is only one bound, an
    arrow leads away from it. A page about whose year nothing is known has a name only; pages without a date are left
    out. Raises ImportError if matplotlib is not installed.
    """
    dated = [(dump, dump.listing_date) for dump in _dumps(pages) if dump.listing_date is not None]
    named = _places_of_labels(len(dated))
    drawn = _new_axes(ax, height=1 + 0.3 * len(named))
    for row, (_, date) in enumerate(dated):
        _draw_years(drawn, row, date)
    drawn.set_yticks(named, [_page_name(dated[row][0].source, dated[row][1]) for row in named])
    drawn.set_ylim(max(len(dated), 1) - 0.5, -0.5)
    drawn.set_xlabel("year")
    _count_axis(drawn.xaxis)
    return drawn


def _dumps(pages: Iterable[Entry | Listing] | Listing) -> list[Dump]:
    """Return the pages themselves: listings as they come, and those of entries by date."""
    if isinstance(pages, Listing):
        return [Dump.of(pages)]
    found = list(pages)
    listings = [Dump.of(page) for page in found if isinstance(page, Listing)]
    entries = [page for page in found if not isinstance(page, Listing)]
    return listings + _pages(_entries(entries))


def _page_name(source: str | None, date: ListingDate) -> str:
    day = f"{MONTHS[date.month - 1]} {date.day}"
    return _label(f"{day}, {source}" if source else day)


def _draw_years(axes: Axes, row: int, date: ListingDate) -> None:
    first, last = date.earliest, date.latest
    if first is not None and first == last:
        axes.plot([first], [row], "o", color="C0")
    elif first is not None and last is not None:
        axes.plot([first, last], [row, row], "|-", color="C0", alpha=PALE, linewidth=4)
    elif first is not None:
        axes.plot([first, first + 1], [row, row], "->", color="C0", alpha=PALE, markevery=[1])
    elif last is not None:
        axes.plot([last - 1, last], [row, row], "-<", color="C0", alpha=PALE, markevery=[0])
