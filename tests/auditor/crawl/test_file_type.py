"""Files by their first bytes."""

from __future__ import annotations

import pytest

from auditor.crawl.file_type import file_fault, is_looked_into, is_markup, may_be_empty, suffix


@pytest.mark.parametrize(
    ("name", "head", "fault"),
    [
        ("a.pdf", b"%PDF-1.4", ""),
        ("a.pdf", b"junk before it\n%PDF-1.4", ""),
        ("a.pdf", b"x" * 2000 + b"%PDF-1.4", "wrong-bytes"),
        ("a.PDF", b"<!DOCTYPE html><html>", "page-for-file"),
        ("a.pdf?x=a.docx", b"PK\x03\x04", "wrong-bytes"),
        ("a.docx", b"PK\x03\x04", ""),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ""),
        ("a.doc", b"anything at all", ""),
        ("a.doc", b"\xef\xbb\xbf\n <html xmlns:o='urn:schemas-microsoft-com:office:office'>", ""),
        ("a.doc", b"<html><head><title>404", "page-for-file"),
        ("a.docx", b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>", "page-for-file"),
        ("a.xls", b"<?xml version='1.0'?><Workbook>", ""),
        ("a.ofd", b"%PDF-1.4", "wrong-bytes"),
        ("a.rar", b"Rar!\x1a\x07\x00", ""),
    ],
)
def test_only_a_beginning_that_cannot_be_is_a_fault(name: str, head: bytes, fault: str) -> None:
    """Word processors write many things under .doc."""
    assert file_fault(f"https://a.example/{name}", head, says_html=False) == fault


def test_what_the_server_calls_it_only_names_what_the_bytes_have_shown() -> None:
    """A PDF that is called HTML is a PDF."""
    assert file_fault("https://a.example/a.pdf", b"%PDF-1.4", says_html=True) == ""
    assert file_fault("https://a.example/a.pdf", b"no such file", says_html=True) == "page-for-file"


def test_names_are_read_from_the_path() -> None:
    """Not from the query."""
    assert (suffix("https://a.example/x.PDF?y=1.doc"), suffix("https://a.example/x")) == ("pdf", "")
    assert is_looked_into("https://a.example/x.ofd")
    assert not is_looked_into("https://a.example/x.png")
    assert may_be_empty("https://a.example/x.css")
    assert not may_be_empty("https://a.example/x.pdf")
    assert is_markup(b"\n\n<HTML>")
    assert not is_markup(b"<svg xmlns=''>")
