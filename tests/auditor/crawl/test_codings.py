"""Content codings: taken off piece by piece, never more than was asked for, broken ones told from whole ones."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import brotli
import pytest
import zstandard

from auditor.crawl.codings import BROKEN, decoder_for
from auditor.crawl.fetch import Fetcher

from .farm import Farm, reply

MEGABYTE = 1024 * 1024
TEXT = "明川县人民政府信息公开".encode() * 1000


def pieces(data: bytes, size: int) -> list[bytes]:
    """Data as it arrives."""
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("br", brotli.compress(TEXT)),
        ("zstd", zstandard.compress(TEXT)),
        ("zstd", zstandard.compress(TEXT[:5000]) + zstandard.compress(TEXT[5000:])),
        ("zstd", zstandard.compress(TEXT) + b"rubbish after the end"),
        ("zstd, br", brotli.compress(zstandard.compress(TEXT))),
    ],
)
@pytest.mark.parametrize("size", [1, 7, 65_536])
def test_a_body_comes_out_whole_however_it_arrives(coding: str, packed: bytes, size: int) -> None:
    """In single bytes or at once, with rubbish behind it, in frames."""
    decoder = decoder_for(coding)
    assert decoder is not None
    assert b"".join(decoder.feed(piece, MEGABYTE) for piece in pieces(packed, size)) == TEXT
    assert decoder.eof


@pytest.mark.parametrize(
    ("coding", "packed"), [("br", brotli.compress(TEXT)[:-20]), ("zstd", zstandard.compress(TEXT)[:-20])]
)
def test_a_body_that_breaks_off_has_no_end(coding: str, packed: bytes) -> None:
    """What came is given, and the end was not seen."""
    decoder = decoder_for(coding)
    assert decoder is not None
    assert TEXT.startswith(decoder.feed(packed, MEGABYTE))
    assert not decoder.eof


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_bytes_of_no_coding_are_refused(coding: str) -> None:
    """A page that says it is packed and is not."""
    decoder = decoder_for(coding)
    assert decoder is not None
    with pytest.raises(BROKEN):
        decoder.feed(b"<!doctype html><title>not packed</title>", MEGABYTE)


def bomb_of(coding: str) -> bytes:
    """300 MB of zeros in less than 20 KB."""
    zeros = bytes(300 * MEGABYTE)
    return brotli.compress(zeros, quality=1) if coding == "br" else zstandard.compress(zeros)


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_a_bomb_takes_no_more_memory_than_its_limit(
    farm: Farm, fetcher_for: Callable[..., Fetcher], coding: str
) -> None:
    """The wire brings it, the fetcher unpacks a megabyte of it, and the memory never holds much more."""
    farm.routes["/"] = reply(bomb_of(coding), content_type="text/html", content_encoding=coding)
    tracemalloc.start()
    try:
        response = fetcher_for(farm.url).get(farm.url + "/", body_bytes=MEGABYTE)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (response.truncated, len(response.body)) == ("too-large", MEGABYTE)
    assert most < 12 * MEGABYTE


def test_a_frame_that_wants_a_huge_window_is_refused() -> None:
    """A frame of a few bytes may ask for gigabytes to look back into."""
    parameters = zstandard.ZstdCompressionParameters(window_log=27, compression_level=3)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    decoder = decoder_for("zstd")
    assert decoder is not None
    with pytest.raises(BROKEN):
        decoder.feed(packer.compress(TEXT) + packer.flush(), MEGABYTE)


@pytest.mark.parametrize("coding", ["br", "zstd"])
def test_a_server_is_offered_what_we_read(farm: Farm, fetcher_for: Callable[..., Fetcher], coding: str) -> None:
    """Asked for in Accept-Encoding, and a body cut off on the way is kept and marked."""
    packed = brotli.compress(TEXT) if coding == "br" else zstandard.compress(TEXT)
    farm.routes["/whole"] = reply(packed, content_type="text/html", content_encoding=coding)
    farm.routes["/short"] = reply(packed[:-15], content_type="text/html", content_encoding=coding)
    fetcher = fetcher_for(farm.url)
    whole, short = fetcher.get(farm.url + "/whole"), fetcher.get(farm.url + "/short")
    assert (whole.body, whole.truncated, short.truncated) == (TEXT, "", "short-body")
    assert coding in farm.log[0].headers["accept-encoding"]
