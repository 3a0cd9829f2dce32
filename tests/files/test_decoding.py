"""Test that bytes are decoded, and that invalid ones are reported."""

from __future__ import annotations

import codecs
import re
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.errors import ParseError
from paperlist.files.decoding import HEAD, Decoding
from paperlist.files.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlist.errors import Diagnostic

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
TEXT = "Daily Papers\r\n\r\nÉtude n° 1 – 潮汐 🌊\n"


def decode(content: bytes, name: str | None = None, size: int = HEAD, *, mend: bool = False) -> Source:
    """Return what ``content`` is decoded to when it comes in blocks of ``size``, after the first."""
    decoding = Decoding(name, mend=mend)
    rest = (content[at : at + size] for at in range(HEAD, len(content), size))
    chunks = list(decoding.chunks(chain((content[:HEAD],), rest)))
    assert all(chunk.endswith(("\n", "\r")) for chunk in chunks[:-1])
    return Source(text="".join(chunks), name=name, diagnostics=tuple(decoding.diagnostics))


def only(source: Source) -> Diagnostic:
    """Return the diagnostic of a source that has one."""
    (found,) = source.diagnostics
    return found


# Bytes


@pytest.mark.parametrize("text", ["", "Daily Papers", TEXT, "\x1b[1mbold\x1b[0m\t\x0c\x0b"])
def test_utf_8_is_text(text: str) -> None:
    """Nothing is changed, not even line ends or escapes, and nothing is reported."""
    assert decode(text.encode(), "a.txt") == Source(text=text, name="a.txt")


@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("text", ["", "a", TEXT])
def test_a_byte_order_mark_names_the_encoding(encoding: str, text: str) -> None:
    """The mark is removed from the text."""
    assert decode(MARKS[encoding] + text.encode(encoding), "a.txt") == Source(text=text, name="a.txt")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffd")), st.sampled_from(sorted(MARKS)))
def test_every_text_behind_a_mark_is_read(text: str, encoding: str) -> None:
    """The mark alone shows the encoding, whatever the text is."""
    source = decode(MARKS[encoding] + text.encode(encoding))
    assert source.text == text
    assert {found.code for found in source.diagnostics} <= {"mojibake"}


def test_no_name_is_no_source() -> None:
    """Neither the text nor its diagnostics have a source then."""
    assert decode(b"a").name is None
    assert only(decode(b"\0")).source is None


@pytest.mark.parametrize(
    ("content", "text", "expected"),
    [
        (
            "Title\ncafé and naïve words\n".encode("cp1252"),
            "Title\ncafé and naïve words\n",
            """\
a.txt:2:4: bad-encoding: not valid UTF-8 in 2 places (the first is here); decoded as Windows-1252
    é and naïve words
    ~~~~~~~~~~~~~~~~^""",
        ),
        (
            b"Title \x96 with a dash, and a long line behind it",
            "Title – with a dash, and a long line behind it",
            """\
a.txt:1:7: bad-encoding: not valid UTF-8 in 1 place (the first is here); decoded as Windows-1252
    – with a dash, and a lon
    ~~~~~~~~~~~~~~~~~~~~~~~^""",
        ),
        (
            "π ≈ 3\nund größer ".encode() + "größer".encode("cp1252"),
            "π ≈ 3\nund größer größer",
            """\
a.txt:2:14: bad-encoding: not valid UTF-8 in 2 places (the first is here); decoded as Windows-1252
    ößer
    ~~~^""",
        ),
        (
            b"\ncaf\xe9 first",
            "\ncafé first",
            """\
a.txt:2:4: bad-encoding: not valid UTF-8 in 1 place (the first is here); decoded as Windows-1252
    é first
    ~~~~~~^""",
        ),
        (
            b"no \x81 there",
            "no \ufffd there",
            """\
a.txt:1:4: bad-encoding: not valid UTF-8 in 1 place (the first is here); decoded as Windows-1252
    \ufffd there
    ~~~~~~^""",
        ),
        (
            "cut: 潮".encode()[:-1] + b" tide, and on",
            "cut: æ½ tide, and on",
            """\
a.txt:1:6: bad-encoding: not valid UTF-8 in 2 places (the first is here); decoded as Windows-1252
    æ½ tide, and on
    ~~~~~~~~~~~~~~^""",
        ),
    ],
)
def test_bytes_that_are_not_utf_8_are_read_as_windows_1252(content: bytes, text: str, expected: str) -> None:
    """What is UTF-8 stays so; of the rest one diagnostic tells the number and the first place."""
    source = decode(content, "a.txt")
    found = only(source)
    assert (source.text, source.name) == (text, "a.txt")
    assert str(found) == expected
    lines = text.split("\n")
    assert found.span == (sum(len(line) + 1 for line in lines[: found.line - 1]) + found.column - 1, found.span[0] + 1)


def test_a_mark_is_no_text_where_single_bytes_are_broken_either() -> None:
    """A UTF-8 file with a mark is read as the same file without it."""
    assert decode(codecs.BOM_UTF8 + b"a caf\xe9") == decode(b"a caf\xe9")


def test_lines_are_counted_as_the_lexer_counts_them() -> None:
    """A line may end with CR alone."""
    assert only(decode(b"Title\ra caf\xe9 and more")).place == "<text>:2:6"


NOT_TEXT = "a.bin:1:1: not-text: the file is not text"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\0", NOT_TEXT),
        (bytes(range(256)), NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", f"{NOT_TEXT}\n    ?PNG\n    ~~~^"),
        (b"PK\x03\x04\x14\0\0\0\x08\0Z", f"{NOT_TEXT}\n    PK        Z\n    ~~~~~~~~~~^"),
        (b"\xe9\xe8\xe7", f"{NOT_TEXT}\n    ???\n    ~~^"),
        ("日本語の論文".encode("shift-jis"), f"{NOT_TEXT}\n    ???{{?????_??\n    ~~~~~~~~~~~^"),
        # a mark of UTF-16 before what is not
        (codecs.BOM_UTF16_BE + b"\xd8\x00\0a", f"{NOT_TEXT}\n    ???  a\n    ~~~~~^"),
    ],
)
def test_bytes_that_are_no_text_give_none(content: bytes, expected: str) -> None:
    """The text is empty, and one diagnostic shows how the bytes begin."""
    source = decode(content, "a.bin")
    assert (source.text, source.name) == ("", "a.bin")
    assert str(only(source)) == expected


@pytest.mark.parametrize(
    ("content", "is_text"),
    [
        (b"x" * 49 + b"\x01", True),
        (b"x" * 48 + b"\x01", False),
        (b"x" * 48 + b"\x1b\t", True),
        (b"xxx\xe9", True),
        (b"xx\xe9", False),
    ],
)
def test_a_few_odd_bytes_are_no_reason_to_give_up(content: bytes, is_text: bool) -> None:  # noqa: FBT001  # a column of the table
    """One control in fifty bytes is text still, and one byte in four that is not UTF-8."""
    assert bool(decode(content).text) is is_text


def test_the_controls_that_text_may_hold_are_few() -> None:
    """Tabs, the ends of lines and pages, and escape stand in text in any number; of the others a single one is odd."""
    harmless = [code for code in range(128) if decode(bytes([code])).text]
    assert harmless == [*range(9, 14), 27, *range(32, 128)]


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_decoded(content: bytes) -> None:
    """Nothing is raised, the text can always be written, and if nothing is reported it has the same bytes."""
    source = decode(content, "a.txt")
    assert all(found.source == "a.txt" for found in source.diagnostics)
    assert len({found.code for found in source.diagnostics}) == len(source.diagnostics)
    if {found.code for found in source.diagnostics} <= {"mojibake"} and not content.startswith(tuple(MARKS.values())):
        assert source.text.encode() == content
    source.text.encode()


# Other encodings, without a mark or broken


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXT, "Title 一丁 " * 9, "潮汐潮" * 20 + " Daily Papers"])
def test_utf_16_without_a_mark_is_evident_from_its_nuls(encoding: str, text: str) -> None:
    """Where every second byte of many is NUL, these are halves of characters."""
    assert decode(text.encode(encoding)) == Source(text=text)


@pytest.mark.parametrize(
    ("content", "text", "code"),
    [
        (TEXT.encode("utf-16-le")[:-1], TEXT[:-1] + "\ufffd", "lost-character"),
        (TEXT.encode("utf-16-le")[:-4], TEXT[:-2] + "\ufffd", "lost-character"),
        (TEXT.encode("utf-16")[:-1], TEXT[:-1] + "\ufffd", "lost-character"),
        (TEXT.encode("utf-16")[:-3], TEXT[:-2] + "\ufffd", "lost-character"),
        (TEXT.encode("utf-8-sig")[:-2], TEXT[:-2] + "\ufffd", "lost-character"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be")[:-1], TEXT[:-1] + "\ufffd", "lost-character"),
        # one byte of a character of UTF-8: a letter of Windows-1252 where there is no other of UTF-8
        ("π and caf".encode() + b"\xc3", "π and caf\ufffd", "lost-character"),
        (b"one and caf\xe9", "one and café", "bad-encoding"),
        (b"one and ca\xe9 f\xe2\x80", "one and caé fâ€", "bad-encoding"),
        (b"one and two\xe2\x80", "one and two\ufffd", "lost-character"),
        # surrogates, which are no characters: alone, and as a pair
        (b"tides \xed\xa0\xbd \xed\xb8\x80 and much more", "tides \ufffd \ufffd and much more", "lost-character"),
        (b"tides \xed\xa0\xbd\xed\xb8\x80 and much more than that", "tides \U0001f600 and much more than that", None),
        ("tides \ud83d and".encode("utf-16", "surrogatepass"), "tides \ufffd and", "lost-character"),
        (
            codecs.BOM_UTF32_LE + "tides and ebb".encode("utf-32-le") + b"\xff" * 4,
            "tides and ebb\ufffd",
            "lost-character",
        ),
        # NULs
        (b"Title\0" + b"x" * 50, "Title " + "x" * 50, "nul-characters"),
        (b"Title\n" + b"\0" * 500, "Title\n" + " " * 500, "nul-characters"),
        # line ends of all kinds, and what only looks like one, are left alone
        (b"a\r\nb\rc\n\x0cd\x0b\xe2\x80\xa8e\xe2\x80\xa9\xc2\x85f", "a\r\nb\rc\n\x0cd\x0b\u2028e\u2029\x85f", None),
    ],
)
def test_what_is_wrong_costs_as_little_as_can_be(content: bytes, text: str, code: str | None) -> None:
    """A truncated or invalid character becomes U+FFFD, NUL a blank, and each is reported."""
    source = decode(content)
    assert source.text == text
    assert [found.code for found in source.diagnostics] == [code] * bool(code)
    for found in source.diagnostics:
        assert text[slice(*found.span)] in {"\ufffd", " ", "é"}


# Mojibake


def mangled(text: str) -> str:
    """Return ``text`` as it stands where its UTF-8 was read as browsers read Windows-1252."""
    return "".join(
        bytes([b]).decode("cp1252" if b not in b"\x81\x8d\x8f\x90\x9d" else "latin-1") for b in text.encode()
    )


MANGLED = [
    "•",
    "’",
    "“so”",
    "é",
    "naïve – 5 °C",
    "Étude",
    "π ≈ α",
    "привет",
    "潮汐",
    "🌊",
    "Michał ś",
    "\xa0",
    "\ufeff",
]


@pytest.mark.parametrize("text", MANGLED)
@pytest.mark.parametrize("times", [1, 2])
def test_mojibake_is_told_and_mended_on_request(text: str, times: int) -> None:
    """Its first place and its number are reported in any case, and only the mojibake itself is changed."""
    spoilt = text
    for _ in range(times):
        spoilt = mangled(spoilt)
    content = f"Title\nof {spoilt} x\n".encode()
    left, mended = decode(content), decode(content, mend=True)
    assert left.text.encode() == content
    assert mended.text == f"Title\nof {text} x\n"
    assert (only(left).code, only(mended).code) == ("mojibake", "mojibake")
    assert only(left).span == only(mended).span
    assert only(left).line == 2


def test_mojibake_is_counted() -> None:
    """The message says how often, and what may be done."""
    expected = """\
a.txt:1:5: mojibake: UTF-8 decoded as Windows-1252 in 2 places (the first is here){}
    {}
    {}^"""
    content = "not â€¢ one â€™s".encode()
    left, mended = decode(content, "a.txt"), decode(content, "a.txt", mend=True)
    assert str(only(left)) == expected.format("; mend=True repairs it", "â€¢ one â€™s", "~" * 11)
    assert str(only(mended)) == expected.format(" was repaired", "• one ’s", "~" * 7)


@pytest.mark.parametrize(
    "text",
    [
        "café, naïve, Müller",
        "«été»… «là»”",
        "“5 Å–9 Å”",
        "10 Å² or Å³",
        "CAFÉ»",
        "São Paulo",
        "Ñ",
        "“Ñ”",
        "Î",
        "ÀÉÎÕÜ",
        "Ã",
        "â",
    ],
)
def test_letters_with_accents_are_no_mojibake(text: str) -> None:
    """Nothing is reported, and nothing is changed on request."""
    assert decode(text.encode(), mend=True) == Source(text=text)


def test_places_are_right_behind_what_is_mended() -> None:
    """Spans count in the text that is given."""
    source = decode("Ã© Ã© ".encode() + b"and then\0 \xe9 of a longer text, one of more than fifty bytes", mend=True)
    assert source.text == "é é and then  é of a longer text, one of more than fifty bytes"
    assert [(d.code, d.span) for d in source.diagnostics] == [
        ("mojibake", (0, 1)),
        ("nul-characters", (12, 13)),
        ("bad-encoding", (14, 15)),
    ]


# Chunks


ODD = st.sampled_from(
    [
        b"\r",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xe9",
        b"\xe2\x80",
        "â€¢".encode(),
        b"\xed\xa0\xbd",
        b"\xed\xb8\x80",
        "π".encode(),
        b"x" * 30,
    ]
)


def blocks(content: bytes, cuts: list[int]) -> Iterator[bytes]:
    """Iterate over ``content`` in pieces, the first as long as a text is judged by."""
    yield content[:HEAD]
    at = HEAD
    for cut in cuts:
        yield content[at : at + cut]
        at += cut
    yield content[at:]


def decoded(content: bytes, cuts: list[int], *, mend: bool) -> tuple[str, list[Diagnostic]]:
    decoding = Decoding("a.txt", mend=mend)
    chunks = list(decoding.chunks(blocks(content, cuts)))
    assert all(chunk.endswith(("\r", "\n")) for chunk in chunks[:-1])
    assert not any(a.endswith("\r") and b.startswith("\n") for a, b in pairwise(chunks))
    return "".join(chunks), decoding.diagnostics


@given(
    content=st.lists(ODD | st.binary(max_size=5), max_size=30).map(b"".join),
    cuts=st.lists(st.integers(0, 9), max_size=20),
    encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]),
    mend=st.booleans(),
)
def test_any_chunking_gives_the_same_text_and_places(
    content: bytes, cuts: list[int], encoding: str, *, mend: bool
) -> None:
    """However the bytes come, no line is cut, and chunks, lines, columns and spans are those of the whole text."""
    head = MARKS[encoding] + ("line\r\n" * HEAD).encode(encoding)[: HEAD - len(MARKS[encoding])]
    whole = head + (content if encoding == "utf-8" else content.decode("latin-1").encode(encoding) + content[:3])
    text, found = decoded(whole, cuts, mend=mend)
    assert (text, found) == decoded(whole, [], mend=mend)
    for diagnostic in found:
        before = text[: diagnostic.span[0]]
        ends = re.findall("\r\n|\r|\n", before)
        assert diagnostic.line == len(ends) + 1
        assert diagnostic.column == len(re.split("\r\n|\r|\n", before)[-1]) + 1


def test_strict_raises_before_the_chunk_with_the_fault_is_given() -> None:
    """Chunks without fault come first."""
    decoding = Decoding("a.txt", strict="warning")
    chunks = decoding.chunks(iter([b"line\n" * HEAD, b"caf\xe9\n", b"more\n"]))
    assert len(next(chunks) + next(chunks)) == 5 * HEAD
    with pytest.raises(ParseError) as raised:
        next(chunks)
    assert raised.value.diagnostic.place == f"a.txt:{HEAD + 1}:4"


def test_what_strict_allows_is_reported_once() -> None:
    """A warning is no error: it is collected at the end, with its count, however many chunks there are."""
    decoding = Decoding("a.txt", strict=True)
    text = "".join(decoding.chunks(iter([b"caf\xe9\n" * HEAD, b"caf\xe9\n", b"more\n"])))
    assert text.count("café\n") == HEAD + 1
    (found,) = decoding.diagnostics
    assert found.severity == "warning"
    assert f"in {HEAD + 1} places" in found.message


def test_an_unknown_level_is_refused_before_anything_is_decoded() -> None:
    """The error comes from the option, not from the first diagnostic."""
    with pytest.raises(ValueError, match="strict: expected"):
        Decoding("a.txt", strict="never")  # type: ignore[arg-type]


def test_bytes_that_turn_out_to_be_no_text_are_read_on() -> None:
    """A text is judged by how it begins: what follows is not lost, whatever it is."""
    source = decode(b"line\n" * HEAD + b"\x01\xe9" * 9)
    assert source.text.endswith("line\n" + "\x01é" * 9)
    assert only(source).code == "bad-encoding"
