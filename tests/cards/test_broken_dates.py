"""Test that dates on two lines are joined, and that no other lines are."""

from __future__ import annotations

import pytest

from paperlist import Listing, parse_text

ABSTRACT = "It rains on some shores and not on others, and nobody knows why. " * 4
TITLES = ("Clocks That Drift", "Tides on Moving Shores", "Waves of Two Moons", "Winds over Low Water")


def _daily(date: str, user: str = "tern") -> Listing:
    """Parse a daily page with a date."""
    cards = [f"Submitted by\n{user}\n{n}\n{title}\n·\n{n} authors\n{n}" for n, title in enumerate(TITLES, 2)]
    return parse_text("\n".join(["Daily Papers", date, *cards]))


def _dates(*dates: str, top: str = "Mar 9") -> tuple[str, list[str]]:
    """Return the page's date and the dates of papers on a search page with these dates."""
    cards = [f"{title}\n\n{ABSTRACT}\n\n  • 6 authors\n·\n{date}\n" for title, date in zip(TITLES, dates, strict=False)]
    listing = parse_text("\n".join(["Daily Papers", top, "", *cards]))
    assert [paper.title for paper in listing] == list(TITLES[: len(dates)])
    return str(listing.date), [str(paper.published) for paper in listing]


@pytest.mark.parametrize("date", ["Mar\n9", "Mar.\n9", "MARCH\n\n9", "Mar\n*\n9"])
def test_the_date_of_a_page_may_be_on_two_lines(date: str) -> None:
    """The page prints the month above the day. A lone month or day is not a paper."""
    listing = _daily(date)
    assert [paper.title for paper in listing] == list(TITLES)
    assert str(listing.date) == ("None" if "*" in date else "--03-09")


def test_a_user_with_the_name_of_a_month_is_not_a_date() -> None:
    """The count below the name are upvotes."""
    listing = _daily("Mar 9", "april")
    assert [(paper.submitted_by, paper.upvotes) for paper in listing] == [("april", n) for n in (2, 3, 4, 5)]


def test_a_wrapped_date_is_joined() -> None:
    """A tool may break the line anywhere in a date; a comma without a year after it is not part of the date."""
    found = _dates("Mar 4,\n2023 5", "Published on\nMar 5", "Published on Mar\n6, 2023", "Mar 7,")
    assert found == ("--03-09", ["2023-03-04", "--03-05", "2023-03-06", "--03-07"])


def test_dates_may_all_have_years() -> None:
    """If a tool writes all dates with years, then also those of this year, and the page's own."""
    assert _dates("2024-03-04 5", "2023-03-05 2", top="2024-03-09") == ("2024-03-09", ["2024-03-04", "2023-03-05"])
    listing = parse_text(f"Daily Papers\n\nClocks\n\n{ABSTRACT}\n\n  • 6 authors\n·\n2024-03-04", as_of=2024)
    assert str(listing[0].published) == "2024-03-04"
    assert not listing.diagnostics


def test_the_title_of_a_card_may_be_a_date() -> None:
    """A date with a year directly above an abstract is not the date of the page."""
    text = f"Daily Papers\n\nMar 9, 2023\n\n{ABSTRACT}\n\n  • 6 authors\n·\nMar 4, 2024"
    listing = parse_text(text)
    assert (listing.date, listing[0].title) == (None, "Mar 9, 2023")


@pytest.mark.parametrize("title", ["1984", "10k", "1.080"])
def test_a_number_in_the_place_of_a_title_is_the_title(title: str) -> None:
    """This is so on a page whose cards do not open with their upvotes."""
    above = f"Daily Papers\nMar 9\n\n{title}\n\n{ABSTRACT}\n\n  • 6 authors\n·\nMar 4"
    below = f"{TITLES[0]}\n\n{ABSTRACT}\n\n  • 6 authors\n·\nMar 4"
    first = parse_text(f"{above} 5\n\n{below}")
    assert [(paper.title, paper.comments) for paper in first] == [(title, 5), (TITLES[0], None)]
    second = parse_text(above.replace(title, TITLES[0]) + above.removeprefix("Daily Papers\nMar 9"))
    assert [(paper.title, paper.comments) for paper in second] == [(TITLES[0], None), (title, None)]


def test_comments_below_a_date_are_not_a_title() -> None:
    """Where other cards have their comments there, an abstract whose title is missing does not get one."""
    card = f"{{}}\n\n{ABSTRACT}\n\n  • 6 authors\n·\nMar 4\n\n5\n\n"
    text = "Daily Papers\nMar 9\n\n" + card.format(TITLES[0]) + card.format(TITLES[1]) + card.removeprefix("{}\n\n")
    listing = parse_text(text)
    assert [(paper.title, paper.comments) for paper in listing] == [(TITLES[0], 5), (TITLES[1], 5), ("", 5)]
