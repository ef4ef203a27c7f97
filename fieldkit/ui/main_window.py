"""The window: sidebar, top bar, and the pages, each made when it is first opened."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from fieldkit.errors import FieldkitError
from fieldkit.model.keys.errors import PassphraseWanted
from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.ui import jobs, theme, translation
from fieldkit.ui.auto_sync import AutoSync
from fieldkit.ui.daily_export import DailyExport
from fieldkit.ui.data_care import DataCare
from fieldkit.ui.empty_state import EmptyState
from fieldkit.ui.in_sight import InSight
from fieldkit.ui.keys import shortcut, takes_text
from fieldkit.ui.message_bar import MessageBar
from fieldkit.ui.open_copy import forget_copies
from fieldkit.ui.page import DESK, EVERYTHING, Page, PageContext
from fieldkit.ui.pages import pages
from fieldkit.ui.recovering import Recovering
from fieldkit.ui.sidebar import Sidebar
from fieldkit.ui.status_chip import SyncStatus
from fieldkit.ui.sync_status import StatusReader
from fieldkit.ui.top_bar import TopBar
from fieldkit.ui.window_protection import WindowProtection, kept_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from fieldkit.errors import Language
    from fieldkit.model.export_recipes import Exported
    from fieldkit.model.workspace import Workspace
    from fieldkit.ui.message_bar import Choice
    from fieldkit.ui.search_everywhere import SearchEverywhere
    from fieldkit.ui.settings import Settings
    from fieldkit.ui.settings_page import SettingsPage
    from fieldkit.ui.sync_page import SyncPage
    from fieldkit.ui.theme import Scheme

SIZE = (1366, 768)
SMALLEST = (1024, 600)
NARROW = 960
_NEXT_SCHEME: dict[str, Scheme] = {"light": "dark", "dark": "outdoor", "outdoor": "system", "system": "light"}


class MainWindow(QMainWindow):
    """Holds the pages and carries their wishes to each other."""

    def __init__(
        self, settings: Settings, open_workspace: Callable[[], Workspace], *, folder: Path | None = None
    ) -> None:
        """``open_workspace`` is called after the first paint; it may raise FieldkitError.

        Where damaged data lie in ``folder``, the window offers to put others in their place.
        """
        super().__init__()
        self._folder = folder
        self._settings = settings
        self._open_workspace = open_workspace
        self.workspace: Workspace | None = None
        self._entries = {entry.key: entry for entry in pages()}
        self._pages: dict[str, Page] = {}
        self._stale: dict[str, frozenset[str]] = {}
        self._key = ""
        self._busy = 0
        self._status = SyncStatus()
        self._status_reader = StatusReader(self)
        self._status_reader.read.connect(self._show_status)
        self.daily_export = DailyExport(self)
        self.daily_export.written.connect(self._tell_exported)
        self.daily_export.failed.connect(self.show_error)
        self.auto_sync = AutoSync(self)
        self.auto_sync.due.connect(self._sync_quietly)
        self.auto_sync.login_wanted.connect(self._tell_login)
        self.auto_sync.looked.connect(self.update_status)
        self.care = DataCare(self, lambda: self.message_bar)
        self.care.may_close.connect(self.close)
        self.restart = False  # with other data, once this window is closed
        self.protection = WindowProtection(self, settings)
        self.lock = self.protection.lock
        self.setWindowTitle("fieldkit")
        self.setMinimumSize(*SMALLEST)
        self.resize(*SIZE)
        if settings.geometry is not None:
            self.restoreGeometry(settings.geometry)
        self._assemble()
        self._add_shortcuts()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            InSight(self, application)
            application.focusChanged.connect(self._refresh_late)

    # --- parts

    def _assemble(self) -> None:
        """Make everything but the pages, in the language and size of text now in force."""
        self.sidebar = Sidebar(tuple(self._entries.values()))
        self.sidebar.chosen.connect(self._press_page)
        self.top_bar = TopBar()
        self.top_bar.search_wanted.connect(self.search_everywhere)
        self.top_bar.sync_wanted.connect(lambda: self.open_page("sync"))
        self.top_bar.person_wanted.connect(lambda: self.open_page("settings"))
        self.top_bar.language_wanted.connect(self._switch_language)
        self.top_bar.scheme_wanted.connect(self._switch_scheme)
        self.top_bar.show_scheme(self._settings.scheme)
        self.top_bar.status.show_status(self._status)
        self.message_bar = MessageBar()
        message_row = QHBoxLayout()
        message_row.setContentsMargins(24, 0, 24, 0)
        message_row.addWidget(self.message_bar)
        self._stack = QStackedWidget()
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addWidget(self.top_bar)
        main.addLayout(message_row)
        main.addWidget(self._stack, 1)
        self.canvas = canvas = QWidget()
        canvas.setObjectName("canvas")
        canvas.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(canvas)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(main, 1)
        self.setCentralWidget(canvas)
        self._search: SearchEverywhere | None = None

    def _add_shortcuts(self) -> None:
        numbered = [key for key, entry in self._entries.items() if entry.numbered]
        for number, key in enumerate(numbered, 1):
            shortcut(self, f"Ctrl+{number}", partial(self._press_page, key))
        shortcut(self, "Ctrl+F", self._focus_search)
        shortcut(self, "Ctrl+K", self.search_everywhere)
        shortcut(self, "Ctrl+,", lambda: self.open_page("settings"))
        shortcut(self, "F1", lambda: self.open_page("help"))
        shortcut(self, "Ctrl+Shift+L", self.lock.lock)

    def _focus_search(self) -> None:
        page = self.page()
        if page is not None:
            page.focus_search()

    def search_everywhere(self) -> None:
        """Open the search over the window."""
        if self.workspace is None:
            return
        if self._search is None:
            from fieldkit.ui.search_everywhere import SearchEverywhere

            search = SearchEverywhere(self.canvas, self.workspace, self._settings.language, self._entries)
            search.opened.connect(self.open_page)
            search.failed.connect(self.show_error)
            self._search = search
        self._search.open()

    # --- start and end

    def start(self, key: str = "") -> bool:
        """Open the workspace and the page ``key`` (or the last one); False when the data cannot be opened."""
        try:
            self.workspace = self._open_workspace()
        except PassphraseWanted as error:
            self.lock.ask(error.folder)
            return False
        except FieldkitError as error:
            self.show_unusable(error, kept_key(self._folder))
            return False
        self.begin(self.workspace, key)
        return True

    def begin(self, workspace: Workspace, key: str = "") -> None:
        """Open the page ``key`` (or the last one) of a workspace that is open."""
        self.workspace = workspace
        self.go_on()
        self.lock.watch()
        # After a crash the settings are those of the last orderly end; the desk is always true.
        entry = self._entries.get(key or ("inspection" if workspace.setting(DESK) else self._settings.page))
        self.open_page(entry.below or entry.key if entry is not None else self._first_page(workspace))

    def go_on(self) -> None:
        """Let what begins by itself go on, such as the exchange."""
        if self.workspace is not None:
            self.daily_export.start(self.workspace, self._settings.language)
            self.auto_sync.start(self.workspace)
            self.care.start(self.workspace, self._settings.language)
            self.update_status()

    def rest(self) -> None:
        """Finish what is being typed, and let nothing begin by itself until :meth:`go_on`."""
        page = self.page()
        if page is not None:
            page.leave()
        self._status_reader.stop()
        self.daily_export.stop()
        self.auto_sync.stop()
        self.care.stop()

    def _first_page(self, workspace: Workspace) -> str:
        """Return where a person begins: on a fresh folder, where the register comes in."""
        fresh = not workspace.rows("SELECT 1 AS found FROM factory LIMIT 1")
        return "register" if fresh and "register" in self._entries else next(iter(self._entries))

    def show_unusable(self, error: FieldkitError, key: bytes | None) -> None:
        """Say in the place of the page why there are no data, which ``key`` would open; offer what helps."""
        language = self._settings.language
        lines = "\n".join(part for part in (error.place, error.hint.pick(language)) if part)
        empty = EmptyState("circle-alert", error.title.pick(language), lines, self.tr("Try again"))
        empty.pressed.connect(self.start)
        if self._folder is not None:
            Recovering(self, self._folder, key=key).offer(empty, error, (self.show_error, self.begin_anew))
        self._stack.addWidget(empty)
        self._stack.setCurrentWidget(empty)
        self.sidebar.setEnabled(False)

    def begin_anew(self) -> None:
        """Close, and let the program begin anew with the data that have been arranged."""
        self.restart = True
        self.care.leave()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.lock.locked:
            if (page := self.page()) is not None:
                page.leave()
            if self.care.hold():
                event.ignore()
                return
            self.rest()
        self._settings.geometry = self.saveGeometry()
        self._settings.page = self._key
        self._settings.flush()
        self.close_workspace()
        super().closeEvent(event)

    def close_workspace(self) -> None:
        """Give the folder back, when all work on it has ended."""
        jobs.wait_for_all()
        forget_copies()
        if self.workspace is not None:
            self.workspace.close()
            self.workspace = None

    # --- pages

    def page(self) -> Page | None:
        """Return the page in front, None before the first."""
        return self._pages.get(self._key)

    def page_key(self) -> str:
        """Return the key of the page in front, "" before the first."""
        return self._key

    def open_page(self, key: str, target: object = None) -> None:
        """Bring the page ``key`` to the front, at ``target`` if any; an unknown key does nothing."""
        if key not in self._entries or self.workspace is None or self.lock.locked:
            return
        before = self.page()
        if key != self._key:
            # What was said of one page is not read as if it were of the next.
            self.message_bar.close_message()
            if before is not None:
                before.leave()
        try:
            page = self._pages.get(key) or self._make(key)
        except FieldkitError as error:
            self.show_error(error)
            return
        self.sidebar.setEnabled(True)
        if self._key and key != self._key:
            page.came_from(self._key)
        self._key = key
        self._stack.setCurrentWidget(page)
        self.sidebar.show_chosen(self._entries[key].below or key)
        self._fold_sidebar()
        self.top_bar.show_title(self._entries[key].words())
        stale = self._stale.pop(key, None)
        if stale is not None:
            page.refresh(stale)
        page.open(target)
        self.update_status()

    def _press_page(self, key: str) -> None:
        """Open the page ``key``, or, where it is open, its start."""
        self.open_page(key, "" if key == self._key else None)

    def _make(self, key: str) -> Page:
        if self.workspace is None:
            raise RuntimeError("a page needs the workspace")
        page = self._entries[key].page_class()(PageContext(self.workspace, self._settings))
        page.opened.connect(self.open_page)
        page.changed.connect(self._spread)
        page.told.connect(self._tell)
        page.offered.connect(self._offer)
        page.failed.connect(self.show_error)
        page.busy.connect(self._count_busy)
        page.look_wanted.connect(self.change_look)
        page.restart_wanted.connect(self.begin_anew)
        page.moved.connect(self.message_bar.close_message)
        page.moved.connect(self._fold_sidebar)
        if key == "settings":
            self.protection.follow(cast("SettingsPage", page))
        if key == "sync":
            cast("SyncPage", page).arrived.connect(self._arrive)
            cast("SyncPage", page).exchanged.connect(self._exchanged)
        page.build()
        self._pages[key] = page
        self._stack.addWidget(page)
        return page

    def _spread(self, tables: frozenset[str]) -> None:
        """Let every page know that ``tables`` changed: the one in front now, the others when opened."""
        self._let_know(tables, now=True)

    def _arrive(self, tables: frozenset[str]) -> None:
        """Let every page know of what came by itself; the one in front not while a person types there."""
        self._let_know(tables, now=not takes_text(QApplication.focusWidget()))

    def _let_know(self, tables: frozenset[str], *, now: bool) -> None:
        writer = self.sender()
        for key, page in self._pages.items():
            if page is writer:
                continue
            if key == self._key and now:
                page.refresh(tables)
            else:
                known = self._stale.get(key)
                both = EVERYTHING if not tables or known == EVERYTHING else tables | (known or tables)
                self._stale[key] = both
        self.update_status()

    def _refresh_late(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Show what came by itself while a person typed in the page in front."""
        if self._key in self._stale and not takes_text(now):
            QTimer.singleShot(0, self, self._refresh_front)

    def _refresh_front(self) -> None:
        page = self.page()
        if page is not None and self._key in self._stale and not takes_text(QApplication.focusWidget()):
            page.refresh(self._stale.pop(self._key))

    def _count_busy(self, busy: bool) -> None:
        self._busy = max(0, self._busy + (1 if busy else -1))
        self.top_bar.show_busy(self._busy > 0)

    # --- the exchange that begins by itself

    def _sync_page(self) -> SyncPage:
        """Return the page that exchanges, made where nobody has opened it yet."""
        page = self._pages.get("sync") or self._make("sync")
        return cast("SyncPage", page)

    def _sync_quietly(self, files: bool) -> None:
        if not self._sync_page().sync_quietly(files=files):
            self.auto_sync.ended(reached=False)

    def _exchanged(self, reached: bool, waiting: bool) -> None:
        self.auto_sync.ended(reached=reached, waiting=waiting)

    def _tell_login(self, error: FieldkitError) -> None:
        """Tell of a network that answers in the centre's place, and lead to its page."""
        if self.workspace is None:
            return
        language = self._settings.language
        # Without TLS: only so can the network put its own page there.
        host = QUrl(self.workspace.setting(CENTRE_ADDRESS) or "").host()
        self.message_bar.show_notice(error.title.pick(language), error.hint.pick(language), "warn")
        self.message_bar.offer(
            self.tr("Open its page"), lambda: QDesktopServices.openUrl(QUrl(f"http://{host}/"))
        )

    # --- what is told

    def update_status(self) -> None:
        """Show again who works here and, in a moment, how far the sync is."""
        if self.workspace is not None and not self.lock.locked:
            self.top_bar.avatar.show_person(self.workspace.person.name)
            self._status_reader.read_soon(self.workspace, self._settings.language)

    def _show_status(self, status: SyncStatus) -> None:
        self._status = status
        self.top_bar.status.show_status(status)

    def settled(self) -> bool:
        """Whether nothing is going on in the background that the window waits to show."""
        return not self._busy and not self._status_reader.pending()

    def show_error(self, error: FieldkitError) -> None:
        """Tell of ``error`` in the message bar."""
        self.message_bar.show_error(error, self._settings.language)

    def _tell_exported(self, report: Exported) -> None:
        self.message_bar.show_notice(self.tr("The daily export is written"), str(report.path), "ok")

    def show_bug(self) -> None:
        """Say that the program itself failed; the log has the place."""
        self.message_bar.show_notice(
            self.tr("The program made a mistake"),
            self.tr("What you saved is safe. The place is written in the log for the help desk."),
            "fail",
        )

    def _tell(self, title: str, cure: str, tone: str) -> None:
        shown = tone if tone in ("fail", "warn", "ok") else "info"
        self.message_bar.show_notice(title, cure, shown)  # type: ignore[arg-type]

    def _offer(self, title: str, cure: str, choices: Sequence[Choice]) -> None:
        self.message_bar.show_notice(title, cure, "ok")
        (words, action), *others = choices
        self.message_bar.offer(words, action, other=others[0] if others else None)

    # --- language, colours, size of text

    def change_look(self, what: str, value: object) -> None:
        """Change "language", "scheme" or "text_size" and keep it."""
        if what == "scheme":
            self.set_scheme(next(scheme for scheme in theme.SCHEMES if scheme == value))
        elif what == "language":
            self.set_language("en" if value == "en" else "th")
        elif what == "text_size" and isinstance(value, int):
            self._settings.text_size = value
            self._restyle()
            self._remake_later()

    def set_language(self, language: Language) -> None:
        """Change the language of the whole window."""
        self._settings.language = language
        app = QApplication.instance()
        if app is not None:
            translation.use(app, language)
        self._remake_later()

    def set_scheme(self, scheme: Scheme) -> None:
        """Change the colours of the whole window."""
        self._settings.scheme = scheme
        self._restyle()
        self.top_bar.show_scheme(scheme)

    def follow_system(self) -> None:
        """Take over the colours of the desktop when they change and the person follows them."""
        if self._settings.scheme == "system" and theme.tokens_for("system") != theme.current().tokens:
            self._restyle()

    def _switch_language(self) -> None:
        self.set_language("th" if self._settings.language == "en" else "en")

    def _switch_scheme(self) -> None:
        self.set_scheme(_NEXT_SCHEME[self._settings.scheme])

    def _restyle(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, self._settings.scheme, self._settings.text_size)

    def _remake_later(self) -> None:
        # The wish comes from a button of a page that is about to go.
        QTimer.singleShot(0, self, self._remake)

    def _remake(self) -> None:
        """Make everything anew in the present language and size, and come back to the same place."""
        page = self.page()
        place = page.state() if page is not None else None
        if page is not None:
            page.leave()
        self.forget_pages()
        if self.workspace is not None:
            self.open_page(self._key, place)
        else:
            self.start()

    def forget_pages(self) -> None:
        """Drop all pages; they are made anew when they are opened."""
        self._pages.clear()
        self._stale.clear()
        self.auto_sync.lost()
        self._busy = 0
        self._assemble()

    def _fold_sidebar(self) -> None:
        """Give the room to the page that asks for it, and to large text in a small window."""
        page = self.page()
        asked = page is not None and page.folds_sidebar()
        self.sidebar.fold(asked or self.width() < theme.current().px(NARROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Comes here when nothing on the page had a use for it.
        if event.key() == Qt.Key.Key_Escape and self.message_bar.isVisible():
            self.message_bar.close_message()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_sidebar()
        self.top_bar.show_busy(self._busy > 0)
