"""Documents are set by templates in a process that can be stopped."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit import resources
from fieldkit.model.pdf.qr_code import qr_code
from fieldkit.model.pdf.typesetting import PdfCancelled, PdfRefused, breakable, typeset
from tests.pdf_text import opened, words


@pytest.fixture
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates instead of the shipped one."""
    monkeypatch.setattr(
        resources, "path", lambda *parts: tmp_path if parts == ("reports",) else ORIGINAL(*parts)
    )
    return tmp_path


ORIGINAL = resources.path


def test_values_come_as_data(reports: Path) -> None:
    (reports / "one.typ").write_text('#let d = json("data.json")\n#d.words', encoding="utf-8")
    assert words(typeset("one", {"words": "#panic() สวัสดี"})) == "#panic()สวัสดี"


def test_a_mistake_of_the_template_is_told_with_its_place(reports: Path) -> None:
    (reports / "bad.typ").write_text("#let x = \n#unknown-thing", encoding="utf-8")
    with pytest.raises(PdfRefused) as caught:
        typeset("bad", {})
    assert caught.value.place.startswith("bad.typ:")
    assert "unknown" in caught.value.place or "expected" in caught.value.place


def test_a_template_reads_no_file_of_the_machine(reports: Path, tmp_path: Path) -> None:
    secret = tmp_path.parent / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    for place in (str(secret), f"../{secret.name}", "/etc/hostname"):
        (reports / "spy.typ").write_text(f'#read("{place}")', encoding="utf-8")
        with pytest.raises(PdfRefused):
            typeset("spy", {})


def test_a_template_asks_nothing_of_the_network(reports: Path) -> None:
    (reports / "net.typ").write_text('#import "@preview/cetz:0.3.0"', encoding="utf-8")
    with pytest.raises(PdfRefused) as caught:
        typeset("net", {})
    assert caught.value.place.startswith('net.typ: "@preview/')


def test_what_never_ends_is_stopped(reports: Path) -> None:
    (reports / "loop.typ").write_text("#let f(n) = { let s = 0; while s >= 0 { s += 1 } }\n#f(1)", "utf-8")
    with pytest.raises(PdfRefused) as caught:
        typeset("loop", {}, seconds=0.5)
    assert caught.value.place == "loop.typ: > 0.5 s" or "loop" in caught.value.place


def test_a_person_may_stop_it(reports: Path) -> None:
    (reports / "slow.typ").write_text("#for i in range(3000) [ #lorem(400) ]", encoding="utf-8")
    with pytest.raises(PdfCancelled):
        typeset("slow", {}, cancelled=lambda: True)


@given(st.text(st.sampled_from("aB1- ./ก่ี้ ๑\n"), max_size=900))
def test_long_runs_may_be_broken_and_nothing_else_changes(text: str) -> None:
    found = breakable({"x": [text]})["x"][0]
    assert found.replace("\u200b", "") == text
    runs = re.findall("[aB1./-]+", found)
    assert [run for run in runs if len(run) > 40 and not re.fullmatch("[a1-]{1,64}", run)] == []
    assert not re.search("\u200b[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]", found)


def test_a_word_without_end_stays_on_the_page(reports: Path) -> None:
    (reports / "w.typ").write_text('#set page(width: 9cm, height: auto)\n#json("data.json").t', "utf-8")
    for word in ("Z" * 500, "ก่" * 500):
        lines = opened(typeset("w", {"t": word})).getAllText(0).text().split("\r\n")
        assert max(map(len, lines)) < 100
    sha256 = "0123456789abcdef" * 4
    assert breakable(sha256) == sha256


def test_a_qr_code_is_drawn_with_lines() -> None:
    assert b"<svg" in qr_code("fieldkit GEN 2569.1")
