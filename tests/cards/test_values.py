"""Test that each value on a card gets the right name."""

from __future__ import annotations

from paperlist import parse_text

ABSTRACT = "It rains on some shores and not on others, and nobody knows why. " * 4


def test_a_count_before_a_title_is_seen_behind_comments_on_a_line_of_their_own() -> None:
    """Upvotes are separated from the titles after them, whether comments are on the line of the date or below it."""
    cards = [f"1{n} Clock {n} Drifts\n{ABSTRACT}\n· 6 authors\n·\nMar {n}\n5" for n in range(1, 7)]
    listing = parse_text("\n".join(["Daily Papers", "Mar 9", *cards]))
    assert [(paper.title, paper.upvotes, paper.comments) for paper in listing] == [
        (f"Clock {n} Drifts", 10 + n, 5) for n in range(1, 7)
    ]


def test_a_number_before_titles_is_read_whole() -> None:
    """However many digits it has, none is cut off."""
    titles = ["Clocks", "Tides", "Waves", "Winds"]
    text = "\n".join(["Daily Papers", "Mar 4", *(f"20240000001 {title}\n6 authors\n·\nMar 2" for title in titles)])
    assert {paper.upvotes for paper in parse_text(text)} == {20240000001}


def test_blanks_part_organizations_where_no_other_title_has_them() -> None:
    """Several blanks in titles without authors part organizations, unless titles with authors have such, too."""
    signed = [f"Submitted by tern-7\n{n}\nClocks {n}{{}}Drift\n· 6 authors" for n in range(3)]
    unsigned = [f"Submitted by tern-7\n4\n{title}" for title in ("Waves   Acme", "Winds", "Tides   Skerry")]
    for gap, found in ((" ", ("Tides", "Skerry")), ("  ", ("Tides Skerry", None))):
        text = "\n".join(["Daily Papers", "Mar 9", *(card.format(gap) for card in signed), *unsigned])
        paper = parse_text(text)[-1]
        assert (paper.title, paper.organization) == found
    (alone,) = parse_text("Daily Papers\n\nSubmitted by\n\ntern-7\n\n4\n\nLearning to  Row\n\n7")
    assert (alone.title, alone.organization) == ("Learning to Row", None)


def test_an_organization_indented_deeper_than_an_abstract_is_none_of_its_lines() -> None:
    """Lines indented deeper go on with a text as long as they all are, or where the one before ends open."""
    cards = [f" Clocks of\n   the North {n}\n {ABSTRACT}\n    Acme AI Lab\n ·\n Mar {n}" for n in range(1, 6)]
    listing = parse_text("\n".join([" Daily Papers", " Mar 9", *cards]))
    assert [paper.title for paper in listing] == [f"Clocks of the North {n}" for n in range(1, 6)]
    assert {paper.organization for paper in listing} == {"Acme AI Lab"}


def test_a_date_behind_authors_is_not_a_title() -> None:
    """A date that is not the first on its line belongs to the card above, though an abstract follows."""
    abstract = "We study tides and their graphs in the open sea over many years. " * 5 + "It works."
    text = f"Daily Papers\n\nMar 9\n\nClocks That Drift\n\n{abstract}\n\n3 authors Mar 5\n\n{abstract}\n"
    assert next((paper.title, str(paper.published)) for paper in parse_text(text)) == ("Clocks That Drift", "--03-05")
