"""The search index of a site, brought up to date: of its files those are made that a brief changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefing.model import BriefingError
from briefing.publish.incremental import worker
from briefing.publish.incremental.invalidation import SiteFiles
from briefing.render import RawFile, search
from briefing.render.search import Piece
from briefing.render.search.revision import Indexed, revise
from briefing.storage.blob_cache import BlobCache


class Indexing:
    """Brings the index up to date once."""

    def __init__(
        self, standing: SiteFiles, before: Mapping[str, Indexed], made: BlobCache, pieces: Mapping[str, bytes]
    ) -> None:
        """Take what the last build had in the index, and the keys of all pieces in `made`, by slug."""
        self._standing, self._before, self._made = standing, before, made
        self.indexed: dict[str, Indexed] = {}
        """What the index has now, by slug."""
        for slug, key in pieces.items():
            kept = before.get(slug)
            self.indexed[slug] = kept if kept and kept.where == key else self._indexed(key)

    def files(self) -> Iterator[RawFile]:
        """Yield the files that changed; those that did not are kept."""
        standing = self._standing
        there = [path for path in standing.before if path.startswith(search.FOLDER)]
        old = self._before if all(map(standing.unchanged, there)) else {}
        revision = revise(old, self.indexed, there, standing.read, self._piece)
        for path, data in revision.files.items():
            yield RawFile(path=path, data=data)
        standing.laid |= {path: standing.before[path] for path in revision.kept}

    def _indexed(self, key: bytes) -> Indexed:
        piece = self._piece_at(key)
        if piece is None:
            raise BriefingError(
                "the cache was changed while it was read",
                hint="Wait until nothing else works in .cache/, and build again.",
            )
        month = search.month_of(str(piece.shown[2]))
        return Indexed(key=piece.key, length=piece.length, month=month, where=key)

    def _piece(self, brief: Indexed) -> Piece | None:
        return self._piece_at(brief.where)

    def _piece_at(self, key: bytes) -> Piece | None:
        data = self._made.get(key)
        return None if data is None else worker.unpack_piece(data)
