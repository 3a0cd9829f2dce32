"""Test that no text takes disproportionately long to parse, explain or split into tokens."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pytest

import paperlist
from tests.helpers.calls import TEXT_CALLS
from tests.helpers.forgetting import forget
from tests.helpers.growth import apart, assert_linear, seconds, steps
from tests.helpers.hostile import TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable


def forgetful(call: Callable[[str], object], text: str) -> None:
    """Do something with a text of which nothing is remembered."""
    forget()
    call(text)


def _steps(call: str, name: str, size: int) -> int:
    return steps(partial(forgetful, TEXT_CALLS[call], TEXTS[name](size)))


def _seconds(call: str, name: str, size: int) -> float:
    return seconds(partial(forgetful, TEXT_CALLS[call], TEXTS[name](size)))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("call", TEXT_CALLS)
def test_steps_grow_with_the_text(call: str, name: str) -> None:
    """The lines and functions that a call runs are counted for 1,000, 2,000 and 4,000 characters."""
    assert_linear(partial(_steps, call, name), 500)


@apart
@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("call", TEXT_CALLS)
def test_time_grows_with_the_text(call: str, name: str) -> None:
    """The time is measured for up to 80,000 characters, since what is done in C has no steps."""
    assert_linear(partial(_seconds, call, name), 10_000, least=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_hostile_texts_are_explained_in_full(name: str) -> None:
    """Every character of a hostile text is explained, and the tokens joined are the text."""
    text = TEXTS[name](2_000)
    assert "".join(token.words for token in paperlist.tokenize(text)) == text
    assert "".join(stretch.text for stretch in paperlist.explain_text(text)) == text
