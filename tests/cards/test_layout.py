"""Test that the layout is inferred from what repeats on a page, whatever else a tool or the site adds."""

from __future__ import annotations

import pytest

from paperlist import parse_text

ABSTRACT = "Buoys drift with the tide, and so do we. " * 6
TITLES = ("Clocks That Drift", "Tides on Moving Shores", "Waves of Two Moons", "Winds over Low Water", "Ebb and Flow")
SEARCH = [f"{title}\n\n{ABSTRACT}\n\n  • {n} authors\n·\nMar {n} {n}" for n, title in enumerate(TITLES, 2)]
DAILY = [f"Submitted by\ntern-{n}\n{n}\n{title}\n· {n} authors\n{n}" for n, title in enumerate(TITLES, 2)]


def _titles(*parts: str) -> list[str]:
    return [paper.title for paper in parse_text("\n\n".join(parts))]


def _page(cards: list[str], day: str = "Mar 9") -> list[str]:
    return ["Daily Papers", day, *cards, "System theme\nTOS\nPrivacy\nAbout\nJobs"]


def test_a_page_of_titles_alone_has_no_abstracts() -> None:
    """Where no text is a sentence, every second one is no abstract of the one before."""
    assert _titles(*_page(list(TITLES))) == list(TITLES)
    assert [paper.abstract for paper in parse_text("\n\n".join(_page(list(TITLES))))] == [None] * len(TITLES)


@pytest.mark.parametrize(
    ("stand_in", "codes"),
    [("[picture: none]", set()), ("- [Bild: ohne Text]", set()), ("Picture 1", {"unknown-text"})],
)
@pytest.mark.parametrize("cards", [SEARCH, DAILY], ids=["search", "daily"])
def test_what_stands_on_many_cards_is_no_text_of_theirs(cards: list[str], stand_in: str, codes: set[str]) -> None:
    """The values below a label of a picture belong to their cards; it is reported if it is not in brackets."""
    marked = [
        card.replace("  •", f"{stand_in}\n\n{stand_in}\n\n  •").replace("·", f"\n{stand_in}\n\n·") for card in cards
    ]
    listing = parse_text("\n\n".join(_page(marked)))
    assert [paper.title for paper in listing] == list(TITLES)
    assert [paper.author_count for paper in listing] == [2, 3, 4, 5, 6]
    assert {diagnostic.code for diagnostic in listing.diagnostics} == codes


def test_a_stand_in_above_a_title_is_none() -> None:
    """Where enough is left for a title and an abstract, the first text may be one."""
    assert _titles(*_page([f"A picture of somebody\n\n{card}" for card in SEARCH])) == list(TITLES)


def test_a_stand_in_above_few_titles_is_none() -> None:
    """If it is on four of ten cards, it is no title, either."""
    titles = [f"{title}{end}" for title in TITLES for end in ("", ", Again")]
    cards = [f"{title}\n\n{ABSTRACT}\n\n  • 3 authors\n·\nMar 4" for title in titles]
    marked = [f"A picture of somebody\n\n{card}" if n % 3 == 0 else card for n, card in enumerate(cards)]
    assert _titles(*_page(marked)) == titles


def test_stand_ins_may_be_counted() -> None:
    """What differs in its number alone is the same."""
    cards = [card.replace("  •", f"Picture {n}\n\nPicture {n + 50}\n\n  •") for n, card in enumerate(SEARCH)]
    assert _titles(*_page(cards)) == list(TITLES)


def test_an_organization_may_stand_on_many_cards() -> None:
    """It is the last text of a card without authors."""
    cards = [card.replace("· ", "Drumlin Lab · ").split(" · ")[0] + f"\n{n}" for n, card in enumerate(DAILY, 2)]
    listing = parse_text("\n\n".join(_page(cards)))
    assert [(paper.title, paper.organization) for paper in listing] == [(title, "Drumlin Lab") for title in TITLES]


def test_a_page_that_was_saved_often_keeps_its_titles() -> None:
    """Where most short lines stand often, none of them is a stand-in."""
    bare = [f"{title}\n\n{ABSTRACT}" for title in TITLES]
    assert _titles(*_page(bare * 6)) == list(TITLES) * 6


@pytest.mark.parametrize("cards", [SEARCH, DAILY], ids=["search", "daily"])
@pytest.mark.parametrize("title", ["Phi-{} Technical Report", "A Paper Seen Each Day"])
def test_titles_may_be_the_same_but_for_their_numbers(cards: list[str], title: str) -> None:
    """A card keeps its title however often another has it: the page may be of several days."""
    named = [card.replace(known, title.format(n)) for n, (card, known) in enumerate(zip(cards, TITLES, strict=True))]
    others = [card.replace(known, f"{known} Again") for card, known in zip(cards, TITLES, strict=True)]
    expected = [title.format(n) for n in range(len(TITLES))] + [f"{known} Again" for known in TITLES]
    assert sorted(_titles(*_page([*named, *others]))) == sorted(expected)


def test_a_label_on_some_cards_leaves_their_values() -> None:
    """It is on too few cards to be left out before they are found; the values below it belong to the card above."""
    titles = [f"{title} {place}" for title in TITLES for place in ("by Day", "by Night")]
    cards = [SEARCH[0].replace(TITLES[0], title) for title in titles]
    cards[2:6] = [card.replace("·", "\nPicture of somebody\n\n·") for card in cards[2:6]]
    listing = parse_text("\n\n".join(_page(cards)))
    assert [paper.title for paper in listing] == titles
    assert {paper.comments for paper in listing} == {2}


def test_the_label_above_an_organization_is_none() -> None:
    """It is the name of the account, as on the picture."""
    cards = [*SEARCH[:4], SEARCH[4].replace("  • 6 authors", "tern-lab\n\nTern Lab")]
    papers = parse_text("\n\n".join(_page(cards))).papers
    assert [(paper.title, paper.organization) for paper in papers][3:] == [(TITLES[3], None), (TITLES[4], "Tern Lab")]


def test_lines_that_are_all_cut_at_one_length_were_not_wrapped() -> None:
    """Then no line continues on the next, however long they are."""
    line = ("We follow buoys that drift with the tide over all of the wide harbor " * 6)[:300]
    cards = [f"{title}\n\n{n}{line}\n{n}{line}\n\n  • {n} authors\n·\nMar {n} {n}" for n, title in enumerate(TITLES, 2)]
    listing = parse_text("\n\n".join(_page(cards)))
    assert listing.layout is not None
    assert listing.layout.width is None
    assert [paper.title for paper in listing] == list(TITLES)


def test_titles_that_differ_in_a_number_are_no_labels() -> None:
    """Labels may have numbers, too, but without a label a card still has its title, and not just an abstract."""
    titles = [f"On the Tides of Bay {n}" for n in range(8)]
    cards = [f"{title}\n\n{'We measure one more bay. ' * 6}\n\n  • {n} authors" for n, title in enumerate(titles, 1)]
    assert _titles(*_page(cards)) == titles


def test_the_menu_of_the_site_is_no_card() -> None:
    """In it `GitHub` is a link without a count, and `Daily Papers` one without cards."""
    menu = "Models\nDatasets\nSpaces\nCommunity\nBlog\nPosts\nDaily Papers\nLearn\nForum\nGitHub\nSolutions\nPricing"
    listing = parse_text("\n\n".join([menu, *_page(SEARCH)]))
    assert [paper.title for paper in listing] == list(TITLES)
    assert not listing.diagnostics
    assert str(listing.date) == "--03-09"


@pytest.mark.parametrize("below", ["```\n\nLet me know if you need anything else.", "</document>", "Page 3 of 3"])
def test_what_stands_below_the_footer_is_no_card(below: str) -> None:
    """A tool may write something below the page; cards with values there are still cards."""
    assert _titles(*_page(SEARCH), below) == list(TITLES)
    assert "A Late One" in _titles(*_page(SEARCH), "A Late One", ABSTRACT, "6 authors\n·\nMar 2")


def test_the_date_of_a_page_has_no_year() -> None:
    """A date with a year, in the place of the page's date, is that of a paper."""
    assert str(parse_text("\n\n".join(_page(SEARCH, "Mar 9"))).date) == "--03-09"
    assert parse_text("\n\n".join(_page(SEARCH, "Mar 9, 2025"))).date is None


@pytest.mark.parametrize("label", ["Week 10", "March 2026", "W10", "Mar 2 - Mar 8", "2 – 8 March 2026"])
def test_the_name_of_a_week_or_month_is_no_card(label: str) -> None:
    """It is in the place of the date, above the first card, whose count is still one of upvotes."""
    listing = parse_text("\n\n".join(_page(DAILY, label)))
    assert listing.date is None
    assert [(paper.title, paper.upvotes, paper.comments) for paper in listing] == [
        (title, n, n) for n, title in enumerate(TITLES, 2)
    ]
    assert not listing.diagnostics


def test_a_query_in_the_place_of_the_date_is_no_card() -> None:
    """It is above the first card, whose count is still one of upvotes, and it is reported."""
    listing = parse_text("\n\n".join(_page(DAILY, "tidal clocks")))
    assert [(paper.title, paper.upvotes) for paper in listing] == [(title, n) for n, title in enumerate(TITLES, 2)]
    assert [diagnostic.excerpt for diagnostic in listing.diagnostics] == ["tidal clocks"]


def test_the_picture_of_an_organization_is_none() -> None:
    """An account on the line above the name of an organization is the label of its picture."""
    cards = [f"{title}\n\n{ABSTRACT}\n\ndrumlin\n\nDrumlin Lab\n\n·\nMar {n}" for n, title in enumerate(TITLES, 2)]
    listing = parse_text("\n\n".join(_page(cards)))
    assert [(paper.title, paper.organization) for paper in listing] == [(title, "Drumlin Lab") for title in TITLES]


@pytest.mark.parametrize("hard_break", ["\\", "\\\\"])
def test_escaped_brackets_and_hard_breaks_are_marks(hard_break: str) -> None:
    """Markdown that was formatted again escapes brackets of links that hold lists."""
    marks = f"\\[\n\n- ![](/a.svg){hard_break}\n- {{}}\n\n\\](/papers/2401.00001)"
    cards = [card.replace(f"  • {n} authors", marks.format(f"{n} authors")) for n, card in enumerate(SEARCH, 2)]
    listing = parse_text("\n\n".join(_page([f"[\\[ \\] ](/login?next=x)\n\n{card}" for card in cards])))
    assert [(paper.title, paper.author_count) for paper in listing] == [(t, n) for n, t in enumerate(TITLES, 2)]
    assert not listing.diagnostics


def test_a_date_ends_a_card_on_a_line_of_many() -> None:
    """All of a page may stand on one line: behind a dot and a date the next card begins."""
    cards = [f"{title} We study {title.lower()}. {ABSTRACT}{n} authors · Mar {n}" for n, title in enumerate(TITLES, 2)]
    listing = parse_text("Daily Papers\nMar 9\n" + " ".join(cards))
    assert [(paper.title, paper.author_count) for paper in listing] == [(t, n) for n, t in enumerate(TITLES, 2)]


@pytest.mark.parametrize("cards", [SEARCH, [card.replace("\n4\n", "\n-\n") for card in DAILY]])
def test_line_ends_that_were_written_twice_are_one(cards: list[str]) -> None:
    """Windows makes CR CR LF of CR LF where text is written as text once more; places count what is there."""
    text = "\n\n".join(_page(cards))
    twice = text.replace("\n", "\r\r\n")
    assert parse_text(twice).papers == parse_text(text).papers
    assert [paper.line for paper in parse_text(twice)] == [paper.line for paper in parse_text(text)]
    first = parse_text(twice)[0]
    assert first.span is not None
    assert first.title in twice[slice(*first.span)]


def test_numbers_of_links_behind_their_words_are_marks() -> None:
    """Their addresses are listed at the end, and the numbers are removed from the titles."""
    cards = [
        f"{n}⟨{n}1⟩\n### {title}⟨{n}2⟩\n\n{ABSTRACT}⟨{n}2⟩\n  * {n} authors\n⟨{n}2⟩\n·\nMar {n}  {n}⟨{n}3⟩"
        for n, title in enumerate(TITLES, 2)
    ]
    home = "https://huggingface.co"
    listed = [
        f"⟨{n}1⟩ {home}/login?next=x: {n}\n⟨{n}2⟩ {home}/papers/2401.0000{n}: {title}\n"
        f"⟨{n}3⟩ {home}/papers/2401.0000{n}#community: {n}"
        for n, title in enumerate(TITLES, 2)
    ]
    listing = parse_text("\n\n".join([*_page(cards), "## References", "\n".join(listed)]))
    assert [(p.title, p.upvotes, p.comments, p.arxiv_id) for p in listing] == [
        (title, n, n, f"2401.0000{n}") for n, title in enumerate(TITLES, 2)
    ]
    assert {paper.abstract for paper in listing} == {ABSTRACT.strip()}


def test_abstracts_without_titles_are_no_papers() -> None:
    """A tool may leave out all titles: then no words of the abstracts are taken for them, and the page is refused."""
    abstracts = [
        f"Recent forecasts of {word} have failed on most shores. We follow the water with a graph of drifting buoys, "
        "and show on nine bays and two rivers where it goes when winds turn and when moons are full or new again."
        for word in ("tides", "waves", "winds", "clocks", "ferns")
    ]
    cards = [f"{text}\n\n{n} authors\n·\nMar {n}" for n, text in enumerate(abstracts, 2)]
    listing = parse_text("\n\n".join(_page(cards)))
    assert not listing
    assert [diagnostic.code for diagnostic in listing.diagnostics] == ["unread-markup"]


def test_addresses_of_the_page_behind_words_are_marks() -> None:
    """Links may stand in round brackets behind their words; those to elsewhere are the text's own."""
    cards = [
        f" (/login?next=x)\n\n{title} (/papers/2401.0000{n})\n\n{ABSTRACT}Code (https://example.org/tides{n})\n\n"
        f" (/papers/2401.0000{n})\nacme-ai Acme AI Lab (/acme-ai)\n·\nMar {n} {n} (/papers/2401.0000{n}#community)"
        for n, title in enumerate(TITLES, 2)
    ]
    listing = parse_text("\n\n".join([*_page(cards), " (/papers)\nTOS (/terms-of-service) Privacy (/privacy)"]))
    assert [(p.title, p.arxiv_id, p.organization, p.comments) for p in listing] == [
        (title, f"2401.0000{n}", "Acme AI Lab", n) for n, title in enumerate(TITLES, 2)
    ]
    assert [p.abstract for p in listing] == [f"{ABSTRACT}Code (https://example.org/tides{n})" for n in range(2, 7)]
    assert not listing.diagnostics


@pytest.mark.parametrize("submitted", ["", "Submitted by\ntern-7\n\n"])
def test_an_organization_may_end_a_card_like_the_authors_of_others(submitted: str) -> None:
    """Where neither dates nor dots end the cards, a short text behind an abstract is one, and no title."""
    ends = ["  • 2 authors", "Drumlin Lab", "  • 4 authors", "Institute for Quiet Machines", "  • 6 authors"]
    cards = [f"{title}\n\n{ABSTRACT}\n\n{end}" for title, end in zip(TITLES, ends, strict=True)]
    cards[2:4] = [submitted + card for card in cards[2:4]]
    listing = parse_text("\n\n".join(_page(cards)))
    assert [(p.title, p.organization or p.author_count) for p in listing] == [
        *zip(TITLES, (2, "Drumlin Lab", 4, "Institute for Quiet Machines", 6), strict=True)
    ]
    assert not listing.diagnostics


@pytest.mark.parametrize("rest", ["m", ""])
def test_a_name_that_was_wrapped_at_its_dash_is_whole(rest: str) -> None:
    """A submitter's whole name is in the address of the link; an organization's lines are joined by a blank."""
    cards = [
        f"[![](/t.png)](/p/{n}) [Submitted by ![](/u.png) tern-\n{rest}{n}](/tern-{rest}{n})\n\n[ {n}](/login?next=x)"
        f"\n\n### [{title}](/papers/2401.0000{n})\n\n[![acme-lab](/o.png) Acme\nLab](/acme-lab)\n\n[ 9](/p#community)"
        for n, title in enumerate(TITLES, 2)
    ]
    listing = parse_text("\n\n".join(_page(cards)))
    assert [(p.title, p.submitted_by, p.upvotes) for p in listing] == [
        (title, f"tern-{rest}{n}", n) for n, title in enumerate(TITLES, 2)
    ]
    assert {p.organization for p in listing} == {"Acme Lab"}


def test_paragraphs_and_headings_may_be_marked() -> None:
    """Where each bears its mark, a line without one goes on with the line before."""
    title = "Following the Water with a Graph of Drifting Buoys and\nTheir Lanterns"
    texts = [*TITLES[:4], title]
    cards = [f"<h> {text}\n<p> {ABSTRACT}\n<p> {n} authors\n<p> ·\n<p> Mar {n}" for n, text in enumerate(texts, 2)]
    listing = parse_text("\n".join(["<h> Daily Papers", "<p> Mar 9", *cards, "<p> TOS", "<p> Privacy"]))
    assert [p.title for p in listing] == [text.replace("\n", " ") for text in texts]
    assert {p.abstract for p in listing} == {ABSTRACT.strip()}


def test_abstracts_that_stand_twice_without_titles_are_one() -> None:
    """A page for two widths of screens shows each card twice; without titles the abstracts tell."""
    abstracts = [ABSTRACT.replace("tide", word) for word in ("tide", "wave", "wind")]
    cards = [f"Submitted by tern-7\n\n{text}\n\n· Published on Mar 3\n\n{text}\n\n· Mar 3" for text in abstracts]
    titled = [f"Submitted by tern-7\n\n{title}\n\n{ABSTRACT}\n\n· Published on Mar 3" for title in TITLES[:4]]
    listing = parse_text("\n\n".join(_page([*titled, *cards])))[4:]
    assert [(p.title, p.abstract) for p in listing] == [("", text.strip()) for text in abstracts]


@pytest.mark.parametrize("own", ["(https://huggingface.co/tern)", "(/think)", "(/a/b)", "[9]"])
@pytest.mark.parametrize("numbered", [False, True])
def test_a_text_may_end_in_brackets(own: str, *, numbered: bool) -> None:
    """Unless most titles of the page do, what stands in them is the text's own."""
    cards = [
        *SEARCH[:3],
        SEARCH[3].replace(TITLES[3], f"{TITLES[3]} {own}").replace("so do we. \n", f"so do we {own}\n"),
    ]
    listed = ["References", "\n".join(f"{n}. https://huggingface.co/papers/2401.0000{n}" for n in range(1, 10))]
    if numbered:
        cards = [f"[{n}]{card}" for n, card in enumerate(cards, 1)]
    listing = parse_text("\n\n".join(_page(cards) + listed * numbered))
    assert [paper.title for paper in listing] == [*TITLES[:3], f"{TITLES[3]} {own}"]
    assert [paper.abstract for paper in listing] == [*[ABSTRACT.strip()] * 3, f"{ABSTRACT.strip()[:-1]} {own}"]
    assert [paper.arxiv_id for paper in listing] == [f"2401.0000{n}" if numbered else None for n in range(1, 5)]


@pytest.mark.parametrize("blank", ["\n", "\n\n"])
@pytest.mark.parametrize("path", ["/papers/2401.00009", "/tern-research-group-of-lanterns-and-buoys", "/tern/buoys"])
def test_an_address_on_a_line_of_its_own_may_end_an_abstract(path: str, blank: str) -> None:
    """Where lines were wrapped it is the text's, and tells nothing of the paper's own id."""
    line = "Wherever {}{} lanterns drift with tides we follow them over all of the harbor, and see"
    abstracts = ["\n".join([line.format(card, at) for at in range(5)]) for card in range(5)]
    cards = [card.replace(ABSTRACT, abstract) for card, abstract in zip(SEARCH, abstracts, strict=True)]
    cards[1] = cards[1].replace(abstracts[1], f"{abstracts[1]}\n(https://huggingface.co{path})")
    papers = parse_text("\n\n".join(_page(cards)).replace("\n\n", blank)).papers
    assert [paper.title for paper in papers] == list(TITLES)
    assert (papers[1].abstract or "").endswith(f"and see (https://huggingface.co{path})")
    assert {paper.arxiv_id for paper in papers} == {None}


def test_bars_of_a_menu_part_no_formulas() -> None:
    """Bars replace line ends only if they also separate values of cards; even then formulas may contain them."""
    formula = f"We model p(x|y) as |z| here. {ABSTRACT}".strip()
    cards = [card.replace(ABSTRACT, formula) for card in SEARCH]
    cards[0] = cards[0].replace(TITLES[0], "On P(A|B)")
    menu = "Models|Datasets|Spaces|Docs|Enterprise|Pricing"
    listing = parse_text("\n\n".join([menu, *_page(cards)]))
    assert [(p.title, p.abstract) for p in listing] == [(t, formula) for t in ("On P(A|B)", *TITLES[1:])]
    formula = formula.replace("|z|", "z")
    rows = [f"{title}|{formula}|{n} authors|·|Mar {n}" for n, title in enumerate(["On P(A|B)", *TITLES[1:]], 2)]
    listing = parse_text("\n".join([f"{menu}|Daily Papers|Mar 9", *rows]))
    assert [(p.title, p.abstract) for p in listing] == [(t, formula) for t in ("On P(A|B)", *TITLES[1:])]


@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize("end", ["and", "Lanterns"])
def test_titles_may_break_on_the_page(end: str, *, dated: bool) -> None:
    """Their data holds line breaks; the first line is no organization of the card before, which has no authors."""
    title = f"Following the Water with a Graph of Drifting Buoys {end}\nTheir Moons"
    cards = [card if dated else card.partition("\n·")[0] for card in SEARCH]
    cards[1] = cards[1].partition("\n\n  •")[0]
    cards[2] = cards[2].replace(TITLES[2], title)
    listing = parse_text("\n\n".join(_page(cards)))
    assert [paper.title for paper in listing] == [*TITLES[:2], title.replace("\n", " "), *TITLES[3:]]
    assert {paper.organization for paper in listing} == {None}


def test_a_page_cut_off_within_a_title_has_no_organization_more() -> None:
    """What no title ends with, no organization does."""
    cards = [card.partition("\n·")[0] for card in SEARCH]
    cards[4:] = [cards[4].partition("\n\n  •")[0], "Lanterns of"]
    listing = parse_text("\n\n".join(["Daily Papers", *cards]))
    assert [paper.title for paper in listing] == list(TITLES)
    assert listing[4].organization is None
    assert [diagnostic.excerpt for diagnostic in listing.diagnostics][-1] == "Lanterns of"
