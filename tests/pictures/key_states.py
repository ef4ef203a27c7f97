"""The states of encryption: the locked window, the sheets, the card of the settings."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.settings_page import SettingsPage
    from fieldkit.ui.unlock_card import UnlockCard

CODE = "V841-FV6B-XXAC-BTAC-M6WX-CBWE-DTKB"


class KeyStates:
    """Each method shows one of them."""

    window: MainWindow

    def _locked(self) -> UnlockCard:
        from fieldkit.ui.unlock_card import UnlockCard

        workspace = self.window.workspace
        assert workspace is not None
        card = UnlockCard(workspace.folder, self.window._settings.language, begins=False)
        self.window.lock.cover(card)
        return card

    def _settings(self) -> SettingsPage:
        from fieldkit.ui.settings_page import SettingsPage

        self.window.lock.uncover()
        self.window.open_page("settings")
        page = self.window.page()
        assert isinstance(page, SettingsPage)
        return page

    def key_locked(self) -> None:
        self._locked()

    def key_wrong(self) -> None:
        from fieldkit.model.keys.errors import WrongPassphrase

        self._locked()._refused(WrongPassphrase())

    def key_code_asked(self) -> None:
        self._locked().other.click()

    def key_first(self) -> None:
        from fieldkit.model.keys.errors import WeakPassphrase
        from fieldkit.ui.passphrase_sheet import PassphraseSheet

        page = self._settings()
        page.desk.ask_first()
        page.findChildren(PassphraseSheet)[-1].refuse(WeakPassphrase(10))

    def key_change(self) -> None:
        self._settings().desk.ask_other()

    def key_code(self) -> None:
        from fieldkit.ui.code_sheet import CodeSheet

        self._settings()._lay_over(CodeSheet(CODE))

    def key_sealed(self) -> None:
        """The card of data that are encrypted, with a backup of before."""
        from fieldkit.model.keys import beginning
        from fieldkit.model.keys.wrapping import Cost
        from fieldkit.model.workspace import Workspace
        from fieldkit.ui.protection_card import ProtectionCard

        page = self._settings()
        with TemporaryDirectory(prefix="fieldkit-sealed-") as name:
            folder = Path(name)
            begun = beginning.begin("four unrelated words", code=True, cost=Cost(64, 1, 1))
            beginning.encrypt(folder, begun)
            workspace = Workspace(folder, key=begun.key)
            (folder / "backups" / "before").write_bytes(b"in clear")
            card = ProtectionCard(workspace, self.window._settings.language)
            page._lay_over(card)
            card.passphrase.setFocus()
            workspace.close()

    def key_done(self) -> None:
        """The settings as they are, so that the next state finds them so."""
        self._settings()._lay_over(None)
