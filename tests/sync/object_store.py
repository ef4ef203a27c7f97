"""Storage that speaks S3, on loopback and in memory: it verifies each signature, and fails when told to."""

from __future__ import annotations

import hashlib
import hmac
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

KEY, SECRET, REGION, BUCKET = "AKOFFICE", "very secret", "th-north-1", "evidence"
_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, ?"
    r"SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})"
)


@dataclass
class Asked:
    """One request as it came."""

    method: str
    bucket: str
    key: str
    query: dict[str, list[str]]
    body: bytes


@dataclass
class ObjectStore:
    """What is stored and what was asked; ``trouble`` says how a request fails: by a status, or how else."""

    url: str
    objects: dict[str, bytes] = field(default_factory=dict)
    buckets: set[str] = field(default_factory=lambda: {BUCKET})
    asked: list[Asked] = field(default_factory=list)
    trouble: Callable[[Asked], int | str | None] = field(default=lambda asked: calm(asked))
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    resting: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def blobs(self, prefix: str = "province/25", bucket: str = BUCKET) -> str:
        """Return the address that ``--blobs`` is given."""
        return f"s3://{bucket}/{prefix}?endpoint={self.url}&region={REGION}"

    def named(self, sha256: str, prefix: str = "province/25") -> str:
        return f"{prefix}/{sha256[:2]}/{sha256}".lstrip("/")

    def count(self, method: str) -> int:
        return sum(one.method == method for one in self.asked)


def calm(_asked: Asked) -> None:
    """Fail at nothing."""


def refusing(status: int | str, *methods: str) -> Callable[[Asked], int | str | None]:
    return lambda asked: status if not methods or asked.method in methods else None


@contextmanager
def object_store(certificate: tuple[str, str] | None = None) -> Iterator[ObjectStore]:
    """Serve an empty bucket on a free port of 127.0.0.1."""

    class Served(_Handler):
        pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Served) as server:
        server.daemon_threads = True
        scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme = "https"
        store = ObjectStore(f"{scheme}://127.0.0.1:{server.server_port}")
        Served.store = store
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield store
        finally:
            store.resting.set()
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: ObjectStore

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except OSError:  # the other side hung up, as a cut or a time-out does
            self.close_connection = True

    def _answer(self) -> None:
        address = urlsplit(self.path)
        bucket, _, key = unquote(address.path).lstrip("/").partition("/")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        asked = Asked(self.command, bucket, key, parse_qs(address.query, keep_blank_values=True), body)
        with self.store.lock:
            self.store.asked.append(asked)
            trouble = self.store.trouble(asked)
        if trouble == "stall":
            self.store.resting.wait(30)
            self.close_connection = True
        elif trouble == "cut":
            if self.command == "GET":  # after it has begun to answer
                self.send_response(206 if self.headers.get("Range") else 200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"<")
            self.close_connection = True
        elif isinstance(trouble, int):
            self._say(trouble, f"<Error><Code>Trouble{trouble}</Code></Error>".encode())
        elif refused := self._refusal(asked, address.query):
            self._say(
                403, f"<Error><Code>{refused}</Code><AWSAccessKeyId>x</AWSAccessKeyId></Error>".encode()
            )
        elif bucket not in self.store.buckets:
            self._say(404, b"<Error><Code>NoSuchBucket</Code></Error>")
        else:
            with self.store.lock:
                self._do(asked)

    def _refusal(self, asked: Asked, query: str) -> str:
        """Return what is wrong with the signature (version 4 of Amazon's), empty when nothing is."""
        found = _AUTHORIZATION.fullmatch(self.headers.get("Authorization", ""))
        if found is None:
            return "AccessDenied"
        key, day, region, names, signature = found.groups()
        if key != KEY:
            return "InvalidAccessKeyId"
        said = self.headers.get("x-amz-content-sha256", "")
        if said != "UNSIGNED-PAYLOAD" and said != hashlib.sha256(asked.body).hexdigest():
            return "XAmzContentSHA256Mismatch"
        pairs = sorted(pair if "=" in pair else f"{pair}=" for pair in query.split("&") if pair)
        lines = [f"{name}:{' '.join(self.headers.get(name, '').split())}" for name in names.split(";")]
        path = urlsplit(self.path).path
        request = "\n".join([self.command, path, "&".join(pairs), *lines, "", names, said])
        scope = f"{day}/{region}/s3/aws4_request"
        digest = hashlib.sha256(request.encode()).hexdigest()
        text = "\n".join(["AWS4-HMAC-SHA256", self.headers.get("x-amz-date", ""), scope, digest])
        made = f"AWS4{SECRET}".encode()
        for part in (day, region, "s3", "aws4_request", text):
            made = hmac.new(made, part.encode(), hashlib.sha256).digest()
        if region != REGION or "host" not in names.split(";") or made.hex() != signature:
            return "SignatureDoesNotMatch"
        return ""

    def _do(self, asked: Asked) -> None:
        if "list-type" in asked.query:
            self._list(asked)
        elif asked.method in ("GET", "HEAD"):
            self._get(asked)
        elif asked.method == "PUT":
            self._put(asked)
        elif asked.method == "POST":
            self._post(asked)
        else:
            gone = self.store.uploads if "uploadId" in asked.query else self.store.objects
            gone.pop(asked.query.get("uploadId", [asked.key])[0], None)
            self._say(204)

    def _list(self, asked: Asked) -> None:
        prefix = asked.query.get("prefix", [""])[0]
        names = sorted(name for name in self.store.objects if name.startswith(prefix))
        rows = "".join(
            f"<Contents><Key>{escape(name)}</Key><LastModified>2026-11-23T03:00:00.000Z</LastModified>"
            f"<Size>{len(self.store.objects[name])}</Size></Contents>"
            for name in names
        )
        self._say(
            200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>".encode()
        )

    def _get(self, asked: Asked) -> None:
        data = self.store.objects.get(asked.key)
        if data is None:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        ranged = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range", ""))
        if ranged is None:
            self._say(200, data)
            return
        first, last = int(ranged[1]), min(int(ranged[2]), len(data) - 1)
        self._say(206, data[first : last + 1], {"Content-Range": f"bytes {first}-{last}/{len(data)}"})

    def _put(self, asked: Asked) -> None:
        copied = self.headers.get("x-amz-copy-source")
        if "partNumber" in asked.query:
            upload = self.store.uploads[asked.query["uploadId"][0]]
            upload[int(asked.query["partNumber"][0])] = asked.body
        elif copied:
            source = unquote(copied).lstrip("/").partition("/")[2]
            self.store.objects[asked.key] = self.store.objects[source]
            self._say(200, b"<CopyObjectResult><ETag>x</ETag></CopyObjectResult>")
            return
        else:
            self.store.objects[asked.key] = asked.body
        self._say(200)

    def _post(self, asked: Asked) -> None:
        if "uploads" in asked.query:
            name = f"upload{len(self.store.uploads)}"
            self.store.uploads[name] = {}
            self._say(200, f"<R><UploadId>{name}</UploadId></R>".encode())
        else:
            parts = self.store.uploads.pop(asked.query["uploadId"][0])
            self.store.objects[asked.key] = b"".join(parts[number] for number in sorted(parts))
            self._say(200, b"<CompleteMultipartUploadResult><ETag>x</ETag></CompleteMultipartUploadResult>")

    def _say(self, status: int, data: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        fixed = {
            "Content-Length": str(len(data)),
            "ETag": '"x"',
            "Last-Modified": "Mon, 23 Nov 2026 03:00:00 GMT",
        }
        for name, value in (fixed | (headers or {})).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


for method in ("GET", "HEAD", "PUT", "POST", "DELETE"):
    setattr(_Handler, f"do_{method}", _Handler._answer)
