"""The work on checklists themselves: what is in one, what a new version changes, and taking it out again."""

from __future__ import annotations
