"""The press of one month of a larger site: it writes every page itself, with a home page and a sitemap."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import escape

from briefing import render
from briefing.publish.incremental.build import SiteBuild
from briefing.render import Page, RawFile
from briefing.render.pagination import period_name

SITEMAP = "sitemap.xml"


class MonthBuild(SiteBuild):
    """Brings the site of one month up to date once."""

    def _read_ready(self, signature: bytes) -> None:
        """Read nothing: whoever asks for this month wants its catalogue."""
        del signature

    def _ours(self, job: render.Job) -> bool:
        del job
        return True

    def _pages_to_find(self) -> Iterator[Page]:
        return iter(())

    def _all_jobs(self) -> Iterator[render.Job]:
        found = list(super()._all_jobs())
        newest = [share.key for share in self.catalogue.shares]
        yield render.Job(path="index.html", shows=newest, make=self._home)
        yield from found
        if self.given.options.site_url:
            yield render.Job(path=SITEMAP, shows=newest, make=self._sitemap)

    def _home(self) -> Page:
        period = period_name(self.given.month, self.renderer.words)
        body = f"<h1>{escape(period)}</h1>{render.home_body(self.catalogue, self.renderer)}"
        return Page(path="index.html", title=self.given.options.site_name, body=body, kind="index")

    def _sitemap(self) -> RawFile:
        url = self.given.options.site_url
        listed = [(url + path, day) for path, day in self._listed()]
        text = self.renderer.template(
            SITEMAP, config={"site_url": url}, pages=(), briefing={"listed": listed}
        )
        return RawFile(path=SITEMAP, data=text.encode())
