"""Test that pages in other markup languages than Markdown are read."""

from __future__ import annotations

import pytest

from paperlist import parse_text, tokenize
from paperlist.tokens.notations.dialects import translated

ABSTRACT = (
    "We date the layers of bogs by the pollen in them. A graph of species is enough for a decade of precision, and it"
    " runs on a laptop in the field."
)
TITLE = "Peat Clocks: Dating Bog Layers"
LANGUAGES = {
    "AsciiDoc": ("link:{0}[{1}]", "== {0}", "* image:/a.svg[image]"),
    "DokuWiki": ("[[{0}|{1}]]", "==== {0} ====", "  * {{{{/a.svg|image}}}}"),
    "Jira": ("[{1}|{0}]", "h3. {0}", "* !/a.svg!"),
    "MediaWiki": ("[{0} {1}]", "=== {0} ===", "* [[File:/a.svg]]"),
    "Textile": ('"{1}":{0}', "h5. {0}", "* !/a.svg!"),
    "Jira with anchors": ("[{1}|{0}]", "h3. {{anchor:peat}}{0}", "[/papers/3103.00007]\n\n* !/o.png|alt=moss!"),
    "Textile with classes": ('"(line-clamp-3){1}":{0}', "h3(mb-1#peat). {0}", "* !(size-4)/a.svg(moss)!"),
    "pages of a wiki": ("[[{0}|{1}]]", "=== {0} ===", "[[papers/3103.00007|]]\n\n* [[File:/a.svg]]"),
}


def _page(link: str, heading: str, image: str, home: str) -> str:
    """Return a page with two cards whose links have this form."""
    cards = [
        "\n\n".join(
            [
                link.format(f"{home}/login?next=%2Fpapers%2F{number}", "12"),
                heading.format(link.format(f"{home}/papers/{number}", TITLE + name)),
                ABSTRACT,
                f"{image.format()}\n* 4 authors",
                "·",
                "May 29 " + link.format(f"{home}/papers/{number}#community", "6"),
            ]
        )
        for number, name in (("3103.00007", " One"), ("3103.00008", " Two"))
    ]
    return "\n\n".join([heading.format("Daily Papers"), "Oct 2", *cards])


@pytest.mark.parametrize("home", ["", "https://huggingface.co"], ids=["relative", "absolute"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_links_of_other_languages_are_read(language: str, home: str) -> None:
    """Titles have no markup left, and the addresses give the ids and the meaning of counts."""
    page = _page(*LANGUAGES[language], home)
    listing = parse_text(page)
    assert [paper.title for paper in listing] == [f"{TITLE} One", f"{TITLE} Two"]
    assert [paper.arxiv_id for paper in listing] == ["3103.00007", "3103.00008"]
    for paper in listing:
        assert (paper.abstract, paper.author_count, paper.upvotes, paper.comments) == (ABSTRACT, 4, 12, 6)
    assert not listing.diagnostics
    assert "".join(token.words for token in tokenize(page)) == page


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("link:/papers/3103.00007[Peat\nClocks]", "Peat\nClocks"),
        ("link:/papers/3103.00007[* \n* 4 authors]", "[](/papers/3103.00007)\n* 4 authors"),
        ("link:/papers/3103.00007[[.short]#Peat#]", "[Peat](/papers/3103.00007)"),
        ("[Peat\nClocks|/papers/3103.00007]", "Peat\nClocks"),
        ("link:/papers/3103.00007[Peat] link:/papers/trending[Trending\nPapers]", "[Peat](/papers/3103.00007) \n"),
        ("[Peat](/papers/3103.00007) link:/papers/3103.00007[Peat]", None),
        ("link:/models[Peat], /papers/3103.00007", None),
        ("/papers/3103.00007", None),
        ("[[papers/3103.00007|Peat [Draft]]]", "[Peat [Draft]](/papers/3103.00007)"),
        ("[Peat \\[Draft\\]|/papers/3103.00007]", "Peat \\[Draft\\] (/papers/3103.00007)"),
        ('"(flex)":/papers/3103.00007', "[](/papers/3103.00007)"),
        ('"(re)moved":/papers/3103.00007', "(re)moved (/papers/3103.00007)"),
        ('"Peat&#45;Bogs":/papers/3103.00007', "Peat-Bogs (/papers/3103.00007)"),
        ("` </papers/3103.7>`__ `|moss|\n   Moss </moss>`__", "[](/papers/3103.7)    [\n   Moss](/moss)   "),
        ("[[/papers/3103.7][]] [[/moss][[[/o.png]]\nMoss\nLab]]", "[[/papers/3103.7][]] [[/moss][]]\nMoss\nLab"),
    ],
)
def test_links_over_lines_keep_their_lines(link: str, expected: str | None) -> None:
    """A link over two lines loses its address, unless the first has no words; one to no paper loses its words."""
    assert translated(link) == (link if expected is None else expected)


CARDS = {
    "reStructuredText": """
   Submitted by |image1| tern

   12

   .. rubric:: `{title} </papers/{number}>`__
      :name: peat

   ` </papers/{number}>`__ `|moss-institute|
   Moss Institute </moss-institute>`__
""",
    "Org": """
Submitted by [[/u.png]] tern

12

** [[/papers/{number}][{title}]]
   :PROPERTIES:
   :CLASS: mb-1
   :END:

[[/papers/{number}][]] [[/moss-institute][[[/o.png]]
Moss Institute]]
""",
}


@pytest.mark.parametrize("language", CARDS)
def test_names_below_their_pictures_have_no_markup(language: str) -> None:
    """A link to an organization begins with its picture, and goes on on the next line."""
    numbers = range(1, 6)
    cards = [CARDS[language].format(title=f"{TITLE} {n}", number=f"3103.0000{n}") for n in numbers]
    listing = parse_text("\n".join(["Daily Papers", "", "Oct 2", *cards]))
    assert [paper.title for paper in listing] == [f"{TITLE} {n}" for n in numbers]
    assert [paper.arxiv_id for paper in listing] == [f"3103.0000{n}" for n in numbers]
    assert {(paper.organization, paper.upvotes) for paper in listing} == {("Moss Institute", 12)}
    assert not listing.diagnostics
