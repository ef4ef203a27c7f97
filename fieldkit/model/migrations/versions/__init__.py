"""One module a revision, named after it."""

from __future__ import annotations
