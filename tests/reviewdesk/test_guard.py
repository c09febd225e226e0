"""Who may ask the desk for anything: its token, its host, its own pages; and what goes out with every answer."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefing.reviewdesk.guard import HEADERS
from briefing.reviewdesk.preview import Preview
from briefing.storage import record_files
from tests.reviewdesk.client import OURS, TOKEN, Client
from tests.reviewdesk.conftest import SLUG

HOST = "desk-8140.example.dev"
PATHS = ("", f"briefs/{SLUG}", f"briefs/{SLUG}/main", f"briefs/{SLUG}/version", "changes", "assets/desk.js")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:8140"},
        {"host": "127.0.0.1"},
        {"host": "127.0.0.1:9999"},
        {"host": ""},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
    ],
    ids=str,
)
def test_a_read_from_elsewhere_is_refused(client: Client, path: str, headers: dict[str, str]) -> None:
    answer = client.ask(f"/{TOKEN}/{path}", headers=headers)
    assert answer.status == 403
    assert TOKEN not in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/briefs/x", "/wrong/", f"/{TOKEN[:-1]}/", f"/{TOKEN}x/", f"//{TOKEN}/", "/%00/", "/ü/"]
)
def test_without_the_token_there_is_nothing(client: Client, path: str) -> None:
    answer = client.ask(path)
    assert answer.status == 404
    assert TOKEN not in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ""},
        {"origin": "https://evil.example"},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"host": "localhost.evil.example:8140"},
    ],
    ids=str,
)
def test_a_write_from_elsewhere_is_refused(client: Client, desk: Path, headers: dict[str, str]) -> None:
    before = record_files.record_path(desk, SLUG).read_bytes()
    body = json.dumps({"action": {"do": "edit", "item": "title", "field": "title", "value": "Gone"}}).encode()
    answer = client.ask(f"/{TOKEN}/briefs/{SLUG}/step", "POST", body, headers)
    assert answer.status in (403, 415)
    assert record_files.record_path(desk, SLUG).read_bytes() == before


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_do_nothing(client: Client, method: str) -> None:
    assert client.ask(f"/{TOKEN}/briefs/{SLUG}", method, headers={"origin": OURS}).status == 405


def test_a_web_socket_is_closed(client: Client) -> None:
    assert client.ask(f"/{TOKEN}/", kind="websocket").status == 0


def test_one_forwarded_host_is_let_in(desk: Path) -> None:
    client = Client(desk, forwarded=HOST)
    for headers in ({"host": HOST}, {"host": HOST, "origin": f"https://{HOST}"}, {}):
        assert client.ask(f"/{TOKEN}/", headers=headers).status == 200
    for headers in ({"host": HOST, "origin": f"http://{HOST}"}, {"host": f"x.{HOST}"}):
        assert client.ask(f"/{TOKEN}/", headers=headers).status == 403
    assert Client(desk).ask(f"/{TOKEN}/", headers={"host": HOST}).status == 403


@pytest.mark.parametrize("path", [*PATHS, "nothing", "assets/../../pyproject.toml"])
def test_every_answer_forbids_what_it_can(client: Client, path: str) -> None:
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers
    assert TOKEN not in answer.text, "no page holds the token"


@pytest.mark.parametrize(
    "slug", ["..%2F..%2Fmkdocs", "%2Fetc%2Fpasswd", "a%00b", "no-such-brief", "CON", ".hidden", "a" * 300]
)
def test_a_slug_that_is_none_reads_nothing(client: Client, slug: str) -> None:
    for path in ("", "/main", "/version", "/form?item=title", "/why?sentence=1"):
        assert client.get(f"briefs/{slug}{path}").status in (400, 404)
    assert client.step(slug, accept="title").status in (400, 404)
    assert client.step(slug, undo=True).status in (400, 404, 409)


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b"\xff", b'{"action": {"do": "run"}}', b'{"other": 1}', b"[" * 100_000,
        b'{"action": {"do": "words", "item": "statements/x", "field": "text", "at": [[5, 2]]}}',
    ],
)  # fmt: skip
def test_what_is_no_step_is_refused_in_words(client: Client, body: bytes) -> None:
    answer = client.ask(f"/{TOKEN}/briefs/{SLUG}/step", "POST", body)
    assert answer.status == 409
    assert "no step" in answer.json["error"]


def test_too_much_is_not_taken(client: Client) -> None:
    assert client.ask(f"/{TOKEN}/briefs/{SLUG}/step", "POST", b" " * 1_000_001).status == 413


def test_a_preview_shows_nothing_outside_of_its_folder(desk: Path, tmp_path: Path) -> None:
    preview = Preview(desk / "mkdocs.yml")
    (tmp_path / "secret.txt").write_text("secret")
    preview.site.mkdir(parents=True)
    (preview.site / "index.html").write_text("home")
    (preview.site / "out.txt").symlink_to(tmp_path / "secret.txt")
    preview._built = preview._stamps()
    assert preview.file("").status_code == 200
    for path in ("../secret.txt", "out.txt", "/etc/passwd", "a\0b", "..", "x/../../y"):
        assert preview.file(path).status_code == 404
    preview.close()
