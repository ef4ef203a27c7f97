"""Laptops, a centre and everything that goes wrong between them: ``python -m tests.faults``."""

from __future__ import annotations
