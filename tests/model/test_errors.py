"""Test diagnostics, the errors that contain them, and the checks of callers' values."""

from __future__ import annotations

import ast
import copy
import pickle
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import paperlist
from paperlist.errors import (
    CODES,
    EXCERPT_LENGTH,
    SEVERITIES,
    Diagnostic,
    PaperlistError,
    ParseError,
    RecordError,
    Strict,
    checked_strict,
    excerpt,
    expect,
    raise_severe,
    report,
)
from tests.helpers.strategies import any_text, diagnostics

MISSING = Diagnostic(
    code="missing-abstract",
    message="no abstract after this title",
    line=3,
    column=5,
    span=(40, 50),
    excerpt="Tidal Nets",
    source="dumps/a.txt",
)


@pytest.mark.parametrize(
    ("diagnostic", "expected"),
    [
        (
            MISSING,
            """\
dumps/a.txt:3:5: missing-abstract: no abstract after this title
    Tidal Nets
    ~~~~~~~~~^""",
        ),
        (
            Diagnostic(code="no-papers", message="expected cards", excerpt="x"),
            """\
<text>:1:1: no-papers: expected cards
    x
    ^""",
        ),
        (Diagnostic(code="empty-source", message="nothing in it"), "<text>:1:1: empty-source: nothing in it"),
        (
            Diagnostic(code="empty-source", message="nothing in it", source="a.txt"),
            "a.txt:1:1: empty-source: nothing in it",
        ),
    ],
)
def test_a_diagnostic_reads_as_editors_and_people_take_it(diagnostic: Diagnostic, expected: str) -> None:
    """Place, code and message stand on one line, the excerpt marked under it where there is one."""
    assert str(diagnostic) == expected
    assert expected.startswith(f"{diagnostic.place}: ")


def test_a_diagnostic_without_a_place_is_about_the_beginning() -> None:
    """The first character of the first line, with nothing to show."""
    plain = Diagnostic(code="no-papers", message="none")
    expected = Diagnostic(code="no-papers", message="none", line=1, column=1, span=(0, 0), excerpt="", source=None)
    assert plain == expected


def test_a_place_is_file_line_column() -> None:
    """Without a source the place is in ``<text>``."""
    assert MISSING.place == "dumps/a.txt:3:5"
    assert Diagnostic(code="no-papers", message="", line=2).place == "<text>:2:1"


@pytest.mark.parametrize("code", ["", "No-Papers", "missing", None, 3])
def test_an_unknown_code_is_refused(code: Any) -> None:
    """A diagnostic carries a code of the list, or is not made."""
    with pytest.raises(ValueError, match="not a diagnostic code: "):
        Diagnostic(code=code, message="")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("",), ""),
        (("one",), "one"),
        (("A long\ttitle\nand more", 2), "long title"),
        (("abcdef", 1, 3), "bc"),
        (("abcdef", 4, 99), "ef"),
        (("abcdef", 99), ""),
        (("\nsecond",), ""),
        (("first\r\nsecond",), "first"),
        (("first\u2028second",), "first"),
        (("red \x1b[31mink\x07 here",), "red  [31mink  here"),
        (("zero\u200bwidth\u202eturned",), "zero width turned"),
        (("caf\udce9 and \ud800",), "caf  and"),
        (("漢字 π",), "漢字 π"),
        (("x" * 72,), "x" * 72),
        (("x" * 72 + "\nmore",), "x" * 72),
        (("x" * 73,), "x" * 71 + "…"),
        (("x" * 10_000, 5_000), "x" * 71 + "…"),
        (("x" * 10_000, 0, 72), "x" * 72),
    ],
)
def test_an_excerpt_is_one_short_printable_line(arguments: tuple[Any, ...], expected: str) -> None:
    """Of many lines the first is shown, cut where it is long, with blanks for what cannot be printed."""
    assert excerpt(*arguments) == expected


@given(any_text().map(lambda text: 5 * text), st.integers(0, 20), st.none() | st.integers(0, 100))
def test_no_excerpt_is_long_or_unprintable(text: str, start: int, end: int | None) -> None:
    """Whatever the text holds, its excerpt can be printed on a line and does not end with a blank."""
    shown = excerpt(text, start, end)
    assert len(shown) <= EXCERPT_LENGTH
    assert shown.isprintable()
    assert shown == shown.rstrip()


@given(diagnostics(), st.integers(0, pickle.HIGHEST_PROTOCOL))
def test_a_parse_error_survives_pickling(diagnostic: Diagnostic, protocol: int) -> None:
    """An error raised in another process arrives whole, by any protocol."""
    back = pickle.loads(pickle.dumps(ParseError(diagnostic), protocol))  # noqa: S301  # pickled on the line itself
    assert type(back) is ParseError
    assert back.diagnostic == diagnostic
    assert str(back) == str(diagnostic)


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy])
def test_a_parse_error_can_be_copied(copied: Any) -> None:
    """A copy says the same."""
    back = copied(ParseError(MISSING))
    assert type(back) is ParseError
    assert (back.diagnostic, back.args, str(back)) == (MISSING, (MISSING,), str(MISSING))


@pytest.mark.parametrize(("error", "others"), [(ParseError, RecordError), (RecordError, ParseError)])
def test_errors_are_caught_as_ours_or_as_value_errors(error: type[Exception], others: type[Exception]) -> None:
    """Each is a ValueError, too, and the two kinds can be caught separately."""
    assert issubclass(error, PaperlistError)
    assert issubclass(error, ValueError)
    assert not issubclass(error, others)
    assert not issubclass(PaperlistError, ValueError)


def test_a_lenient_report_is_collected() -> None:
    """Diagnostics are added in order, even errors, and without ``strict`` none is raised."""
    found = [MISSING]
    second = Diagnostic(code="no-papers", message="")
    assert second.severity == "error"
    report(found, second, strict=False)
    assert found == [MISSING, second]


def test_a_strict_report_is_raised() -> None:
    """Nothing is collected then; the error shows the diagnostic."""
    found: list[Diagnostic] = []
    lost = Diagnostic(code="no-papers", message="")
    for diagnostic, strict in ((lost, True), (MISSING, "info")):
        with pytest.raises(ParseError) as caught:
            report(found, diagnostic, strict=strict)  # type: ignore[arg-type]  # mypy joins the types of the table
        assert caught.value.diagnostic is diagnostic
        assert str(caught.value) == str(diagnostic)
    assert found == []


INFO, WARNING, ERROR = (Diagnostic(code=code, message="") for code in ("missing-date", "mojibake", "not-text"))


@pytest.mark.parametrize(
    ("strict", "allowed"),
    [
        (False, [INFO, WARNING, ERROR]),
        (True, [INFO, WARNING]),
        ("error", [INFO, WARNING]),
        ("warning", [INFO]),
        ("info", []),
    ],
)
def test_strict_raises_what_is_severe_enough(strict: Strict, allowed: list[Diagnostic]) -> None:
    """A level raises diagnostics of this severity and of those above it; True means errors."""
    assert [d.severity for d in (INFO, WARNING, ERROR)] == ["info", "warning", "error"]
    raise_severe(allowed, strict)
    refused = [d for d in (INFO, WARNING, ERROR) if d not in allowed]
    for diagnostic in refused:
        with pytest.raises(ParseError) as caught:
            raise_severe([*allowed, diagnostic, *refused], strict)
        assert caught.value.diagnostic is diagnostic


@pytest.mark.parametrize(
    ("strict", "error"), [("", ValueError), ("Error", ValueError), (1, TypeError), (None, TypeError)]
)
def test_strict_takes_a_bool_or_a_level(strict: Any, error: type[Exception]) -> None:
    """Other values are refused, with a message that lists those that are allowed."""
    with pytest.raises(error, match=r"^strict: expected True, False, 'info', 'warning' or 'error', got "):
        checked_strict(strict)


def test_every_code_has_a_severity() -> None:
    """The severities cover exactly the listed codes."""
    assert list(SEVERITIES) == list(CODES)
    assert set(SEVERITIES.values()) == {"info", "warning", "error"}
    assert "severity" not in attrs.asdict(ERROR)


@pytest.mark.parametrize(
    ("record", "kind", "optional", "expected"),
    [
        ({"x": "a"}, str, True, "a"),
        ({"x": ""}, str, False, ""),
        ({"x": 0}, int, False, 0),
        ({"x": [1]}, (list, tuple), True, [1]),
        ({"x": (1,)}, (list, tuple), True, (1,)),
        ({"x": None}, int, True, None),
        ({}, int, True, None),
    ],
)
def test_an_expected_value_is_returned(record: dict[str, Any], kind: Any, optional: bool, expected: Any) -> None:  # noqa: FBT001  # a column of the table
    """What is there and of its type comes back as it is, and so does None where the value may be missing."""
    assert expect(record, "x", kind, optional=optional) == expected


@pytest.mark.parametrize(
    ("record", "kind", "optional", "message"),
    [
        ({"x": "4"}, int, True, "x: expected int, got str '4'"),
        ({"x": 4}, str, True, "x: expected str, got int 4"),
        ({"x": 4.0}, int, True, "x: expected int, got float 4.0"),
        ({"x": True}, int, True, "x: expected int, got bool True"),
        ({"x": False}, (int, str), True, "x: expected int or str, got bool False"),
        ({"x": "ab"}, (list, tuple), True, "x: expected list or tuple, got str 'ab'"),
        ({"x": None}, str, False, "x: expected str, got NoneType None"),
        ({}, str, False, "x: expected str, got nothing"),
        ({"x": "long" * 99}, int, True, "x: expected int, got str '" + "longlonglong" * 3 + "lon"),
    ],
)
def test_an_unexpected_value_is_refused(record: dict[str, Any], kind: Any, optional: bool, message: str) -> None:  # noqa: FBT001  # a column of the table
    """The error names the key, the types that would do, and what stood there, cut short; no bool is a number."""
    with pytest.raises(RecordError) as caught:
        expect(record, "x", kind, optional=optional)
    assert str(caught.value) == message


def test_a_value_may_be_missing_unless_the_caller_says_otherwise() -> None:
    """Most keys of a record are optional."""
    assert expect({}, "x", str) is None


def told_codes() -> set[str]:
    """Return all codes that the package's source gives to diagnostics."""
    given_codes: list[ast.expr] = []
    for path in Path(paperlist.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call):
                given_codes += (keyword.value for keyword in node.keywords if keyword.arg == "code")
                called = getattr(node.func, "attr", None) or getattr(node.func, "id", None)
                if called in {"tell", "report", "record_ending", "diagnose", "_note"}:
                    given_codes += node.args[:1]
    inner = (node for given_code in given_codes for node in ast.walk(given_code))
    return {node.value for node in inner if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_codes_are_listed_in_order_each_with_its_meaning() -> None:
    """The list is sorted, and says in words what each code means."""
    assert list(CODES) == sorted(CODES)
    assert all(CODES.values())
    assert len(set(CODES.values())) == len(CODES)


def test_codes_cannot_be_changed() -> None:
    """The list is for reading."""
    with pytest.raises(TypeError, match="does not support item assignment"):
        CODES["new"] = ""  # type: ignore[index]  # pyright: ignore[reportIndexIssue]  # what is tested


def test_no_code_is_told_that_is_not_listed() -> None:
    """The package reports no code that is not in the list."""
    assert told_codes() <= set(CODES)


def test_every_listed_code_is_told_somewhere() -> None:
    """Each code has a place in the package that makes it, except those that are reserved."""
    paths = (path for path in Path(paperlist.__path__[0]).rglob("*.py") if path.name != "errors.py")
    found = (node for path in paths for node in ast.walk(ast.parse(path.read_bytes())))
    assert set(CODES) <= {node.value for node in found if isinstance(node, ast.Constant)}
