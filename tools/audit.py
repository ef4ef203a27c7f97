"""Ask the database of advisories (osv.dev) about every locked package: ``python -m tools.audit``.

Fails for a known vulnerability, for what is installed otherwise than locked, for a compiled-in library older
than OLDEST, and when anything could not be asked: nothing is ever passed over in silence.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from importlib import metadata
from urllib.error import URLError
from urllib.request import Request, urlopen

from tools import sbom

URL = "https://api.osv.dev/v1/querybatch"
LOCKS = ("requirements.lock", "requirements-dev.lock")
OLDEST = {
    # what the advisories of these projects had mended when the lock was made; no index of packages names them
    "openssl": (3, 5, 0),
    "sqlite": (3, 50, 2),
    "libxml2": (2, 13, 8),
}
_SECONDS = 30


def packages() -> list[tuple[str, str]]:
    """Return name and version of every locked package."""
    rows = (row for name in LOCKS for row in sbom.locked(sbom.ROOT / name))
    return sorted({(package, version) for package, version, _ in rows})


def installed_otherwise(wanted: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield packages that are installed in another version than the locks hold."""
    for name in sorted({name for name, _ in wanted}):
        versions = [version for one, version in wanted if one == name]
        try:
            here = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue  # locked for another system
        if here not in versions:
            yield f"{name} {here} is installed, {' or '.join(versions)} is locked"


def too_old() -> Iterator[str]:
    """Yield compiled-in libraries that are older than they may be."""
    for name, version, holder in sbom.inside():
        least = OLDEST.get(name)
        number = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
        if least is not None and number < least:
            yield f"{name} {version} inside of {holder} is older than {'.'.join(map(str, least))}"


def vulnerable(wanted: Sequence[tuple[str, str]], url: str = URL) -> Iterator[str]:
    """Yield advisories; raises OSError or ValueError when not every package was answered for."""
    asked = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in wanted]
    body = json.dumps({"queries": asked}).encode()
    if not url.startswith(("https://", "http://127.0.0.1:")):
        raise ValueError(f"not an address of the database: {url}")
    request = Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - judged above
    with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
        results = json.load(answer)["results"]
    if len(results) != len(asked):
        raise ValueError(f"{len(results)} answers to {len(asked)} questions")
    for (name, version), result in zip(wanted, results, strict=True):
        if not isinstance(result, dict) or result.get("next_page_token"):
            raise ValueError(f"half an answer for {name}")
        for one in result.get("vulns", ()):
            yield f"{name} {version}: {one['id']}"


def main(args: list[str] | None = None) -> int:
    """Print what was found; 0 when all was asked and nothing is known, 1 for findings, 2 when not all was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default=URL)
    chosen = parser.parse_args(args)
    wanted = packages()
    found = [*installed_otherwise(wanted), *too_old()]
    try:
        found += vulnerable(wanted, chosen.url)
    except (URLError, OSError, ValueError, KeyError, TypeError) as error:
        print("\n".join(found))
        print(f"NOT AUDITED: the advisories of {len(wanted)} packages could not be asked: {error}")
        return 2
    print("\n".join(found) or f"{len(wanted)} packages: no advisory is known")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
