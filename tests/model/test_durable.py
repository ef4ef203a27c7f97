"""A file that is replaced whole, or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldkit.model import durable
from fieldkit.model.durable import CannotWrite, NotConfirmed, replacing, replacing_folder


def test_the_new_file_takes_the_name(tmp_path: Path) -> None:
    target = tmp_path / "ผล.bin"
    target.write_bytes(b"old")
    with replacing(target) as path:
        path.write_bytes(b"new")
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [target]


def test_whatever_is_raised_inside_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")

    def write() -> None:
        with replacing(target) as path:
            path.write_bytes(b"half")
            raise RuntimeError("a mistake of ours")

    with pytest.raises(RuntimeError):
        write()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_it_is_synced_before_it_takes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def watched(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            order.append(name)
            return real(*args)

        return call

    monkeypatch.setattr(os, "fsync", watched("fsync", fsync))
    monkeypatch.setattr(Path, "replace", watched("replace", replace))
    with replacing(tmp_path / "x") as path:
        path.write_bytes(b"new")
    assert order == ["fsync", "replace", "fsync"]  # the file, its name, the folder that holds the name


@pytest.mark.parametrize("take", [replacing, replacing_folder])
def test_a_new_name_that_is_not_confirmed_is_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, take: Callable[[Path], Any]
) -> None:
    def refuse(folder: Path) -> None:
        if folder == tmp_path:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def write() -> None:
        with take(target) as written:
            (written / "in it" if written.is_dir() else written).write_bytes(b"new")

    target = tmp_path / "x"
    monkeypatch.setattr(durable, "sync_folder", refuse)
    with pytest.raises(NotConfirmed) as caught:
        write()
    assert str(target) in caught.value.message("th")
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "ดิสก์เต็ม"),
        (errno.EDQUOT, "ดิสก์เต็ม"),
        (errno.EFBIG, "ดิสก์เต็ม"),
        (errno.EIO, "เขียนไฟล์ไม่ได้"),
        (errno.EACCES, "เปิดอยู่ในโปรแกรมอื่น"),
    ],
)
def test_what_the_system_says_becomes_a_message_with_its_cure(tmp_path: Path, code: int, words: str) -> None:
    target = tmp_path / "x"
    target.write_bytes(b"old")
    with pytest.raises(CannotWrite) as refused, replacing(target):
        raise OSError(code, os.strerror(code))
    message = refused.value.message("th")
    assert words in message
    assert str(target) in message
    assert "ไฟล์เดิมยังอยู่ครบ" in message


def test_a_folder_is_filled_beside_and_takes_the_name(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b"
    with replacing_folder(target) as written:
        (written / "sub").mkdir()
        (written / "sub" / "x").write_bytes(b"x")
        assert not target.exists()
    assert (target / "sub" / "x").read_bytes() == b"x"
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_has_been_filled_meanwhile_is_not_touched(tmp_path: Path) -> None:
    target = tmp_path / "b"

    def fill() -> None:
        with replacing_folder(target) as written:
            (written / "x").write_bytes(b"ours")
            target.mkdir()
            (target / "theirs").write_bytes(b"theirs")

    with pytest.raises(CannotWrite):
        fill()
    assert [path.name for path in target.iterdir()] == ["theirs"]
    assert not list(tmp_path.glob(f"{durable._WORKSHOP}*"))


def test_what_lxml_says_of_the_disk_is_understood(tmp_path: Path) -> None:
    from lxml import etree

    target = tmp_path / "x"
    target.write_bytes(b"old")
    for name, words in (("IO_ENOSPC", "ดิสก์เต็ม"), ("IO_WRITE", "เขียนไฟล์ไม่ได้")):
        with pytest.raises(CannotWrite) as caught, replacing(target):
            raise etree.SerialisationError(name)
        assert words in caught.value.message("th")
    with pytest.raises(etree.SerialisationError), replacing(target):
        raise etree.SerialisationError("unknown encoding")
    assert target.read_bytes() == b"old"
