"""One module a command: ``inspection/fill.py`` is ``fieldkit inspection fill`` (docs/commands.md)."""

from __future__ import annotations
