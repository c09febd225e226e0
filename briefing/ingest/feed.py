"""An RSS, Atom or JSON feed: one text for each entry that holds more than a teaser, by feedparser.

feedparser reads broken XML too, and then it is said; the text of an entry is the longest of what it
gives as content, description or summary, whatever pictures and videos it names.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path
from typing import Any

from briefing.ingest.decoding import decode, python_name
from briefing.ingest.html_text import plain
from briefing.ingest.received import Received, a_day, missing, one_line, refusing, tidy, web_address
from briefing.model import IngestError

SHORTEST = 40
"""Words; an entry below that is a teaser for a page, and no article."""
MOST = 1_000
"""Entries of one file."""
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']*)["']""")
_TAGS = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|em|font|i|mark|p|q|s|small|span|strong|sub|sup|tt|u)\b[^<>]*>", re.I
)
_HTML = re.compile(r"<(?:/?[a-z][a-z0-9:-]*(?:\s[^<>]*)?|!--.*?--)/?>", re.I | re.S)
_BOUND = re.compile(r"""\bxmlns:(itunes|media|googleplay)\s*=\s*(?:"[^"]*"|'[^']*')""")
_APART = re.compile(r"(</?)((?:itunes|media|googleplay):)")
"""Elements about pictures and podcasts, which feedparser would take for the entry's own title and summary."""
_BROKEN = "is broken XML"
_AGAIN = "Download it again, as the server sends it, or save the article's page and add that."
_JSON = "https://jsonfeed.org/version/"


def read(path: Path, data: bytes) -> list[Received]:
    """Return the texts of a feed; raises IngestError where it is none or holds teasers alone."""
    is_json = path.suffix.lower() == ".json" or data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{"
    texts = _json_feed(path, data) if is_json else _xml_feed(path, data)
    full = [received for received in texts if len(received.text.split()) >= SHORTEST]
    broken = next((said for received in texts for said in received.remarks if said.startswith(_BROKEN)), None)
    if not full and broken:
        raise IngestError(broken.partition(", which")[0], where=str(path), hint=_AGAIN)
    if not full:
        raise IngestError(
            f"holds {len(texts)} entries and no whole text" if texts else "holds no entry",
            where=str(path),
            hint="Open the pages it links to, save them, and add those.",
        )
    teasers = len(texts) - len(full)
    if teasers:
        said = f"{teasers} of {len(texts)} entries hold no whole text and were left out: save their pages"
        full[0] = _with_remark(full[0], said)
    return full


def _with_remark(received: Received, said: str) -> Received:
    import msgspec

    return msgspec.structs.replace(received, remarks=(*received.remarks, said))


# -- RSS and Atom -------------------------------------------------------------------------------


def _xml_feed(path: Path, data: bytes) -> list[Received]:
    try:
        import feedparser
    except ImportError:
        raise missing("feedparser", "a feed", path) from None
    text, remarks = _text(data, path)
    with refusing("a feed", path):
        found = feedparser.parse(
            text.encode("utf-8"),
            sanitize_html=False,
            resolve_relative_uris=False,
            response_headers={"content-type": "application/xml; charset=utf-8"},
        )
        if not found.version:
            raise _other_kind(text, path, found.get("bozo_exception"))
        broken = _broken(found.bozo_exception) if found.bozo else None
        if broken and not found.entries:
            raise IngestError(broken, where=str(path), hint=_AGAIN)
        if broken:
            remarks += (f"{broken}, which was read as far as it goes: compare the text",)
        return [_received(entry, found.feed, path, remarks) for entry in found.entries[:MOST]]


def _broken(error: Any) -> str | None:
    """Return what is wrong with the XML, with its line; what was read in another encoding is not broken."""
    if error is None or "CharacterEncoding" in type(error).__name__:
        return None
    line = error.getLineNumber() if hasattr(error, "getLineNumber") else None
    what = error.getMessage() if hasattr(error, "getMessage") else error
    return f"{_BROKEN} ({what}{f', line {line}' if line else ''})"


def _text(data: bytes, path: Path) -> tuple[str, tuple[str, ...]]:
    """Return a feed decoded; raises IngestError for an encoding that nobody knows and for XML entities."""
    if found := _DECLARED.match(data.removeprefix(codecs.BOM_UTF8)):
        name = found[1].decode("ascii", "replace")
        if python_name(name) is None and name.lower() not in ("us-ascii", "ascii"):
            raise IngestError(
                f"names an encoding that is not known: {name or '(none)'}",
                where=f"{path}:{data[: found.end()].count(10) + 1}",
                hint="Write the encoding that it is in into its first line, mostly UTF-8, and add it again.",
            )
    text, remarks = decode(data, path, meta=True)
    if re.search(r"<!ENTITY", text[:100_000], re.I):
        raise IngestError(
            "declares XML entities, which are not read",
            where=str(path),
            hint="Remove its DOCTYPE if you trust it.",
        )
    text = re.sub(r"^(\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*([\"'])[^\"']*\2", r"\1", text.lstrip("\ufeff"))
    text = _APART.sub(r"\1x\2", _BOUND.sub(r'\g<0> xmlns:x\1="x:\1"', text))
    return text, tuple(said for said in remarks if "guessed" in said or "but is" in said)


def _other_kind(text: str, path: Path, error: object) -> IngestError:
    found = re.search(r"<([A-Za-z][\w:.-]*)", text)
    if found is None or found[1].rpartition(":")[2] in ("rss", "RDF", "feed"):
        return IngestError(
            f"is broken XML: {error or 'it holds no element'}",
            where=str(path),
            hint="Download it again, save it as the server sends it, or save the page and add that.",
        )
    return IngestError(
        f"is XML of another kind ({found[1].rpartition(':')[2]})",
        where=str(path),
        hint="Add an RSS, Atom or JSON feed, or save the page and add that.",
    )


def _received(
    entry: Mapping[str, Any], about: Mapping[str, Any], path: Path, remarks: tuple[str, ...]
) -> Received:
    days = (entry.get(name) for name in ("published", "created", "updated"))
    return Received(
        text=tidy(max(_bodies(entry), key=lambda text: len(text.split()), default="")),
        stem=path.stem,
        title=_title(entry),
        date=next((day for text in days if (day := _day(text))), None),
        publisher=one_line(_inline(about.get("title"))),
        url=_link(entry),
        author=_authors(entry),
        language=one_line(about.get("language")),
        remarks=remarks,
        part=True,
    )


def _bodies(entry: Mapping[str, Any]) -> Iterable[str]:
    """Yield the text of each form in which an entry gives its words."""
    details = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    for detail in details:
        value, kind = detail.get("value") or "", detail.get("type") or ""
        if kind.startswith("text/plain") and not _HTML.search(value):
            yield value
        else:
            yield plain(value)


def _title(entry: Mapping[str, Any]) -> str | None:
    detail = entry.get("title_detail") or {}
    value = str(detail.get("value") or entry.get("title") or "")
    return (
        one_line(plain(value))
        if "html" in (detail.get("type") or "") and _only_html(value)
        else _inline(value)
    )


def _only_html(value: str) -> bool:
    """Return whether every "<" of a title opens or closes an element: "ships < 5 tons" is no HTML."""
    return value.count("<") == len(_HTML.findall(value))


def _inline(value: Any) -> str | None:
    """Return a line without the marks of elements that are in lines; other "<" are the writer's."""
    return one_line(unescape(_TAGS.sub("", str(value)))) if value else None


def _link(entry: Mapping[str, Any]) -> str | None:
    links = [row.get("href") for row in entry.get("links", ()) if row.get("rel", "alternate") == "alternate"]
    return next((found for link in (*links, entry.get("link")) if (found := web_address(link))), None)


def _authors(entry: Mapping[str, Any]) -> str | None:
    rows = entry.get("authors") or []
    # feedparser takes the last letters of a long domain for the name: "ada@post.example (Ada Moss)"
    names = [_author(entry.get("author") if row.get("email") else row.get("name")) for row in rows if row]
    return ", ".join(dict.fromkeys(name for name in names if name)) or _author(entry.get("author"))


def _author(text: str | None) -> str | None:
    """Return an author's name; one of RSS may be "mail (name)"."""
    name = one_line(text)
    if name and (found := re.fullmatch(r"\S+@\S+ \((.+)\)", name)):
        return found[1]
    return name


def _day(text: str | None) -> date | None:
    """Read a date of RSS (RFC 822) or Atom (RFC 3339)."""
    if day := a_day(text):
        return day
    try:
        return parsedate_to_datetime(text or "").date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


# -- JSON Feed ----------------------------------------------------------------------------------


def _json_feed(path: Path, data: bytes) -> list[Received]:
    """Return the texts of a JSON Feed (version 1 or 1.1)."""
    text, remarks = decode(data, path)
    hint = "Add an RSS, Atom or JSON feed, or save the page and add that."
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise IngestError(f"is broken JSON: {error}", where=str(path), hint="Download it again.") from None
    if not isinstance(found, dict) or not str(found.get("version", "")).startswith(_JSON):
        raise IngestError("is JSON of another kind", where=str(path), hint=hint)
    rows = found.get("items")
    items = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return [_item(item, found, path, remarks) for item in items[:MOST]]


def _item(item: dict[str, Any], about: dict[str, Any], path: Path, remarks: tuple[str, ...]) -> Received:
    def words(row: dict[str, Any], key: str) -> str:
        value = row.get(key)
        return value if isinstance(value, str) else ""

    bodies = [plain(words(item, "content_html")), words(item, "content_text"), words(item, "summary")]
    people: Sequence[Any] = next(
        (row["authors"] for row in (item, about) if isinstance(row.get("authors"), list) and row["authors"]),
        [row.get("author") for row in (item, about)],
    )
    names = [one_line(words(row, "name")) for row in people if isinstance(row, dict)]
    return Received(
        text=tidy(max(bodies, key=lambda text: len(text.split()))),
        stem=path.stem,
        title=one_line(words(item, "title")),
        date=_day(words(item, "date_published") or words(item, "date_modified")),
        publisher=one_line(words(about, "title")),
        url=web_address(words(item, "url")) or web_address(words(item, "external_url")),
        author=", ".join(dict.fromkeys(name for name in names if name)) or None,
        language=one_line(words(item, "language") or words(about, "language")),
        remarks=remarks,
        part=True,
    )
