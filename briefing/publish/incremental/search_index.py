"""The search index of a site, brought up to date: of its files those are made that a brief changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from briefing.model import BriefingError
from briefing.publish.incremental import worker
from briefing.publish.incremental.invalidation import SiteFiles
from briefing.render import RawFile, search
from briefing.render.search import Document, Piece
from briefing.render.search.revision import Indexed, revise
from briefing.storage.blob_cache import BlobCache


class Indexing:
    """Brings the index up to date once."""

    def __init__(
        self,
        standing: SiteFiles,
        before: Mapping[str, Indexed],
        made: BlobCache,
        pieces: Mapping[str, bytes],
        documents: Iterable[Document],
    ) -> None:
        """Take what the last build had in the index, the keys of pieces in `made` by slug, and the rest."""
        self._standing, self._before, self._made = standing, before, made
        self.indexed: dict[str, Indexed] = {}
        """What the index has now: briefs by slug, documents by address."""
        for slug, key in pieces.items():
            self._keep(slug, key)
        for document in documents:
            self._keep(f"./{document.path}", _PACK.encode(document))

    def files(self) -> Iterator[RawFile]:
        """Yield the files that changed; those that did not are kept."""
        standing = self._standing
        there = [path for path in standing.before if path.startswith(search.FOLDER)]
        old = self._before if all(map(standing.unchanged, there)) else {}
        for path in there:
            standing.laid.pop(path, None)
        revision = revise(old, self.indexed, there, standing.read, self._piece)
        for path, data in revision.files.items():
            yield RawFile(path=path, data=data)
        standing.laid |= {path: standing.before[path] for path in revision.kept}

    def _keep(self, name: str, where: bytes) -> None:
        kept = self._before.get(name)
        if kept is None or kept.where != where:
            piece = self._piece_at(where, is_document=name.startswith("./"))
            if piece is None:
                raise BriefingError(
                    "the cache was changed while it was read",
                    hint="Wait until nothing else works in .cache/, and build again.",
                )
            month = search.month_of(str(piece.shown[2]))
            kept = Indexed(key=piece.key, length=piece.length, month=month, where=where)
        self.indexed[name] = kept

    def _piece(self, one: Indexed) -> Piece | None:
        return self._piece_at(one.where, is_document=one.key.startswith(search.MARK))

    def _piece_at(self, where: bytes, *, is_document: bool) -> Piece | None:
        if is_document:
            return search.document_piece(_UNPACK.decode(where))
        data = self._made.get(where)
        return None if data is None else worker.unpack_piece(data)


def documents_of(indexed: Mapping[str, Indexed]) -> dict[str, Document]:
    """Return what an index holds besides briefs, by address."""
    return {name: _UNPACK.decode(one.where) for name, one in indexed.items() if name.startswith("./")}


_PACK, _UNPACK = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Document)
