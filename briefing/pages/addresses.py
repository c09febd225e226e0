"""Where things stand outside a page: absolute addresses, the record's editor, a report of a mistake."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from briefing.desk import Options
from briefing.model import Brief


def absolute(options: Options, path: str) -> str:
    """Return the full address of a page, or "" where the site's own is not known."""
    return _joined(options.site_url, path) if options.site_url else ""


@functools.lru_cache(maxsize=4096)
def _joined(site_url: str, path: str) -> str:
    """Return an address; that of an actor stands on the page of every brief that names it."""
    return urljoin(site_url, quote(path))


def permanent(options: Options, slug: str) -> str:
    """Return the first address that a brief ever had: it names the brief in feeds, also once renamed."""
    first = slug
    for old, new in sorted(options.renamed.items()):
        if new == first:
            first = old
    return absolute(options, f"briefs/{first}.html")


def edit(options: Options, slug: str) -> str:
    """Return where the record of a brief can be edited, or "" where the repository is not known."""
    if not (options.repo_url and options.edit_uri):
        return ""
    return urljoin(options.repo_url.rstrip("/") + "/", options.edit_uri.rstrip("/") + f"/briefs/{slug}.yml")


def report(options: Options, brief: Brief, words: Mapping[str, Any]) -> str:
    """Return where a mistake can be reported, the form filled in, or "" where the host is not known."""
    title = words["report_title"].format(title=brief.title)
    page = absolute(options, f"briefs/{brief.slug}.html") or brief.slug
    body = words["report_body"].format(page=page, slug=brief.slug)
    host = urlsplit(options.repo_url).hostname or ""
    base = options.repo_url.rstrip("/")
    if host == "github.com":
        return f"{base}/issues/new?" + urlencode({"title": title, "body": body}, quote_via=quote)
    if host.startswith("gitlab."):
        fields = {"issue[title]": title, "issue[description]": body}
        return f"{base}/-/issues/new?" + urlencode(fields, quote_via=quote)
    return ""
