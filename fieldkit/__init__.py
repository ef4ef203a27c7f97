"""fieldkit: a factory inspector's day without internet."""

from __future__ import annotations

__version__ = "26.11.0"
