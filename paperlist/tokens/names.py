"""Read the names of organizations and users.

An organization's name may follow the label of its picture, which repeats it as the name of its account.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final
from unicodedata import normalize

from .._engine import line_re as re
from .markup import LINK_NUMBER

_LINK_NUMBER: Final = re.compile(LINK_NUMBER)
_STAND_IN_ONLY: Final = re.compile(r"\[([^\[\] ]+)\]")
_STAND_IN: Final = re.compile(r"(?:[^ \[\]]+-)?\[([^\[\]]*)\][ ]*(?=[^ (\[])")
"""What is in place of a picture: its label or its file in brackets, or the file behind the label."""


_WRAPPED: Final = re.compile(r"`[^`]*`|\[[^\[\]]*\]")
"""A name in the marks of code, or in brackets after a picture."""


_ATTRIBUTES: Final = re.compile(r"\{(?:[.#]|[a-z-]+[:=])[^{}]*\}?$")
"""Attributes of a link or of code, which may go on on the next line."""


def organization_name(words: str) -> str:
    """Return an organization's name without the label of its picture, which repeats it as its account's name.

    >>> organization_name("[occ-ai] OCC"), organization_name("acme-ai Acme AI Lab"), organization_name("Acme AI Lab")
    ('OCC', 'Acme AI Lab', 'Acme AI Lab')
    >>> organization_name("AcmeAI Acme"), organization_name("Q-9 Q9 Labs"), organization_name("New Newton Lab")
    ('Acme', 'Q9 Labs', 'New Newton Lab')
    >>> organization_name("`Acme AI Lab`"), organization_name("[ Acme AI Lab]")
    ('Acme AI Lab', 'Acme AI Lab')
    >>> organization_name("acme-ai-labAcme AI Lab"), organization_name("[acme-ai]_Acme_AI_Lab")
    ('Acme AI Lab', 'Acme AI Lab')
    >>> organization_name("ULDrumlin University of Lower Drumlin"), organization_name("[1]acme[2]Acme AI Lab")
    ('University of Lower Drumlin', 'Acme AI Lab')
    >>> organization_name("acme-ai-[7][acme-ai.pn g] Acme AI Lab"), organization_name("Acme [AI] Lab")
    ('Acme AI Lab', 'Acme [AI] Lab')
    >>> organization_name("[Acme AI Lab]"), organization_name("`Acme AI Lab`{class: a}")
    ('Acme AI Lab', 'Acme AI Lab')
    """
    if "{" in words:
        words = _ATTRIBUTES.sub("", words)
    if _WRAPPED.fullmatch(words):
        words = words[1:-1].strip()
    if "[" in words:
        words = _LINK_NUMBER.sub(" ", words).strip(" ")
        joined = words.replace(" [", "[")
        if found := _STAND_IN.match(joined):
            return _without_underlines(joined[found.end() :])
    slug, _, name = words.partition(" ")
    account, plain = _letters(slug), _letters(name)
    is_label = account == plain or (len(plain) >= _SHORTEST_LABEL and account.startswith(plain))
    if slug == slug.lower():
        is_label = account.startswith(plain) or plain.startswith(account)
    if plain and (is_label or begins_with_label(words)):
        return name.lstrip(" ")
    return _without_glued_label(words)


def begins_with_label(words: str) -> bool:
    """Whether words begin with the label of a picture, which repeats or abbreviates the name behind it.

    >>> begins_with_label("acme Acme Lab"), begins_with_label("ULD University of Lower Drumlin")
    (True, True)
    >>> begins_with_label("for Forest Lab"), begins_with_label("model for models")
    (False, False)
    """
    slug, _, name = words.partition(" ")
    account, parts = _letters(slug), name.split()
    if account == "" or not parts or not parts[0][0].isupper() or len(words) > _LONGEST:
        return False
    return _abbreviates(account, name) or account in map(_letters, accumulate(parts, "{} {}".format))


def _abbreviates(account: str, name: str) -> bool:
    """Whether the letters of an account are beginnings of the words of a name, of all that have a capital.

    >>> _abbreviates("uldrumlin", "University of Lower Drumlin"), _abbreviates("new", "Newton Lab")
    (True, False)
    """
    if len(account) < _SHORTEST_LABEL:
        return False
    ends = {0}
    for word in name.replace("-", " ").split():
        letters = _letters(word)
        sizes = range(not word[0].islower(), len(letters) + 1)
        ends = {end + size for end in ends for size in sizes if account.startswith(letters[:size], end)}
    return len(account) in ends


def _without_underlines(name: str) -> str:
    """Return a name with blanks in place of underscores, if these are before each word."""
    return name[1:].replace("_", " ") if name[0] == "_" and " " not in name else name


def _without_glued_label(words: str) -> str:
    """Return a name without a label that is directly before it: its first half, if both have the same letters."""
    places = [at for at, letter in enumerate(words) if letter.isalnum()]
    half = len(places) // 2
    if half < _SHORTEST_LABEL or " " in words[: places[half]]:
        return words
    label, name = words[: places[half]], words[places[half] :]
    return name if _letters(label) == _letters(name) else words


_SHORTEST_LABEL: Final = 3
"""A label that is directly before a name has at least this many letters."""


_ADDRESS_BOX: Final = re.compile(r"\[/[^\[\] ]*\][ ]*")


def is_labelled(words: str, *, begun: bool = False) -> bool:
    """Whether words are the name of an organization after the label of its picture, which is the same name.

    ``begun`` means that the name may also continue on the next line.

    >>> is_labelled("acme-ai-lab Acme AI Lab"), is_labelled("Acme AI Lab"), is_labelled("acme-ai-lab Acme", begun=True)
    (True, False, True)
    """
    if words[0] == "[":
        bare = _LINK_NUMBER.sub("", _ADDRESS_BOX.sub("", words))
    elif words[0].islower() and len(words) <= _MOST_LABELS * (words.find(" ") + 1):
        bare = words
    else:
        return False
    slug, _, name = bare.partition(" ")
    label = _STAND_IN_ONLY.fullmatch(slug)
    account = label[1] if label else slug
    if len(account) < 2 or account != account.lower():
        return False
    if begun and "-" in account and name != "" and _letters(account).startswith(_letters(name)):
        return True
    if bare[-1] == "." and bare.islower():
        return False  # also the last words of a sentence may be equal
    return _letters(account) == _letters(name)


_MOST_LABELS: Final = 4
"""An organization's name with its label is at most this many times as long as the label."""


_LONGEST: Final = 100
"""No name has more characters."""


def _letters(name: str) -> str:
    """Return the letters and digits of a name, without their case and accents, which no account's name has.

    A text that is too long for a name keeps its accents, because sorting many of them is quadratic.
    """
    plain = name if name.isascii() or len(name) > _LONGEST else normalize("NFKD", name)
    return "".join(filter(str.isalnum, plain.casefold()))


_REST_OF_NAME: Final = re.compile(r"([^ \[\]]{1,99})\]\((?:[a-z]+://[^/ ]{0,99})?/([^/ ]{0,99}-\1)\)")


def user_name(line: str, start: int, end: int) -> str:
    """Return the user's name between ``start`` and ``end`` on a line.

    If the name was wrapped at its dash, it is taken from the address after its rest. What is in place of a picture is
    not part of it, nor is an `@` before it.

    >>> user_name("7](/tern-7)", 0, 1), user_name("moss](/moss)", 0, 4), user_name("[IMG] moss", 0, 10)
    ('tern-7', 'moss', 'moss')
    """
    if "[" not in line and "]" not in line:
        return line[start:end].removeprefix("@") or line[start:end]
    if rest := _REST_OF_NAME.match(line, start):
        return rest[2]
    picture = _STAND_IN.match(line, start, end)
    name = line[picture.end() if picture else start : end]
    name = name.removeprefix("@") or name
    return name if "[" in name else name.rstrip("]")
