"""Recognise the addresses of the site and of its listings, addresses of files, and files that are left out."""

from __future__ import annotations

from typing import Final

from .._engine import line_re as re

HOSTS: Final = r"(?:[^/]*\.)?(?:huggingface\.co|hf\.co|localhost|127\.0\.0\.1)(?::[0-9]+)?"
"""A pattern for the hosts of the site, and for those of copies on the same machine."""

_ARCHIVE: Final = r"(?:https?://web\.archive\.org/web/[0-9]{4,14}[a-z_]*/)?"
_LISTING: Final = re.compile(
    rf"{_ARCHIVE}https?://{HOSTS}/papers(?:/(?:date|week|month|trending)(?:/[^/?#]*)?)?/?(?:[?#].*)?"
)


def is_listing(address: str) -> bool:
    """Return whether an address is that of a listing: of a day, a week or a month, of what is trending, of a search.

    >>> is_listing("https://huggingface.co/papers/date/2031-03-04"), is_listing("https://huggingface.co/papers/2401.1")
    (True, False)
    """
    return _LISTING.fullmatch(address) is not None


_REMOTE: Final = re.compile(r"[a-z][a-z0-9+.-]+(?:::[a-z0-9+.-]+)*://")


def is_remote(path: str) -> bool:
    r"""Return whether a path is the address of a file on another machine, with a scheme such as ``s3``.

    >>> is_remote("s3://bucket/a.txt"), is_remote("C:\\dumps\\a.txt"), is_remote("dumps/a.txt")
    (True, False, False)
    """
    return _REMOTE.match(path) is not None


_NOTEBOOK: Final = ".ipynb"


def is_left_out(path: str) -> bool:
    """Return whether a file in a folder is left out: it is hidden, or a notebook, which may show papers but is no dump.

    ``path`` leads from the folder to the file.

    >>> is_left_out("more/.a.txt"), is_left_out(".git/config"), is_left_out("papers.ipynb"), is_left_out("more/a.txt")
    (True, True, True, False)
    """
    return path.startswith(".") or "/." in path or path.endswith(_NOTEBOOK)
