"""Deadlines and certificates over TLS."""

from __future__ import annotations

import contextlib
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from auditor.crawl.fetch import Fetcher, Limits
from auditor.crawl.guard import Guard
from auditor.crawl.host import Hosts
from auditor.crawl.reasons import NotFetched
from auditor.crawl.wire import Wire, not_fetched

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="needs the openssl command to make certificates"
)

Server = Callable[..., str]


def certificate(folder: Path, name: str, *options: str) -> tuple[Path, Path]:
    """A self-signed certificate for 127.0.0.1 (or as the options say) and its key."""
    certificate_file, key = folder / f"{name}.pem", folder / f"{name}.key"
    names = [] if options else ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-keyout", key, "-out", certificate_file, "-subj", "/CN=test", *names, *options],
        check=True, capture_output=True,
    )  # fmt: skip
    return certificate_file, key


@pytest.fixture
def server() -> Iterator[Server]:
    """Start TLS servers that send ``answer``, a byte at a time where ``drip`` says so."""
    listeners: list[socket.socket] = []
    over = threading.Event()

    def start(files: tuple[Path, Path], answer: bytes = b"", drip: bytes = b"") -> str:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*files)
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def serve(connected: socket.socket) -> None:
            try:
                with context.wrap_socket(connected, server_side=True) as talk:
                    talk.recv(65536)
                    talk.sendall(answer)
                    for byte in drip:
                        if over.wait(0.05):
                            return
                        talk.sendall(bytes([byte]))
            except OSError:
                return

        def accept() -> None:
            while not over.is_set():
                try:
                    connected, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connected,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return f"https://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    over.set()
    for listener in listeners:
        listener.close()


def fetcher(url: str, trusted: Path | None = None, seconds: float = 5.0) -> Fetcher:
    """A fetcher that trusts one certificate, or only the system's."""
    context = ssl.create_default_context(cafile=str(trusted) if trusted else None)
    return Fetcher(Wire(Guard([url]), context), Hosts(), limits=Limits(seconds=seconds))


OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def test_a_trusted_certificate_is_accepted(server: Server, tmp_path: Path) -> None:
    """So that the other tests mean something."""
    files = certificate(tmp_path, "good")
    url = server(files, OK)
    assert fetcher(url, files[0]).get(url + "/").body == b"ok"


def test_a_self_signed_certificate_is_named(server: Server, tmp_path: Path) -> None:
    """Suspect, with its own code."""
    url = server(certificate(tmp_path, "own"), OK)
    assert fetcher(url).get(url + "/").reason == "tls-self-signed"


def test_a_certificate_for_another_name_is_named(server: Server, tmp_path: Path) -> None:
    """Trusted, but for somebody else."""
    files = certificate(tmp_path, "other", "-addext", "subjectAltName=DNS:other.test")
    url = server(files, OK)
    assert fetcher(url, files[0]).get(url + "/").reason == "tls-name"


def test_a_server_without_tls_is_named(tmp_path: Path) -> None:
    """Plain text where a handshake was due."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with contextlib.suppress(OSError):  # the listener is closed at the end of the test
                for _ in range(2):
                    connected, _peer = listener.accept()
                    connected.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")
                    connected.recv(4096)
                    connected.close()

        threading.Thread(target=serve, daemon=True).start()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        assert fetcher(url).get(url + "/").reason == "tls"


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n"])
def test_dripping_over_tls_is_cut_by_the_deadline(server: Server, tmp_path: Path, answer: bytes) -> None:
    """In the head and in the body."""
    files = certificate(tmp_path, "slow")
    url = server(files, answer, b"HTTP/1.1 200 OK\r\nx: " + b"y" * 480)
    assert fetcher(url, files[0], seconds=0.7).get(url + "/").reason == "timeout"


def test_the_innermost_cause_gives_the_reason() -> None:
    """Libraries wrap what happened in what they were doing."""
    inner = ConnectionRefusedError(111, "refused")
    outer = OSError("while connecting", inner)
    assert not_fetched(outer).reason == "refused"
    assert not_fetched(OSError(113, "no route")).reason == "unreachable"
    assert not_fetched(RuntimeError(NotFetched("dns"))).reason == "dns"
