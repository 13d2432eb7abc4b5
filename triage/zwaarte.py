"""How heavy a question is and where it goes, each decision with the named rule it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from triage.beoordeling import GevondenLeefgebied, Regel
from triage.signalen import Signalen, regel, regelsoorten

_ZONDER_HULPVRAAG = {"gesprek": "gesprek", "buiten_bereik": "buiten_bereik", "signaal": "signaal"}
ZWAAR = ("meervoudig", "multicomplex", "crisis")


def tel_zwaarte(leefgebieden: Sequence[GevondenLeefgebied], signalen: Signalen, *, soort: str) -> str:
    """Zwaarte from the label guide's own rules, for when no model is there to weigh the words."""
    aantal = len(leefgebieden)
    if aantal == 0 or soort in {"gesprek", "buiten_bereik"}:
        return "geen"
    if soort in {"status", "klacht", "medewerker"}:
        return "enkelvoudig"
    if aantal >= 3 or "vast" in signalen.soorten:
        return "multicomplex"
    return "meervoudig" if aantal == 2 or "complex" in signalen.soorten else "enkelvoudig"


def verklaar(
    zwaarte: str, leefgebieden: Sequence[GevondenLeefgebied], signalen: Signalen, *, zin: str = ""
) -> tuple[Regel, ...]:
    """The rules that explain this zwaarte, the deciding one first. `zin`: the sentence that weighed most."""
    bewijs = tuple(dict.fromkeys(b for g in leefgebieden for b in g.bewijs))
    vast = tuple(r for r in signalen.regels if regelsoorten()[r.code].soort == "vast")
    complex_ = tuple(r for r in signalen.regels if regelsoorten()[r.code].soort == "complex")
    if zwaarte == "crisis":
        return (regel("crisis", tuple(z for c in signalen.crisis[:1] for z in c.bewijs) or ((zin,) if zin else ())),)
    if zwaarte == "multicomplex":
        veel = (regel("drie_of_meer", bewijs),) if len(leefgebieden) >= 3 else ()
        return veel + vast + complex_ or (regel("klinkt_complex", (zin,) if zin else ()),)
    if zwaarte == "meervoudig":
        twee = (regel("meer_leefgebieden", bewijs),) if len(leefgebieden) >= 2 else ()
        return twee + complex_ + vast or (regel("klinkt_complex", (zin,) if zin else ()),)
    return (regel("een_leefgebied", bewijs),) if zwaarte == "enkelvoudig" else ()


def kies_route(zwaarte: str, soort: str, *, aantal: int, twijfel: bool) -> str:
    """Where it goes. twijfel: the words may well mean more than one simple question, so ask first."""
    if zwaarte == "crisis":
        return "crisis"
    if soort in _ZONDER_HULPVRAAG:
        return _ZONDER_HULPVRAAG[soort]
    if soort == "medewerker":
        return "generalist"
    if soort in {"status", "klacht"}:
        return "generalist"
    if zwaarte == "multicomplex":
        return "procesregie"
    if zwaarte == "meervoudig":
        return "generalist"
    return "verhelderen" if twijfel or aantal == 0 else "antwoord"
