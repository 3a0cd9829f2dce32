"""Look for texts that break a promise of the package.

Run as a script::

    python -m tests.fuzz [--minutes 10] [--seed 0] [--inputs 1000000]

It invents short texts out of bytes, lines, phrases, cards and pieces of the samples and cases, and prints each text
that breaks a promise in ``helpers/invariants.py``, as short as it can be made. It exits with 1 if there are any.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import argparse
import random
import sys
import time
from typing import TYPE_CHECKING, Final

from tests.helpers import invariants
from tests.helpers.cases import SAMPLES, case_dumps

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

PHRASES: Final = (
    *("Daily Papers", "Mar 4", "Feb 30", "Dec 12, 2024", "Jan 1, 99999", "2y", "6 authors", "1 author", "· 3 authors"),
    *(
        "Submitted by",
        "Submitted by tern",
        "Upvote",
        "Upvote 12",
        "-",
        "12",
        "1.2k",
        "1,204",
        "0",
        "3 Spaces",
        "GitHub 4k",
    ),
    *(
        "arXiv Page",
        "Subscribe",
        "Weekly",
        "Company",
        "TOS",
        "Privacy",
        "© Hugging Face",
        "…",
        "·",
        "•",
        "* ",
        "- ",
        "> ",
    ),
    *(
        "| ",
        "1. ",
        "# ",
        "## ",
        "+",
        "[",
        "](",
        ")",
        "[a](/papers/2401.00001)",
        "/papers/2401.00002",
        "<p>",
        "</a>",
        "&amp;",
    ),
    *(
        "<a href='/papers/2401.00003'>",
        "\\_",
        "**",
        "_",
        "$x^2$",
        "http://a.example",
        "A Study of Tides",
        "Kelp",
        "i",
        "a",
    ),
    *("We study tides. They rise, and they fall.", "Lanterns drift over the water at night.", "Harbour Institute"),
    *(
        "\t",
        "  ",
        "\u00a0",
        "\u200b",
        "\u2028",
        "\ufeff",
        "\u00ad",
        "\f",
        "\r",
        "\x0b",
        "\x85",
        "é",
        "é",
        "潮汐",
        "\ud800",
    ),
    *(
        "---",
        "===",
        "Source: https://huggingface.co/papers",
        "Captured: 2031-03-04",
        '- link "A":',
        "  - /url: /papers/1",
    ),
    *(
        "title,upvotes,authors\n",
        "Title\tVotes\n",
        "| Title | Authors |\n|---|---|\n",
        "Kelp (12 ▲)",
        "1. Tides - 3 upvotes",
        "★ 4",
    ),
)
CARDS: Final = (
    "A Study of Tides\n\nWe study tides. They rise, and they fall.\n\n• 6 authors\n·\nMar 3 5\n",
    "Submitted by\ntern\n\n12\n\nKelp on Moving Shores\n\n6 authors\n",
    "### [Kelp on Moving Shores](/papers/2401.00001)\n\n- 6 authors\n\n[3](/papers/2401.00001#community)\n",
    "| Title | Authors | Date |\n|---|---|---|\n| [Kelp](/papers/2401.00001) | 6 | Mar 3 |\n| Tides | 2 |  |\n",
    'title,upvotes,authors\n"Kelp, and ""Tides""",12,4\nTides\\|,,\n',
    "Kelp on Moving Shores (12 ▲)\n- A Slow Harbour - 3 upvotes, 5 comments\n",
    "Upvote\n\n4\n\nA Slow Harbour\n\nHarbour Institute · 3 authors\n",
)
ENDS: Final = ("\n", "\n\n", " ", "", "\r\n", "\r", " · ")
MOST_PARTS: Final = 14
MOST_LINES: Final = 12
MOST_FINDS: Final = 50


class Inventor:
    """Invents texts; the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secrets
        paths = [*sorted(SAMPLES.glob("*.txt")), *case_dumps()]
        self.dumps = [dump for path in paths if (dump := path.read_bytes().decode().splitlines(keepends=True))]
        self.ways: Sequence[Callable[[], str]] = (self.characters, self.phrases, self.phrases, self.lines, self.cards)

    def text(self) -> str:
        """Return the next text, sometimes in two parts that were made in different ways."""
        choose = self.random.choice
        text = choose(self.ways)()
        if self.random.random() < 0.3:
            text += choose(self.ways)()
        return text

    def characters(self) -> str:
        """Return characters without any order, most of them with a meaning."""
        signs = "aAi 19.,:/()[]<>|*_-+#>·•\n\n\t\\&\r\u2028\u00a0\u200b…"
        return "".join(self.random.choices(signs, k=self.random.randint(0, 24)))

    def phrases(self) -> str:
        """Return phrases of the page, words and marks, on lines of their own or not, sometimes below the headings."""
        parts = self.random.choices(PHRASES, k=self.random.randint(1, MOST_PARTS))
        head = self.random.choice(("", "", "Daily Papers\n\nMar 4\n\n"))
        return head + "".join(part + self.random.choice(ENDS) for part in parts)

    def lines(self) -> str:
        """Return some lines of a dump, with others in between, twice, or without some of their characters."""
        dump = self.random.choice(self.dumps)
        start = self.random.randrange(len(dump))
        lines = dump[start : start + self.random.randint(1, MOST_LINES)]
        for _ in range(self.random.randint(0, 3)):
            at = self.random.randrange(len(lines))
            cut = self.random.randrange(len(lines[at]) + 1)
            other = self.random.choice((lines[at][:cut], lines[at] * 2, "", self.random.choice(PHRASES) + "\n"))
            lines[at : at + self.random.randint(0, 1)] = [other]
        return "".join(lines)

    def cards(self) -> str:
        """Return cards, one of them cut, and a phrase somewhere."""
        text = "Daily Papers\n\nMar 4\n\n" * self.random.randint(0, 1)
        text += "\n".join(self.random.choices(CARDS, k=self.random.randint(1, 3)))
        at = self.random.randrange(len(text))
        text = text[:at] + self.random.choice(PHRASES) + text[at + self.random.randint(0, 9) :]
        return text[: self.random.randint(1, 2 * len(text))]


def problems(text: str) -> list[str]:
    """Return which promises a text breaks; an exception is one of them."""
    try:
        return invariants.broken(text)
    except Exception as error:  # noqa: BLE001 - any
        return [f"{type(error).__name__}: {error}"]


def shortened(text: str) -> str:
    """Return a text as short as possible that breaks the same promise."""
    kind = problems(text)[0][:24]
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if any(problem.startswith(kind) for problem in problems(shorter)):
                text = shorter
            else:
                at += size
        size //= 2
    return text


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the texts that break promises, and return 1 if there are any."""
    options = argparse.ArgumentParser(description="Look for texts that break a promise of the package.")
    options.add_argument("--minutes", type=float, default=10.0)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--inputs", type=int, default=1_000_000)
    chosen = options.parse_args(arguments)
    inventor = Inventor(chosen.seed)
    end = time.monotonic() + 60 * chosen.minutes
    tried, found = 0, set[str]()
    while tried < chosen.inputs and time.monotonic() < end and len(found) < MOST_FINDS:
        text = inventor.text()
        tried += 1
        if problems(text):
            text = shortened(text)
            if text not in found:
                found.add(text)
                print(repr(text), *problems(text), sep="\n    ", flush=True)
    print(f"{tried:,} texts, {len(found)} found")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
