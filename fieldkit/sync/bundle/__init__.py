"""The exchange without a network: sealed and signed files on a USB stick or in a folder of the office.

docs/bundle.md says what is in them, byte by byte, and who can read them.
"""

from __future__ import annotations
