# PYTHON_ARGCOMPLETE_OK
"""Run the command line: ``python -m paperlist``."""

from __future__ import annotations

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
