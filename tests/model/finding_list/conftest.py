"""The findings of a signed visit, as the tests of orders have them."""

from __future__ import annotations

from tests.model.orders.conftest import findings

__all__ = ["findings"]
