"""The key that seals a data folder, and the slots that open it: docs/decisions/0041-encryption.md.

One random key of 32 bytes seals database and attachments. It stands on no disk: the file ``keys.json``
holds it sealed several times over, by what a person knows, by the system's keyring, by a key of the
office, by a printed code.
"""

from __future__ import annotations
