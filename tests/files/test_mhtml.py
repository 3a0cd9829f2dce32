"""Test that the HTML of MHTML files is found and decoded."""

from __future__ import annotations

import base64
import io
from email.message import EmailMessage

import pytest

import paperlist
from paperlist.files.mhtml import is_mhtml
from paperlist.files.sources import open_text, read_source

HEAD = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n"
PAGE = "<html>naïve café</html>"


def text_of(content: bytes) -> str:
    """Return the text of a dump with these bytes."""
    return read_source(io.BytesIO(content)).text


@pytest.mark.parametrize(("charset", "encoding"), [("utf-8", "8bit"), ("iso-8859-1", "8bit"), ("utf-8", "base64")])
def test_parts_are_decoded(charset: str, encoding: str) -> None:
    """The first HTML is found after other parts, and in the encoding that its headers name."""
    content = PAGE.encode(charset)
    if encoding == "base64":
        content = base64.encodebytes(content)
    part = f"Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    other = b"Content-Type: text/plain\r\n\r\nOther words"
    whole = HEAD.encode() + b"\r\n--x\r\n" + other + b"\r\n--x\r\n" + part + content + b"\r\n--x--\r\n"
    assert text_of(whole).strip() == PAGE


@pytest.mark.parametrize("charset", ["no-such-encoding", "undefined", "zip"])
def test_an_unknown_encoding_is_read_as_utf_8(charset: str) -> None:
    """A wrong name of an encoding loses nothing."""
    head = f"MIME-Version: 1.0\nContent-Type: text/html; charset={charset}\n\n"
    assert text_of(head.encode() + PAGE.encode()) == PAGE


def test_parts_within_parts_are_found() -> None:
    """Mail programs put the HTML of a message beside its text, in a part of its own."""
    mail = EmailMessage()
    mail["Date"] = "no date"
    mail["Snapshot-Content-Location"] = "https://huggingface.co/papers-->"
    mail.set_content("Only words")
    mail.add_alternative(PAGE, subtype="html")
    mail.add_attachment(b"png", "image", "png")
    found = text_of(bytes(mail))
    assert found.startswith("<!-- saved from url=https://huggingface.co/papers%2D%2D%3E -->\n")
    assert found.partition("\n")[2].strip() == PAGE


@pytest.mark.parametrize("depth", [1, 9, 2000])
def test_messages_without_html_are_text(depth: int) -> None:
    """A message without HTML, or with parts within parts without end, is read as it is."""
    content = (HEAD + "\r\n--x\r\n" + "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" * depth).encode()
    assert text_of(content) == content.decode()
    assert text_of(b"MIME-Version: 1.0\nContent-Type: text/plain\n\nwords").endswith("words")


@pytest.mark.parametrize(
    "head",
    [b"", b"Daily Papers\n\nMIME-Version: 1.0\nContent-Type: x\n", b"MIME-Version: 1.0\nwords\nContent-Type: x\n\n"],
)
def test_other_files_are_not_messages(head: bytes) -> None:
    """A file is a message only if it begins with headers, all of which look like headers."""
    assert not is_mhtml(head)


def test_a_message_may_be_text() -> None:
    """The text of a message is read like its bytes, from a string or from a file opened as text."""
    text = f"MIME-Version: 1.0\nContent-Type: text/html\n\n{PAGE}"
    assert "".join(open_text(text)) == PAGE
    assert paperlist.parse(io.StringIO(text)).diagnostics
