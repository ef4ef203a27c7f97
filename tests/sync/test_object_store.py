"""The centre's files in storage that speaks S3: the whole exchange, and how it fails."""

from __future__ import annotations

import hashlib
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fieldkit.cli import Exit, main
from fieldkit.model.roles import CENTRE_ADDRESS
from fieldkit.sync import client, protocol
from fieldkit.sync.answers import FilesOutOfReach, Unreachable
from fieldkit.sync.enrolment import credentials
from fieldkit.sync.server import Blobs, FolderBlobs, check, s3_blobs
from fieldkit.sync.server.centre import Centre
from fieldkit.sync.server.file_store import KEY as KEY_NAME
from fieldkit.sync.server.file_store import SECRET as SECRET_NAME
from fieldkit.sync.server.file_store import FileStoreFails, FileStoreRefuses, NoBucket, NoKey, WrongFileStore
from fieldkit.sync.server.s3_blobs import S3Blobs
from tests.servers import free_port
from tests.sync.laptops import Laptop, RunningCentre, running_centre
from tests.sync.object_store import (
    BUCKET,
    KEY,
    SECRET,
    Asked,
    ObjectStore,
    calm,
    object_store,
    refusing,
)
from tests.sync.test_workers import working

Make = Callable[[str], Laptop]
Capture = pytest.CaptureFixture[str]
PART = protocol.PART


@contextmanager
def centre_over(store: ObjectStore, folder: Path) -> Iterator[RunningCentre]:
    with running_centre(folder, blobs=S3Blobs(store.blobs(), folder / "blobs")) as running:
        yield running


@pytest.fixture
def centre(store: ObjectStore, tmp_path: Path) -> Iterator[RunningCentre]:
    with centre_over(store, tmp_path / "centre") as running:
        yield running


def film(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def named(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def kept(blobs: Blobs, data: bytes) -> str:
    incoming = blobs.receive(named(data))
    incoming.write(data)
    incoming.finish()
    return named(data)


def whole(centre: RunningCentre, store: ObjectStore) -> None:
    """Assert that books and objects fit, and that every object is what its key says."""
    assert check.problems(centre.centre.store, centre.centre.blobs) == []
    assert all(named(data) == key.rpartition("/")[2] for key, data in store.objects.items())
    assert not list((centre.centre.blobs.folder / "incoming").iterdir())


def test_two_laptops_exchange_photos_of_every_size(
    centre: RunningCentre, store: ObjectStore, laptop: Make
) -> None:
    a, b = (laptop(name).enrol(centre, "25") for name in "ab")
    sizes = [1, 200_000, PART, PART + 1, 3 * PART + 5, 9 * PART + 7]  # the last one is put in parts
    photos = [a.photo(film(size, size)) for size in sizes]
    a.answer("q", "pass")
    assert a.sync().attachments_sent == len(sizes)
    got = b.sync()
    assert (got.attachments_received, b.value("q")) == (len(sizes), "pass")
    for sha256, size in zip(photos, sizes, strict=True):
        assert b.workspace.attachments.read(sha256) == film(size, size)
        assert store.objects[store.named(sha256)] == film(size, size)
    assert len(store.objects) == len(sizes)
    assert not store.uploads
    assert not list((centre.centre.blobs.folder / "uploads").glob("*/*"))
    assert client.check_office(a.workspace).complete
    whole(centre, store)


def test_a_file_is_put_once_whoever_sends_it(centre: RunningCentre, store: ObjectStore, laptop: Make) -> None:
    for name in "ab":
        one = laptop(name).enrol(centre, "25")
        one.photo(b"one and the same")
        one.sync()
    assert store.count("PUT") == 1


def test_ranges_are_read_and_no_more(centre: RunningCentre, store: ObjectStore, laptop: Make) -> None:
    a = laptop("a").enrol(centre, "25")
    data = film(1, 5 * PART)
    sha256 = a.photo(data)
    a.sync()
    headers = {"Authorization": f"Bearer {credentials(a.workspace)[1]}"}
    for asked, expected in (
        ("bytes=5-9", data[5:10]),
        (f"bytes={3 * PART}-{3 * PART + 10}", data[3 * PART : 3 * PART + 11]),
        ("bytes=-7", data[-7:]),
        (f"bytes={4 * PART + 1}-", data[4 * PART + 1 :]),
    ):
        before = store.count("GET")
        answer = httpx.get(f"{centre.url}/v1/blobs/{sha256}", headers={**headers, "Range": asked})
        assert (answer.status_code, answer.content == expected) == (206, True), asked
        assert store.count("GET") - before == 1
    before = store.count("GET")
    assert httpx.get(f"{centre.url}/v1/blobs/{sha256}", headers=headers).content == data
    assert store.count("GET") - before == 5
    none = httpx.get(f"{centre.url}/v1/blobs/{'0' * 64}", headers=headers)
    assert (none.status_code, none.json()["error"]) == (404, "missing")


def test_what_was_sent_of_a_file_is_not_sent_again_when_the_storage_comes_back(
    centre: RunningCentre, store: ObjectStore, laptop: Make
) -> None:
    a, b = (laptop(name).enrol(centre, "25") for name in "ab")
    b.answer("of others", "1")
    b.sync()
    a.sync()
    b.answer("of others, later", "2")
    b.sync()
    data = film(2, 6 * PART + 100)
    sha256 = a.photo(data)
    a.answer("own", "3")
    store.trouble = refusing(500)
    with pytest.raises(FilesOutOfReach) as raised:
        a.sync()
    assert "administrator" in str(raised.value)
    assert (a.value("of others, later"), len(centre.bodies())) == ("2", 4), "answers went both ways"
    assert a.workspace.rows("SELECT state FROM blob WHERE sha256 = ?", sha256) == [{"state": "local"}]
    store.trouble = calm
    report = a.sync()
    assert (report.attachments_sent, report.attachments_waiting) == (1, 0)
    assert report.bytes_sent < PART + 20_000, "the last part"
    assert store.objects[store.named(sha256)] == data
    whole(centre, store)


@pytest.mark.parametrize("trouble", [500, 503, 403, 400, "cut", "stall"])
def test_a_laptop_is_told_to_come_again_and_nothing_is_lost(
    centre: RunningCentre, store: ObjectStore, laptop: Make, trouble: int | str
) -> None:
    a = laptop("a").enrol(centre, "25")
    there = a.photo(b"there")
    a.sync()
    new = named(b"new")
    headers = {"Authorization": f"Bearer {credentials(a.workspace)[1]}"}
    files = protocol.to_json(protocol.FilesAsked([there], verify=True))
    with httpx.Client(base_url=centre.url, headers=headers, timeout=20) as http:

        def answers() -> list[httpx.Response]:
            return [
                http.put(f"/v1/blobs/{new}", content=b"new"),
                http.get(f"/v1/blobs/{there}"),
                http.post("/v2/receipts", content=files),
            ]

        store.trouble = refusing(trouble)
        for answer in answers():
            assert (answer.status_code, answer.json()["error"]) == (503, "files")
            assert answer.headers["Retry-After"].isdigit()
            assert SECRET not in answer.text
        assert centre.centre.booked([new]) == {}
        assert store.named(new) not in store.objects
        store.trouble = calm
        assert [answer.status_code for answer in answers()] == [201, 200, 200]
    assert centre.centre.held([new, there]).keys() == {new, there}
    whole(centre, store)


def test_a_download_goes_on_where_the_storage_failed(
    centre: RunningCentre, store: ObjectStore, laptop: Make
) -> None:
    a, b = (laptop(name).enrol(centre, "25") for name in "ab")
    data = film(6, 5 * PART)
    sha256 = a.photo(data)
    a.sync()
    failed: list[Asked] = []

    def fourth(asked: Asked) -> str | None:
        """Cut the fourth read of the file, however often it is tried, until the laptop comes again."""
        if asked.method == "GET" and store.count("GET") - before >= 4 and len(failed) < 3:
            failed.append(asked)
            return "cut"
        return None

    before = store.count("GET")
    store.trouble = fourth
    assert b.sync().attachments_received == 1, "asked again, without a word to its person"
    assert len(failed) == 3
    assert b.workspace.attachments.read(sha256) == data


def test_a_bucket_that_is_gone_is_no_answer(centre: RunningCentre, store: ObjectStore, laptop: Make) -> None:
    store.buckets.clear()
    with pytest.raises(NoBucket):
        kept(centre.centre.blobs, b"x")
    a = laptop("a").enrol(centre, "25")
    sha256 = a.photo(b"photo")
    with pytest.raises(FilesOutOfReach):
        a.sync()
    store.buckets.add(BUCKET)
    assert a.sync().attachments_sent == 1
    assert store.objects.keys() == {store.named(sha256)}


def test_an_upload_in_parts_that_fails_leaves_nothing(centre: RunningCentre, store: ObjectStore) -> None:
    data = film(3, 20 * PART)
    store.trouble = lambda asked: 500 if asked.query.get("partNumber") == ["2"] else None
    with pytest.raises(FileStoreFails):
        kept(centre.centre.blobs, data)
    assert (store.objects, store.uploads) == ({}, {})
    store.trouble = calm
    assert store.objects[store.named(kept(centre.centre.blobs, data))] == data


def test_a_death_between_the_object_and_the_books_costs_nothing(
    centre: RunningCentre, store: ObjectStore, laptop: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    a = laptop("a").enrol(centre, "25")
    data = film(4, 2 * PART)
    sha256 = a.photo(data)

    def die(*_arguments: object) -> str:
        raise OSError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(Centre, "stored", die)
        with pytest.raises(Exception, match="out of order"):
            a.sync()
    assert store.objects.keys() == {store.named(sha256)}
    assert centre.centre.held([sha256]) == {}
    assert a.sync().attachments_sent == 1
    assert store.count("PUT") == 1
    whole(centre, store)


def test_killed_while_the_storage_takes_a_file(
    store: ObjectStore, laptop: Make, tmp_path: Path, capsys: Capture
) -> None:
    where = ["--store", str(tmp_path / "centre"), "--blobs", store.blobs()]
    one = laptop("a")
    assert main(["--json", "server", "code", *where, "--province", "25"]) == Exit.DONE
    code = json.loads(capsys.readouterr().out)["code"]
    data = film(5, 3 * PART)
    sha256 = one.photo(data)
    store.trouble = refusing("stall", "PUT")
    with serving(*where) as (process, url):
        client.enrol(one.workspace, url, code)

        def kill() -> None:
            while not store.count("PUT"):
                time.sleep(0.01)
            process.kill()

        with ThreadPoolExecutor(1) as pool:
            killed = pool.submit(kill)
            with pytest.raises(Unreachable):
                one.sync()
            killed.result()
    store.resting.set()
    assert store.objects == {}
    store.trouble = calm
    with serving(*where) as (_process, url):
        one.workspace.remember(CENTRE_ADDRESS, url)
        report = one.sync()
        assert report.attachments_sent == 1
        assert report.bytes_sent < PART + 20_000
    assert store.objects == {store.named(sha256): data}
    assert main(["server", "check", *where]) == Exit.DONE
    capsys.readouterr()


@contextmanager
def serving(*options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-m", "fieldkit", "serve", *options, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(30)


def test_processes_side_by_side_share_the_storage(
    store: ObjectStore, laptop: Make, tmp_path: Path, postgresql_url: str
) -> None:
    with working(tmp_path / "centre", postgresql_url, "--blobs", store.blobs()) as site:
        laptops = [site.enrolled(laptop(f"laptop {number}"), "25") for number in range(3)]
        photos = [one.photo(film(number, 2 * PART + 9)) for number, one in enumerate(laptops)]
        with ThreadPoolExecutor(len(laptops)) as pool:
            done = [pool.submit(one.sync, retries=3) for one in laptops]
            assert [one.result().attachments_waiting for one in done] == [0] * len(laptops)
        for one in laptops:
            one.sync(retries=3)
            assert all(one.workspace.attachments.has(photo) for photo in photos)
        assert store.objects.keys() == {store.named(photo) for photo in photos}
        assert check.problems(site.store, S3Blobs(store.blobs(), tmp_path / "look")) == []


def test_check_names_what_is_missing_or_damaged_and_a_laptop_brings_it_back(
    centre: RunningCentre, store: ObjectStore, laptop: Make, tmp_path: Path, capsys: Capture
) -> None:
    a = laptop("a").enrol(centre, "25")
    gone, damaged, fine = (a.photo(film(number, 5_000)) for number in range(3))
    a.sync()
    del store.objects[store.named(gone)]
    store.objects[store.named(damaged)] = bytes(5_000)
    where = ["--store", str(tmp_path / "centre"), "--blobs", store.blobs()]
    assert main(["--json", "server", "check", *where]) == 1
    told = json.loads(capsys.readouterr().out)["problems"]
    assert sorted(told) == sorted([f"file {gone} is missing", f"file {damaged} is damaged"])
    assert set(client.check_office(a.workspace).missing_files) == {gone, damaged}
    assert a.sync().attachments_sent == 2
    assert store.objects.pop(f"province/25/damaged/{damaged}") == bytes(5_000), "kept for a person to see"
    assert store.objects.keys() == {store.named(one) for one in (gone, damaged, fine)}
    whole(centre, store)


def test_backup_and_restore_go_from_and_to_storage(
    centre: RunningCentre, store: ObjectStore, laptop: Make, tmp_path: Path, capsys: Capture
) -> None:
    a = laptop("a").enrol(centre, "25")
    for number in range(3):
        a.photo(film(number, 300_000))
    a.sync()
    where = ["--store", str(tmp_path / "centre"), "--blobs", store.blobs()]
    for fresh in (3, 0):
        assert main(["--json", "server", "backup", str(tmp_path / "safe"), *where]) == Exit.DONE
        report = json.loads(capsys.readouterr().out)
        assert (report["files"], report["fresh"], report["damaged"]) == (3, fresh, [])
    new = ["--store", str(tmp_path / "new"), "--blobs", store.blobs("province/26")]
    assert main(["--json", "server", "restore", report["path"], *new]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["fresh"] == 3
    assert main(["server", "check", *new]) == Exit.DONE
    assert {key[9:11] for key in store.objects} == {"25", "26"}
    store.trouble = refusing(500, "GET")
    assert main(["--lang", "en", "server", "backup", str(tmp_path / "other"), *where]) == Exit.REFUSED
    assert "out of order" in capsys.readouterr().err
    assert not list((tmp_path / "other").glob("*.db"))


def test_a_folder_and_storage_are_copies_of_each_other(store: ObjectStore, tmp_path: Path) -> None:
    folder, there = FolderBlobs(tmp_path / "folder"), S3Blobs(store.blobs(""), tmp_path / "there")
    for blobs in (folder, there):
        kept(blobs, b"x")
    assert [str(path.relative_to(folder.folder)) for path in folder.folder.glob("??/*")] == [*store.objects]


SECRETS = (SECRET, "hunter2")
ADDRESSES = [
    "s3://",
    "s3:///prefix",
    "s3://bucket?region",
    "s3://bucket?colour=red",
    "s3://bucket?region=a&region=b",
    "s3://bucket/a/../b",
    "s3://bucket#part",
    "s3://key:hunter2@bucket/prefix",
    "s3://bucket?endpoint=ftp://x",
    "s3://bucket?endpoint=nowhere",
    "s3://bucket?endpoint=https://key:hunter2@x",
    "s3://bucket?endpoint=http://192.0.2.1:9000",
    "gs://bucket/prefix",
    "https://bucket.example/prefix",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_addresses_that_are_none_are_refused(
    store: ObjectStore, tmp_path: Path, capsys: Capture, address: str
) -> None:
    for language, words in (("en", "no address"), ("th", "ไม่ถูกต้อง")):
        options = ["--store", str(tmp_path / "centre"), "--blobs", address]
        assert main(["--lang", language, "server", "check", *options]) == Exit.REFUSED
        told = capsys.readouterr().err
        assert words in told
        assert not [secret for secret in SECRETS if secret in told]
    assert store.asked == []


def test_plain_http_on_a_network_is_chosen_by_name() -> None:
    place = s3_blobs.Place.of("s3://bucket/a/b/?endpoint=http://192.0.2.1:9000/&insecure_http=1")
    assert (place.bucket, place.prefix, place.endpoint) == ("bucket", "a/b", "http://192.0.2.1:9000")
    with pytest.raises(WrongFileStore):
        s3_blobs.Place.of("s3://bucket?endpoint=http://192.0.2.1:9000&insecure_http=0")


def test_what_the_storage_refuses_is_said_when_the_centre_is_opened(
    store: ObjectStore, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opening(url: str, kind: type[FileStoreFails]) -> None:
        with pytest.raises(kind) as raised:
            S3Blobs(url, tmp_path / "blobs")
        assert type(raised.value) is kind
        options = ["--store", str(tmp_path / "centre"), "--blobs", url, "--port", "0"]
        assert main(["--lang", "en", "serve", *options]) == Exit.REFUSED
        told = capsys.readouterr().err
        assert raised.value.hint.en in told
        assert SECRET not in told

    opening(store.blobs(bucket="missing"), NoBucket)
    store.trouble = refusing(500)
    opening(store.blobs(), FileStoreFails)
    store.trouble = calm
    opening(store.blobs().replace("north", "south"), FileStoreRefuses)
    monkeypatch.setenv(SECRET_NAME, "another")
    opening(store.blobs(), FileStoreRefuses)
    monkeypatch.setenv(KEY_NAME, "another")
    opening(store.blobs(), FileStoreRefuses)
    asked = len(store.asked)
    monkeypatch.delenv(KEY_NAME)
    opening(store.blobs(), NoKey)
    assert len(store.asked) == asked
    monkeypatch.setenv(KEY_NAME, KEY)
    monkeypatch.setenv(SECRET_NAME, SECRET)
    opening(store.blobs().replace(store.url, f"http://127.0.0.1:{free_port()}"), FileStoreFails)


def leaf(certificate: tuple[str, str], folder: Path) -> tuple[str, str]:
    """Return a certificate for 127.0.0.1 that the authority ``certificate`` signed, and its key."""
    pem = serialization.Encoding.PEM
    key = ec.generate_private_key(ec.SECP256R1())
    authority = serialization.load_pem_private_key(Path(certificate[1]).read_bytes(), None)
    issuer = x509.load_pem_x509_certificate(Path(certificate[0]).read_bytes())
    assert isinstance(authority, ec.EllipticCurvePrivateKey)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(issuer.not_valid_before_utc)
        .not_valid_after(issuer.not_valid_after_utc)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=True)
        .sign(authority, hashes.SHA256())
    )
    (folder / "leaf.pem").write_bytes(made.public_bytes(pem))
    plain = serialization.NoEncryption()
    (folder / "leaf-key.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return str(folder / "leaf.pem"), str(folder / "leaf-key.pem")


def test_the_authority_of_an_office_is_trusted_by_name(
    store: ObjectStore, tmp_path: Path, certificate: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with object_store(leaf(certificate, tmp_path)) as sealed:
        with pytest.raises(FileStoreFails):
            S3Blobs(sealed.blobs(), tmp_path / "blobs")
        monkeypatch.setenv(s3_blobs.CA, certificate[0])
        blobs = S3Blobs(sealed.blobs(), tmp_path / "blobs")
        assert sealed.objects.keys() == {sealed.named(kept(blobs, b"x"))}
    assert store.asked == []


def test_many_names_are_asked_for_side_by_side(store: ObjectStore, tmp_path: Path) -> None:
    blobs = S3Blobs(store.blobs(), tmp_path / "blobs")
    here = {kept(blobs, film(number, number + 1)): number + 1 for number in range(40)}
    away = [named(film(number, 50)) for number in range(40)]
    assert blobs.sizes([*here, *away]) == here
    store.trouble = lambda asked: 500 if asked.key == store.named(away[20]) else None
    with pytest.raises(FileStoreFails):
        blobs.sizes([*here, *away])
