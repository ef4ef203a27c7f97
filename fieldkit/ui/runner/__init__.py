"""The form runner: an inspection on the screen, filled by keyboard."""

from __future__ import annotations
