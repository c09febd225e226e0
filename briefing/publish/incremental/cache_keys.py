"""Options, templates, reference and code -> the part of every cache key that all pages share."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from briefing.model import Reference
from briefing.publish.incremental import template_deps
from briefing.publish.incremental.worker import BuildContext
from briefing.render.jinja import makers
from briefing.render.layout import NavLinks, Shell
from briefing.storage import briefs, cache, record_yaml
from briefing.storage.desk import Options


class BuildInputs(Struct, frozen=True, kw_only=True):
    """What the caller of a build knows."""

    root: Path
    """Of the desk: the folder of seeds/ and content/."""
    site: Path
    templates: tuple[Path, ...]
    """Folders, the first before the others."""
    reference: Reference
    options: Options
    preview: bool
    now: datetime
    links: NavLinks
    """The navigation as mkdocs.yml writes it."""
    drafts: bool = False
    """Whether to show drafts and what waits for its day, whatever the options say."""
    holding: bool = False
    """Whether a brief with an error is held back: it is left out, and its address says so."""
    wrong: frozenset[str] = frozenset()
    """Slugs of briefs that are held back for what a check found."""
    month: str = ""
    """Where the site is one month of a larger one: which, and the folder that it is in there."""

    @property
    def cache(self) -> Path:
        return cache.folder(self.root) / "site"

    @property
    def name(self) -> str:
        """What the build's files in the cache are called: a desk may have several sites."""
        site = self.site.parent if self.month else self.site
        name = "preview" if self.preview else digest(str(site).encode()).hex()[:12]
        return f"{name}-{self.month}" if self.month else name


def setting(given: BuildInputs, staging: Path, links: NavLinks) -> BuildContext:
    """Return the setting of a build; `links` is the navigation as far as it is known."""
    options = given.options
    code = briefs.engine_version()
    parts = (
        makers(),
        record_yaml.pack(options),
        record_yaml.pack(given.reference),
        f"{given.preview}{given.drafts}".encode(),
    )
    piece = digest(code, record_yaml.pack(given.reference), options.source_text.encode())
    made = template_deps.hashes(given.templates)
    share = digest(code, *parts, made.get(template_deps.ROWS, made[""]))
    bodies = {name: digest(code, *parts, hashed) for name, hashed in made.items()}
    shell = Shell(
        links=links,
        site_name=options.site_name,
        site_url=options.site_url,
        handling=options.handling,
        styles=options.styles,
        preview=given.preview,
        below=f"{given.month}/" if given.month else "",
    )
    return BuildContext(
        root=given.root,
        templates=given.templates,
        cache=given.cache,
        month=given.month,
        reference=given.reference,
        options=options,
        drafts=given.preview or given.drafts,
        now=given.now,
        site=str(given.site),
        staging=str(staging),
        shell=shell,
        code=code,
        piece=piece,
        share=share,
        bodies=bodies,
        pages=_pages(bodies, shell),
    )


def with_links(found: BuildContext, links: NavLinks) -> BuildContext:
    """Return a setting with another navigation."""
    shell = structs.replace(found.shell, links=links)
    return structs.replace(found, shell=shell, pages=_pages(found.bodies, shell))


def _pages(bodies: Mapping[str, bytes], shell: Shell) -> dict[str, bytes]:
    around = digest(bodies.get(template_deps.SHELL, bodies[""]), msgspec.msgpack.encode(shell))
    return {name: digest(body, around) for name, body in bodies.items()}


def digest(*parts: bytes) -> bytes:
    """Return a hash of parts; where one ends and the next begins counts."""
    hashed = blake2b(digest_size=16)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.digest()
