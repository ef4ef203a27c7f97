"""The table of all functions, filled by the modules that do them (xforms-spec "XPath Functions")."""

from __future__ import annotations

from fieldkit.model.form.xpath import node_functions, number_functions, text_functions
from fieldkit.model.form.xpath.table import TABLE, Function

__all__ = ["TABLE", "Function", "node_functions", "number_functions", "text_functions"]
