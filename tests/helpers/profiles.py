"""Define how many examples hypothesis tries, in all tests and in the quick ones."""

from __future__ import annotations

from typing import Final

from hypothesis import settings

USUAL_EXAMPLES: Final = 100
"""What hypothesis tries by default."""


def register_profiles() -> None:
    """Define the profiles ``paperlist``, which is loaded, and ``fast``.

    Both try the same examples in every run: a failure must come from a change, and not from chance.
    """
    settings.register_profile("paperlist", derandomize=True, deadline=None, max_examples=USUAL_EXAMPLES)
    settings.register_profile("fast", derandomize=True, deadline=None, max_examples=10)  # --hypothesis-profile=fast
    settings.load_profile("paperlist")


def examples(number: int) -> settings:
    """Return the settings of a test that tries so many examples, and proportionally fewer in the profile ``fast``."""
    return settings(max_examples=max(1, number * settings().max_examples // USUAL_EXAMPLES))
