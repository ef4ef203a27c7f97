"""Where the laptop keeps its token: the system's keyring, or a file that only its owner may read."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from fieldkit.model.attachments import AttachmentDamaged
from fieldkit.model.durable import CannotWrite, write_private
from fieldkit.model.keys.conversion import TOKEN
from fieldkit.sync.answers import TokenNotKept
from fieldkit.system_keyring import SystemKeyring

if TYPE_CHECKING:
    from pathlib import Path

    from fieldkit.model.attachments import AttachmentStore
    from fieldkit.model.workspace import Workspace

FILE = TOKEN


class TokenStore:
    """The token of one device; the keyring first, the file ``device-token`` where there is no keyring."""

    def __init__(
        self, folder: Path, device: str, *, purpose: str = "", seal: AttachmentStore | None = None
    ) -> None:
        """Keep the token of ``device``, whose data are in ``folder``; ``purpose`` tells two of them apart.

        ``seal`` seals the file as it does attachments.
        """
        self._file = folder / f"{FILE}{purpose}"
        self._device = f"{device}{purpose}"
        self._seal = seal
        self._keyring = SystemKeyring()

    @classmethod
    def of(cls, workspace: Workspace, purpose: str = "") -> TokenStore:
        """Return the store of a laptop; its file is sealed where its data are."""
        return cls(workspace.folder, workspace.device, purpose=purpose, seal=workspace.attachments)

    def load(self) -> str | None:
        """Return the token, or None when this machine has none."""
        found = self._keyring.read(self._device)
        if found:
            return found
        try:
            stored = self._file.read_bytes()
            plain = self._seal.unseal(stored, self._file.name) if self._seal is not None else stored
            kept = plain.decode("ascii").strip()
        # not there, not ours to read, or damaged: a new code gives a new one
        except (OSError, ValueError, AttachmentDamaged):
            return None
        return kept or None

    def save(self, token: str) -> None:
        """Keep ``token`` instead of any other; raises TokenNotKept."""
        try:
            if self._keyring.keep(self._device, token):
                self._file.unlink(missing_ok=True)
            else:
                plain = token.encode("ascii")
                sealed = self._seal.seal(plain, self._file.name) if self._seal is not None else plain
                write_private(self._file, sealed)
        except (OSError, CannotWrite) as error:
            raise TokenNotKept(str(getattr(error, "place", self._file))) from error

    def clear(self) -> None:
        """Forget the token, as far as the disk lets us: one that is left is of no use to anybody."""
        self._keyring.forget(self._device)
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
