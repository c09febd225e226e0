"""Options and paths -> addresses: absolute ones, of the editor and of a report."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urljoin, urlsplit

from briefing.model import Brief
from briefing.storage.desk import Options

SCHEMES = ("http", "https", "mailto")
"""What a page may link to outside of itself."""
_ADDRESS = re.compile(r"(?:https?://[^\s/?#\x00-\x1f]|mailto:[^\s\x00-\x1f])[^\s\x00-\x1f]*", re.I)
_ITEM = re.compile(r"Q[1-9]\d*")


def web(address: str | None) -> str:
    """Return an address of the web or of mail as it is, and "" for any other: it is shown, not linked."""
    return address if address and _ADDRESS.fullmatch(address) and parts(address) else ""


def parts(address: str) -> SplitResult | None:
    """Return the parts of an address, None where it has none that can be read, as http://[::1 has not."""
    try:
        found = urlsplit(address)
        _ = found.port, found.hostname
    except ValueError:
        return None
    return found


def wikidata(item: str | None) -> str:
    """Return the address of an item of Wikidata, or "" where its number is none."""
    return f"https://www.wikidata.org/entity/{item}" if item and _ITEM.fullmatch(item) else ""


def absolute(options: Options, path: str) -> str:
    """Return the full address of a page, or "" where the site's own is not known."""
    return _joined(options.site_url, path) if options.site_url else ""


@functools.lru_cache(maxsize=4096)
def _joined(site_url: str, path: str) -> str:
    """Return an address; that of an actor is on the page of every brief that names it."""
    return urljoin(site_url, quote(path))


def host(options: Options) -> str:
    """Return the name of the site's host, or "localhost" where it is not known."""
    found = parts(options.site_url)
    return (found and found.hostname) or "localhost"


def permanent(options: Options, slug: str) -> str:
    """Return the first address that a brief ever had: it names the brief in feeds, also once renamed."""
    before = {new: old for old, new in sorted(options.renamed.items(), reverse=True)}
    first = slug
    while first in before:
        first = before.pop(first)
    return absolute(options, f"briefs/{first}.html")


def edit(options: Options, slug: str) -> str:
    """Return where the record of a brief can be edited, or "" where the repository is not known."""
    if not (options.repo_url and options.edit_uri):
        return ""
    return web(
        urljoin(
            options.repo_url.rstrip("/") + "/", options.edit_uri.rstrip("/") + f"/briefs/{quote(slug)}.yml"
        )
    )


def report(options: Options, brief: Brief, words: Mapping[str, Any]) -> str:
    """Return where a mistake can be reported, the form filled in, or "" where the host is not known."""
    title = words["report_title"].format(title=brief.title)
    page = absolute(options, f"briefs/{brief.slug}.html") or brief.slug
    body = words["report_body"].format(page=page, slug=brief.slug)
    repository = parts(options.repo_url)
    host = (repository and repository.hostname) or ""
    base = web(options.repo_url.rstrip("/"))
    if not base:
        return ""
    if host == "github.com":
        return f"{base}/issues/new?" + urlencode({"title": title, "body": body}, quote_via=quote)
    if host.startswith("gitlab."):
        fields = {"issue[title]": title, "issue[description]": body}
        return f"{base}/-/issues/new?" + urlencode(fields, quote_via=quote)
    return ""
