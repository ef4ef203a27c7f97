"""What a power cut can leave of the product's work: recorded, replayed, compared with what was told."""

from __future__ import annotations
