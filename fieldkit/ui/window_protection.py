"""What a window does with the key of its data: opens them by it, locks, encrypts what is in clear."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from fieldkit.errors import FieldkitError
from fieldkit.model.keys.errors import PassphraseWanted
from fieldkit.ui import jobs
from fieldkit.ui.window_lock import WindowLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from fieldkit.model.keys.conversion import Encrypted
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.main_window import MainWindow
    from fieldkit.ui.settings import Settings
    from fieldkit.ui.settings_page import SettingsPage


def kept_key(folder: Path | None) -> bytes | None:
    """Return the key of ``folder`` where this machine's keyring leads to it."""
    from fieldkit.model.keys import slots, ways
    from fieldkit.system_keyring import SystemKeyring

    try:
        found = slots.read(folder) if folder is not None and slots.encrypted(folder) else None
    except FieldkitError:
        return None
    return ways.with_keyring(found, SystemKeyring()) if found is not None else None


class WindowProtection(QObject):
    """Belongs to one window."""

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window = window
        self.lock = WindowLock(window, settings)
        self.lock.opened.connect(self._opened)
        self.lock.unlocked.connect(self._recover)

    def follow(self, page: SettingsPage) -> None:
        """Do what the settings ask for."""
        page.encrypt_wanted.connect(self._encrypt_later)
        page.lock_wanted.connect(self.lock.lock)
        page.watched.connect(self.lock.watch)

    def offer(self) -> None:
        """Offer to encrypt data that are in clear, until a person said yes or no."""
        from fieldkit.model.keys.beginning import OFFERED

        workspace = self._window.workspace
        if workspace is None or workspace.encrypted or workspace.setting(OFFERED):
            return
        bar = self._window.message_bar
        bar.show_notice(
            self.tr("The data on this laptop are not encrypted"),
            self.tr("With a passphrase, who finds or steals the laptop reads nothing of it."),
            "warn",
        )
        later = (self.tr("Not now"), lambda: workspace.remember(OFFERED, "later"))
        bar.offer(self.tr("Encrypt…"), partial(self._window.open_page, "settings", "encrypt"), other=later)

    # --- the key is there

    def _opened(self, key: bytes, by_code: bool) -> None:
        folder = self.lock.folder
        assert folder is not None
        self.lock.uncover()
        self._open(folder, key)
        self._recover(by_code)

    def _open(self, folder: Path, key: bytes | None, before: Workspace | None = None, page: str = "") -> bool:
        """Open the folder; False where that cannot be, which is said then."""
        from fieldkit.model.keys import slots
        from fieldkit.model.workspace import Workspace

        try:
            workspace = Workspace(folder, key=key, clock=before.clock if before is not None else None)
            if key is not None:
                slots.mend(folder)
        except PassphraseWanted as error:
            # It was sealed before it could be stopped.
            self.lock.ask(error.folder)
            return False
        except FieldkitError as error:
            self._window.show_unusable(error, key)
            return False
        self._window.begin(workspace, page)
        return True

    def _recover(self, by_code: bool) -> None:
        """After a recovery code, ask for a new passphrase at once."""
        if by_code:
            self._window.open_page("settings", "passphrase")

    # --- encryption of what is in clear

    def _encrypt_later(self, passphrase: str) -> None:
        # The wish comes from a sheet of a page that is about to go.
        QTimer.singleShot(0, self, lambda: self._encrypt(passphrase))

    def _encrypt(self, passphrase: str) -> None:
        from fieldkit.ui.working import Working

        workspace = self._window.workspace
        if workspace is None:
            return
        self._window.rest()
        self._window.close_workspace()
        job = jobs.Job(self, partial(_work, workspace.folder, passphrase))
        working = Working()
        self.lock.cover(working)
        working.follow(job, self.tr("Encrypting the data"))
        job.then(
            lambda outcome: self._encrypted(workspace, outcome[0], outcome[1].left),
            lambda error: self._encrypted(workspace, None, (), error),
        )
        working.stopped.connect(lambda: job.ended.connect(lambda: self._encrypted(workspace, None, ())))
        job.start()

    def _encrypted(
        self,
        before: Workspace,
        key: bytes | None,
        left: tuple[Path, ...],
        error: FieldkitError | None = None,
    ) -> None:
        window = self._window
        if window.workspace is not None:
            return  # it was stopped, and failed besides
        self.lock.uncover()
        window.forget_pages()
        opened = self._open(before.folder, key, before, "settings")
        if error is not None:
            window.show_error(error)
        elif key is not None and opened:
            words = self.tr("When the passphrase is lost, a recovery code on paper opens them.")
            if left:
                words = self.tr("%n earlier file(s) stay readable: backups, exports", "", len(left))
            window.message_bar.show_notice(self.tr("The data are encrypted"), words, "warn" if left else "ok")
            window.message_bar.offer(
                self.tr("Make a recovery code…"), partial(window.open_page, "settings", "code")
            )


def _work(folder: Path, passphrase: str, job: jobs.Job[tuple[bytes, Encrypted]]) -> tuple[bytes, Encrypted]:
    from fieldkit.model.keys import beginning

    begun = beginning.begin(passphrase)
    report: Callable[[int, int], object] = job.report
    return begun.key, beginning.encrypt(folder, begun, report)
