"""Where an overdracht goes: rules that a beheerder orders, the first that fits decides.

A rule only says for whom it is; everybody of the gemeente still sees it, so that nobody waits for one person.
Rules can be tried out on past cases, without a word of a resident and without cells under five.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from overdracht import edits, queries, staf
from overdracht.models import Medewerker, Overdracht, RouteRegel
from overdracht.teksten import tekst
from triage.beoordeling import LEEFGEBIEDEN, ZWAARTES
from werkgebied.model import Werkgebied

if TYPE_CHECKING:
    import datetime as dt

    from sqlalchemy.orm import Session

VOORWAARDEN = ("gemeente", "kern", "leefgebied", "taal", "zwaarte")
TEAM, MEDEWERKER, ROL, VAST = "team", "medewerker", "rol", "vast"
DOELEN = (TEAM, MEDEWERKER, ROL, VAST)
MEESTE_REGELS, MAX_NAAM, MINSTENS = 100, 120, 5


class AndereOntvanger(ValueError):
    """The verslag would go to another than the resident was shown; the text is plain Dutch."""


class RouteFout(ValueError):
    """This rule cannot work; the text is plain Dutch."""


@dataclass(frozen=True)
class Zaak:
    """What a rule may look at: never a word of the resident."""

    gemeente: str
    kern: str
    leefgebieden: tuple[str, ...]
    taal: str
    zwaarte: str
    vast: bool
    team: str


@dataclass(frozen=True)
class Proef:
    """What a rule would have done: how many cases, and how many of those elsewhere than now. None: under five."""

    regel: RouteRegel | None
    aantal: int | None
    anders: int | None


def as_zaak(o: Overdracht) -> Zaak:
    """The overdracht as a rule sees it."""
    return Zaak(o.gemeente or "", o.kern or "", tuple(o.leefgebieden or ()), o.taal, o.zwaarte,
                o.vaste_medewerker_id is not None, o.team)  # fmt: skip


def past(regel: RouteRegel, zaak: Zaak) -> bool:
    """Whether this rule is about this case: every condition that is set must hold."""
    if regel.doel == VAST and not zaak.vast:
        return False
    heeft: Mapping[str, tuple[str, ...]] = {
        "gemeente": (zaak.gemeente,), "kern": (zaak.kern,), "leefgebied": zaak.leefgebieden, "taal": (zaak.taal,),
        "zwaarte": (zaak.zwaarte,),
    }  # fmt: skip
    return all(
        not gevraagd or {w.casefold() for w in gevraagd} & {w.casefold() for w in heeft[naam]}
        for naam, gevraagd in (regel.voorwaarden or {}).items()
    )


def choose(regels: Sequence[RouteRegel], zaak: Zaak, *, kan: Callable[[RouteRegel], bool]) -> RouteRegel | None:
    """The first rule that fits and can be done (`kan`: the person is still there)."""
    return next((r for r in regels if past(r, zaak) and kan(r)), None)


def route(
    session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied, nu: dt.datetime, ontvanger: str | None = None
) -> RouteRegel | None:
    """Apply the rules that are on to a new overdracht; what they did stands in its story. None: the usual team.

    ontvanger: who was shown to the resident as the receiver (`read_ontvanger`); None = only the usual team. A rule
    that leads to somebody else is passed over. Raises AndereOntvanger when what was shown cannot be done any more.
    """
    regels = [r for r in queries.find_routeregels(session) if r.aan]
    beloofd = ontvanger or overdracht.team

    def kan(regel: RouteRegel) -> bool:
        waarden = _waarden(session, regel, overdracht, werkgebied)
        return waarden is not None and _ontvanger(session, regel, overdracht, waarden) == beloofd

    gekozen = choose(regels, as_zaak(overdracht), kan=kan)
    if gekozen is None:
        if overdracht.team != beloofd:
            raise AndereOntvanger(tekst("overdracht.andere_ontvanger"))
        return None
    for veld, waarde in (_waarden(session, gekozen, overdracht, werkgebied) or {}).items():
        setattr(overdracht, veld, waarde)
    naar = gekozen.naar or tekst("route.vast")
    edits.add_stap(session, overdracht, "gerouteerd", op=nu, wie="assistent", naar=naar, reden=gekozen.naam)
    return gekozen


def read_ontvanger(session: Session, overdracht: Overdracht, *, werkgebied: Werkgebied) -> str:
    """Who the rules would give this overdracht to, in the words of the resident's page."""
    regels = [r for r in queries.find_routeregels(session) if r.aan]
    gekozen = choose(
        regels, as_zaak(overdracht), kan=lambda r: _waarden(session, r, overdracht, werkgebied) is not None
    )
    if gekozen is None:
        return overdracht.team
    return _ontvanger(session, gekozen, overdracht, _waarden(session, gekozen, overdracht, werkgebied) or {})


def _ontvanger(session: Session, regel: RouteRegel, overdracht: Overdracht, waarden: Mapping[str, Any]) -> str:
    """The team, and by name the person of another gemeente who reads along because of this rule."""
    team = str(waarden.get("team", overdracht.team))
    # VAST is the medewerker whom the resident spoke to before.
    wie = session.get(Medewerker, waarden["toegewezen_id"]) if regel.doel == MEDEWERKER else None
    if wie is None or staf.mag(wie, "doorkijken") or not wie.gemeenten:
        return team
    elders = overdracht.gemeente is not None and overdracht.gemeente not in wie.gemeenten
    return tekst("overdracht.ontvanger_en", team=team, naam=wie.naam) if elders else team


def _waarden(
    session: Session, regel: RouteRegel, overdracht: Overdracht, werkgebied: Werkgebied
) -> dict[str, Any] | None:
    """What this rule changes; None when whom it names is not there (any more)."""
    if regel.doel == ROL:
        return {"voor_rol": regel.naar}
    if regel.doel == TEAM:
        gemeente = next((g for g in werkgebied.gemeenten if g.team.naam == regel.naar), None)
        return {"team": gemeente.team.naam, "gemeente": gemeente.naam} if gemeente else None
    if regel.doel == VAST:
        wie = session.get(Medewerker, overdracht.vaste_medewerker_id) if overdracht.vaste_medewerker_id else None
    else:
        wie = queries.find_medewerker(session, regel.naar)
    return {"toegewezen_id": wie.id} if wie is not None and staf.mag(wie, "werkplek") else None


def try_out(session: Session, *, werkgebied: Werkgebied, na: dt.datetime) -> tuple[list[Proef], int | None]:
    """What all rules, on or off, would have done with the cases since then; and how many cases there were.

    The last line (regel None) is what no rule is about. The number is None when there were few, or few would follow.
    """
    zaken = queries.find_zaken(session, na=na)
    regels = queries.find_routeregels(session)
    per_regel: dict[int | None, list[bool]] = {None: []}
    for o in zaken:
        gekozen = choose(regels, as_zaak(o), kan=lambda r, o=o: _waarden(session, r, o, werkgebied) is not None)  # type: ignore[misc]
        nieuw = _waarden(session, gekozen, o, werkgebied) or {} if gekozen else {}
        anders = any(getattr(o, veld) != waarde for veld, waarde in nieuw.items())
        per_regel.setdefault(gekozen.id if gekozen else None, []).append(anders)
    uit = [make_proef(r, per_regel.get(r.id, [])) for r in regels]
    uit.append(make_proef(None, per_regel[None]))
    klein = [len(r) for r in per_regel.values() if of_niets(len(r)) is None]
    # One hidden number, or a few that are few together, would follow from the total.
    verraadt = len(klein) == 1 or 0 < sum(klein) < MINSTENS
    return uit, None if verraadt else of_niets(len(zaken))


def make_proef(regel: RouteRegel | None, anders: Sequence[bool]) -> Proef:
    """What a rule did with its cases (whether each goes elsewhere), without a number that points at few."""
    aantal, elders = of_niets(len(anders)), of_niets(sum(anders))
    return Proef(regel, aantal, None if of_niets(len(anders) - sum(anders)) is None else elders)


def of_niets(aantal: int) -> int | None:
    """0 tells nothing about anybody; 1 to 4 would."""
    return aantal if aantal >= MINSTENS or aantal == 0 else None


# --- keeping them -------------------------------------------------------------------------------------


def add_regel(
    session: Session, *, naam: str, voorwaarden: Mapping[str, Sequence[str]], doel: str, naar: str,
    werkgebied: Werkgebied,
) -> RouteRegel:  # fmt: skip
    """A new rule at the end of the order, switched off: try it out first. Raises RouteFout."""
    naam = " ".join(naam.split())
    if not 1 < len(naam) <= MAX_NAAM:
        raise RouteFout(tekst("route.naam", aantal=MAX_NAAM))
    alle = queries.find_routeregels(session)
    if len(alle) >= MEESTE_REGELS:
        raise RouteFout(tekst("route.te_veel", aantal=MEESTE_REGELS))
    schoon = _keur_voorwaarden(voorwaarden, werkgebied)
    _keur_doel(session, doel, naar, werkgebied)
    regel = RouteRegel(
        volgorde=max((r.volgorde for r in alle), default=0) + 1, naam=naam, aan=False, voorwaarden=schoon,
        doel=doel, naar="" if doel == VAST else naar,
    )  # fmt: skip
    session.add(regel)
    session.flush()
    return regel


def _keur_voorwaarden(gegeven: Mapping[str, Sequence[str]], werkgebied: Werkgebied) -> dict[str, list[str]]:
    schoon = {naam: [w.strip() for w in gegeven.get(naam, ()) if w.strip()] for naam in VOORWAARDEN}
    bekend: dict[str, Callable[[str], object]] = {
        "gemeente": werkgebied.zoek_gemeente, "kern": werkgebied.zoek_kern, "leefgebied": LEEFGEBIEDEN.get,
        "zwaarte": lambda w: w in ZWAARTES, "taal": lambda w: len(w) in (2, 3) and w.isalpha(),
    }  # fmt: skip
    for naam, waarden in schoon.items():
        for waarde in waarden:
            if not bekend[naam](waarde):
                raise RouteFout(tekst("route.onbekend", wat=naam, waarde=waarde[:40]))
    return {naam: waarden for naam, waarden in schoon.items() if waarden}


def _keur_doel(session: Session, doel: str, naar: str, werkgebied: Werkgebied) -> None:
    if doel not in DOELEN:
        raise RouteFout(tekst("route.doel"))
    goed: dict[str, Callable[[], bool]] = {
        VAST: lambda: True,
        ROL: lambda: naar in (staf.MEDEWERKER, staf.PROCESREGISSEUR),
        TEAM: lambda: any(g.team.naam == naar for g in werkgebied.gemeenten),
        MEDEWERKER: lambda: staf.mag(queries.find_medewerker(session, naar), "werkplek"),
    }
    if not goed[doel]():
        raise RouteFout(tekst("route.naar", naar=naar[:80]))


def move(session: Session, regel: RouteRegel, *, omhoog: bool) -> None:
    """Change places with the rule before or after it; at the end nothing happens."""
    alle = queries.find_routeregels(session)
    hier = next(n for n, r in enumerate(alle) if r.id == regel.id)
    daar = hier - 1 if omhoog else hier + 1
    if 0 <= daar < len(alle):
        alle[hier].volgorde, alle[daar].volgorde = alle[daar].volgorde, alle[hier].volgorde
        session.flush()
