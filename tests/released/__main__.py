"""``python -m tests.released``: freeze the newest schema, before it is released."""

from __future__ import annotations

from tests.released import freeze

if __name__ == "__main__":
    print(freeze())
