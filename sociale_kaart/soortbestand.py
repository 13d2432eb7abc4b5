"""The kinds as the redactie made them, as a file: to keep, or to bring to another installation.

A file only adds and changes; nothing that is here goes because a file does not have it. The same file twice
is the same as once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sociale_kaart import soort_queries, soortbeheer
from sociale_kaart.edits import Afgekeurd
from sociale_kaart.models import Session
from sociale_kaart.soort_models import VRAAG, WOORD, EigenSoort, read_eigen
from sociale_kaart.soorten import soorten
from sociale_kaart.velden import Veldfout

VERSIE = 1
_CODE = re.compile(r"eigen_[a-z0-9_]{1,70}")
_TEKSTEN, _LIJSTEN = ("code", "naam", "definitie", "upl"), ("leefgebieden", "vragen", "woorden")
_WAT = {"vragen": VRAAG, "woorden": WOORD}
_VELDEN = frozenset((*_TEKSTEN, *_LIJSTEN))


@dataclass(frozen=True)
class Bestandsfout:
    """What is wrong with one kind of the file; soort: its name or code, '' = the file itself."""

    soort: str
    veld: str
    reden: str

    def als_tekst(self) -> str:
        """For on a screen."""
        return ": ".join(deel for deel in (self.soort, self.veld, self.reden) if deel)


class SoortbestandFout(ValueError):
    """The file cannot be used; nothing of it was kept."""

    def __init__(self, fouten: list[Bestandsfout]) -> None:
        super().__init__("; ".join(f.als_tekst() for f in fouten))
        self.fouten = fouten


@dataclass
class Uitslag:
    """How many kinds are new, changed and as they were; and how many sentences came with them."""

    nieuw: int = 0
    gewijzigd: int = 0
    ongewijzigd: int = 0
    zinnen: int = 0


def export_soorten(session: Session) -> str:
    """All that redacteuren made of the kinds, as JSON; sentences of a kind of the product stand under its code."""
    rijen = []
    for soort in read_eigen(session):
        zinnen = soort_queries.read_zinnen(session, soort.code)
        rij: dict[str, Any] = {"code": soort.code}
        if soort.code not in soorten():
            rij |= {"naam": soort.naam, "leefgebieden": list(soort.leefgebieden), "definitie": soort.definitie}
            rij |= {"upl": soort.upl} if soort.upl else {}
        rij |= {veld: teksten for veld, wat in (("vragen", VRAAG), ("woorden", WOORD))
                if (teksten := [z.tekst for z in zinnen if z.wat == wat])}  # fmt: skip
        if len(rij) > 1:
            rijen.append(rij)
    return json.dumps({"versie": VERSIE, "soorten": rijen}, ensure_ascii=False, indent=1) + "\n"


def import_soorten(session: Session, inhoud: bytes, *, wie: str) -> Uitslag:
    """Take the kinds of such a file over. Raises SoortbestandFout with all that is wrong; roll back then."""
    uitslag, fouten = Uitslag(), []
    rijen = _lees(inhoud)
    for rij in rijen:
        try:
            _neem_over(session, rij, uitslag, wie)
        except Afgekeurd as e:
            naam = str(rij.get("naam") or rij["code"])[: soortbeheer.LANGSTE_NAAM]
            fouten += [Bestandsfout(naam, f.veld, f.reden) for f in e.fouten]
    if fouten:
        raise SoortbestandFout(fouten)
    if uitslag.nieuw or uitslag.gewijzigd:
        woorden = [w for rij in rijen for w in (*rij.get("woorden", ()), rij.get("naam", ""))]
        soortbeheer.propose_again(session, [rij["code"] for rij in rijen], woorden)
    return uitslag


def _lees(inhoud: bytes) -> list[Mapping[str, Any]]:
    try:
        data = json.loads(inhoud.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        reden = "Dit is geen JSON. Kies een bestand dat bij Soorten gemaakt is."
        raise SoortbestandFout([Bestandsfout("", "", reden)]) from None
    rijen = data.get("soorten") if isinstance(data, dict) else None
    if not isinstance(rijen, list) or data.get("versie") != VERSIE:
        raise SoortbestandFout([Bestandsfout("", "", "In dit bestand staan geen soorten van een redactie.")])
    fouten, codes = [], set()
    for nummer, rij in enumerate(rijen, 1):
        reden = _vorm(rij) or ("deze code staat er twee keer in." if rij["code"] in codes else "")
        if reden:
            fouten.append(Bestandsfout(f"soort {nummer}", "", reden))
        else:
            codes.add(rij["code"])
    if fouten:
        raise SoortbestandFout(fouten)
    return rijen


def _vorm(rij: Any) -> str:
    """What is wrong with the form of one kind; '' when nothing is."""
    if not isinstance(rij, dict) or not isinstance(rij.get("code"), str) or not rij["code"]:
        return "er is geen code."
    if onbekend := sorted(set(rij) - _VELDEN):
        return f"'{onbekend[0][:40]}' is onbekend."
    if not all(isinstance(rij.get(n, ""), str) for n in _TEKSTEN):
        return "naam, definitie en upl moeten tekst zijn."
    lijsten = [rij.get(n, []) for n in _LIJSTEN]
    if not all(isinstance(w, list) and all(isinstance(t, str) for t in w) for w in lijsten):
        return "leefgebieden, vragen en woorden moeten lijsten met tekst zijn."
    return ""


def _neem_over(session: Session, rij: Mapping[str, Any], uitslag: Uitslag, wie: str) -> None:
    code, naam = rij["code"], rij.get("naam", "")
    kop = {n: rij.get(n, "") for n in ("definitie", "upl")} | {"leefgebieden": rij.get("leefgebieden", [])}
    nieuw, anders, erbij = False, False, 0
    stukken_ = {veld: _per_keer(rij.get(veld, [])) for veld in _WAT}
    if session.get(EigenSoort, code) is not None:
        anders = soortbeheer.change_soort(session, code, naam, **kop, wie=wie, stel_voor=False)
    elif code not in soorten():
        if not _CODE.fullmatch(code):
            reden = "deze soort is hier niet bekend. Misschien is het bestand van een nieuwere versie."
            raise Afgekeurd([Veldfout("code", reden)])
        eerste = {veld: next(iter(stukken), "") for veld, stukken in stukken_.items()}
        soortbeheer.add_soort(session, naam, **kop, **eerste, wie=wie, code=code, stel_voor=False)
        nieuw, erbij = True, sum(len(regels.splitlines()) for regels in eerste.values())
    for veld, stukken in stukken_.items():
        for regels in stukken:
            erbij += soortbeheer.add_zinnen(session, code, _WAT[veld], regels, wie=wie, stel_voor=False)
    uitslag.zinnen += erbij
    uitslag.nieuw += nieuw
    uitslag.gewijzigd += not nieuw and bool(anders or erbij)
    uitslag.ongewijzigd += not (nieuw or anders or erbij)


def _per_keer(zinnen: Sequence[str]) -> list[str]:
    """The sentences one a line, as many at a time as may be kept at once."""
    # One sentence stays one, whatever stands in it.
    regels = [regel for zin in zinnen if (regel := " ".join(zin.split()))]
    meeste = soortbeheer.MEESTE_ZINNEN
    return ["\n".join(regels[i : i + meeste]) for i in range(0, len(regels), meeste)]
