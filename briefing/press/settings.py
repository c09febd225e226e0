"""What all pages of a build share, and its hashes: where one is another, pages are made anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from pathlib import Path

import jinja2
import msgspec
from msgspec import Struct, structs

from briefing import codec, entries
from briefing.desk import Options
from briefing.model import Reference
from briefing.pages.shell import Shell
from briefing.press.work import Setting


class Given(Struct, frozen=True, kw_only=True):
    """What the caller of a build knows."""

    root: Path
    """Of the desk: the folder of seeds/ and content/."""
    site: Path
    templates: tuple[Path, ...]
    """Folders, the first before the others."""
    reference: Reference
    options: Options
    preview: bool
    today: date
    links: tuple[tuple[str, str], ...]
    """The navigation as mkdocs.yml writes it: title, and address from the site's root."""
    month: str = ""
    """Where the site is one month of a larger one: which, and the folder that it stands in there."""

    @property
    def cache(self) -> Path:
        return self.root / ".cache" / "site"

    @property
    def name(self) -> str:
        """What the build's files in the cache are called: a desk may have several sites."""
        site = self.site.parent if self.month else self.site
        name = "preview" if self.preview else digest(str(site).encode()).hex()[:12]
        return f"{name}-{self.month}" if self.month else name


def setting(given: Given, staging: Path, links: tuple[tuple[str, str], ...]) -> Setting:
    """Return the setting of a build; `links` is the navigation as far as it is known."""
    options = given.options
    code = entries.code_version()
    parts = (
        jinja2.__version__.encode(),
        codec.pack(options),
        codec.pack(given.reference),
        str(given.preview).encode(),
    )
    piece = digest(code, codec.pack(given.reference), options.source_text.encode())
    share = digest(code, *parts, *_contents(given.templates))
    shell = Shell(
        links=links,
        site_name=options.site_name,
        site_url=options.site_url,
        handling=options.handling,
        preview=given.preview,
        below=f"{given.month}/" if given.month else "",
    )
    return Setting(
        root=given.root,
        templates=given.templates,
        cache=given.cache,
        month=given.month,
        reference=given.reference,
        options=options,
        drafts=given.preview,
        today=given.today,
        site=str(given.site),
        staging=str(staging),
        shell=shell,
        code=code,
        piece=piece,
        share=share,
        page=_page(share, shell),
    )


def with_links(found: Setting, links: tuple[tuple[str, str], ...]) -> Setting:
    """Return a setting with another navigation."""
    shell = structs.replace(found.shell, links=links)
    return structs.replace(found, shell=shell, page=_page(found.share, shell))


def _page(share: bytes, shell: Shell) -> bytes:
    return digest(share, msgspec.msgpack.encode(shell))


def _contents(folders: Iterable[Path]) -> Iterable[bytes]:
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".html", ".j2", ".yml", ".xml") and path.is_file():
                yield path.relative_to(folder).as_posix().encode()
                yield path.read_bytes()


def digest(*parts: bytes) -> bytes:
    """Return a hash of parts; where one ends and the next begins counts."""
    hashed = blake2b(digest_size=16)
    for part in parts:
        hashed.update(len(part).to_bytes(8, "big"))
        hashed.update(part)
    return hashed.digest()
