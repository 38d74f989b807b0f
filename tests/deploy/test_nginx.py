"""The demo county behind a real nginx: what a reader, a robot and an attacker get."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import requests

from deploy import nginx as module
from deploy.nginx import ServerError, nginx
from tests.conftest import ROOT

pytestmark = pytest.mark.nginx


def get(url: str) -> requests.Response:
    """One request, redirects not followed."""
    return requests.get(url, timeout=5, allow_redirects=False)


def test_pages_are_utf_8_html_under_a_strict_policy(demo_site):
    """A browser is told to load nothing but what the site itself brings."""
    answer = get(f"{demo_site}/tzgg/")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert not any(digit in answer.headers["Server"] for digit in "0123456789"), "the version is nobody's business"


def test_a_missing_page_is_404_with_the_site_s_own_page(demo_site):
    """A soft 404 would hide dead links."""
    answer = get(f"{demo_site}/no/such/page.html")
    assert answer.status_code == 404
    assert "首页" in answer.content.decode()


@pytest.mark.parametrize(
    "path", ["/theme/", "/files/", "/build-manifest.json", "/redirects.map", "/../content/site.toml"]
)
def test_listings_and_what_the_build_keeps_for_itself_are_not_served(demo_site, path):
    """Folders without a page show nothing."""
    assert get(demo_site + path).status_code in (403, 404)


@pytest.mark.parametrize(
    ("path", "origin"),
    [
        ("/api/index.json", "*"),
        ("/api/documents.json", "*"),
        ("/tzgg/index.json", "*"),
        ("/tzgg/feed.atom", "*"),
        ("/tzgg/", None),
        ("/next-due.json", None),
    ],
)
def test_pages_of_other_sites_may_read_what_is_open_to_programs(demo_site, path, origin):
    """And nothing else; the site's other headers stay."""
    headers = get(demo_site + path).headers
    assert headers.get("Access-Control-Allow-Origin") == origin
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_an_old_address_leads_to_the_new_one(tmp_path):
    """redirects.map is what the build writes for moved pages and aliases."""
    (tmp_path / "index.html").write_text("<p>home", encoding="utf-8")
    (tmp_path / "redirects.map").write_text("/old/art_1.html /new.html;\n", encoding="utf-8")
    with nginx(tmp_path) as served:
        answer = get(f"{served}/old/art_1.html")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/new.html")


def test_a_missing_nginx_says_what_to_do(tmp_path, monkeypatch):
    """One line, not a traceback."""
    monkeypatch.setattr(module.shutil, "which", lambda *_, **__: None)
    with pytest.raises(ServerError, match="make setup"), nginx(tmp_path):
        pass


def test_a_broken_configuration_is_reported_with_nginx_s_own_words(tmp_path):
    """The first thing an administrator needs is the message."""
    (tmp_path / "redirects.map").write_text("no semicolon here\n", encoding="utf-8")
    with pytest.raises(ServerError, match=r"redirects\.map"), nginx(tmp_path):
        pass


def test_set_up_done_is_a_moment_without_a_word():
    """The step stands before every target: it must not reinstall, and not chatter."""
    done = subprocess.run([ROOT / ".ci/setup"], capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_locks_pin_every_package_by_digest_and_name_no_host():
    """Whoever installs gets the same bytes, from wherever the machine's own configuration says."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [line for line in lines if "==" in line and not line.lstrip().startswith("#")]
    assert len(pinned) > 50
    assert all(line.rstrip().endswith("\\") for line in pinned), "each is followed by its hashes"
    assert "http" not in "".join(
        line for line in lines if not line.lstrip().startswith("#") and "==" not in line
    ).replace("httplib", "")
    assert '"resolved"' not in Path(ROOT / "package-lock.json").read_text(encoding="utf-8")
