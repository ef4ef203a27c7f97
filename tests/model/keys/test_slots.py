"""Ways to a key: each opens alone, a wrong word is never told as damage, damage never as a wrong word."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.keys import beginning, changing, letters, office, slots, ways
from fieldkit.model.keys.errors import (
    LastWay,
    NoKeyring,
    NoSuchSlot,
    NotAnOfficeKey,
    NotEncrypted,
    OfficeKeyThere,
    OtherVersion,
    SlotsDamaged,
    WeakPassphrase,
    WrongCode,
    WrongPassphrase,
)
from fieldkit.model.keys.slots import COPY, FILE
from tests.model.keys.cheap import CHEAP
from tests.model.keys.kills import killed_at_each_step

WORDS, OTHER = "four unrelated words ช้าง", "another one for tomorrow"
NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Ring:
    """A keyring in memory."""

    def __init__(self, *, keeps: bool = True) -> None:
        self.kept: dict[str, str] = {}
        self.keeps = keeps

    def read(self, name: str) -> str | None:
        return self.kept.get(name)

    def keep(self, name: str, secret: str) -> bool:
        if self.keeps:
            self.kept[name] = secret
        return self.keeps

    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


@pytest.fixture
def begun(tmp_path: Path) -> beginning.Begun:
    made = beginning.begin(WORDS, code=True, cost=CHEAP)
    slots.write(tmp_path, made.slots)
    return made


def test_each_way_opens_alone(tmp_path: Path) -> None:
    office.make(tmp_path / "safe", "สอจ.พิจิตร", OTHER, CHEAP)
    ring = Ring()
    begun = beginning.begin(WORDS, office=tmp_path / "safe.public", code=True, keyring=ring, cost=CHEAP)
    whole = begun.slots
    for kind in slots.KINDS:
        alone = slots.Slots(whole.id, whole.of(kind))
        slots.write(tmp_path, alone)
        read = slots.read(tmp_path)
        opened = {
            "passphrase": lambda read=read: ways.with_passphrase(read, WORDS),
            "code": lambda read=read: ways.with_code(read, begun.code.lower().replace("-", " ")),
            "office": lambda read=read: ways.with_office(read, office.read_private(tmp_path / "safe", OTHER)),
            "keyring": lambda read=read: ways.with_keyring(read, ring),
        }
        assert opened.pop(kind)() == begun.key
        for other in ("passphrase", "code", "office"):
            if other != kind:
                with pytest.raises(NoSuchSlot):
                    opened[other]()


def test_no_key_stands_in_the_file(begun: beginning.Begun, tmp_path: Path) -> None:
    stored = (tmp_path / FILE).read_bytes() + (tmp_path / COPY).read_bytes()
    for secret in (begun.key, begun.key.hex().encode(), WORDS.encode(), begun.code.encode()):
        assert secret not in stored
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


def test_wrong_words_are_told_as_wrong_words(begun: beginning.Begun) -> None:
    with pytest.raises(WrongPassphrase) as wrong:
        ways.with_passphrase(begun.slots, WORDS + "x")
    assert "เสียหาย" not in wrong.value.message("th")
    assert "damaged" not in wrong.value.message("en")
    with pytest.raises(WrongCode, match="check letter"):
        ways.with_code(begun.slots, begun.code[:-1] + ("0" if begun.code[-1] != "0" else "1"))
    with pytest.raises(WrongCode, match="other data"):
        ways.with_code(begun.slots, beginning.begin(WORDS, code=True, cost=CHEAP).code)


def test_the_same_words_however_the_keyboard_composed_them() -> None:
    begun = beginning.begin("café crème words", cost=CHEAP)
    assert ways.with_passphrase(begun.slots, "cafe\u0301 cre\u0300me words") == begun.key


@pytest.mark.parametrize(
    "weak", ["", "short", "1234567890123", "๑๒๓๔๕๖๗๘๙๐", "aaaaaaaaaaaa", "ababababababab"]
)
def test_weak_passphrases_are_refused(weak: str) -> None:
    with pytest.raises(WeakPassphrase):
        beginning.begin(weak, cost=CHEAP)


def test_a_keyring_is_asked_only_where_there_is_one(begun: beginning.Begun, tmp_path: Path) -> None:
    with pytest.raises(NoKeyring):
        changing.add_keyring(tmp_path, begun.key, Ring(keeps=False))
    ring = Ring()
    changing.add_keyring(tmp_path, begun.key, ring)
    assert ways.with_keyring(slots.read(tmp_path), ring) == begun.key
    assert ways.with_keyring(slots.read(tmp_path), Ring()) is None
    [name] = ring.kept
    assert begun.key.hex() not in ring.kept[name]
    damaged = Ring()
    damaged.kept[name] = "zz"
    assert ways.with_keyring(slots.read(tmp_path), damaged) is None
    changing.add_keyring(tmp_path, begun.key, ring)
    assert len(ring.kept) == 1  # what opened the slot before is gone
    changing.remove(tmp_path, "keyring", ring)
    assert ring.kept == {}


def test_ways_are_shut_but_the_passphrase(begun: beginning.Begun, tmp_path: Path) -> None:
    changing.remove(tmp_path, "code", Ring())
    with pytest.raises(NoSuchSlot):
        ways.with_code(slots.read(tmp_path), begun.code)
    with pytest.raises(NoSuchSlot):
        changing.remove(tmp_path, "office", Ring())
    with pytest.raises(LastWay):
        changing.remove(tmp_path, "passphrase", Ring())


def test_a_new_code_counts_instead_of_the_old_one(begun: beginning.Begun, tmp_path: Path) -> None:
    slot, code = changing.new_code(tmp_path, begun.key)
    assert ways.with_code(slots.read(tmp_path), begun.code) == begun.key
    changing.keep(tmp_path, slot)
    assert ways.with_code(slots.read(tmp_path), code) == begun.key
    with pytest.raises(WrongCode):
        ways.with_code(slots.read(tmp_path), begun.code)


# --- damage


def change(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    told = json.loads(path.read_bytes())
    edit(told)
    path.write_text(json.dumps(told), encoding="utf-8")


def test_every_byte_of_the_file_may_be_damaged(begun: beginning.Begun, tmp_path: Path) -> None:
    whole = (tmp_path / FILE).read_bytes()
    for place in range(len(whole)):
        (tmp_path / FILE).write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert ways.with_code(slots.read(tmp_path), begun.code) == begun.key, place


def test_a_damaged_slot_is_named_and_never_told_as_a_wrong_passphrase(
    begun: beginning.Begun, tmp_path: Path
) -> None:
    for name in (FILE, COPY):
        change(tmp_path / name, lambda told: told["slots"][0].update(sealed="00" * 48))
    read = slots.read(tmp_path)
    [slot] = begun.slots.of("passphrase")
    assert read.damaged == (slot.id,)
    with pytest.raises(SlotsDamaged):
        ways.with_passphrase(read, WORDS)
    assert ways.with_code(read, begun.code) == begun.key
    changing.change_passphrase(tmp_path, begun.key, OTHER, CHEAP)
    assert ways.with_passphrase(slots.read(tmp_path), OTHER) == begun.key


@pytest.mark.parametrize(
    "left", [b"", b"{", b"null", b"[]", b'{"format": "other"}', b"\xff\xfe", b"[" * 100_000]
)
def test_both_files_damaged_are_told(begun: beginning.Begun, tmp_path: Path, left: bytes) -> None:
    (tmp_path / FILE).write_bytes(left)
    assert ways.with_code(slots.read(tmp_path), begun.code) == begun.key
    (tmp_path / COPY).write_bytes(left)
    with pytest.raises(SlotsDamaged):
        slots.read(tmp_path)


def test_a_missing_file_is_written_again_from_its_copy(begun: beginning.Begun, tmp_path: Path) -> None:
    for name in (FILE, COPY):
        (tmp_path / name).unlink()
        slots.mend(tmp_path)
        assert (tmp_path / name).read_bytes() == begun.slots.document()
    for name in (FILE, COPY):
        (tmp_path / name).unlink()
    with pytest.raises(NotEncrypted):
        slots.read(tmp_path)


@pytest.mark.parametrize("version", [0, 2, "1.5", None])
def test_other_versions_are_refused_and_left_alone(
    begun: beginning.Begun, tmp_path: Path, version: object
) -> None:
    head = {"format": slots.FORMAT, "version": version, "id": begun.slots.id}
    change(tmp_path / FILE, lambda told: told.update(version=version, check=slots._check(head)))
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(OtherVersion) as refused:
        slots.read(tmp_path)
    assert "รุ่น" in refused.value.message("th")
    assert str(version) in refused.value.message("en")
    assert (tmp_path / FILE).read_bytes() == before


def test_a_file_that_asks_for_too_much_memory_is_refused(begun: beginning.Begun) -> None:
    [slot] = begun.slots.of("passphrase")
    greedy = slots.Slot(slot.kind, slot.id, slot.made, {**slot.facts, "memory": 1 << 30}, slot.sealed)
    with pytest.raises(SlotsDamaged):
        ways.with_passphrase(begun.slots.having(greedy), WORDS)


def test_a_slot_of_another_folder_opens_nothing(begun: beginning.Begun) -> None:
    other = beginning.begin(OTHER, cost=CHEAP)
    with pytest.raises(WrongPassphrase):
        ways.with_passphrase(slots.Slots(begun.slots.id, other.slots.slots), OTHER)


# --- the change of a passphrase, cut off


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_change_of_passphrase_that_is_killed_leaves_the_old_or_the_new_one(tmp_path: Path) -> None:
    begun = beginning.begin(WORDS, cost=CHEAP)

    def prepare(folder: Path) -> None:
        slots.write(folder, begun.slots)

    def act(folder: Path) -> None:
        changing.change_passphrase(folder, begun.key, OTHER, CHEAP)

    seen = set()
    for folder, _step in killed_at_each_step(tmp_path, prepare, act):
        read = slots.read(folder)
        for words in (WORDS, OTHER):
            try:
                assert ways.with_passphrase(read, words) == begun.key
            except WrongPassphrase:
                continue
            seen.add(words)
            break
        else:
            pytest.fail("neither opens")
        slots.mend(folder)
        assert (folder / FILE).read_bytes() == (folder / COPY).read_bytes()
    assert seen == {WORDS, OTHER}


# --- the office


def test_the_office_key_is_never_replaced_and_its_halves_are_told_apart(tmp_path: Path) -> None:
    made = office.make(tmp_path / "safe", "สอจ.", OTHER, CHEAP)
    assert office.read_public(tmp_path / "safe.public") == made
    with pytest.raises(OfficeKeyThere):
        office.make(tmp_path / "safe", "สอจ.", OTHER, CHEAP)
    with pytest.raises(NotAnOfficeKey):
        office.read_public(tmp_path / "safe")
    with pytest.raises(NotAnOfficeKey):
        office.read_private(tmp_path / "safe.public", OTHER)
    with pytest.raises(NotAnOfficeKey):
        office.read_private(tmp_path / "nothing", OTHER)
    with pytest.raises(WrongPassphrase):
        office.read_private(tmp_path / "safe", WORDS)
    begun = beginning.begin(WORDS, office=tmp_path / "safe.public", cost=CHEAP)
    other = office.make(tmp_path / "other", "อื่น", OTHER, CHEAP)
    assert other.mark != made.mark
    with pytest.raises(NoSuchSlot):
        ways.with_office(begun.slots, office.read_private(tmp_path / "other", OTHER))


# --- letters

_CODE = st.text(alphabet=letters.LETTERS, min_size=27, max_size=27)


@given(_CODE, st.integers(0, 27), st.sampled_from(letters.LETTERS))
def test_one_wrong_letter_is_always_noticed(code: str, place: int, letter: str) -> None:
    whole = letters.checked(code)
    assert letters.fits(whole)
    wrong = whole[:place] + letter + whole[place + 1 :]
    assert letters.fits(wrong) == (wrong == whole)


@given(_CODE, st.integers(0, 27), st.integers(0, 27))
def test_two_letters_that_changed_places_are_always_noticed(code: str, one: int, other: int) -> None:
    whole = list(letters.checked(code))
    swapped = list(whole)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    assert letters.fits("".join(swapped)) == (swapped == whole)


@given(_CODE)
def test_what_is_misread_is_meant(code: str) -> None:
    typed = letters.grouped(code).lower().replace("1", "l").replace("0", "o").replace("-", " ")
    assert letters.plain(typed) == code
