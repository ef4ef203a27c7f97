"""The one door to the system's keyring: Windows' credentials, the keychain, a secret service; or nothing."""

from __future__ import annotations

import contextlib

_SERVICE = "fieldkit"


class SystemKeyring:
    """Keeps short secrets by name; where no keyring answers it holds nothing and says so."""

    def read(self, name: str) -> str | None:
        """Return what is kept under ``name``, None where there is nothing or no keyring."""
        import keyring
        from keyring.errors import KeyringError

        try:
            return keyring.get_password(_SERVICE, name)
        except (KeyringError, OSError):
            return None

    def keep(self, name: str, secret: str) -> bool:
        """Keep a secret; False where there is no keyring, or one that forgets."""
        import keyring
        from keyring.errors import KeyringError

        try:
            keyring.set_password(_SERVICE, name, secret)
            return keyring.get_password(_SERVICE, name) == secret
        except (KeyringError, OSError):
            return False

    def forget(self, name: str) -> None:
        """Forget a secret, if there is one."""
        import keyring
        from keyring.errors import KeyringError

        # PasswordDeleteError, a KeyringError, says that there was none
        with contextlib.suppress(KeyringError, OSError):
            keyring.delete_password(_SERVICE, name)
