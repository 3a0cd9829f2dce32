"""Choose the regular-expression engine, and compile each pattern when it is first used.

For long texts and texts in many scripts the engine is ``regex`` if it is installed, else the standard library's ``re``.
Patterns use only syntax that both understand alike. For short texts, such as lines, ``re`` is always used, because it
takes half as long. Compiling all patterns takes longer than anything else when the package is first used, and most
dumps need few of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from types import ModuleType

_METHODS: Final = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
_ATTRIBUTES: Final = ("flags", "groupindex", "groups", "pattern")


class _Pattern:
    """A pattern that is compiled when it is first used, and then has the methods of the compiled one."""

    __slots__ = ("_flags", "_module", "_text", *_ATTRIBUTES, *_METHODS)

    def __init__(self, module: ModuleType, text: str, flags: int) -> None:
        self._module = module
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Python calls this only if the attribute is not set yet.
        compiled = self._module.compile(self._text, self._flags)
        for known in (*_ATTRIBUTES, *_METHODS):
            setattr(self, known, getattr(compiled, known))
        return getattr(compiled, name)


class _Engine:
    """A module of regular expressions that compiles patterns when they are first used."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)

    def compile(self, text: str, flags: int = 0) -> _Pattern:
        """Return the pattern in a text, which is compiled later."""
        return _Pattern(self._module, text, flags)


if TYPE_CHECKING:
    import re
    import re as line_re
else:
    import re

    re = line_re = _Engine(re)
    try:
        import regex
    except ImportError:
        pass
    else:
        re = _Engine(regex)

__all__ = ["line_re", "re", "search_pattern"]


def search_pattern(text: str) -> line_re.Pattern[str]:
    """Compile a user's regular expression, in the syntax of the standard library; case does not matter.

    Raises ValueError if it is invalid.

    >>> bool(search_pattern("tid(es|al)").search("TIDAL"))
    True
    """
    try:
        pattern = line_re.compile(text, line_re.IGNORECASE)
        pattern.search("")  # which compiles it
    except (line_re.error, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error
    return pattern
