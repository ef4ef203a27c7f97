"""Messages: what is packed comes back, and nothing else gets in."""

from __future__ import annotations

import json

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model import body as bodies
from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.sync import protocol
from fieldkit.sync.protocol import Malformed
from fieldkit.sync.server import ranges
from fieldkit.sync.validation import examine

LINES = [b'{"stream":"ins/25"}', '{"value":"ฝาครอบชำรุด"}'.encode(), b"{}"]


@given(st.lists(st.binary(max_size=200).map(lambda line: line.replace(b"\n", b" ")), min_size=1, max_size=20))
def test_lines_come_back_as_they_went(lines: list[bytes]) -> None:
    if b"\n".join(lines):
        assert protocol.unpack(protocol.pack(lines)) == lines


def test_a_message_cut_anywhere_is_refused() -> None:
    packed = protocol.pack(LINES)
    for end in range(len(packed)):
        with pytest.raises(Malformed):
            protocol.unpack(packed[:end])


def test_a_message_with_any_flipped_bit_is_refused_or_the_same() -> None:
    packed = protocol.pack(LINES)
    for position in range(len(packed) * 8):
        flipped = bytearray(packed)
        flipped[position // 8] ^= 1 << position % 8
        try:
            assert protocol.unpack(bytes(flipped)) == LINES
        except Malformed:
            continue


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>Please log in</html>",
        protocol.pack(LINES) + b"more",
        protocol.pack(LINES) * 2,
        zstandard.ZstdCompressor(write_content_size=False).compress(b"{}"),
    ],
)
def test_what_is_no_message_is_refused(data: bytes) -> None:
    with pytest.raises(Malformed):
        protocol.unpack(data)


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(200 * protocol.MIB))
    assert len(bomb) < 20_000
    with pytest.raises(Malformed) as refused:
        protocol.unpack(bomb)
    assert refused.value.too_large


def test_a_frame_that_lies_about_its_size_is_refused() -> None:
    honest = zstandard.ZstdCompressor().compress(bytes(70_000))
    size = (70_000).to_bytes(4, "little")
    assert size in honest
    with pytest.raises(Malformed):
        protocol.unpack(honest.replace(size, (300).to_bytes(4, "little")))


@pytest.mark.parametrize("name", ["ref", "reg/25", "ins/00", "ins/25-2569"])
def test_streams_have_plain_names(name: str) -> None:
    assert protocol.valid_stream(name)


@pytest.mark.parametrize(
    "name", ["", "INS/25", "ins/", "ins/25/1", "../ref", "ins/25\n", "ins/\x00", "ref'--"]
)
def test_other_names_are_no_stream(name: str) -> None:
    assert not protocol.valid_stream(name)


@pytest.mark.parametrize(
    "name",
    ["", "ab" * 31, "AB" * 32, "../" + "a" * 61, "a" * 64 + "\n", "é" * 64, "/etc/passwd".rjust(64, "a")],
)
def test_other_names_are_no_file(name: str) -> None:
    assert not protocol.valid_sha256(name)


def test_each_link_of_the_log_covers_everything() -> None:
    one = ("", 1, "ab" * 32, "2026-11-22", 0)
    others = [("x", 1, "ab" * 32, "2026-11-22", 0), ("", 2, "ab" * 32, "2026-11-22", 0)]
    others += [("", 1, "ac" * 32, "2026-11-22", 0), ("", 1, "ab" * 32, "2026-11-23", 0)]
    others += [("", 1, "ab" * 32, "2026-11-22", 1)]
    assert len({protocol.log_hash(*one), *(protocol.log_hash(*other) for other in others)}) == 6


# --- bodies: what replicas can apply -------------------------------------------------------------


def body(**changed: object) -> bytes:
    fields: dict[str, object] = {"id": new_id(), "stream": "ins/25", "author": "a", "device": "d"}
    fields |= {"lamport": 1, "wall": "2026-11-22T09:00:00+07:00"}
    document = json.loads(bodies.encode(fields, [Op("answer", "r", "response", {"value": "pass"})]))
    return json.dumps({**document, **changed}).encode()


def op(**changed: object) -> list[dict[str, object]]:
    good: dict[str, object] = {"table": "answer", "record": "r", "group": "response", "prevs": []}
    return [{**good, "values": {"value": "pass"}, **changed}]


def test_a_good_body_is_named_by_its_id() -> None:
    good = body()
    assert examine(good, "ins/25") == (json.loads(good)["id"], None)


@pytest.mark.parametrize(
    "changed",
    [
        {"from_2031": {"a": [1]}},
        {"ops": op(table="drone", values={"a": [1, {"b": 2}]})},
        {"ops": op(values={"value": "pass", "from_2031": [1]})},
        {"ops": op(group="from_2031")},
    ],
)
def test_what_only_newer_versions_know_is_right(changed: dict[str, object]) -> None:
    assert examine(body(**changed), "ins/25")[1] is None


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"stream": "ins/10"}, "stream"),
        ({"lamport": -1}, "lamport"),
        ({"lamport": 2**60}, "lamport"),
        ({"ops": []}, "ops"),
        ({"ops": op(values={"value": ["a", "b"]})}, "values"),
        ({"ops": op(values={"value": {"a": 1}})}, "values"),
        ({"ops": op(values={"value": 2**70})}, "values"),
        ({"ops": op(values=None)}, "unreadable"),
        ({"ops": op(record=["r"])}, "unreadable"),
        ({"ops": op(prevs=[1])}, "unreadable"),
        ({"ops": {}}, "unreadable"),
        ({"lamport": 1.5}, "unreadable"),
        ({"lamport": "1"}, "unreadable"),
        ({"id": "x"}, "unreadable"),
        ({"id": "../../etc"}, "unreadable"),
        ({"id": new_id().upper()}, "unreadable"),
    ],
)
def test_what_replicas_could_not_apply_has_a_name(changed: dict[str, object], fault: str) -> None:
    assert examine(body(**changed), "ins/25")[1] == fault


@pytest.mark.parametrize(
    "data",
    [
        *(b"", b"null", b"[]", b"{", b"\xff\xfe", b"[" * 100_000),
        *(body().replace(b'"pass"', bad) for bad in (b"NaN", b'"\\ud800"', b"1e999")),
    ],
)
def test_what_is_no_body_is_unreadable(data: bytes) -> None:
    assert examine(data, "ins/25") == (None, "unreadable")


@given(st.binary(max_size=300))
def test_examining_never_fails(data: bytes) -> None:
    examine(data, "ins/25")


# --- ranges --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (None, (0, 99)),
        ("bytes=0-", (0, 99)),
        ("bytes=10-", (10, 99)),
        ("bytes=10-19", (10, 19)),
        ("bytes=10-1000", (10, 99)),
        ("bytes=-5", (95, 99)),
        ("bytes=-500", (0, 99)),
        ("bytes=100-", None),
        ("bytes=-0", None),
        ("bytes=20-10", None),
        ("bytes=1-2,5-6", (0, 99)),
        ("pages=1-2", (0, 99)),
        ("bytes=-", (0, 99)),
    ],
)
def test_ranges(header: str | None, wanted: tuple[int, int] | None) -> None:
    assert ranges.parse(header, 100) == wanted
