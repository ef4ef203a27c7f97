"""THIRD_PARTY.md names everything of others, with the licence it really has."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

from fieldkit import resources

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "THIRD_PARTY.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \| [^|]+ \|$", DOCUMENT, re.MULTILINE)
LICENCES = {name: licence for name, licence in ROWS if licence != "licence"}


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(file: str) -> set[str]:
    return set(re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return {canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0]) for line in wanted}


def test_each_dependency_of_the_project_is_named() -> None:
    assert declared() - LICENCES.keys() == set()


def test_what_is_locked_is_named_and_nothing_else() -> None:
    packages = locked("requirements.lock") | locked("requirements-dev.lock")
    assert set(LICENCES) == packages


def test_the_locks_hold_what_the_project_declares() -> None:
    assert declared() - locked("requirements-dev.lock") == set()
    assert locked("requirements.lock") <= locked("requirements-dev.lock")


@pytest.mark.parametrize("file", ["requirements.lock", "requirements-dev.lock"])
def test_each_locked_file_has_a_hash_and_no_address(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    assert text.count("==") >= 40
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=[\w.-]+==)", text, flags=re.M)[1:])
    assert "://" not in text


@pytest.mark.parametrize("package", sorted(LICENCES.keys()))
def test_the_licence_is_what_the_package_says(package: str) -> None:
    try:
        said = metadata(package).json.get("license_expression")
    except PackageNotFoundError:
        pytest.skip("only on other systems or Pythons")
    # older packages say it in free words, which were read once
    assert said in (None, LICENCES[package])


def test_each_resource_is_named() -> None:
    shipped = {path.name for path in resources.path().iterdir() if not path.name.startswith(".")}
    assert {name for name in shipped if not re.search(rf"`{re.escape(name)}/?`", DOCUMENT)} == set()
