"""Write what the program is made of as CycloneDX JSON: ``python -m tools.sbom [OUT]``, else build/sbom.json.

Packages, versions and hashes are those of requirements.lock. What lies compiled inside of their wheels, which
no list of packages shows, is asked from the binaries themselves: OpenSSL of SQLCipher above all.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from fieldkit import __version__

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"
_PACKAGE = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def locked(lock: Path = LOCK) -> list[tuple[str, str, list[str]]]:
    """Return name, version and the SHA-256 of every file of each package of a lock.

    A package stands there twice where older Pythons get an older version.
    """
    text = lock.read_text(encoding="utf-8")
    starts = list(_PACKAGE.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [
        (match[1], match[2], _HASH.findall(text[match.start() : end]))
        for match, end in zip(starts, ends, strict=True)
    ]


def inside() -> Iterator[tuple[str, str, str]]:
    """Yield name and version of each library compiled into a wheel, and that wheel's package."""
    import psycopg.pq
    from cryptography.hazmat.backends.openssl import backend
    from lxml import etree
    from PIL import features
    from sqlcipher3 import dbapi2 as sqlite

    connection = sqlite.connect(":memory:")
    try:
        yield "sqlite", sqlite.sqlite_version, "sqlcipher3"
        yield "sqlcipher", _asked(connection, "cipher_version"), "sqlcipher3"
        yield "openssl", _openssl(_asked(connection, "cipher_provider_version")), "sqlcipher3"
    finally:
        connection.close()
    yield "openssl", _openssl(backend.openssl_version_text()), "cryptography"
    for feature in ("libjpeg_turbo", "zlib", "webp", "libtiff", "freetype2"):
        version = features.version(feature)
        if version:
            yield feature, version, "pillow"
    yield "libxml2", ".".join(map(str, etree.LIBXML_VERSION)), "lxml"
    yield "libxslt", ".".join(map(str, etree.LIBXSLT_VERSION)), "lxml"
    yield "libpq", _libpq(psycopg.pq.version()), "psycopg-binary"


def _asked(connection: Any, pragma: str) -> str:
    connection.execute(f"PRAGMA key = \"x'{'00' * 32}'\"")
    row = connection.execute(f"PRAGMA {pragma}").fetchone()
    if not row:
        raise SystemExit(f"SQLCipher does not say its {pragma}")
    return str(row[0]).split()[0] if pragma == "cipher_version" else str(row[0])


def _openssl(text: str) -> str:
    found = re.search(r"\d+\.\d+\.\d+[a-z]*", text)
    if found is None:
        raise SystemExit(f"no version of OpenSSL in {text!r}")
    return found[0]


def _libpq(number: int) -> str:
    return f"{number // 10_000}.{number % 10_000}"


def document() -> dict[str, Any]:
    """Return the bill of materials (CycloneDX 1.6)."""
    components: list[dict[str, Any]] = []
    dependencies: dict[str, list[str]] = {}
    for name, version, hashes in locked():
        reference = f"pkg:pypi/{name.lower()}@{version}"
        component: dict[str, Any] = {
            "type": "library",
            "bom-ref": reference,
            "name": name,
            "version": version,
            "purl": reference,
            # A package has a file for each system; a machine installs one of them.
            "properties": [{"name": "fieldkit:sha256", "value": value} for value in hashes],
        }
        licence = _licence(name)
        if licence:
            component["licenses"] = [{"license": {"name": licence}}]
        components.append(component)
        dependencies.setdefault(name.lower(), [reference])
    for name, version, holder in inside():
        reference = f"pkg:generic/{name}@{version}#{holder}"
        components.append(
            {
                "type": "library",
                "bom-ref": reference,
                "name": name,
                "version": version,
                "purl": f"pkg:generic/{name}@{version}",
                "properties": [{"name": "fieldkit:compiled-into", "value": holder}],
            }
        )
        dependencies[holder].append(reference)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "fieldkit", "version": __version__}},
        "components": components,
        "dependencies": [{"ref": own, "dependsOn": held} for own, *held in dependencies.values()],
    }


def _licence(name: str) -> str:
    try:
        said = metadata.metadata(name).json
    except metadata.PackageNotFoundError:  # locked for another system
        return ""
    return str(said.get("license_expression") or said.get("license") or "").partition("\n")[0]


def main() -> int:
    """Write the file; 0."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "sbom.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    found = document()
    out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{out}: {len(found['components'])} components")
    return 0


if __name__ == "__main__":
    sys.exit(main())
