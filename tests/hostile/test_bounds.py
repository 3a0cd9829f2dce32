"""Test that memory and time are bounded for each byte of a file, whatever its lines are."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.helpers.growth import apart

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [apart, pytest.mark.slow]

SIZE: Final = 25 << 20
MOST_SECONDS: Final = 60
MOST_BYTES: Final = 3 << 29

LINES: Final = (
    "3",
    "A Study of Tides",
    "6 authors",
    "- [A Study of Tides](/papers/2401.00001)",
    "Submitted by tern Upvote 12 A Study of Tides Harbour Institute · 6 authors",
    "Dec 12, 2024",
    "<p>We study <a href='/papers/2401.00001'>tides</a>.</p>",
    "We study tides. They rise, and they fall, and nobody knows why they do that so often, or so it seems to us.",
    "· [[x",
    "Daily Papers",
)
"""Each is repeated until a file has 25 MiB."""

_PROGRAM: Final = """
import resource, sys, time
import paperlist
for _ in paperlist.parse_many(sys.argv[1]):
    pass
print(time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other units")
@pytest.mark.parametrize("line", LINES)
def test_one_line_again_and_again_takes_little_time_and_memory(line: str, tmp_path: Path) -> None:
    """A file of 25 MiB takes less than 60 seconds of processor time and 1.5 GiB, in a process of its own."""
    path = tmp_path / "lines.txt"
    path.write_bytes(f"{line}\n".encode() * (SIZE // (len(line.encode()) + 1)))
    done = subprocess.run([sys.executable, "-c", _PROGRAM, str(path)], check=True, capture_output=True, text=True)
    seconds, peak = map(float, done.stdout.split())
    assert seconds < MOST_SECONDS
    assert peak < MOST_BYTES
