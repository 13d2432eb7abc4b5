"""A PDF as somebody sees it: each page as a picture and as text, to tell whether all of it is on the paper."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium

# Pixels per point; enough to see a letter, little enough to be quick.
_SCHAAL = 2.0
# Points of paper at each edge on which a printer does not print, and where nothing of ours may stand.
RAND = 14
# A lighter spot than this is paper, or the watermark of a draft.
_INKT = 200


@dataclass(frozen=True)
class Blad:
    """One page. `donker`: where it has ink, as an array of rows and columns of pixels."""

    tekst: str
    donker: np.ndarray

    @property
    def is_leeg(self) -> bool:
        return not bool(self.donker.any())

    @property
    def is_heel(self) -> bool:
        """There is ink, and none of it in the margins: nothing was cut off at an edge."""
        rand = int(RAND * _SCHAAL)
        binnen = self.donker[rand:-rand, rand:-rand]
        return bool(binnen.any()) and int(binnen.sum()) == int(self.donker.sum())


def lees_bladen(inhoud: bytes) -> list[Blad]:
    """The pages of this PDF; words that the line broke apart stand whole again."""
    document = pdfium.PdfDocument(inhoud)
    try:
        return [_lees(document[n]) for n in range(len(document))]
    finally:
        document.close()


def _lees(pagina: pdfium.PdfPage) -> Blad:
    beeld = pagina.render(scale=_SCHAAL).to_numpy()
    tekst = " ".join(pagina.get_textpage().get_text_range().split())
    return Blad(tekst, beeld.min(axis=2) < _INKT)
