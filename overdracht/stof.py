"""What a verslag is made of: the resident's utterances that count, and triage's findings added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from overdracht.herkennen import is_geen_hulpvraag, is_geen_inhoud
from triage.beoordeling import ZWAARTES, Beoordeling, GevondenLeefgebied, beoordeling_from_dict
from triage.beoordeling import Regel as TriageRegel

if TYPE_CHECKING:
    from gesprek.models import Bericht, Gesprek

_OP_AANTAL = ("geen", "enkelvoudig", "meervoudig")


@dataclass(frozen=True)
class Uiting:
    """One bericht of the resident. `knop` is the intent of the button, when it was one."""

    volgnummer: int
    tekst: str
    vraag: str | None = None
    knop: str = ""
    beoordeling: Beoordeling | None = None

    @property
    def intent(self) -> str:
        return self.knop or (self.beoordeling.intent if self.beoordeling else "")

    @property
    def inhoud(self) -> str:
        """The words, as far as they can say something."""
        return "" if is_geen_inhoud(self.knop) else self.tekst


@dataclass(frozen=True)
class Stof:
    """The utterances in order, the corrections of the resident, and the finding over all of it."""

    uitingen: tuple[Uiting, ...]
    weg: frozenset[str]
    erbij: dict[str, int]
    oordeel: Beoordeling

    def antwoorden(self, vraag: str) -> list[Uiting]:
        """The answers to this question of the breed gesprek."""
        return [u for u in self.uitingen if u.vraag == vraag and u.inhoud]

    def vrij(self) -> list[Uiting]:
        """What was said of one's own accord."""
        return [u for u in self.uitingen if not u.vraag and not u.knop]


def collect(gesprek: Gesprek, berichten: Sequence[Bericht], *, oordeel: Beoordeling | None = None) -> Stof:
    """The resident's utterances since the gesprek last began afresh.

    oordeel: triage's own finding over the whole gesprek; without it the findings per bericht are added up.
    """
    correcties = gesprek.correcties or {}
    weg = frozenset(correcties.get("weg", ()))
    vanaf = gesprek.bevindingen_vanaf or 0
    uitingen = tuple(_uiting(b) for b in berichten if b.afzender == "inwoner" and b.volgnummer > vanaf)
    bron = correcties.get("bron", {})
    erbij = {code: int(bron[code]) for code in correcties.get("erbij", ()) if code in bron and code not in weg}
    return Stof(uitingen, weg, erbij, oordeel or add_up(uitingen, weg=weg, erbij=erbij))


def _uiting(bericht: Bericht) -> Uiting:
    data: dict[str, Any] | None = bericht.beoordeling
    knop = (bericht.payload or "").lstrip("/").split("{", 1)[0]
    return Uiting(
        volgnummer=bericht.volgnummer,
        tekst=bericht.tekst.strip(),
        vraag=bericht.vraag,
        knop=knop,
        beoordeling=beoordeling_from_dict(data) if data and "zwaarte" in data else None,
    )


def add_up(uitingen: Sequence[Uiting], *, weg: frozenset[str], erbij: dict[str, int]) -> Beoordeling:
    """The findings of all utterances as one; a leefgebied the resident took away counts nowhere."""
    gehoord = [u.beoordeling for u in uitingen if u.beoordeling]
    gebieden: dict[str, GevondenLeefgebied] = {}
    for oordeel in gehoord:
        for gevonden in oordeel.leefgebieden:
            vorige = gebieden.get(gevonden.code, gevonden)
            if gevonden.code not in weg:
                gebieden[gevonden.code] = replace(vorige, score=max(vorige.score, gevonden.score))
    for code in erbij:
        gebieden[code] = GevondenLeefgebied(code, 1.0)
    crisis = next((o.crisis for o in reversed(gehoord) if o.crisis), None)
    zwaarte = "crisis" if crisis else _zwaarte(gehoord, len(gebieden), weg)
    return Beoordeling(
        zwaarte=zwaarte,
        soort=next((o.soort for o in gehoord if not is_geen_hulpvraag(o.intent)), "vraag"),
        leefgebieden=tuple(sorted(gebieden.values(), key=lambda g: -g.score)),
        crisis=crisis,
        route="crisis" if crisis else "procesregie" if zwaarte == "multicomplex" else "generalist",
        regels=_regels(gehoord, zwaarte),
        namens=next((o.namens for o in reversed(gehoord) if o.namens), None),
    )


def _zwaarte(gehoord: Sequence[Beoordeling], aantal: int, weg: frozenset[str]) -> str:
    op_aantal = zwaarte_van_aantal(aantal)
    # A finding that leaned on something the resident took away no longer holds.
    geldig = [o.zwaarte for o in gehoord if not any(g.code in weg for g in o.leefgebieden)]
    return max([op_aantal, *geldig], key=ZWAARTES.index)


def zwaarte_van_aantal(aantal: int) -> str:
    """How heavy a question is by the number of its leefgebieden alone."""
    return _OP_AANTAL[aantal] if aantal < len(_OP_AANTAL) else "multicomplex"


def _regels(gehoord: Sequence[Beoordeling], zwaarte: str) -> tuple[TriageRegel, ...]:
    """The named rules, those that decided the final zwaarte first."""
    op_volgorde = sorted(gehoord, key=lambda o: o.zwaarte != zwaarte)
    uniek = {r.code: r for o in reversed(op_volgorde) for r in reversed(o.regels)}
    return tuple(uniek[code] for code in reversed(uniek))
