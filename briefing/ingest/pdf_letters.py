"""The letters of a PDF with their places, page by page in the order of drawing, by pdfminer.six.

pdfminer's own layout is not asked: it takes words for columns, and columns for one text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

UNKNOWN = "\ufffd"
"""Stands for a letter of which the font does not say what it is; a PDF with many is refused."""
_SOFT_HYPHEN = 0xAD


class PdfLetter(Struct, frozen=True, gc=False):
    """A letter, or what a ligature stands for, in points from the lower left corner of its page."""

    text: str
    x: float
    end: float
    """Where the next letter begins, if nothing is between."""
    y: float
    size: float


def pages(data: bytes) -> Iterator[list[PdfLetter]]:
    """Yield the letters of each page; raises what pdfminer raises."""
    from pdfminer.pdfdevice import PDFTextDevice
    from pdfminer.pdffont import PDFUnicodeNotDefined
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.utils import apply_matrix_pt

    class Device(PDFTextDevice):
        """Hears of each letter that is drawn."""

        letters: list[PdfLetter]

        def render_char(
            self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, *_: Any
        ) -> float:
            """Keep a letter; return by how much the next one is set off."""
            try:
                text = font.to_unichr(cid)
            except PDFUnicodeNotDefined:
                text = UNKNOWN
            if cid == _SOFT_HYPHEN and text in (" ", "\xa0", "-") and not font.is_multibyte():
                text = "\xad"  # pdfminer reads the one of Windows as a space
            advance = float(font.char_width(cid) * fontsize * scaling)
            x, y = apply_matrix_pt(matrix, (0, rise))
            end, _y = apply_matrix_pt(matrix, (advance, rise))
            height = abs(matrix[3]) or abs(matrix[1]) or 1.0
            if text:
                self.letters.append(PdfLetter(text, x, end, y, abs(fontsize) * height))
            return advance

    resources = PDFResourceManager()
    device = Device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(io.BytesIO(data)):
        device.letters = []
        interpreter.process_page(page)
        yield device.letters
