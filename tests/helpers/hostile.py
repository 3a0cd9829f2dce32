"""Make texts that would take a careless parser disproportionately long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HEAD: Final = "Daily Papers\n\nMar 4\n\n"

TEXTS: Final[Mapping[str, Callable[[int], str]]] = {
    # each gives a text of about n characters
    "bullets": lambda n: "  • \n" * (n // 5),
    "one line": lambda n: "lantern " * (n // 8),
    "one word": lambda n: "a" * n,
    "one number": lambda n: "1" * n,
    "nested brackets": lambda n: "[" * (n // 2) + "]" * (n // 2),
    "open brackets": lambda n: HEAD + "[a\n" * (n // 3),
    "open links": lambda n: HEAD + "[a](" * (n // 4),
    "ends of links": lambda n: HEAD + "a](b) " * (n // 6),
    "images": lambda n: HEAD + "![" * (n // 2),
    "dates": lambda n: HEAD + "Dec 12, 2024\n" * (n // 13),
    "dates in a line": lambda n: "Dec 12 " * (n // 7),
    "counts": lambda n: HEAD + "3\n" * (n // 2),
    "authors": lambda n: HEAD + "6 authors\n" * (n // 10),
    "dots": lambda n: HEAD + "a · " * (n // 4),
    "dots in lines": lambda n: HEAD + "·\n" * (n // 2),
    "submitters": lambda n: "Submitted by\n" * (n // 13),
    "titles": lambda n: HEAD + "A Title\n\n" * (n // 9),
    "abstracts": lambda n: HEAD + ("Lanterns drift. " * 20 + "\n\n") * (n // 322),
    "headings": lambda n: "Daily Papers\n" * (n // 13),
    "pages": lambda n: (HEAD + "A Title\n\n6 authors\n") * (n // 40),
    "references": lambda n: "".join(f"{i}. /papers/2401.00001\n" for i in range(n // 26)),
    "numbered links": lambda n: HEAD + "[1] " * (n // 4) + "\n1. /papers/2401.00001",
    "addresses": lambda n: HEAD + "a\n" + "://" * (n // 3) + "\nb",
    "addresses in brackets": lambda n: HEAD + "a (/" * (n // 4) + ")\n\n6 authors",
    "an address in brackets": lambda n: HEAD + "- (" + "/" * n + ")\n\n6 authors",
    "escaped addresses": lambda n: HEAD + "A \\_ B\n\n" + "abc://" * (n // 6) + "\n\n6 authors",
    "wrapped lines": lambda n: HEAD + ("lantern " * 9 + "\n") * (n // 73),
    "an open link over lines": lambda n: HEAD + "[lantern\n" + ("lantern " * 9 + "\n") * (n // 73),
    "escapes": lambda n: HEAD + "A\\_B\n\n6 authors\n" + "\\_" * (n // 2),
    "blanks": lambda n: "a" + " " * n + "b",
    "line ends": lambda n: "\r" * n,
    "digits and commas": lambda n: "1," * (n // 2) + "authors",
    "stops": lambda n: HEAD + "." * n + "\n\n6 authors",
    "dots on a line": lambda n: HEAD + "· " * (n // 2) + "\n\n6 authors",
    "authors on a line": lambda n: HEAD + "6 authors " * (n // 10) + "\n\n6 authors",
    "counts on a line": lambda n: HEAD + "3 " * (n // 2) + "\n\n6 authors",
    "tags": lambda n: HEAD + "<a " * (n // 3) + "\n\n6 authors",
    "attributes": lambda n: HEAD + "<a" + " b" * (n // 2) + "\n\n6 authors",
    "braces": lambda n: HEAD + "[a](b){." + "{.c " * (n // 4) + "\n\n6 authors",
    "slashes": lambda n: HEAD + "[[" + "/" * n + "\n\n6 authors",
    "cards on a line": lambda n: HEAD + "x /papers/2401.00001 " + "a · 6 authors " * (n // 14),
    "blanks before a year": lambda n: " " * n + "20\n" + HEAD + "A Title\n\n6 authors",
    "tabs behind an address": lambda n: "http://20" + "\t" * n + " x\n" + HEAD + "A Title\n\n6 authors",
    "slashes of a reference": lambda n: HEAD + "A Title\n\n6 authors\n\n1. " + "/" * n + " 20",
    "quotes": lambda n: HEAD + "." + '"' * n + "\n\n6 authors",
    "links of AsciiDoc": lambda n: HEAD + "link:/papers/2401.00001[a]\n\n" + "link:/a" * (n // 7),
    "phrases of the footer": lambda n: HEAD + "A Title\n\n6 authors\n" + "Company\nxx yy\n" * (n // 14),
    "paragraph tags": lambda n: HEAD + "A Title\n\nWe study " + "<p> x " * (n // 6) + ".\n\n6 authors\n",
    "beginnings of links": lambda n: HEAD + "[/papers/1" * (n // 10),
    "images of AsciiDoc": lambda n: HEAD + "link:/papers/2401.00001[a]\n\n" + "image:/a" * (n // 8),
    "a heading of AsciiDoc": lambda n: HEAD + "link:/papers/2401.00001[a]\n\n== a" + " " * n + "b",
    "links of Jira": lambda n: HEAD + "[a|/papers/2401.00001]\n\n" + "[a" * (n // 2),
    "an outline": lambda n: '- link "' + '\\"' * (n // 2) + '"\n- /url: /papers/2401.00001',
    "a deep outline": lambda n: "".join(f"{' ' * i}- list:\n" for i in range(int((2 * n) ** 0.5))) + "- /url: a",
    "a key": lambda n: "title " * (n // 6) + "\n" + HEAD + "A Title\n\n6 authors",
    "front matter": lambda n: "---\ntitle: a\n" * (n // 13),
}
