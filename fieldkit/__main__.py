"""``python -m fieldkit``: the window, or a command."""

from __future__ import annotations

import sys

from fieldkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
