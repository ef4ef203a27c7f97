"""Text folded for search inside words: what is stored to be searched, and what a person types to find it.

Thai has no spaces between words, so a search is a search for parts of the text. Stored text carries the
spellings a person may use for the same thing (บจก. and บริษัท … จำกัด), so that the query needs no rewriting
and still matches while it is being typed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from fieldkit.model.thai.digits import to_arabic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DROPPED = frozenset("ๆฯ")


class _Written(dict[int, int | None]):
    """For ``str.translate``: letters, marks, numbers and signs stay; learns each letter once."""

    def __missing__(self, code: int) -> int | None:
        letter = chr(code)
        kept = code if unicodedata.category(letter)[0] in "LMNS" and letter not in _DROPPED else None
        self[code] = kept
        return kept


_WRITTEN = _Written()
_LIMITED, _PUBLIC = "บริษัท {} จำกัด", "บริษัท {} จำกัด (มหาชน)"
_COMPANY_FORMS = (
    (re.compile(r"บมจ[. ]\s*(.+)"), (_PUBLIC,)),
    (re.compile(r"(?:บจก[. ]|บจ\.)\s*(.+)"), (_LIMITED, "บจก. {}")),
    (re.compile(r"บริษัท\s*(.+?)\s*จำกัด\s*\(\s*มหาชน\s*\)"), ("บมจ. {}",)),
    (re.compile(r"บริษัท\s*(.+?)\s*จำกัด"), ("บจก. {}",)),
    (re.compile(r"หจก[. ]\s*(.+)"), ("ห้างหุ้นส่วนจำกัด {}",)),
    (re.compile(r"ห้างหุ้นส่วนจำกัด\s*(.+)"), ("หจก. {}",)),
)
_ABBREVIATIONS = (
    (re.compile(r"(?<![ก-๙.])รง\."), "โรงงาน"),
    (re.compile(r"(?<![ก-๙.])ร\.ร\."), "โรงเรียน"),
    (re.compile(r"^โรงงาน"), "รง."),
)
# Letters in another order, or two for one: they look the same, and registers are full of them.
_TYPED_OTHERWISE = (
    (re.compile("([\u0e48-\u0e4b]+)([\u0e31\u0e34-\u0e37\u0e4d]+)"), r"\2\1"),  # tone before its vowel
    (re.compile("\u0e4d([\u0e48-\u0e4b]*)\u0e32"), "\\1\u0e33"),  # sara am in two parts
    (re.compile("\u0e33([\u0e48-\u0e4b]+)"), "\\1\u0e33"),  # tone after sara am
    (re.compile("\u0e40\u0e40"), "\u0e41"),  # sara e twice for sara ae
)
_TYPED_SOMEHOW = re.compile("|".join(pattern.pattern.replace("(", "(?:") for pattern, _ in _TYPED_OTHERWISE))
_REPEATED = 120  # letters; a longer text is hardly ever met again
_SPELLINGS = (("เคมิคอล", "เคมีคอล", "เคมิคัล", "เคมีคัล"),)


def fold(text: str) -> str:
    """Return ``text`` without what a search should not depend on.

    NFC with one sara am and one order of vowel and tone, lower case, Arabic digits; no spaces, punctuation,
    invisible characters, ๆ or ฯ.
    """
    lowered = to_arabic(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold()))
    folded = unicodedata.normalize("NFC", lowered.translate(_WRITTEN))
    # most texts hold none of these: one look instead of four and a copy
    while _TYPED_SOMEHOW.search(folded) and (plain := _as_usually_typed(folded)) != folded:
        folded = plain
    return folded


def _as_usually_typed(text: str) -> str:
    for pattern, usual in _TYPED_OTHERWISE:
        text = pattern.sub(usual, text)
    return unicodedata.normalize("NFC", text)


def indexed(texts: Iterable[str]) -> str:
    """Return what to store to be searched: each folded text and its other spellings, one a line."""
    lines: dict[str, None] = {}
    for text in texts:
        lines.update(dict.fromkeys(_folded_spellings(text)))
    return "\n".join(lines)


def bare_names(names: Iterable[str]) -> Iterator[str]:
    """Yield the names of companies without their form: ``เจริญพาณิชย์`` for ``บริษัท เจริญพาณิชย์ จำกัด``."""
    for name in names:
        plain = _plain(name)
        found = next((match for pattern, _ in _COMPANY_FORMS if (match := pattern.fullmatch(plain))), None)
        if found:
            yield found[1]


def _folded_spellings(text: str) -> tuple[str, ...]:
    return _kept_spellings(text) if len(text) <= _REPEATED else _spellings(text)


@lru_cache(maxsize=20_000)  # places and activities of a register come again and again
def _kept_spellings(text: str) -> tuple[str, ...]:
    return _spellings(text)


def _spellings(text: str) -> tuple[str, ...]:
    return tuple(folded for each in (text, *_other_spellings(text)) if (folded := fold(each)))


def terms(query: str) -> tuple[str, ...]:
    """Return the folded parts of a typed query; a row is found when it contains every one of them."""
    return tuple(dict.fromkeys(folded for part in query.split() if (folded := fold(part))))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _other_spellings(text: str) -> Iterator[str]:
    plain = _plain(text)
    for pattern, forms in _COMPANY_FORMS:
        if found := pattern.fullmatch(plain):
            yield from (form.format(found[1]) for form in forms)
            break
    for pattern, words in _ABBREVIATIONS:
        if pattern.search(plain):
            yield pattern.sub(words, plain)
    for family in _SPELLINGS:
        for spelling in family:
            if spelling in plain:
                yield from (plain.replace(spelling, other) for other in family if other != spelling)
