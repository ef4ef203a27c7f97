"""Codes, tokens and who is let in."""

from __future__ import annotations

import base64
import errno
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import keyring
import keyring.backend
import keyring.backends.null
import pytest

from fieldkit.model.body import Op
from fieldkit.model.ids import new_id
from fieldkit.model.keys import letters
from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.sync import answers, client, clock, protocol
from fieldkit.sync.answers import InsecureAddress, Revoked, TokenNotKept, TokenRefused, Unreachable
from fieldkit.sync.client import CodeRefused
from fieldkit.sync.http_link import _unreachable
from fieldkit.sync.server import check, devices
from fieldkit.sync.token_store import FILE, TokenStore
from tests.servers import free_port
from tests.sync.laptops import Laptop, RunningCentre

Make = Callable[[str], Laptop]


def reason(laptop: Laptop, centre: RunningCentre, code: str) -> str:
    with pytest.raises(CodeRefused) as refused:
        client.enrol(laptop.workspace, centre.url, code)
    assert refused.value.message("th") != refused.value.message("en")
    return refused.value.reason


def test_a_code_enrols_one_laptop(centre: RunningCentre, laptop: Make) -> None:
    code = centre.code("25")
    done = client.enrol(laptop("a").workspace, centre.url + "/", code)
    assert (done.url, done.provinces) == (centre.url, ("25",))
    assert reason(laptop("b"), centre, code) == "used"


def test_a_code_whose_letters_were_drawn_before_is_drawn_again(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = sqlite_centre.code("25")
    drawn = iter([first[:4], first[:4], "WXYZ"])
    whole = letters.drawn
    monkeypatch.setattr(letters, "drawn", lambda count: next(drawn) if count == 4 else whole(count))
    second = sqlite_centre.code("66")
    assert second[:4] == "WXYZ"
    assert client.enrol(laptop("a").workspace, sqlite_centre.url, first).provinces == ("25",)
    assert client.enrol(laptop("b").workspace, sqlite_centre.url, second).provinces == ("66",)


def test_a_code_is_read_aloud(sqlite_centre: RunningCentre, laptop: Make) -> None:
    code = sqlite_centre.code()
    said = " " + code.lower().replace("-", " ").replace("0", "o").replace("1", "l") + " "
    assert client.enrol(laptop("a").workspace, sqlite_centre.url, said).provinces == ("*",)


def test_a_wrong_code_is_refused_and_blocked_after_five_tries(centre: RunningCentre, laptop: Make) -> None:
    a, code = laptop("a"), centre.code()
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert [reason(a, centre, wrong) for _ in range(6)] == ["wrong"] * 5 + ["tries"]
    assert reason(a, centre, code) == "tries"
    assert reason(a, centre, "") == "wrong"
    assert reason(a, centre, "0000-0000-0000") == "wrong"


def test_an_expired_code_is_refused(centre: RunningCentre, laptop: Make) -> None:
    code = centre.code(minutes=10)
    centre.clock.ahead = timedelta(minutes=11)
    assert reason(laptop("a"), centre, code) == "expired"


def test_the_same_request_again_is_answered_again(centre: RunningCentre, laptop: Make) -> None:
    """The answer was lost: the code is used up, and yet the laptop must get in."""
    a, code = laptop("a"), centre.code()
    request = protocol.Enrol(
        code, a.workspace.device, base64.urlsafe_b64encode(bytes(range(32))).decode(), name="โน้ตบุ๊ก"
    )
    first, again = (httpx.post(f"{centre.url}/v1/enrol", content=protocol.to_json(request)) for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert first.content == again.content


def test_a_lost_answer_is_healed_by_trying_again(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, code = laptop("a"), sqlite_centre.code()
    from fieldkit.sync import http_link

    def post(self: object, path: str, data: bytes, *, kind: str = "") -> bytes:
        httpx.post(f"{sqlite_centre.url}{path}", content=data)
        raise Unreachable("cut")

    with monkeypatch.context() as patch:
        patch.setattr(http_link.HttpLink, "post", post)
        with pytest.raises(Unreachable):
            client.enrol(a.workspace, sqlite_centre.url, code)
    client.enrol(a.workspace, sqlite_centre.url, code)
    assert a.sync().pushed == 0
    assert [path.name for path in a.folder.glob("device-token*")] == [FILE]


def test_a_revoked_laptop_is_told_so_and_keeps_its_data(centre: RunningCentre, laptop: Make) -> None:
    code = centre.code()
    a = laptop("a")
    client.enrol(a.workspace, centre.url, code)
    token = TokenStore(a.folder, a.workspace.device).load()
    a.answer("q", "pass")
    with centre.centre.store.write() as connection:
        assert devices.revoke(connection, a.workspace.device, now=centre.clock())
    with pytest.raises(Revoked):
        a.sync()
    assert a.value("q") == "pass"
    assert a.workspace.waiting() == 1
    assert token
    request = protocol.Enrol(code, a.workspace.device, token)
    replayed = httpx.post(f"{centre.url}/v1/enrol", content=protocol.to_json(request))
    assert replayed.status_code == 403
    a.enrol(centre)
    assert a.sync().pushed == 1


def test_a_token_that_the_centre_does_not_know(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(sqlite_centre)
    for token in (base64.urlsafe_b64encode(bytes(32)).decode(), "short", "ไม่ใช่"):
        with pytest.raises(TokenRefused):
            _sync_with(a, token)


def _sync_with(laptop: Laptop, token: str) -> None:
    path = laptop.folder / FILE
    path.write_text(token if token.isascii() else "x", encoding="ascii")
    laptop.sync()


def test_tokens_and_codes_are_not_stored_in_clear(sqlite_centre: RunningCentre, laptop: Make) -> None:
    code = sqlite_centre.code()
    a = laptop("a")
    client.enrol(a.workspace, sqlite_centre.url, code)
    a.answer("q", "pass")
    a.sync()
    token = (a.folder / FILE).read_bytes()
    stored = b"".join(
        path.read_bytes() for path in sqlite_centre.centre.blobs.folder.parent.glob("centre.db*")
    )
    assert a.workspace.device.encode() in stored
    for secret in (token, base64.urlsafe_b64decode(token), code.encode(), code.replace("-", "").encode()):
        assert secret not in stored
    kept = b"".join(path.read_bytes() for path in a.folder.glob("fieldkit.db*"))
    assert token not in kept


def test_the_token_file_is_the_owners_alone(tmp_path: Path) -> None:
    store = TokenStore(tmp_path, "device")
    assert store.load() is None
    store.save("one")
    store.save("two")
    assert store.load() == "two"
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    store.clear()
    assert store.load() is None


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring that works."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.held.pop((service, username), None)


@pytest.fixture
def use_keyring() -> Callable[[keyring.backend.KeyringBackend], None]:
    return keyring.set_keyring


@pytest.fixture(autouse=True)
def _same_keyring_afterwards():
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def test_a_keyring_keeps_the_token_and_no_file_does(tmp_path: Path, use_keyring: Callable) -> None:
    TokenStore(tmp_path, "device").save("from before the keyring")
    use_keyring(MemoryKeyring())
    store = TokenStore(tmp_path, "device")
    store.save("secret")
    assert store.load() == "secret"
    assert list(tmp_path.iterdir()) == []
    assert TokenStore(tmp_path, "other").load() is None


def test_a_keyring_that_forgets_is_not_trusted(tmp_path: Path, use_keyring: Callable) -> None:
    use_keyring(keyring.backends.null.Keyring())
    store = TokenStore(tmp_path, "device")
    store.save("secret")
    assert store.load() == "secret"
    assert (tmp_path / FILE).exists()


@pytest.mark.parametrize("left", [b"", b"half", b"\xff\xfe", b"A" * 44])
def test_a_token_file_that_was_cut_is_made_anew(
    sqlite_centre: RunningCentre, laptop: Make, left: bytes
) -> None:
    a = laptop("a")
    (a.folder / "device-token-enrolling").write_bytes(left)
    a.enrol(sqlite_centre, "25")
    assert a.sync().pushed == 0
    assert not (a.folder / "device-token-enrolling").exists()


def test_a_disk_that_refuses_the_token_is_told_and_the_code_is_not_used_up(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a, code = laptop("a"), sqlite_centre.code("25")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(TokenNotKept) as caught:
            client.enrol(a.workspace, sqlite_centre.url, code)
    assert "same code" in caught.value.message("en")
    assert client.enrol(a.workspace, sqlite_centre.url, code).provinces == ("25",)


@pytest.mark.parametrize("url", ["http://centre.example.go.th", "http://10.0.0.1:8470"])
def test_a_token_does_not_travel_in_clear(laptop: Make, url: str) -> None:
    with pytest.raises(InsecureAddress):
        client.enrol(laptop("a").workspace, url, "code")


@pytest.mark.parametrize("url", ["centre", "ftp://centre", "http://", "https://[", "file:///etc/passwd"])
def test_what_is_no_address(laptop: Make, url: str) -> None:
    with pytest.raises(Unreachable):
        client.enrol(laptop("a").workspace, url, "code")


def test_another_centre_gets_everything(tmp_path: Path, sqlite_centre: RunningCentre, laptop: Make) -> None:
    from tests.sync.laptops import running_centre

    a, b = laptop("a").enrol(sqlite_centre), laptop("b").enrol(sqlite_centre)
    b.answer("of b", "pass")
    b.sync()
    a.answer("of a", "pass")
    sha256 = a.photo(b"photo" * 100)
    a.sync()
    with running_centre(tmp_path / "new") as new:
        a.enrol(new)
        assert a.workspace.waiting() == 3
        report = a.sync()
        assert (report.pushed, report.attachments_sent) == (3, 1)
        assert new.bodies() == sqlite_centre.bodies()
        assert new.centre.blobs.size(sha256) == 500


# --- one id, one laptop ----------------------------------------------------------------------------


def enrolling(laptop: Laptop, code: str, token: bytes, proof: str = "") -> protocol.Enrol:
    told = base64.urlsafe_b64encode(token).decode()
    return protocol.Enrol(code, laptop.workspace.device, told, proof=proof)


def asked(centre: RunningCentre, request: protocol.Enrol) -> tuple[int, str]:
    answer = httpx.post(f"{centre.url}/v1/enrol", content=protocol.to_json(request))
    return answer.status_code, answer.json().get("reason", "")


def test_a_code_does_not_make_anybody_another_laptop(centre: RunningCentre, laptop: Make) -> None:
    """Ids of laptops stand in every change; a code must not be enough to become one."""
    a = laptop("a").enrol(centre, "25")
    code = centre.code("25")
    stolen = bytes(range(1, 33))
    for proof in ("", "ab" * 32, "é"):
        assert asked(centre, enrolling(a, code, stolen, proof)) == (403, "device")
    a.answer("q", "pass")
    assert a.sync().pushed == 1, "it is not shut out either"
    b = laptop("b")
    assert client.enrol(b.workspace, centre.url, code).provinces == ("25",), "nor is the code used up"


def test_a_laptop_that_proves_itself_enrols_again(centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(centre, "25")
    before = TokenStore(a.folder, a.workspace.device).load()
    a.enrol(centre, "10", "25")
    after = TokenStore(a.folder, a.workspace.device).load()
    assert before != after
    assert client.status(a.workspace).provinces == ("10", "25")
    assert a.sync().pushed == 0


def test_a_proof_is_for_one_token_only(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(sqlite_centre)
    kept = TokenStore(a.folder, a.workspace.device).load()
    assert kept
    seen = protocol.enrol_proof(protocol.token_hash(kept), base64.urlsafe_b64encode(bytes(32)).decode())
    code = sqlite_centre.code()
    assert asked(sqlite_centre, enrolling(a, code, bytes(range(32)), seen)) == (403, "device")
    assert asked(sqlite_centre, enrolling(a, code, bytes(32), seen)) == (200, "")


def test_a_laptop_that_lost_its_token_needs_a_code_of_its_own(centre: RunningCentre, laptop: Make) -> None:
    a = laptop("a").enrol(centre)
    TokenStore(a.folder, a.workspace.device).clear()
    with pytest.raises(CodeRefused) as refused:
        client.enrol(a.workspace, centre.url, centre.code())
    assert refused.value.reason == "device"
    assert a.workspace.device in refused.value.message("th")
    assert "--device" in refused.value.message("th")
    with centre.centre.store.write() as connection:
        made = devices.make_code(connection, (), now=centre.clock(), for_device=a.workspace.device)
    assert reason(laptop("b"), centre, made.code) == "other"
    client.enrol(a.workspace, centre.url, made.code)
    assert a.sync().pushed == 0


# --- a right that comes later ----------------------------------------------------------------------


def test_what_was_held_is_handed_on_when_the_right_comes(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(centre, "10"), laptop("b").enrol(centre, "25")
    before = b.answer("earlier", "pass")
    b.sync()
    written = [a.answer("q1", "pass"), a.answer("q1", "fail")]
    a.answer("q2", "na", stream="ins/10")
    assert a.sync().held == 2
    assert client.status(a.workspace).held == 2
    b.sync()
    assert set(b.bodies()) == {before}
    a.enrol(centre, "10", "25")
    assert b.sync().pulled == 2
    assert b.value("q1") == "fail"
    assert {*written, before} == set(b.bodies())
    a.sync()
    assert client.status(a.workspace).held == 0
    for one in (a, b):
        assert one.sync().pulled == 0
        with one.workspace.database.read() as connection:
            assert not connection.exec_driver_sql("SELECT 1 FROM dangling").fetchall()
    a.enrol(centre, "10", "25")
    assert b.sync().pulled == 0, "once is enough"
    assert check.problems(centre.centre.store, centre.centre.blobs) == []
    c = laptop("c").enrol(centre, "25")
    c.sync()
    assert c.cells() == b.cells()


def test_another_province_does_not_release_what_is_held(sqlite_centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(sqlite_centre, "10"), laptop("b").enrol(sqlite_centre, "25")
    a.answer("q1", "pass")
    a.sync()
    a.enrol(sqlite_centre, "10", "11")
    laptop("c").enrol(sqlite_centre, "25")
    assert b.sync().pulled == 0


def test_reference_tables_are_handed_on_when_their_author_may(centre: RunningCentre, laptop: Make) -> None:
    a, b = laptop("a").enrol(centre, "25"), laptop("b").enrol(centre, "25")
    core = {"tbl": "params", "key": "x", "valid_from": "2026-11-01", "province": "25"}
    a.workspace.log.commit([Op("reference_row", new_id(), "core", core, (), "ref")])
    assert a.sync().held == 1
    client.enrol(a.workspace, centre.url, centre.code("25", administrator=True))
    assert b.sync().pulled == 1


# --- told in words ---------------------------------------------------------------------------------


def test_a_centre_that_is_not_there_is_told_without_numbers_of_the_system(
    sqlite_centre: RunningCentre, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    port = free_port()
    for address, kind in (
        (f"http://127.0.0.1:{port}", answers.CentreClosed),
        ("http://centre.invalid", answers.CentreNotFound),
    ):
        a.workspace.remember(CENTRE_ADDRESS, address)
        with pytest.raises(Unreachable) as told:
            a.sync()
        assert type(told.value) is kind
        for language in ("th", "en"):
            words = told.value.message(language)
            assert "Errno" not in words
            assert address.removeprefix("http://") in words
        assert told.value.message("th") != told.value.message("en")
    assert a.value("q") is None


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ReadTimeout("timed out"), answers.CentreSilent),
        (httpx.ConnectTimeout("timed out"), answers.CentreSilent),
        (httpx.ReadError("[Errno 104] Connection reset by peer"), answers.ConnectionCut),
        (httpx.RemoteProtocolError("Server disconnected"), answers.ConnectionCut),
        (httpx.ConnectError("[Errno 101] Network is unreachable"), Unreachable),
        (httpx.ConnectError("CERTIFICATE_VERIFY_FAILED: certificate has expired"), answers.CertificateDate),
        (httpx.ConnectError("CERTIFICATE_VERIFY_FAILED: self-signed certificate"), answers.NetworkLogin),
    ],
)
def test_what_went_wrong_has_a_name(error: httpx.TransportError, kind: type[answers.SyncError]) -> None:
    told = _unreachable(error, "centre.example.go.th")
    assert type(told) is kind
    assert "Errno" not in told.message("th") + told.message("en")


@pytest.mark.parametrize(
    ("ahead", "told"),
    [
        (timedelta(minutes=-4), None),
        (timedelta(minutes=6), "วันและเวลา"),
        (timedelta(days=-2000), "วันและเวลา"),
        (timedelta(days=365.2425 * 543), "ค.ศ."),
        (timedelta(days=365.2425 * 542), "วันและเวลา"),
    ],
)
def test_a_wrong_clock_is_told_and_stops_nothing(
    sqlite_centre: RunningCentre, laptop: Make, ahead: timedelta, told: str | None
) -> None:
    a = laptop("a").enrol(sqlite_centre)
    real = a.workspace.clock
    a.workspace.clock = lambda: real() + ahead
    a.answer("q", "pass")
    report = a.sync()
    assert report.pushed == 1
    assert abs(report.clock_ahead - ahead.total_seconds()) < 60
    if told is None:
        assert report.clock_wrong is None
    else:
        assert report.clock_wrong is not None
        assert told in report.clock_wrong.message("th")
        assert "clock" in report.clock_wrong.message("en")


@pytest.mark.parametrize("time", ["", "yesterday", "2026-11-22", "2026-11-22T10:00:00"])
def test_a_centre_without_a_time_is_compared_with_nothing(time: str) -> None:
    assert clock.compare(datetime.now(UTC), time) is None
