"""The first schema: new files are created with it at once, so there is nothing to do."""

from __future__ import annotations

revision = "2611_01"
down_revision = None


def upgrade() -> None:
    """Nothing comes before the first schema."""
