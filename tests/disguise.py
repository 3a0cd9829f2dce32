"""Turn a real dump into an invented one of the same layout, so that it can be sent or made a test.

Run as a script::

    python -m tests.disguise dump.txt [-o FILE] [--seed N]

Words of titles, abstracts, names and addresses are replaced by invented words of the same length and letter case, the
same word always by the same one, and the numbers of arXiv ids by others of the same month. Everything else stays as it
is: the page's own phrases, dates, counts, digits, marks, markup, blanks and line ends, and words such as ``of`` and
``We``, because where a title ends may depend on them. If the result is not parsed into the same layout, the script says
what differs, and exits with 1.
"""

# ruff: noqa: T201, SIM905 - a script prints; and lists of words are read more easily as texts
from __future__ import annotations

import argparse
import calendar
import random
import re
import sys
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

import paperlist
from paperlist.cards import refusing
from paperlist.cards.titles import endings, run_on
from paperlist.cards.titles import unusual as titles
from paperlist.files.sources import read_source
from paperlist.tokens.html.elements import is_html
from paperlist.tokens.markup import TAG_NAME
from paperlist.tokens.notations import outlines
from paperlist.tokens.notations.tables import TITLE_COLUMN, read_tables
from paperlist.years.evidence import by_head
from tests.helpers.invention import Inventor, is_page_phrase, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FUNCTION_WORDS: Final = frozenset(
    word.lower()
    for words in (run_on.SMALL, run_on._FIRST, run_on._FIRST_OF_SENTENCES)  # noqa: SLF001 - the only list of them
    for word in words
)
"""Words whose place shows where a title ends."""

NAMES: Final = endings._ORGANIZATIONS  # noqa: SLF001 - the only list of them
"""Words that show where the name of an organization begins."""

STRUCTURE: Final = frozenset(
    [
        *"author authors page image img avatar logo png svg jpeg button link papers login url gmt".split(),
        *(name.lower() for name in (*calendar.month_name, *calendar.month_abbr, *calendar.day_abbr) if name),
    ]
)
"""Words of the page's phrases, or of what tools write for its pictures and buttons, wherever they are."""

ADDRESS_WORDS: Final = frozenset(
    """
    http https file www com org net edu io co html pdf abs huggingface github arxiv web archive localhost
    papers login next date week month year trending community settings join datasets models spaces docs
    png svg jpg jpeg gif webp ico
    """.split()
)
"""Words that are kept in addresses only: schemes, hosts, the site's own paths, and the ends of pictures' names."""

ROLES: Final = outlines.ROLES | {"uid", "url", "text", "level"}
"""Words that are kept in the outlines that browsers make of a page, where they name an element."""

_BEFORE_ROLE: Final = re.compile(r"(?P<mark>(?:- ['/]?|\[|(?:uid=)?[0-9][0-9_-]*\]?[ ])$)|(?:^|\n)[ \t]*$")
_BEHIND_ROLE: Final = re.compile(r"[ ][\"'\[]|[:=]|[ ]*(?:\n|$)")
"""What may be around the name of an element, which a text has seldom around the same word."""

_LONGEST_BEFORE: Final = 40

_WORD: Final = re.compile(r"[^\W\d_]+")
_PIECE: Final = re.compile(
    rf"""(?x)
    (?P<kept>
        (?<! [0-9A-Za-z:] ) \\ [A-Za-z]+               # a command of LaTeX, and not a part of a path of Windows
      | & \#? [0-9A-Za-z]{{1,8}} ;                      # an HTML entity
      | < /? (?: {TAG_NAME} | (?: nowiki | verbatim ) (?= > ) )
      | (?<= [ \t\n]) [a-z:-]+ (?= =" )                 # the name of an attribute
      | ^ [ ]* (?: \.\.[ ][a-z-]+:: | :[A-Za-z_]+: )    # a directive, or a field
      | % [0-9A-F]{{2}}                                  # an escape in an address
    )
  | (?<! [0-9.] ) (?P<month> [0-9]{{2}} (?: 0[1-9] | 1[0-2] ) ) \. (?P<number> [0-9]{{4,5}} ) (?! [0-9] )
  | (?<! [0-9A-Za-z] ) (?P<digest> (?= [0-9]*[a-f] ) (?= [a-f]*[0-9] ) [0-9a-f]{{16,}} ) (?! [0-9A-Za-z] )
  | (?P<word> [^\W\d_]+ )
    """,
    re.MULTILINE,
)
_ADDRESS: Final = re.compile(r"(?:[a-z]+://|(?<![\w/<])/(?=\w)|[a-z]+%2F)[^\s<>\"'()\[\]⟨⟩`]*")
_ID: Final = re.compile(r"[0-9.]+")
_LABEL: Final = re.compile(r"\[([\w-]+)\]")
_ABBREVIATION: Final = re.compile(r"\(([0-9A-Za-z-]+)\)")


class Disguise:
    """Disguises one dump; the same seed gives the same result."""

    def __init__(self, text: str, seed: int = 0) -> None:
        """Find the words that are kept in ``text``, and those that depend on each other."""
        self.text = text
        self.seed = seed
        tokens = paperlist.tokenize(text)
        self.phrases = [token.span for token in tokens if is_page_phrase(token.kind)]
        for pattern in (refusing.OF_ONE_PAPER, titles.PARTS_OF_CARD, titles.COUNTS_OF_CARD):
            self.phrases += [found.span() for found in pattern.finditer(text) if not _ID.fullmatch(found[0])]
        self.phrases.sort()
        self.kept = FUNCTION_WORDS | NAMES | STRUCTURE
        abbreviations = frozenset(word for found in _ABBREVIATION.findall(text) for word in _WORD.findall(found))
        real = frozenset(_WORD.findall(text.lower()))
        self.inventor = Inventor(seed, self.kept, real, abbreviations)
        self.numbers: dict[str, str] = {}
        self._match_names([token.words for token in tokens if token.kind is paperlist.Kind.TEXT])

    def _match_names(self, texts: Sequence[str]) -> None:
        """Let accounts such as ``acmeai`` still begin as the names of their organizations do, such as ``Acme AI``.

        ``texts`` are all texts of the dump; those of one word may be accounts, as the parts of addresses are.
        """
        listing = paperlist.parse_text(self.text, not_after=9999)
        names = {
            letters(_WORD.findall(paper.organization)): paper.organization for paper in listing if paper.organization
        }
        accounts = [text for text in texts if " " not in text]
        accounts += [part for found in _ADDRESS.findall(self.text) for part in found.split("/") if "." not in part]
        accounts += _LABEL.findall(self.text)
        for account in dict.fromkeys(accounts):
            words = _WORD.findall(account.lower())
            whole = letters(words)
            for name, text in names.items():
                if len(whole) > 1 and (name.startswith(whole) or (name and whole.startswith(name))):
                    self._define(words, letters(map(self.inventor.word, _WORD.findall(text))))
                    break

    def _define(self, words: Sequence[str], made: str) -> None:
        """Replace an account's words, in order, by the letters of its organization's replacement."""
        starts = accumulate(map(len, words), initial=0)
        for start, word in zip(starts, words, strict=False):
            replacement = made[start : start + len(word)]
            if len(replacement) == len(word) > 1 and word not in self.inventor.made and word not in self.kept:
                self.inventor.define(word, replacement)

    def disguised(self) -> str:
        """Return the invented dump; it has the same length and the same line ends."""
        parts: list[str] = []
        at = 0
        for start, end in [*self._kept_spans(), (len(self.text), len(self.text))]:
            if start >= at:
                parts += [*self._replaced(at, start), self.text[start:end]]
                at = end
        return "".join(parts)

    def _kept_spans(self) -> list[tuple[int, int]]:
        """Return the spans of the page's phrases, and of words such as ``Captured`` before the day of saving."""
        spans = list(self.phrases)
        names = TITLE_COLUMN.search("\n" + self.text) if read_tables(self.text) else None
        if names:  # those above the columns of a table
            start = self.text.rfind("\n", 0, max(names.start(), 0)) + 1
            spans.append((start, self.text.find("\n", names.end() - 2)))
        start = 0
        for line in self.text.splitlines(keepends=True):
            first = _WORD.search(line)
            if first and any(found.basis == "capture" for found in by_head([line.rstrip("\r\n")], None)):
                spans.append((start + first.start(), start + first.end()))
            start += len(line)
        return sorted(spans, key=lambda span: (span[0], -span[1]))

    def _replaced(self, start: int, end: int) -> Iterator[str]:
        """Iterate over the pieces of a part of the text, its words replaced."""
        addresses = [found.span() for found in _ADDRESS.finditer(self.text, start, end)]
        at = start
        for found in _PIECE.finditer(self.text, start, end):
            yield self.text[at : found.start()]
            at = found.end()
            in_address = any(begin <= found.start() < stop for begin, stop in addresses)
            yield self._piece(found, in_address=in_address)
        yield self.text[at:end]

    def _piece(self, found: re.Match[str], *, in_address: bool) -> str:
        if found["kept"]:
            return found[0]
        if found["number"]:
            return f"{found['month']}.{self._number(found[0], '0123456789', len(found['number']))}"
        if found["digest"]:
            return self._number(found[0], "0123456789abcdef", len(found[0]))
        if in_address and found[0].lower() in ADDRESS_WORDS:
            return found[0]
        if found[0] in ROLES and _is_role(found.string, *found.span()):
            return found[0]
        return self.inventor.word(found[0])

    def _number(self, key: str, digits: str, length: int) -> str:
        """Return the digits that replace an arXiv id or a digest: always the same, and no others by the same."""
        rng = random.Random(f"{self.seed} {key}")  # noqa: S311 - no secret
        while key not in self.numbers:
            made = "".join(rng.choices(digits, k=length))
            taken = f"{key[:4]}.{made}" if length < len(key) else made
            if taken != key and taken not in self.numbers.values():
                self.numbers[key] = taken
        return self.numbers[key][-length:]


def _is_role(text: str, start: int, end: int) -> bool:
    """Whether a word names an element, by what is before and behind it on its line; a colon needs a mark before it."""
    before = _BEFORE_ROLE.search(text, max(0, start - _LONGEST_BEFORE), start)
    behind = _BEHIND_ROLE.match(text, end)
    if before is None or behind is None:
        return False
    return behind[0] != ":" or before["mark"] is not None


def structure(text: str, source: str | None = None) -> dict[str, Any]:
    """Return what must stay the same when a dump is disguised: places, lengths, counts, dates, problems, layout."""
    listing = paperlist.parse_text(text, source=source, not_after=9999)
    papers: list[dict[str, Any]] = []
    for paper in listing:
        fields = paper.to_dict()
        papers.append({name: len(value) if isinstance(value, str) else value for name, value in fields.items()})
        papers[-1]["published"] = fields["published"]
    return {
        "papers": papers,
        "problems": [(found.code, found.line, found.span) for found in listing.diagnostics],
        "layout": listing.layout and attrs.asdict(listing.layout),
        "date": str(listing.date),
    }


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return in words how the structures of two dumps differ."""
    found: list[str] = []
    if len(before["papers"]) != len(after["papers"]):
        found.append(f"{len(before['papers'])} papers have become {len(after['papers'])}")
    for number, (one, other) in enumerate(zip(before["papers"], after["papers"], strict=False), 1):
        names = [name for name in one if one[name] != other[name]]
        if names:
            found.append(f"paper {number} (line {one['line']}) differs in {', '.join(names)}")
    gone = [problem for problem in before["problems"] if problem not in after["problems"]]
    new = [problem for problem in after["problems"] if problem not in before["problems"]]
    found += [f"line {line}: {code} has gone" for code, line, _ in gone]
    found += [f"line {line}: {code} is new" for code, line, _ in new]
    found += [f"the {name} has changed" for name in ("layout", "date") if before[name] != after[name]]
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Disguise the dump that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dump", type=Path)
    parser.add_argument("-o", "--output", type=Path, help="write to this new file instead of standard output")
    parser.add_argument("--seed", type=int, default=0, help="another number invents other words")
    arguments = parser.parse_args(argv)
    if arguments.output is not None and arguments.output.exists():
        parser.error(f"{arguments.output} exists already: choose another name, or delete it first")
    try:
        text = read_source(arguments.dump).text
    except OSError as error:
        parser.error(f"{arguments.dump}: {error.strerror}")
    if is_html(text):
        print("this is HTML, whose attributes contain texts too: convert it to text first", file=sys.stderr)
        return 2
    made = Disguise(text, arguments.seed).disguised()
    if arguments.output is None:
        sys.stdout.write(made)
    else:
        with arguments.output.open("w", encoding="utf-8", newline="") as file:
            file.write(made)
    found = differences(structure(text), structure(made))
    print(*(found or ["the layout is the same"]), sep="\n", file=sys.stderr)
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
