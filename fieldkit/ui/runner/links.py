"""Addresses that stand in answers."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_link(address: str) -> None:
    """Open an address of the web in the system's browser; anything else stays where it is."""
    address = address.strip()
    if address and "://" not in address:
        address = f"https://{address}"
    if address.lower().startswith(("https://", "http://")):
        QDesktopServices.openUrl(QUrl(address))
