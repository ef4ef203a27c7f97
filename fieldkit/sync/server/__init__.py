"""The central server: an append-only log of each stream, files by their hash, and who may sync."""

from __future__ import annotations

from fieldkit.sync.server.app import application
from fieldkit.sync.server.blobs import Blobs, FolderBlobs
from fieldkit.sync.server.centre import Centre
from fieldkit.sync.server.store import Store, StoreUnusable

__all__ = ["Blobs", "Centre", "FolderBlobs", "Store", "StoreUnusable", "application"]
