"""How a connection of SQLCipher's driver is given the key of its file."""

from __future__ import annotations

from typing import Any


def quiet(connection: Any) -> None:
    """Keep SQLCipher's complaints away from stderr, where no log filter sees them."""
    connection.execute("PRAGMA cipher_log_level = NONE")


def give_key(connection: Any, key: bytes | None) -> None:
    """Let a connection that was just opened read a file sealed with ``key`` (32 bytes; None: plain)."""
    if key is not None:
        quiet(connection)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
