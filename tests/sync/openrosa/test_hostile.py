"""What no phone would send: damaged and hostile bodies, keys of nobody, factories of others."""

from __future__ import annotations

import socket
from email.parser import BytesParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.model.workspace import Workspace
from fieldkit.sync import client, protocol
from fieldkit.sync.openrosa import app, inbox, multipart, phones, taking, users
from fieldkit.sync.openrosa.multipart import FormReader, MalformedForm, Part
from tests.office import MILL, add_factory, picture
from tests.sync.openrosa.collect import Filled, PhoneCentre, okhttp
from tests.sync.openrosa.test_phones import ANSWERS

RECORD = (
    '<data id="GEN" version="2569.2"><factory_no>{0}</factory_no>'
    "<meta><instanceID>uuid:{1}</instanceID></meta></data>"
)


def record(factory: str = MILL, instance: str = "11111111-2222-4333-8444-555555555555") -> bytes:
    return RECORD.format(factory, instance).encode()


BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE data [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8))
    + b']><data id="GEN"><factory_no>&i;</factory_no></data>'
)
UNSAFE = {
    "bomb": BOMB,
    "external entity": b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><data id="GEN">&x;</data>',
    "document type": b'<!DOCTYPE data SYSTEM "http://127.0.0.1:9/x.dtd">' + record(),
    "no XML": b"hello",
    "cut": record()[:-4],
    "no form": b"<data><meta><instanceID>uuid:1</instanceID></meta></data>",
    "no instance": b'<data id="GEN"><factory_no>1</factory_no></data>',
    "long names": RECORD.format(MILL, "x" * 5000).encode(),
    "empty": b"",
    "not of its encoding": b'<?xml version="1.0" encoding="klingon"?>' + record(),
}


@pytest.mark.parametrize("name", UNSAFE)
def test_what_is_no_record_is_refused_and_leaves_nothing(centre: PhoneCentre, name: str) -> None:
    phone = centre.phone()
    answer = phone.post(UNSAFE[name])
    assert answer.status_code == 400
    assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert "OpenRosaResponse" in answer.text
    assert centre.inbox() == []


def test_a_key_that_is_nobodys_is_told_so(centre: PhoneCentre) -> None:
    phone = centre.phone()
    phone.server = phone.server[:-4] + "zzzz"
    for answer in (
        phone.request("GET", f"{phone.server}/formList"),
        phone.request("HEAD", f"{phone.server}/submission"),
        phone.post(record()),
    ):
        assert answer.status_code == 403
        assert answer.headers["X-OpenRosa-Version"] == "1.0"
    assert centre.inbox() == []


def test_a_revoked_phone_sends_nothing_more(centre: PhoneCentre, laptop: Workspace) -> None:
    issued = centre.issue()
    phone = centre.phone()
    phone.server = f"{centre.url}/phones/key/{issued.key}"
    filled = phone.fill("GEN", MILL, ANSWERS)
    with centre.centre.store.write() as connection:
        users.revoke(connection, issued.user.id, now=centre.clock())
    answer = phone.send(filled)
    assert answer.status_code == 403
    assert phone.post(filled.xml).status_code == 403
    assert "QR" in phone.post(filled.xml).text
    assert centre.inbox() == []


def test_a_login_by_name_and_key_works_as_the_address_does(centre: PhoneCentre) -> None:
    key = centre.issue().key
    phone = centre.phone()
    phone.server = f"{centre.url}/phones"
    refused = phone.request("GET", f"{phone.server}/formList")
    assert (refused.status_code, refused.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    assert phone.request("GET", f"{phone.server}/formList", auth=("suda", key)).status_code == 200
    assert phone.request("GET", f"{phone.server}/formList", auth=("suda", "x")).status_code == 401


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (record("10999999999999"), "factory"),
        (record(""), "factory"),
        (record().replace(b'"GEN"', b'"NONE"'), "form"),
        (record("10250001225481"), "province"),
    ],
)
def test_what_cannot_be_taken_is_kept_and_held_with_the_reason(
    centre: PhoneCentre, laptop: Workspace, xml: bytes, code: str
) -> None:
    add_factory(laptop, "far", registration_no="10250001225481", province_code="25", name="ไกล")
    client.sync(laptop, retries=0)
    phone = centre.phone("สุดา", "66")
    assert phone.post(xml).status_code == 201
    [held] = centre.inbox()
    assert (held["state"], held["code"]) == ("held", code)
    assert held["remarks"][0]["th"] != held["remarks"][0]["en"]
    with centre.centre.blobs.open(held["sha256"]) as kept:
        assert kept.read() == xml
    client.sync(laptop, retries=0)
    assert laptop.rows("SELECT id FROM inspection") == []


def test_what_was_held_is_taken_when_its_reason_is_gone(centre: PhoneCentre, laptop: Workspace) -> None:
    phone = centre.phone()
    phone.post(record("10660009999999"))
    [held] = centre.inbox()
    add_factory(laptop, "new", registration_no="10660009999999", name="ใหม่")
    client.sync(laptop, retries=0)
    with centre.centre.store.write() as connection:
        assert inbox.again(connection, submission=held["id"]) == 1
    assert [one["state"] for one in centre.inbox()] == ["taken"]


def test_another_record_under_a_known_id_is_held_and_both_are_kept(
    centre: PhoneCentre, laptop: Workspace
) -> None:
    phone = centre.phone()
    other = record().replace(b"</factory_no>", b"</factory_no><gen02_name>x</gen02_name>")
    assert [phone.post(xml).status_code for xml in (record(), other)] == [201, 201]
    assert [(one["state"], one["code"]) for one in centre.inbox()] == [("held", "twice"), ("taken", "")]
    client.sync(laptop, retries=0)
    assert len(laptop.rows("SELECT id FROM inspection")) == 1


def test_names_of_files_lead_nowhere(centre: PhoneCentre, laptop: Workspace, tmp_path: Path) -> None:
    phone = centre.phone()
    before = sorted(path for path in tmp_path.rglob("*") if "blobs" not in path.parts)
    names = ("../../../evil.jpg", "..\\..\\evil.jpg", "/etc/evil.jpg", "ก" * 400 + ".jpg", "..", "a\x07b.jpg")
    for number, name in enumerate(names):
        answer = phone.post(record(instance=f"{number}"), {name: picture(colour=f"#00000{number}")})
        assert answer.status_code == 201
    centre.inbox()
    after = [path for path in tmp_path.rglob("*evil*") if path not in before]
    assert after == []
    with centre.centre.store.read() as connection:
        kept = [
            name
            for one in inbox.listing(connection)
            for name, _sha in (inbox.evidence(connection, one["id"]) or ("", "", []))[2]
        ]
    assert sorted(map(len, kept)) == [6, 7, 8, 8, 8, 200]
    assert all("/" not in name and "\\" not in name and name.isprintable() for name in kept)


def test_too_much_is_refused_before_it_is_read(centre: PhoneCentre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "MOST", 40_000)
    phone = centre.phone()
    assert phone.post(record(), {"a.jpg": b"x" * 50_000}).status_code == 413
    monkeypatch.setattr(app, "MOST", 10**9)
    monkeypatch.setattr(protocol, "MAX_FILE", 1000)
    assert phone.post(record(), {"a.jpg": b"x" * 5_000}).status_code == 413
    assert centre.inbox() == []


def raw(centre: PhoneCentre, key: str, body: bytes, *headers: str, hang_up: bool = True) -> bytes:
    """Send bytes as they are, and return what came back."""
    place = urlsplit(centre.url)
    head = [f"POST /phones/key/{key}/submission HTTP/1.1", f"Host: {place.netloc}", *headers]
    with socket.create_connection((place.hostname, place.port), 10) as connection:
        connection.sendall("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        got = b""
        while piece := connection.recv(65536):
            got += piece
    return got


def test_a_length_that_lies_leaves_nothing(centre: PhoneCentre) -> None:
    key = centre.issue().key
    kind, body = okhttp([("xml_submission_file", "a.xml", "text/xml", record())])
    for length in ("999999999999999", "-1", "1e9", str(len(body) + 500), str(len(body) - 40)):
        raw(centre, key, body, f"Content-Type: {kind}", f"Content-Length: {length}")
    assert centre.inbox() == []
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    answer = raw(
        centre,
        key,
        chunked,
        f"Content-Type: {kind}",
        "Transfer-Encoding: chunked",
        "Connection: close",
        hang_up=False,
    )
    assert answer.startswith(b"HTTP/1.1 201")


BODIES = [
    b"",
    b"--b\r\n",
    b"--b\r\n\r\n\r\n--b--",
    b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"\r\n\r\n<data',
    b'--b\r\nContent-Disposition: attachment; name="a"\r\n\r\nx\r\n--b--',
    b"--b" + b"x" * 20_000,
    b"--b\r\n" + b"A: b\r\n" * 5_000,
    b'--b\r\nContent-Disposition: form-data; name="a"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--',
]


@pytest.mark.parametrize("body", BODIES)
def test_a_form_that_is_none_is_refused(centre: PhoneCentre, body: bytes) -> None:
    phone = centre.phone()
    for kind in ("multipart/form-data; boundary=b", "multipart/form-data", "text/xml", ""):
        place = f"{phone.server}/submission"
        answer = phone.request("POST", place, content=body, headers={"Content-Type": kind})
        assert answer.status_code == 400
        assert "OpenRosaResponse" in answer.text


def test_a_record_that_shows_a_bug_of_ours_stops_no_other(
    centre: PhoneCentre, laptop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(workspace, submission, *rest, **more):
        if submission.envelope.instance.endswith("bad"):
            raise ZeroDivisionError
        return taking.take(workspace, submission, *rest, **more)

    monkeypatch.setattr(phones, "take", broken)
    phone = centre.phone()
    phone.post(record(instance="bad"))
    phone.post(record())
    assert {one["instance"]: one["code"] for one in centre.inbox()} == {
        "uuid:bad": "failed",
        "uuid:11111111-2222-4333-8444-555555555555": "",
    }


def test_pages_of_others_are_refused_in_their_language(centre: PhoneCentre) -> None:
    phone = centre.phone()
    for method, path, status in (("GET", "/forms/NONE", 404), ("GET", "/x", 404), ("PUT", "/formList", 405)):
        answer = phone.request(method, f"{phone.server}{path}")
        assert (answer.status_code, "OpenRosaResponse" in answer.text) == (status, True)


# --- the reader of forms, by itself


class Kept:
    def __init__(self) -> None:
        self.parts: list[tuple[str, str, bytearray, bool]] = []

    def begin(self, name: str, file_name: str) -> Kept:
        self.parts.append((name, file_name, bytearray(), False))
        return self

    def write(self, data: bytes) -> None:
        self.parts[-1][2].extend(data)

    def end(self) -> None:
        name, file_name, data, _whole = self.parts[-1]
        self.parts[-1] = (name, file_name, data, True)


names = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\\%"), max_size=20)
parts = st.lists(st.builds(Part, names, names, st.just("image/jpeg"), st.binary(max_size=300)), min_size=1)


@given(parts, st.lists(st.integers(1, 50)))
def test_a_form_is_read_alike_in_any_pieces(sent: list[Part], cuts: list[int]) -> None:
    mark = multipart.boundary()
    body = b"".join(multipart.pieces(sent, mark))
    assert len(body) == multipart.size(sent, mark)
    kept = Kept()
    reader = FormReader(f'multipart/form-data; boundary="{mark}"', kept)
    rest = body
    for cut in cuts:
        reader.feed(rest[:cut])
        rest = rest[cut:]
    reader.feed(rest)
    reader.finish()
    assert [(name, file, bytes(data), whole) for name, file, data, whole in kept.parts] == [
        (one.name, one.file_name, one.data, True) for one in sent
    ]


@given(st.binary(max_size=400), st.integers(0, 400))
def test_a_cut_form_is_never_taken_for_a_whole_one(data: bytes, cut: int) -> None:
    body = b"".join(multipart.pieces([Part("a", "b", "", data)], "mark"))
    reader = FormReader("multipart/form-data; boundary=mark", Kept())
    reader.feed(body[: min(cut, len(body) - 4)])
    with pytest.raises(MalformedForm):
        reader.finish()


def test_our_forms_are_what_other_readers_read() -> None:
    sent = [
        Part("xml_submission_file", "a b.xml", "text/xml", b"<x/>"),
        Part("p.jpg", "p.jpg", "image/jpeg", b"\0"),
    ]
    body = b"Content-Type: multipart/form-data; boundary=m\r\n\r\n" + b"".join(multipart.pieces(sent, "m"))
    found = BytesParser().parsebytes(body)
    got = [
        (one.get_param("name", header="content-disposition"), one.get_payload(decode=True))
        for one in found.walk()
    ]
    assert got[1:] == [("xml_submission_file", b"<x/>"), ("p.jpg", b"\0")]


def test_the_filled_record_of_the_tests_is_one(centre: PhoneCentre, laptop: Workspace) -> None:
    filled = centre.phone().fill("GEN", MILL, ANSWERS)
    assert isinstance(filled, Filled)
    assert b"<fieldkit_visit>" in filled.xml
