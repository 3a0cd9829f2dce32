"""Switch off Python's garbage collector while many objects are made."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from ._attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Generator


@define
class _Collector:
    """Counts the threads that need no garbage collector now, and knows whether it was on before the first of them."""

    lock: threading.Lock = field(factory=threading.Lock)
    users: int = 0
    was_enabled: bool = False


_collector: Final = _Collector()


@contextmanager
def uncollected() -> Generator[None, None, None]:
    """Switch off the cyclic garbage collector during a ``with`` block, in all threads, if it is on.

    The block makes many objects and no cycles. The collector would go through all the caller's papers several times and
    find nothing.
    """
    with _collector.lock:
        if not _collector.users:
            _collector.was_enabled = gc.isenabled()
            gc.disable()
        _collector.users += 1
    try:
        yield
    finally:
        with _collector.lock:
            _collector.users -= 1
            if _collector.was_enabled and not _collector.users:
                gc.enable()
