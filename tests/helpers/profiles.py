"""Define how many examples hypothesis tries, in all tests and in the quick ones."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

USUAL_EXAMPLES: Final = 100
"""What hypothesis tries by default."""

SOME_EXAMPLES: Final = 25
"""What it tries with other versions of Python, since the examples are those that are tried with this one."""


def register_profiles() -> None:
    """Define the profiles ``paperlist``, which is loaded, ``some`` and ``fast``.

    Each tries the same examples in every run: a failure must come from a change, and not from chance.
    """
    settings.register_profile("paperlist", derandomize=True, deadline=None, max_examples=USUAL_EXAMPLES)
    settings.register_profile("some", derandomize=True, deadline=None, max_examples=SOME_EXAMPLES)
    settings.register_profile("fast", derandomize=True, deadline=None, max_examples=10)  # --hypothesis-profile=fast
    settings.load_profile("paperlist")


def examples(number: int) -> settings:
    """Return the settings of a test that tries so many examples, and proportionally fewer in the other profiles.

    In the profile ``some``, no test tries fewer than 25 for that.
    """
    usual = settings().max_examples
    least = min(number, SOME_EXAMPLES) if usual == SOME_EXAMPLES else 1
    return settings(max_examples=max(least, number * usual // USUAL_EXAMPLES))
