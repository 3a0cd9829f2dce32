"""Decode the bytes of a dump into text, and report invalid ones.

Bytes in any encoding are first converted to UTF-8, then split after line ends, then decoded, one chunk of whole lines
at a time. The encoding is detected from the first :data:`HEAD` bytes. The text differs from the bytes only as follows.
Each kind of difference is reported once, with its number of places and the first of them:

====================  =========================================================================================
``bad-encoding``      bytes that are not valid UTF-8 are decoded as Windows-1252, as editors and old pages use it
``lost-character``    invalid characters, such as half a surrogate pair or a truncated one, are replaced by U+FFFD
``nul-characters``    NUL characters are replaced by spaces
``mojibake``          UTF-8 that was decoded as Windows-1252 is kept, or repaired with ``mend``
====================  =========================================================================================
"""

from __future__ import annotations

import codecs
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from .._attrs import define, evolve
from .._engine import re
from ..errors import EXCERPT_LENGTH, Diagnostic, checked_strict, excerpt, raise_severe, report
from .mhtml import without_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..errors import Strict

HEAD: Final = 1 << 16
"""The number of bytes from which the encoding is detected."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS: Final = bytes([*range(9), *range(14, 27), *range(28, 32)])
"""Control characters that are rare in text: those of ASCII except tabs, line and page ends, and escape."""

_MOST_CONTROLS: Final = 1 / 50
"""The share of control characters above which bytes are not text."""

_MOST_UNREADABLE: Final = 1 / 4
"""The share of invalid UTF-8 above which bytes are not text. Latin text with accents has much less."""

_LEAST_HALVES: Final = 8
_LEAST_SHARE: Final = 1 / 8
"""The number of NULs, and their share of every second byte, from which bytes without a mark are UTF-16."""

_LOST: Final = "\ufffd"
_HALF: Final = "\ud800"
_NO_CHARACTER: Final = _HALF.encode("utf-8", "surrogatepass")
"""Half a surrogate pair. It replaces bytes that cannot be decoded, until these are reported."""

_SURROGATES: Final = re.compile("(?:\udced[\udca0-\udcbf][\udc80-\udcbf])+")  # each as three bytes, as below
_ESCAPED_BYTES: Final = re.compile("([\udc80-\udcff])")  # as surrogateescape decodes bytes that are not UTF-8
_WINDOWS_CHARACTERS: Final = {
    chr(0xDC00 + byte): bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)
}
_LINE_ENDS: Final = re.compile(r"\r?\r\n|[\r\n]")

_WINDOWS_BYTES: Final = {c: byte for byte in range(0x80, 0xA0) for c in bytes([byte]).decode("cp1252", "ignore")}
_LATER: Final = "\x80-\xbf" + "".join(_WINDOWS_BYTES)
_SUSPECT: Final = re.compile(f"[Â-ô][{_LATER}]")  # a quick test, since most texts have no mojibake
_MOJIBAKE: Final = re.compile(
    f"""(?x)
    (?: [ÂÃ][{_LATER}]                            # Latin letters of Western Europe, signs, NBSP
      | [ÄÅ][‚„‡™›ŸœšžŒŠŽƒˆ‰¡¤¥§º¼¾]              # of the East, but for what may stand behind ångströms: 5 Å–9 Å, Å²
      | (?: [ÎÏÐÑ][{_LATER}] ){{2,}}              # Greek, Cyrillic
      | [ÎÏ](?![»”’…–—])[{_LATER}]                # a Greek letter alone
      | (?: â | [à-ï](?![»”’…–—›·°]{{2}}) )       # quotes, dashes, bullets, and all other scripts, but not `«été»…`
        [{_LATER}]{{2}}
      | [ð-ô][{_LATER}]{{3}}                      # emoji
    )
    (?: [Â-ß][{_LATER}] | [à-ï][{_LATER}]{{2}} | [ð-ô][{_LATER}]{{3}} )*  # next to these it can be nothing else
"""
)


def _windows_bytes(text: str) -> bytes:
    """Encode ``text`` of :data:`_MOJIBAKE` as browsers do: Windows-1252, with all bytes that it does not define."""
    return bytes(_WINDOWS_BYTES.get(c, ord(c)) for c in text)


def _mended(found: re.Match[str]) -> str:
    try:
        return _windows_bytes(found[0]).decode()
    except UnicodeDecodeError:
        return found[0]


def mended(text: str) -> str:
    """Return a text in which UTF-8 that was decoded as Windows-1252, once or several times, is repaired.

    >>> mended("CafÃ© au lait")
    'Café au lait'
    """
    while (again := _MOJIBAKE.sub(_mended, text)) != text:
        text = again
    return text


def _joined(found: re.Match[str]) -> str:
    """Return the characters that pairs of surrogates encode, and :data:`_HALF` for a single one."""
    surrogates = found[0].encode("utf-8", "surrogateescape").decode("utf-8", "surrogatepass")
    return surrogates.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace(_LOST, _HALF)


def _line_ends(lines: bytes) -> int:
    if b"\r" not in lines:
        return lines.count(b"\n")  # most often so, and faster
    lines = lines.replace(b"\r\r\n", b"\r\n")
    return len(lines.splitlines()) - (not lines.endswith((b"\n", b"\r")))


_NEAR: Final = 1 << 12
"""So many bytes before the end of a block, a blank line is looked for."""


def _cut_behind_line_ends(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Iterate over the bytes of ``blocks`` in chunks of whole lines, each up to the last line end of a block.

    If a blank line is near there, the chunk ends with it: what goes on over several lines, such as a link, is then in
    one chunk. The last chunk includes a line without an end, which so is read after the same lines as with one.
    """
    waiting: list[bytes] = []
    lines = b""
    for block in blocks:
        near = max(len(block) - _NEAR, 0)
        blank = max(block.rfind(b"\n\n", near), block.rfind(b"\n\r\n", near))
        # One or two CRs at the end of a block may be the first part of a line end.
        line_end = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -2)) if blank < 0 else block.index(b"\n", blank + 1)
        end = line_end + 1
        if end:
            if lines:
                yield lines
            lines = b"".join((*waiting, block[:end]))
            waiting = [block[end:]]
        else:
            waiting.append(block)
    if last := b"".join((lines, *waiting)):
        yield last


def _as_utf_8(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Convert ``blocks`` of UTF-16 or UTF-32 to UTF-8."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for block in blocks:
        yield decoder.decode(block).encode().replace(_LOST.encode(), _NO_CHARACTER)
    if decoder.getstate()[0]:
        yield _NO_CHARACTER


def _encoding(head: bytes) -> tuple[bytes, str]:
    """Return the byte order mark at the start of ``head``, if there is one, and the encoding."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            return mark, encoding
    if b"\0" not in head:
        return b"", "utf-8"
    shown = head.rstrip(b"\0")
    even, odd = shown[::2].count(0), shown[1::2].count(0)
    for many, few, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        # Allow a few in the other half: the common ideograph U+4E00 has one there.
        if many >= max(_LEAST_HALVES, _LEAST_SHARE * len(shown) / 2, 3 * few):
            return b"", encoding
    return b"", "utf-8"


def _is_text(head: bytes, *, marked: bool) -> bool:
    """Return whether bytes that begin with ``head`` are text. A byte order mark allows control characters."""
    shown = head.rstrip(b"\0")  # NULs that a crash leaves at the end of a file
    controls = len(shown) - len(shown.translate(None, _CONTROLS))
    if not marked and (controls > _MOST_CONTROLS * len(shown) or (head and not shown)):
        return False
    try:
        shown.decode()
    except UnicodeDecodeError:
        unreadable = len(_ESCAPED_BYTES.findall(shown.decode("utf-8", "surrogateescape")))
        return unreadable <= _MOST_UNREADABLE * len(shown)
    return True


_MESSAGES: Final = {
    "bad-encoding": "not valid UTF-8 in {} (the first is here); decoded as Windows-1252",
    "lost-character": "invalid or truncated characters in {} (the first is here) were replaced by U+FFFD",
    "nul-characters": "NUL characters in {} (the first is here) were replaced by spaces",
    "mojibake": "UTF-8 decoded as Windows-1252 in {} (the first is here); mend=True repairs it",
}
_MENDED: Final = "UTF-8 decoded as Windows-1252 in {} (the first is here) was repaired"

_REPLACED: Final = ((_NO_CHARACTER[:1], _HALF, _LOST, "lost-character"), (b"\0", "\0", " ", "nul-characters"))
"""Characters that are replaced: the byte that they contain, themselves, the replacement, and the code."""


@define
class _Tally:
    """How often a problem was found, and its first place."""

    first: Diagnostic
    count: int = 0


class Decoding:
    """Decodes the bytes of a dump, chunk by chunk, and collects the problems with them.

    ``diagnostics`` is complete when all chunks have been taken. With ``mend``, mojibake is repaired. With ``strict``,
    :class:`ParseError <paperlist.errors.ParseError>` is raised before the chunk with the problem is returned.
    """

    def __init__(self, name: str | None, *, mend: bool = False, strict: Strict = False) -> None:
        checked_strict(strict)
        self.diagnostics: list[Diagnostic] = []
        self.name = name
        self._mend = mend
        self._strict: Strict = strict
        self._line = 1
        self._start = 0
        self._ascii = True
        self._ending: tuple[str, str, int] | None = None
        self._tallies: dict[str, _Tally] = {}

    def record_ending(self, code: str, message: str, more: int = 0) -> None:
        """Record why the bytes end too early. The first of several reasons is kept, since it is the cause."""
        self._ending = self._ending or (code, message, more)

    def chunks(self, blocks: Iterator[bytes]) -> Iterator[str]:
        """Iterate over the text of ``blocks``. The first block has at least :data:`HEAD` bytes, if there are any."""
        first = next(blocks, b"")
        head = first[:HEAD]
        mark, encoding = _encoding(head)
        same = chain((head.removeprefix(mark), first[HEAD:]), blocks)
        in_utf_8 = same if encoding == "utf-8" else _as_utf_8(same, encoding)
        start = next(in_utf_8)
        if _is_text(start, marked=bool(mark)):
            yield from self.text_chunks(chain((start,), in_utf_8))
            return
        shown = excerpt(first[:80].decode("ascii", "replace").replace(_LOST, "?"))
        found = Diagnostic(code="not-text", message="the file is not text", excerpt=shown, source=self.name)
        report(self.diagnostics, found, strict=self._strict)
        self._report_ending()

    def text_chunks(self, blocks: Iterable[bytes]) -> Iterator[str]:
        """Iterate over the text of ``blocks``, which are mostly UTF-8; for MHTML, the text of the HTML in it."""
        last = ""
        for lines in _cut_behind_line_ends(without_message(iter(blocks))):
            text = self._decoded(lines)
            if self._strict:
                raise_severe(self._found(), self._strict)
            yield text
            self._ascii = self._ascii and text.isascii()
            self._start += len(text)
            self._line += _line_ends(lines)
            last = text
        for diagnostic in self._found():
            report(self.diagnostics, diagnostic, strict=self._strict)
        self._report_ending(last)

    def _decoded(self, lines: bytes) -> str:
        """Return the text of whole lines, and record the problems with it."""
        sound, kept = True, lines
        try:
            text = lines.decode()
        except UnicodeDecodeError as error:
            sound, kept = False, self._without_cut_character(lines, error)
            text = kept.decode("utf-8", "surrogateescape")
            text = _SURROGATES.sub(_joined, text) if "\udced" in text else text
        # Mending comes first, since it changes lengths: places are recorded after it.
        if b"\xc3" in lines and _SUSPECT.search(text):  # the first byte of all letters that mojibake begins with
            text = self._without_mojibake(text)
        return text if sound and b"\0" not in lines else self._without_odd_characters(text, kept)

    def _without_cut_character(self, lines: bytes, error: UnicodeDecodeError) -> bytes:
        """Return ``lines``, with a truncated UTF-8 character at their end replaced.

        A single such byte in ASCII text, or any byte after other invalid ones, is a Windows-1252 letter instead.
        """
        whole, cut = lines[: error.start], lines[error.start :]
        alone = len(cut) == 1 and self._ascii and whole.isascii()
        if error.reason != "unexpected end of data" or alone or "bad-encoding" in self._tallies:
            return lines
        return whole + _NO_CHARACTER

    def _without_mojibake(self, text: str) -> str:
        found = [found for found in _MOJIBAKE.finditer(text) if _mended(found) != found[0]]
        if not found:
            return text
        readable = mended(text) if self._mend else text
        self._note("mojibake", readable, found[0].start(), len(found))
        return readable

    def _without_odd_characters(self, text: str, lines: bytes) -> str:
        """Return ``text`` with its invalid characters replaced; ``lines`` are its bytes."""
        parts = _ESCAPED_BYTES.split(text)  # much faster than to replace each
        escaped = parts[1::2]
        parts[1::2] = map(_WINDOWS_CHARACTERS.__getitem__, escaped)
        changed = "".join(parts)
        # Searching for a byte is much faster than for a rare character.
        odd = [(sign, read_as, code) for byte, sign, read_as, code in _REPLACED if byte in lines and sign in text]
        for sign, read_as, _ in odd:
            changed = changed.replace(sign, read_as)
        if escaped:
            self._note("bad-encoding", changed, len(parts[0]), len(escaped))
        for sign, _, code in odd:
            self._note(code, changed, text.index(sign), text.count(sign))
        return changed

    def _note(self, code: str, text: str, at: int, count: int) -> None:
        if code not in self._tallies:
            shown = excerpt(text, at, at + 24)
            first = Diagnostic(code=code, message="", excerpt=shown, **self._place(text, at, at + 1))
            self._tallies[code] = _Tally(first)
        self._tallies[code].count += count

    def _place(self, text: str, at: int, end: int) -> dict[str, Any]:
        """Return the place of ``text[at:end]`` of the current chunk."""
        ends = [found.end() for found in _LINE_ENDS.finditer(text, 0, at)]
        column = at - (ends[-1] if ends else 0) + 1
        span = self._start + at, self._start + end
        return {"line": self._line + len(ends), "column": column, "span": span, "source": self.name}

    def _found(self) -> list[Diagnostic]:
        """Return a diagnostic for each kind of problem found so far, in the order of their first places."""
        found: list[Diagnostic] = []
        for code, tally in self._tallies.items():
            message = _MENDED if self._mend and code == "mojibake" else _MESSAGES[code]
            places = "1 place" if tally.count == 1 else f"{tally.count} places"
            found.append(evolve(tally.first, message=message.format(places)))
        return sorted(found, key=lambda d: d.span)

    def _report_ending(self, last: str = "") -> None:
        """Report why the bytes end after the chunk ``last``."""
        if self._ending:
            code, message, more = self._ending
            line = last[max(last.rfind("\n"), last.rfind("\r")) + 1 :]
            place = self._place("", 0, 0)
            place["column"] = len(line) + 1
            shown = excerpt(line[-EXCERPT_LENGTH:])
            found = Diagnostic(code=code, message=message, more=more, excerpt=shown, **place)
            report(self.diagnostics, found, strict=self._strict)
