"""Write pages of invented papers in HTML: in the structure of the real page, as browsers and archives save it."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from attrs import asdict, frozen

from paperlist.model import MONTHS
from tests.helpers.pages import printed_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from paperlist import ListingDate, Paper

SITE = "https://huggingface.co"
ICON = '<svg class="mr-1" aria-hidden="true" viewBox="0 0 32 32"><title>icon</title><path d="M16 2"/></svg>'
NAVIGATION = ("Models", "Datasets", "Spaces", "Docs", "Log In", "Sign Up")
FOOTER = ("TOS", "Privacy", "About", "Jobs")
WAYBACK = "/web/20250304050607/"
HEADS = {
    "served": "<!doctype html>\n",
    "complete": f"<!DOCTYPE html>\n<!-- saved from url=(0029){SITE}/papers -->\n",
    "one line": f"<!DOCTYPE html> <!--\n Page saved with a browser\n url: {SITE}/papers\n"
    " saved date: Tue Mar 04 2025 09:10:11 GMT+0100\n-->",
    "archived": "<!DOCTYPE html>",
}
"""How a page begins, by the way in which it was saved."""

Saving = Literal["served", "complete", "one line", "archived"]


@frozen
class HtmlPage:
    """Writes a page as HTML: its view, and the way in which it is saved."""

    view: Literal["search", "daily", "trending"]
    saving: Saving = "served"

    def address(self, path: str) -> str:
        """Return the address of a link on the page."""
        if path.startswith("https:"):
            return path
        home = {"served": "", "archived": f"{WAYBACK}{SITE}"}.get(self.saving, SITE)
        return home + path

    def link(self, path: str, inner: str) -> str:
        """Return a link."""
        return f'<a href="{self.address(path)}" class="flex cursor-pointer">{inner}</a>'

    def title(self, paper: Paper) -> str:
        """Return the title of a card."""
        title = escape(paper.title, quote=False)
        return f'<h3 class="mb-1 text-lg/6">{self.link(f"/papers/{paper.arxiv_id}", title)}</h3>'

    def submitter(self, paper: Paper) -> str:
        """Return the user who submitted a paper."""
        image = f'<div class="h-4"><img alt="{paper.submitted_by}\'s avatar" src="/u.png"></div>'
        return self.link(f"/{paper.submitted_by}", f"<div>Submitted by\n{image}\n\t\t{paper.submitted_by}</div>")

    def upvotes(self, paper: Paper) -> str:
        """Return the upvotes at the top of a card."""
        box = f'<input disabled type="checkbox" class="peer hidden"> {ICON}'
        votes = f'<div>{box} <div class="leading-none">{paper.upvotes or "-"}</div></div>'
        return f"<div>{self.link(f'/login?next=%2Fpapers%2F{paper.arxiv_id}', votes)}</div>"

    def authors(self, paper: Paper, dot: str = "") -> str:
        """Return the authors or the organization of a paper, below pictures."""
        if paper.organization:
            slug = paper.organization.lower().replace(" ", "-")
            name = f'<img alt="{slug}" src="/o.png"/> <span>{escape(paper.organization)}</span>'
            return f"{self.link(f'/papers/{paper.arxiv_id}', '')}<div>{self.link(f'/{slug}', name)}</div>"
        picture = '<li title="Ada Example" style="content-visibility:auto;"><img alt="" src="/a.svg"></li>'
        words = f"<li><div>{dot}{paper.author_count} authors</div></li>"
        return self.link(f"/papers/{paper.arxiv_id}", f"<ul>{picture * 2}{words}</ul>")

    def comments(self, paper: Paper) -> str:
        """Return the number of comments, if there are any."""
        path = f"/papers/{paper.arxiv_id}#community"
        return "" if paper.comments is None else self.link(path, f"{ICON}\n\t\t{paper.comments}")

    def stars(self, paper: Paper, label: str) -> str:
        """Return the stars on GitHub, if there are any."""
        inner = f"{ICON} {label} <span>{paper.github_stars}</span>"
        return "" if paper.github_stars is None else self.link("https://github.com/tern/moss", inner)

    def search_card(self, paper: Paper) -> str:
        """Return a card of a search."""
        abstract = f'<p class="line-clamp-2">{escape(paper.abstract or "", quote=False)}</p>'
        date = f"<time>{printed_date(paper.published)}</time>" if paper.published else ""
        foot = f"{self.authors(paper)} <span>·</span> {date} {self.comments(paper)}"
        linked = self.link(f"/papers/{paper.arxiv_id}", abstract)
        return f"{self.upvotes(paper)}<div>{self.title(paper)}{linked}<div>{foot}</div></div>"

    def daily_card(self, paper: Paper) -> str:
        """Return a card of a day, a week or a month."""
        image = self.link(f"/papers/{paper.arxiv_id}", '<img src="/t.png" alt="">')
        dot = '<div class="sm:block">·</div> '
        foot = f"{self.authors(paper, dot)}<div>{self.stars(paper, '')} {self.comments(paper)}</div>"
        top = f"{image}{self.submitter(paper)}{self.upvotes(paper)}"
        return f"{top}<div>{self.title(paper)}<div>{foot}</div></div>"

    def trending_card(self, paper: Paper) -> str:
        """Return a card of what is trending: once for wide screens, and once for narrow ones."""
        cards: list[str] = []
        for words, style in (("Published on ", "hidden md:flex"), ("", "md:hidden")):
            abstract = f"<p>{escape(paper.abstract or '', quote=False)}</p>"
            date = f"<div>·</div> <span>{words}{printed_date(paper.published)}</span>" if paper.published else ""
            votes = self.link(
                f"/login?next=%2Fpapers%2F{paper.arxiv_id}", f"{ICON} Upvote <div>{paper.upvotes or '-'}</div>"
            )
            page = self.link(f"https://arxiv.org/abs/{paper.arxiv_id}", f"{ICON} arXiv Page")
            foot = f"<div>{self.authors(paper)}{date}</div><div>{votes}{self.stars(paper, 'GitHub')} {page}</div>"
            cards.append(f'<div class="{style}">{self.submitter(paper)}{self.title(paper)}{abstract}{foot}</div>')
        return "".join(cards)

    def body(self, papers: Sequence[Paper], date: ListingDate) -> str:
        """Return the main part of the page."""
        card = {"search": self.search_card, "daily": self.daily_card, "trending": self.trending_card}[self.view]
        heading = "Trending Papers" if self.view == "trending" else "Daily Papers"
        day = f"<time><span>{MONTHS[date.month - 1]}</span> <span>{date.day}</span></time>"
        top = (
            f"<div>new</div><div>Get trending papers in your email inbox!</div>{self.link('/login', 'Subscribe')}"
            f"<h1>{self.link('/papers', heading)}</h1>"
            f"<h2><span>by</span> {self.link('/akhaliq', '<img alt=AK src=/k.png>AK')} and the research community</h2>"
            f"<button>Daily</button><button>Weekly</button><button>Monthly</button>"
        )
        shown = "" if self.view == "trending" else day
        cards = "\n".join(f'<article class="relative">{card(paper)}</article>' for paper in papers)
        return f"<main><section>{top}{shown}<div>{cards}</div></section></main>"

    def text(self, papers: Sequence[Paper], date: ListingDate) -> str:
        """Return the whole page."""
        data = escape(json.dumps([_plain(paper) for paper in papers]))
        items = "".join(f"<li>{self.link(f'/{word.lower()}', ICON + word)}</li>" for word in NAVIGATION)
        foot = "".join(self.link(f"/{word.lower()}", word) for word in FOOTER)
        toolbar = '<div style="display: none">Captures of this page: 3</div>' if self.saving == "archived" else ""
        page = (
            f'{HEADS[self.saving]}<html class=""><head><meta charset="utf-8"/>'
            f"<title>Daily Papers - Hugging Face</title>"
            f'<script>if (1 < 2) {{ "</div><article>" }}</script><style>a>b {{}}</style></head>\n<body>{toolbar}'
            f'<div data-target="MainHeader" data-props="{data}"><nav><ul>{items}</ul></nav></div>'
            f"{self.body(papers, date)}<footer><div>System theme</div>{foot}</footer>"
            f"<template><h3>A Template</h3></template><p hidden>7 authors</p></body></html>"
        )
        return page.replace("\n", " ") if self.saving == "one line" else page


def _plain(paper: Paper) -> dict[str, Any]:
    return asdict(paper, filter=lambda _, value: isinstance(value, (str, int)))
