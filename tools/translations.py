"""Keep the translations of the window in step with its source: collect, fill in, compile, check.

python tools/translations.py                collect new strings, forget gone ones, compile
python tools/translations.py --fill FILE    the same, taking words from FILE (JSON), which holds
                                            {"Context": {"English": "ไทย"}} and for strings with %n
                                            {"Context": {"%n photo(s)": ["%n ภาพ", "%n photo", "%n photos"]}}
python tools/translations.py --check        change nothing; fail when a string has no words or a file is stale
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "translations"
# Collected from the source; qtbase_th.ts is written by hand for the widgets that Qt itself brings.
COLLECTED = {"fieldkit_th": ("th", ()), "fieldkit_en": ("en", ("-pluralonly",))}
COMPILED = (*COLLECTED, "qtbase_th")


def _tool(name: str) -> str:
    for suffix in ("", ".exe"):
        tool = Path(PySide6.__file__).parent / f"{name}{suffix}"
        if tool.exists():
            return str(tool)
    raise SystemExit(f"{name} is missing from PySide6")


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command[:1])} failed:\n{done.stdout}{done.stderr}")


def collect(folder: Path) -> None:
    """Bring the collected files in ``folder`` up to date with fieldkit/ui."""
    sources = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "fieldkit" / "ui").rglob("*.py"))
    for name, (language, options) in COLLECTED.items():
        flags = ("-no-obsolete", "-locations", "none", "-source-language", "en", "-target-language", language)
        _run(_tool("lupdate"), *sources, *flags, *options, "-ts", str(folder / f"{name}.ts"))


def compile_all(folder: Path) -> None:
    """Compile every .ts in ``folder``."""
    for name in COMPILED:
        _run(_tool("lrelease"), "-silent", str(folder / f"{name}.ts"), "-qm", str(folder / f"{name}.qm"))


def fill(folder: Path, words: dict[str, dict[str, str | list[str]]]) -> list[str]:
    """Put ``words`` into the collected files; return those that no source asks for."""
    unknown = {(context, source) for context, entries in words.items() for source in entries}
    for name, (language, _options) in COLLECTED.items():
        tree = ET.parse(folder / f"{name}.ts")
        for context, message in _messages(tree):
            given = words.get(context, {}).get(message.findtext("source", ""))
            if given is None:
                continue
            unknown.discard((context, message.findtext("source", "")))
            forms = [given] if isinstance(given, str) else given
            _translate(message, forms[:1] if language == "th" else forms[1:])
        text = ET.tostring(tree.getroot(), encoding="unicode", short_empty_elements=False)
        head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
        (folder / f"{name}.ts").write_text(f"{head}{text}\n", encoding="utf-8")
    return [f"{context}: {source}" for context, source in sorted(unknown)]


def _messages(tree: ET.ElementTree[ET.Element]) -> Iterator[tuple[str, ET.Element]]:
    for context in tree.getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


def _translate(message: ET.Element, forms: list[str]) -> None:
    translation = message.find("translation")
    if translation is None or not forms:
        return
    translation.attrib.pop("type", None)
    plural = translation.findall("numerusform")
    if not plural:
        translation.text = forms[0]
        return
    for form, words in zip(plural, forms, strict=True):
        form.text = words


def missing(folder: Path) -> list[str]:
    """Return the strings without a translation, as “file: context: source”."""
    found = []
    for name in COMPILED:
        for context, message in _messages(ET.parse(folder / f"{name}.ts")):
            translation = message.find("translation")
            forms = [translation, *translation] if translation is not None else []
            words = [form.text for form in forms[1:] or forms]
            if not all(word and word.strip() for word in words) or "unfinished" in [
                f.get("type") for f in forms
            ]:
                found.append(f"{name}.ts: {context}: {message.findtext('source')}")
    return found


def check() -> list[str]:
    """Return what is wrong with the translations, without changing anything."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for name in COMPILED:
            shutil.copy(FOLDER / f"{name}.ts", folder)
        collect(folder)
        compile_all(folder)
        problems = [f"no words: {line}" for line in missing(folder)]
        problems += [
            f"stale: {name}; run python tools/translations.py"
            for name in (f"{stem}{end}" for stem in COMPILED for end in (".ts", ".qm"))
            if not (FOLDER / name).exists() or (FOLDER / name).read_bytes() != (folder / name).read_bytes()
        ]
    return problems


def main() -> int:
    """Do what the command line asks; 1 when the check found something."""
    parser = argparse.ArgumentParser(description="Collect, fill in, compile and check translations.")
    parser.add_argument("--check", action="store_true", help="change nothing, fail on what is wrong")
    parser.add_argument("--fill", type=Path, help="JSON with the words, see above")
    wanted = parser.parse_args()
    if wanted.check:
        problems = check()
        print("\n".join(problems) if problems else "translations are up to date")
        return 1 if problems else 0
    collect(FOLDER)
    if wanted.fill:
        for line in fill(FOLDER, json.loads(wanted.fill.read_text(encoding="utf-8"))):
            print(f"nobody asks for {line}")
        collect(FOLDER)  # writes the file in the form that the check expects
    compile_all(FOLDER)
    for line in missing(FOLDER):
        print(f"no words: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
