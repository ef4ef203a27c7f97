"""The house rules that no linter knows: who may import whom, sizes, names."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# The longest prefix of the importing module decides; a name allows itself and all below it.
ALLOWED = {
    "fieldkit": {"fieldkit"},
    "fieldkit.crash": set[str](),
    "fieldkit.errors": set[str](),
    "fieldkit.resources": set[str](),
    "fieldkit.system_keyring": set[str](),
    "fieldkit.model.form": {"fieldkit.model.form", "fieldkit.errors"},
    "fieldkit.model.form_files": {
        "fieldkit.model.form_files",
        "fieldkit.model.form_xml",
        "fieldkit.model.form",
        "fieldkit.errors",
    },
    "fieldkit.model.form_draft": {"fieldkit.model.form", "fieldkit.errors"},
    "fieldkit.model.form_loading": {
        "fieldkit.model.form_files",
        "fieldkit.model.form_search",
        "fieldkit.model.form_xml",
        "fieldkit.model.form",
        "fieldkit.errors",
    },
    "fieldkit.model.form_search": {"fieldkit.model.form", "fieldkit.errors"},
    "fieldkit.model.form_submission": {"fieldkit.model.form", "fieldkit.errors"},
    "fieldkit.model.form_xml": {"fieldkit.model.form", "fieldkit.errors"},
    "fieldkit.model.xlsform": {
        "fieldkit.model.xlsform",
        "fieldkit.model.form",
        "fieldkit.model.form_loading",
        "fieldkit.model.memory_limit",
        "fieldkit.errors",
    },
    "fieldkit.model": {"fieldkit.model", "fieldkit.errors", "fieldkit.resources"},
    "fieldkit.sync": {
        "fieldkit.sync",
        "fieldkit.model",
        "fieldkit.crash",
        "fieldkit.errors",
        "fieldkit.resources",
        "fieldkit.system_keyring",
    },
    "fieldkit.ui": {
        "fieldkit.ui",
        "fieldkit.sync.client",
        "fieldkit.model",
        "fieldkit.crash",
        "fieldkit.errors",
        "fieldkit.resources",
        "fieldkit.system_keyring",
    },
}
# Within what ALLOWED gives: doors that stay shut.
FORBIDDEN = {
    "fieldkit.model": {"fieldkit.sync", "fieldkit.ui"},
    "fieldkit.sync.client": {"fieldkit.sync.server"},
    "fieldkit.sync.server": {"fieldkit.sync.client"},
}
NETWORK = {"httpx", "starlette", "uvicorn", "socket", "http", "urllib.request", "requests", "websockets"}
FOREIGN = {
    "fieldkit.model.form": {"PySide6", "sqlalchemy", "alembic", "keyring", *NETWORK},
    "fieldkit.model.xlsform": {"PySide6", "sqlalchemy", "alembic", "keyring", *NETWORK},
    "fieldkit.model": {"PySide6", "keyring", *NETWORK},
    "fieldkit.sync": {"PySide6"},
    "fieldkit.ui": {"starlette", "uvicorn", "psycopg"},
}
# Modules that cost a start tens of milliseconds or more: imported where they are used.
HEAVY = {"openpyxl", "pyxform", "httpx", "PIL", "zstandard", "starlette", "uvicorn", "alembic", "psycopg"} | {
    "docx",
    "zxingcpp",
    "PySide6.QtMultimedia",
    "PySide6.QtPositioning",
    "PySide6.QtSerialPort",
}
DRAWERS = {"manager", "helper", "helpers", "util", "utils", "misc", "common", "core", "base"} | {
    "service",
    "services",
    "handler",
    "handlers",
    "managers",
}


@dataclass(frozen=True)
class Module:
    """One module of fieldkit and its syntax tree."""

    name: str
    file: Path
    tree: ast.Module


@cache
def modules() -> dict[str, Module]:
    found = {}
    for file in sorted((ROOT / "fieldkit").rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, file, ast.parse(file.read_text(encoding="utf-8")))
    return found


def below(name: str, prefixes: set[str]) -> bool:
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)


def rule_of(name: str, rules: dict[str, set[str]]) -> set[str] | None:
    fitting = [prefix for prefix in rules if below(name, {prefix})]
    return rules[max(fitting, key=len)] if fitting else None


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)


def imports(tree: ast.AST, *, of_types: bool) -> Iterator[str]:
    """Yield each imported name: modules, and ``package.attribute`` for ``from package import``."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports are banned by ruff (TID252)"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif of_types or not is_type_checking(node):
            yield from imports(node, of_types=of_types)


def own(imported: str) -> str | None:
    """Return the module of fieldkit that an imported name is or stands in."""
    while imported:
        if imported in modules():
            return imported
        imported = imported.rpartition(".")[0]
    return None


def breaches(name: str, tree: ast.Module) -> list[str]:
    found = []
    allowed = rule_of(name, ALLOWED) or set()
    shut = set().union(*(doors for prefix, doors in FORBIDDEN.items() if below(name, {prefix})))
    foreign = set().union(*(banned for prefix, banned in FOREIGN.items() if below(name, {prefix})))
    for imported in imports(tree, of_types=True):
        target = own(imported)
        # `from fieldkit import __version__` is open to everyone
        if target not in (None, "fieldkit") and (not below(target, allowed) or below(target, shut)):
            found.append(f"{name} imports {target}")
        if below(imported, foreign):
            found.append(f"{name} imports {imported}")
    return found


def test_imports_go_one_way() -> None:
    assert [line for module in modules().values() for line in breaches(module.name, module.tree)] == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("fieldkit.model.form.instance", "from fieldkit.model import thai"),
        ("fieldkit.model.form.instance", "import sqlalchemy"),
        ("fieldkit.model.factories", "from fieldkit.ui import app"),
        ("fieldkit.model.factories", "from fieldkit.sync import protocol"),
        ("fieldkit.model.factories", "def f():\n    from PySide6.QtCore import QObject"),
        ("fieldkit.model.factories", "import urllib.request"),
        ("fieldkit.sync.protocol", "import PySide6.QtCore"),
        ("fieldkit.sync.client", "from fieldkit.ui import app"),
        ("fieldkit.ui.page", "from starlette.applications import Starlette"),
        ("fieldkit.ui.page", "import fieldkit.sync"),
        ("fieldkit.errors", "from fieldkit import resources"),
    ],
)
def test_the_import_rule_sees(name: str, source: str) -> None:
    assert breaches(name, ast.parse(source))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("fieldkit.model.factories", "from fieldkit.errors import Text\nfrom fieldkit import __version__"),
        ("fieldkit.model.factories", "from fieldkit.model.form import Form\nimport sqlalchemy"),
        ("fieldkit.ui.page", "from fieldkit.model import factories\nfrom PySide6.QtWidgets import QWidget"),
        ("fieldkit.commands.gui", "from fieldkit.ui import app"),
    ],
)
def test_the_import_rule_lets_pass(name: str, source: str) -> None:
    assert breaches(name, ast.parse(source)) == []


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the knots of a graph: groups of more than one module that all reach each other (Tarjan)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    knots: list[list[str]] = []

    def visit(node: str) -> None:
        number[node] = low[node] = len(number)
        stack.append(node)
        for target in sorted(graph[node]):
            if target not in number:
                visit(target)
                low[node] = min(low[node], low[target])
            elif target in stack:
                low[node] = min(low[node], number[target])
        if low[node] == number[node]:
            position = stack.index(node)
            knot = stack[position:]
            del stack[position:]
            if len(knot) > 1:
                knots.append(sorted(knot))

    for node in sorted(graph):
        if node not in number:
            visit(node)
    return knots


def test_imports_have_no_cycle() -> None:
    graph = {
        module.name: {target for name in imports(module.tree, of_types=False) if (target := own(name))}
        - {module.name}
        for module in modules().values()
    }
    assert cycles(graph) == []


def test_a_cycle_would_be_seen() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]


def sizes(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_function_is_longer_than_60_lines() -> None:
    long = {
        f"{module.name}.{name}": lines
        for module in modules().values()
        for name, lines in sizes(module.tree)
        if lines > 60
    }
    assert long == {}


def test_no_file_is_longer_than_500_lines() -> None:
    files = [*(ROOT / "fieldkit").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in files
    }
    assert {name: length for name, length in lengths.items() if length > 500} == {}


def test_no_module_is_a_drawer() -> None:
    assert [name for name in modules() if DRAWERS & set(name.replace("_", ".").split("."))] == []


def loaded_by(module: str) -> set[str]:
    """Return the names of all modules that a fresh interpreter holds after importing one."""
    code = f"import sys, {module}; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True, timeout=60
    )
    return set(run.stdout.split())


def existing(module: str) -> str:
    if module not in modules():
        pytest.skip(f"{module} does not exist yet")
    return module


def test_the_server_needs_no_qt() -> None:
    loaded = loaded_by(existing("fieldkit.sync.server"))
    assert "starlette" in loaded
    assert "PySide6" not in loaded


@pytest.mark.parametrize("module", ["fieldkit.cli", "fieldkit.commands.gui", "fieldkit.ui.app"])
def test_the_start_loads_nothing_heavy(module: str) -> None:
    assert loaded_by(existing(module)) & HEAVY == set()


def test_the_form_engine_stands_alone() -> None:
    loaded = {name for name in loaded_by("fieldkit.model.form") if name.startswith("fieldkit.")}
    allowed = {"fieldkit.model", "fieldkit.model.form", "fieldkit.errors"}
    assert {name for name in loaded if not below(name, allowed)} == set()
    assert {name for name in loaded if not below(name, {"fieldkit.model.form", "fieldkit.errors"})} == {
        "fieldkit.model"
    }


def test_every_package_has_its_init() -> None:
    for name in modules():
        parent = name.rpartition(".")[0]
        assert not parent or parent in modules()
