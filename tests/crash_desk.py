"""A small desk whose next build has work to do: texts that changed, and records that a person edited.

`Desk` knows what is there before that build and after it, so that a test can stop the build
anywhere and say whether each file is the old or the new one.
"""

from __future__ import annotations

import logging
import re
import shutil
from pathlib import Path

from msgspec import structs

from briefing import drafting
from briefing.drafting import worker
from briefing.publish import mkdocs
from briefing.publish.incremental import tasks
from briefing.storage import process_pool, record_yaml

CONFIG = """site_name: Crash desk
docs_dir: content
site_dir: site
use_directory_urls: false
theme: {name: briefing}
nav: [Home: index.md, Briefs: briefs/index.md, Search: search.md]
plugins: [briefing: {source_text: full}]
"""
SEEDS = {
    "2025-03-01-talks": "President Anna Berg met with Foreign Minister Carl Weiss in Geneva on Monday. Berg said that "
    "Russia and China would sign a treaty within five months. “We trust Weiss,” Berg told reporters. During the "
    "Cold War, the United States and the Soviet Union argued over it. Today, however, China decides.\n",
    "2025-03-02-denial": "Defense Minister Ivan Orlov denied on Tuesday that Russia had moved troops. “Nothing moved,” "
    "Orlov told reporters in Oslo. Mary Cole, a spokeswoman, said that Norway would ask again in May.\n",
    "2025-03-03-vote": "Prime Minister Mary Cole said on Sunday that Norway would vote in June. Orlov said that Russia "
    "would wait for the vote. The two states signed an agreement in 1957.\n",
}
LATER = "On Friday, Berg said that the talks in Vienna would go on in July. Cole told reporters that Norway agreed.\n"
TITLE = "A title that Ada Moss gave"
REMARK = "# Ada Moss: asked the ministry on 4 March"
STRUCK = "We trust Weiss"
FOLDERS = ("seeds", "content", "site")


def build(folder: str, pooled: bool = False) -> None:
    """Bring records and site up to date, in processes of a pool where asked."""
    if pooled:
        tasks.MANY = worker.MANY = 2
        tasks.BATCH = worker.BATCH = 1
        process_pool.processors = lambda: 2
    logging.getLogger("mkdocs").setLevel(logging.CRITICAL)
    drafting.update(Path(folder))
    mkdocs.build(Path(folder) / "mkdocs.yml")


def contents(folder: Path) -> dict[str, bytes]:
    """Return what is in seeds, content and site, by path."""
    files = (path for name in FOLDERS for path in sorted((folder / name).rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


class Desk:
    """The desk in `folder`, with its state before the build kept next to it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.kept = folder, folder.with_name(f"{folder.name}-before")
        (folder / "seeds").mkdir(parents=True)
        (folder / "content").mkdir()
        (folder / "content" / "index.md").write_text("# Home\n", "utf-8")
        (folder / "mkdocs.yml").write_text(CONFIG, "utf-8")
        for slug, text in SEEDS.items():
            (folder / "seeds" / f"{slug}.txt").write_text(text, "utf-8")
        build(str(folder))
        self._edit()
        shutil.copytree(folder, self.kept)
        self.before = contents(folder)
        build(str(folder))
        self.after = contents(folder)
        clean = folder.with_name(f"{folder.name}-clean")
        shutil.copytree(folder, clean, ignore=shutil.ignore_patterns("site", ".cache"))
        mkdocs.build(clean / "mkdocs.yml")
        assert contents(clean) == self.after

    def _edit(self) -> None:
        record = self.folder / "content" / "briefs" / "2025-03-01-talks.yml"
        brief = record_yaml.load_yaml(record.read_text("utf-8"), "record")
        (struck,) = [item for item in brief.statements if STRUCK in item.text]
        kept = tuple(item for item in brief.statements if item is not struck)
        text = record_yaml.dump_yaml(structs.replace(brief, title=TITLE, statements=kept))
        record.write_text(re.sub(r"^status:", f"{REMARK}\nstatus:", text, flags=re.M), "utf-8")
        for slug, words in SEEDS.items():
            (self.folder / "seeds" / f"{slug}.txt").write_text(words + LATER, "utf-8")
        (self.folder / "seeds" / "2025-03-04-new.txt").write_text(LATER * 2, "utf-8")

    def restore(self) -> None:
        """Bring back what was there before the build."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)

    def require_whole(self) -> None:
        """Fail where a file is neither the old nor the new one, or a record has lost an edit."""
        found = contents(self.folder)
        for path, data in found.items():
            if path.endswith((".tmp", ".next")):
                assert "/." in path or ".generated/" in path, path  # nobody takes it for a record or a page
                continue
            assert data in (self.before.get(path), self.after.get(path)), path
        for path in self.before.keys() & self.after.keys():
            assert path in found, path
        record = found["content/briefs/2025-03-01-talks.yml"].decode()
        assert f"title: {TITLE}\n" in record
        assert REMARK in record
        assert not any(STRUCK in item.text for item in record_yaml.load_yaml(record, "record").statements)

    def require_finished(self) -> None:
        """Fail where the desk is not what an undisturbed build leaves."""
        found = contents(self.folder)
        assert found.keys() == self.after.keys()
        assert [path for path in found if found[path] != self.after[path]] == []
        left = [path for path in (self.folder / ".cache").rglob("*") if path.name.startswith("staging-")]
        assert left == []
        assert list((self.folder / ".cache").glob("*.tmp")) == []
