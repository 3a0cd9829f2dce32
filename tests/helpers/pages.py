"""Write pages of invented papers in all the ways in which tools save them, and define strategies for them."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any, Literal

from attrs import evolve, field, frozen
from hypothesis import strategies as st

from paperlist import ListingDate, Paper
from paperlist.model import MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

NOUNS = ("tides", "gauges", "kernels", "ledgers", "lanterns", "moss", "rivers", "solvers", "archives", "ferns", "buoys")
NAMES = ("Tarn", "MOSSNET", "Kestrel-2", "λ-Grid", "Ferro-2.5", "QUILL:Deep", "3D", "O(n)", "Étude", "R^2", "C++")
WORDS = (
    "we show that",
    "in practice",
    "under drift",
    "(e.g., salt)",
    "with 3.5% fewer",
    "across 12",
    "of the",
    "large",
)
ORGANIZATIONS = ("Acme AI Lab", "University of Drumlin", "Skerry", "Institute for Quiet Machines")
USERS = ("new", "42", "tern-7", "user_x", "AK", "Jobs", "mossy.stone")


@frozen(kw_only=True)
class Style:
    """How a page is saved."""

    view: Literal["search", "daily", "trending"] = "search"
    upvotes: bool = False
    organizations: bool = False
    blank: bool = True
    width: int | None = None
    bullet: str = "  • "
    avatars: int = 0
    links: Literal["", "markdown", "beside", "numbered", "behind"] = ""
    linked_abstracts: bool = False
    heading: str = ""
    indent: int = 0
    navigation: bool = False
    apart: bool = False


@frozen
class Writer:
    """Writes the lines of a page, as an extractor would."""

    style: Style
    lines: list[str] = field(factory=list)
    targets: list[str] = field(factory=list)

    def block(self, *lines: str) -> None:
        """Add lines that stand together; a blank line follows where the style has them."""
        self.lines.extend(" " * self.style.indent + line if line else line for line in lines)
        if self.style.blank:
            self.lines.append("")

    def wrapped(self, text: str) -> list[str]:
        """Return a text in lines no wider than the style's width."""
        if self.style.width is None:
            return [text]
        return textwrap.wrap(text, self.style.width - self.style.indent, break_long_words=False)

    def linked(self, text: str, target: str) -> str:
        """Return a text as a link in the style's way."""
        if not self.style.links:
            return text
        if self.style.links == "markdown":
            return f"[{text}]({target})"
        if self.style.links == "beside":
            return f"{text} ({target})"
        self.targets.append(target)
        return f"[{len(self.targets)}]{text}" if self.style.links == "numbered" else f"[{text}][{len(self.targets)}]"

    def text(self) -> str:
        """Return the page."""
        if self.targets:
            self.block("References", "", *(f"{i:4}. {target}" for i, target in enumerate(self.targets, 1)))
        return "\n".join(self.lines).rstrip("\n")


def printed_date(date: ListingDate) -> str:
    """Return a date as the page prints it."""
    return f"{MONTHS[date.month - 1]} {date.day}" + (f", {date.year}" if date.year else "")


def _values(writer: Writer, paper: Paper, dot: str) -> list[str]:
    style = writer.style
    avatars = [style.bullet.rstrip() or "*"] * style.avatars
    if paper.author_count is not None:
        return [*avatars, f"{style.bullet}{dot}{paper.author_count} authors"]
    return [paper.organization] if paper.organization else []


def _search_card(writer: Writer, paper: Paper, home: str) -> None:
    style = writer.style
    if style.upvotes:
        writer.block(writer.linked(str(paper.upvotes or "-"), f"{home}/login?next=%2Fpapers%2F{paper.arxiv_id}"))
    writer.block(*_title_lines(writer, paper, home))
    if paper.abstract:
        linked = writer.linked(paper.abstract, f"{home}/papers/{paper.arxiv_id}") if style.linked_abstracts else ""
        writer.block(*writer.wrapped(linked or paper.abstract))
    date = [printed_date(paper.published)] if paper.published else []
    if date and paper.comments is not None:
        comments = writer.linked(str(paper.comments), f"{home}/papers/{paper.arxiv_id}#community")
        date = [*date, comments] if style.apart else [f"{date[0]} {comments}"]
    values = _values(writer, paper, "")
    if paper.author_count is None and values:
        writer.block(*values)
        values = []
    if values or date:
        writer.block(*values, *(["·", *date] if date else []))


def _title_lines(writer: Writer, paper: Paper, home: str) -> list[str]:
    return writer.wrapped(writer.style.heading + writer.linked(paper.title, f"{home}/papers/{paper.arxiv_id}"))


def _submitter(writer: Writer, paper: Paper) -> None:
    writer.block(
        *(["Submitted by", f"{paper.submitted_by}"] if writer.style.apart else [f"Submitted by {paper.submitted_by}"])
    )


def _daily_card(writer: Writer, paper: Paper, home: str) -> None:
    _submitter(writer, paper)
    writer.block(str(paper.upvotes or "-"))
    writer.block(*_title_lines(writer, paper, home))
    writer.block(*_values(writer, paper, "· "))
    if paper.comments is not None:
        writer.block(str(paper.comments))


def _trending_card(writer: Writer, paper: Paper, home: str) -> None:
    for published in ("Published on ", ""):
        _submitter(writer, paper)
        writer.block(*_title_lines(writer, paper, home))
        if paper.abstract:
            writer.block(*writer.wrapped(paper.abstract))
        writer.block(*_values(writer, paper, ""))
        if paper.published:
            writer.block(f"· {published}{printed_date(paper.published)}")
        writer.block("Upvote", str(paper.upvotes or "-"))
        stars = [] if paper.github_stars is None else [f"GitHub {paper.github_stars}"]
        writer.block(" ".join([*stars, "arXiv Page"]))


CARDS = {"search": _search_card, "daily": _daily_card, "trending": _trending_card}


def write_page(papers: Sequence[Paper], date: ListingDate, style: Style) -> str:
    """Return a page of ``papers`` as an extractor with that style saves it."""
    writer = Writer(style)
    if style.navigation:
        writer.block("Daily Papers - Hugging Face")
        writer.block(
            *(
                f"{style.bullet}{word}"
                for word in ("Models", "Datasets", "Spaces", "Docs", "Pricing", "Log In", "Sign Up")
            )
        )
    writer.block("new")
    writer.block("Get trending papers in your email inbox!")
    writer.block("Subscribe")
    writer.block("Trending Papers" if style.view == "trending" else "Daily Papers")
    writer.block(*(["by", "AK", "and the research community"] if style.apart else ["byAK and the research community"]))
    if style.view != "trending":
        writer.block(f"{MONTHS[date.month - 1]} {date.day}")
    for paper in papers:
        CARDS[style.view](writer, paper, "https://huggingface.co" if style.indent else "")
    if style.navigation:
        writer.block("System theme")
        writer.block("TOS Privacy About Jobs")
    return writer.text()


def printed(paper: Paper, style: Style) -> Paper:
    """Return what of ``paper`` a page in that style prints."""
    hidden: dict[str, Any] = {}
    if not style.links:
        hidden["arxiv_id"] = None
    if style.view == "search":
        hidden |= dict.fromkeys(("submitted_by", "github_stars"))
        if not style.upvotes:
            hidden["upvotes"] = None
    elif style.view == "daily":
        hidden |= dict.fromkeys(("abstract", "published", "github_stars"))
    else:
        hidden["comments"] = None
    return evolve(paper, **hidden)


def day_printed(date: ListingDate) -> ListingDate:
    """Return a date as the page prints it, without a year that was deduced."""
    return date if date.year_basis == "printed" else ListingDate(month=date.month, day=date.day)


def as_printed(paper: Paper) -> Paper:
    """Return a parsed paper with its date as the page prints it."""
    return evolve(paper, published=paper.published and day_printed(paper.published))


def shown(paper: Paper) -> dict[str, Any]:
    """Return the fields of a parsed paper that a search page of the seeds' layout shows, as the page prints them."""
    return {
        "title": paper.title,
        "abstract": paper.abstract,
        "author_count": paper.author_count,
        "published": paper.published and printed_date(day_printed(paper.published)),
        "comments": paper.comments,
    }


def _sentence(words: Sequence[str]) -> str:
    return f"{words[0].capitalize()} {' '.join(words[1:])}."


def _phrases(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([*NOUNS, *WORDS, *NAMES]), min_size=least, max_size=most)


def _title(name: str, words: list[str], end: str) -> str:
    return name + " ".join(words).title() + end


def titles() -> st.SearchStrategy[str]:
    """Titles of one to many words, some with a name and a colon, some a question."""
    words = st.lists(st.sampled_from([*NOUNS, *NAMES, "of", "for", "with", "and"]), min_size=1, max_size=9)
    return st.builds(_title, st.sampled_from(("", "Tarn: ", "Ferro-7B: ")), words, st.sampled_from(("", "", "?")))


def _abstract(sentences: list[str], end: str) -> str:
    return " ".join(sentences) + end


def abstracts() -> st.SearchStrategy[str]:
    """Abstracts of several sentences, from some 100 characters up."""
    sentences = st.lists(_phrases(8, 24).map(_sentence), min_size=3, max_size=9)
    end = st.sampled_from(("", " Code: https://example.org/tarn.", " See https://example.org/a/b-c_d."))
    return st.builds(_abstract, sentences, end)


def dates() -> st.SearchStrategy[ListingDate]:
    """Dates with and without a year."""
    return st.builds(
        ListingDate, month=st.integers(1, 12), day=st.integers(1, 28), year=st.none() | st.integers(2019, 2024)
    )


def papers(style: Style) -> st.SearchStrategy[Paper]:
    """Whole papers as the page shows them: authors or else an organization."""
    affiliations = st.integers(1, 3303)
    counts = st.none() | st.integers(1, 500)

    def whole(organization: str | None, authors: int, **fields: object) -> Paper:
        return Paper(author_count=None if organization else authors, organization=organization, **fields)  # type: ignore[arg-type]

    return st.builds(
        whole,
        organization=(st.none() | st.sampled_from(ORGANIZATIONS)) if style.organizations else st.none(),
        authors=affiliations,
        title=titles(),
        abstract=abstracts(),
        published=dates(),
        comments=counts,
        upvotes=st.integers(0, 999),
        submitted_by=st.sampled_from(USERS),
        arxiv_id=st.builds("{:04}.{:05}".format, st.integers(1901, 1912), st.integers(0, 99999)),
        github_stars=st.none() | st.integers(0, 999),
    )


def styles(*views: Literal["search", "daily", "trending"]) -> st.SearchStrategy[Style]:
    """Ways of saving a page that lose nothing: without blank lines, wrapped lines and organizations are ambiguous."""
    styles = st.builds(
        Style,
        view=st.sampled_from(views),
        upvotes=st.booleans(),
        organizations=st.booleans(),
        blank=st.booleans(),
        width=st.none() | st.integers(70, 120),
        bullet=st.sampled_from(("  • ", "* ", "", "- ", "  + ", "    o ")),
        avatars=st.integers(0, 3),
        links=st.sampled_from(("", "markdown", "beside", "numbered", "behind")),
        heading=st.sampled_from(("", "", "### ")),
        indent=st.integers(0, 6),
        navigation=st.booleans(),
        apart=st.booleans(),
    )
    return styles.filter(_tells_all)


def _tells_all(style: Style) -> bool:
    """Whether a page in that style shows which value is which."""
    if not style.blank and (style.width or style.organizations):
        return False
    return style.upvotes or not style.apart or style.view != "search" or bool(style.links)


@st.composite
def pages(
    draw: st.DrawFn, *views: Literal["search", "daily", "trending"], style: Style | None = None
) -> tuple[list[Paper], ListingDate, Style]:
    """Papers, the page's date, and the style in which it is saved; no paper stands there twice."""
    style = style or draw(styles(*views))
    listed = draw(st.lists(papers(style), min_size=6, max_size=12, unique_by=lambda paper: paper.title))
    return listed, draw(dates()), style
