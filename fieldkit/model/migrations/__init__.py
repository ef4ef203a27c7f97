"""Schema migrations (Alembic); imported only when a data file is older than the program."""

from __future__ import annotations
