r"""Escape texts for LaTeX, and keep the markup that titles on arXiv have: mathematics and commands such as \textit."""

from __future__ import annotations

from typing import Final

from .._engine import re

SPECIAL: Final = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        **{character: f"\\{character}" for character in "{}$&%#_"},
    }
)
"""Characters with a meaning in LaTeX."""

STRAY: Final = {"{": r"$\lbrace$", "}": r"$\rbrace$"}
"""A brace without its other one, even after a backslash, would end a field of BibTeX early or late."""

MARKUP: Final = re.compile(
    r"\$(?P<math>[^$ ](?:[^$]*[^$ ])?)\$(?![0-9])"
    r"|\\(?P<command>textit|textbf|textsc|texttt|textrm|textsuperscript|textsubscript|emph)\{(?P<body>[^{}\\$]*)\}"
)
"""What may be markup: mathematics, as pandoc finds it, or a command with a text."""


COMMENTS: Final = frozenset("%#&~")
"""Characters that end a line or break an environment in mathematics, too."""

MATHEMATICAL: Final = frozenset("\\^_")
"""Characters that prices do not have."""


def escaped(text: str) -> str:
    r"""Return a text as LaTeX. Mathematics and the known commands are kept; anything else means itself.

    >>> print(escaped(r"90% of \textit{Carex} in $\mathcal{O}(n)$ & {more} }"))
    90\% of \textit{Carex} in $\mathcal{O}(n)$ \& \{more\} $\rbrace$
    """
    marks = [(*found.span(), _markup(found)) for found in MARKUP.finditer(text) if _is_markup(found)]
    others = MARKUP.sub(_without_markup, text)
    marks += [(place, place + 1, STRAY[text[place]]) for place in _stray_braces(others)]
    pieces: list[str] = []
    done = 0
    for start, end, latex in sorted(marks):
        pieces += [text[done:start].translate(SPECIAL), latex]
        done = end
    return "".join([*pieces, text[done:].translate(SPECIAL)])


def _is_markup(found: re.Match[str]) -> bool:
    return found["command"] is not None or _is_math(found["math"])


def _markup(found: re.Match[str]) -> str:
    command = found["command"]
    return found[0] if command is None else f"\\{command}{{{found['body'].translate(SPECIAL)}}}"


def _without_markup(found: re.Match[str]) -> str:
    """Return blanks for markup, and what is none as it is."""
    return " " * len(found[0]) if _is_markup(found) else found[0]


def _is_math(text: str) -> bool:
    """Whether a text between dollar signs is mathematics that cannot break its surroundings, and no prices."""
    if _stray_braces(text) or text.endswith("\\") or not COMMENTS.isdisjoint(text):
        return False
    is_short = " " not in text and not text[0].isdigit()
    return is_short or not MATHEMATICAL.isdisjoint(text)


def _stray_braces(text: str) -> list[int]:
    r"""Return the places of braces that lack their other one. As for BibTeX, a backslash before them is ignored."""
    opened: list[int] = []
    stray: list[int] = []
    for place, character in enumerate(text):
        if character == "{":
            opened.append(place)
        elif character == "}" and opened:
            opened.pop()
        elif character == "}":
            stray.append(place)
    return stray + opened
