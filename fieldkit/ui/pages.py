"""The list of the pages, in the order of the sidebar; a new page is one line here."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

if TYPE_CHECKING:
    from fieldkit.ui.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page before it is made.

    Attributes:
        key: by which other pages open it, also its name among the pictures.
        title: English source of the word in the sidebar and of the page title.
        icon: name of a file under resources/icons.
        module: module in fieldkit.ui, imported when the page is first opened.
        name: the Page class in it.
        foot: stands at the foot of the sidebar and has no number key.
        below: key of the page whose item in the sidebar stands for it; it has none of its own.
    """

    key: str
    title: str
    icon: str
    module: str
    name: str
    foot: bool = False
    below: str = ""

    @property
    def numbered(self) -> bool:
        """Whether it has a number key."""
        return not self.foot and not self.below

    def words(self) -> str:
        """Return the title in the language of the window."""
        return QCoreApplication.translate("Pages", self.title)

    def page_class(self) -> type[Page]:
        """Import and return the class of the page."""
        found: type[Page] = getattr(import_module(f"fieldkit.ui.{self.module}"), self.name)
        return found


# str(): the marker for the translation tools is typed as object.
_DASHBOARD = str(QT_TRANSLATE_NOOP("Pages", "Overview"))
_REGISTER = str(QT_TRANSLATE_NOOP("Pages", "Factory register"))
_FACTORY = str(QT_TRANSLATE_NOOP("Pages", "Factory file"))
_PLAN = str(QT_TRANSLATE_NOOP("Pages", "Inspection plan"))
_INSPECTION = str(QT_TRANSLATE_NOOP("Pages", "Inspections"))
_FINDINGS = str(QT_TRANSLATE_NOOP("Pages", "Findings and orders"))
_CASES = str(QT_TRANSLATE_NOOP("Pages", "Follow-up"))
_REPORTS = str(QT_TRANSLATE_NOOP("Pages", "Reports"))
_CHECKLISTS = str(QT_TRANSLATE_NOOP("Pages", "Checklists"))
_SYNC = str(QT_TRANSLATE_NOOP("Pages", "Sync"))
_REFERENCE = str(QT_TRANSLATE_NOOP("Pages", "Reference tables"))
_SETTINGS = str(QT_TRANSLATE_NOOP("Pages", "Settings"))
_HELP = str(QT_TRANSLATE_NOOP("Pages", "Help"))

_ENTRIES = (
    PageEntry("dashboard", _DASHBOARD, "layout-dashboard", "dashboard_page", "DashboardPage"),
    PageEntry("register", _REGISTER, "factory", "register_page", "RegisterPage"),
    PageEntry("factory", _FACTORY, "folder-open", "factory_page", "FactoryPage", below="register"),
    PageEntry("plan", _PLAN, "calendar-days", "plan_page", "PlanPage"),
    PageEntry("inspection", _INSPECTION, "clipboard-check", "inspection_page", "InspectionPage"),
    PageEntry("findings", _FINDINGS, "triangle-alert", "findings_page", "FindingsPage"),
    PageEntry("cases", _CASES, "list-checks", "cases_page", "CasesPage"),
    PageEntry("reports", _REPORTS, "file-spreadsheet", "reports_page", "ReportsPage"),
    PageEntry("sync", _SYNC, "refresh-cw", "sync_page", "SyncPage"),
    PageEntry("settings", _SETTINGS, "settings", "settings_page", "SettingsPage", foot=True),
    # Eleven items would not stand beside each other in a window 768 pixels high with text at 150 %.
    PageEntry("checklists", _CHECKLISTS, "file-text", "checklists_page", "ChecklistsPage", below="settings"),
    PageEntry("reference", _REFERENCE, "list-checks", "reference_page", "ReferencePage", below="settings"),
    PageEntry("help", _HELP, "circle-question-mark", "help_page", "HelpPage", foot=True),
)


def pages() -> tuple[PageEntry, ...]:
    """Return the pages that this program has; one that is not installed is not shown."""
    return tuple(entry for entry in _ENTRIES if find_spec(f"fieldkit.ui.{entry.module}") is not None)
