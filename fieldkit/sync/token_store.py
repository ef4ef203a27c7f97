"""Where the laptop keeps its token: the system's keyring, or a file that only its owner may read."""

from __future__ import annotations

import contextlib
import os
import secrets
from typing import TYPE_CHECKING

from fieldkit.model.durable import sync_folder
from fieldkit.sync.answers import TokenNotKept

if TYPE_CHECKING:
    from pathlib import Path

_SERVICE = "fieldkit"
FILE = "device-token"


class TokenStore:
    """The token of one device; the keyring first, the file ``device-token`` where there is no keyring."""

    def __init__(self, folder: Path, device: str, *, purpose: str = "") -> None:
        """Keep the token of ``device``, whose data are in ``folder``; ``purpose`` tells two of them apart."""
        self._file = folder / f"{FILE}{purpose}"
        self._device = f"{device}{purpose}"

    def load(self) -> str | None:
        """Return the token, or None when this machine has none."""
        found = _from_keyring(self._device)
        if found:
            return found
        try:
            kept = self._file.read_text(encoding="ascii").strip()
        except (OSError, ValueError):  # not there, not ours to read, or damaged: a new code gives a new one
            return None
        return kept or None

    def save(self, token: str) -> None:
        """Keep ``token`` instead of any other; raises TokenNotKept."""
        try:
            if _into_keyring(self._device, token):
                self._file.unlink(missing_ok=True)
            else:
                _write_private(self._file, token)
        except OSError as error:
            raise TokenNotKept(f"{self._file}: {error.strerror}") from error

    def clear(self) -> None:
        """Forget the token, as far as the disk lets us: one that is left is of no use to anybody."""
        _out_of_keyring(self._device)
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)


def _from_keyring(device: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, device)
    except (KeyringError, OSError):
        return None


def _into_keyring(device: str, token: str) -> bool:
    """Store the token; False where there is no keyring, or one that forgets."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, device, token)
        return keyring.get_password(_SERVICE, device) == token
    except (KeyringError, OSError):
        return False


def _out_of_keyring(device: str) -> None:
    import keyring
    from keyring.errors import KeyringError

    # PasswordDeleteError, a KeyringError, says that there was none
    with contextlib.suppress(KeyringError, OSError):
        keyring.delete_password(_SERVICE, device)


def _write_private(target: Path, text: str) -> None:
    temporary = target.with_name(f".{target.name}-{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
