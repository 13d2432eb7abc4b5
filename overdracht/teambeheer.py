"""The teams as a beheerder keeps them: name, hours, days closed, how to reach them; and the way back to the file.

A change counts at once for what is promised from then on. What was promised already stays, until a beheerder has it
counted again (overdracht/termijnbeheer.py); what then falls when the team is not there is shown before anything is
kept (overdracht/gesloten.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gesprek.events import Event
from kalender.dichtdagen import Periode, met_dichtdagen
from kalender.openingstijden import Openingstijden, OpeningstijdenFout, parse_openingstijden
from kalender.weekrooster import Rooster, read_rooster, rij_naam
from overdracht import edits, gesloten, instelling_queries, queries, routering, staf
from overdracht.beheerfout import AndersGeworden, GeenBeheerder, InvoerFout
from overdracht.gesloten import OPNIEUW, Antwoord, BeloftenGeraakt
from overdracht.inrichting import Inrichting, team_sleutel
from overdracht.models import Medewerker
from overdracht.teksten import tekst
from werkgebied.laden import is_email, is_telefoon
from werkgebied.model import Gemeente

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied import Werkgebied

MAX_NAAM, MAX_ADRES, MAX_REDEN, MAX_WAAROM = 80, 200, 300, 60
# Periods closed: so many, so long, so far ahead at most.
MEESTE_DICHT, MAX_DICHT, MAX_VOORUIT = 12, 62, 400

# 24-12-2026, also with other marks in between.
_DAG = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")


class TeamFout(InvoerFout):
    """This team cannot be kept. `fouten`: per field a reason in plain Dutch."""


@dataclass(frozen=True)
class TeamInvoer:
    """A team as somebody typed it. `dicht`: first day, last day and why of each period, as text.

    rooster: hours (`openingstijden`, `inloop`) that were filled in per day; they count before the text of that name.
    """

    naam: str = ""
    openingstijden: str = ""
    inloop: str = ""
    telefoon: str = ""
    email: str = ""
    adres: str = ""
    dicht: Sequence[tuple[str, str, str]] = ()
    rooster: Mapping[str, Rooster] = field(default_factory=dict)


def save_team(
    session: Session, gemeente: Gemeente, invoer: TeamInvoer, *, inrichting: Inrichting, wie: Medewerker,
    nu: dt.datetime, versie: int, reden: str = "", beloften: Antwoord | None = None,
) -> tuple[Event, ...]:  # fmt: skip
    """Keep the team of this gemeente as typed, if it still is as it was shown (`versie`); whom to wake.

    nu: local. beloften: what was chosen for the promises that these hours touch. Raises TeamFout, AndersGeworden,
    GeenBeheerder, and BeloftenGeraakt when something must be chosen first.
    """
    _require_beheer(wie)
    waarde = _keur(invoer, gemeente, werkgebied=inrichting.werkgebied, nu=nu, reden=reden)
    eerst = read_waarde(session, gemeente, inrichting=inrichting)
    wat = [
        f"{tekst(f'team.velden.{veld}')}: {_kort(eerst[veld])} → {_kort(waarde[veld])}"
        for veld in waarde
        if waarde[veld] != eerst[veld]
    ]
    if not wat:
        return ()
    return _store(
        session, gemeente, waarde, inrichting=inrichting, was=eerst, versie=versie, wat="; ".join(wat), wie=wie, nu=nu,
        reden=reden, beloften=beloften,
    )  # fmt: skip


def reset_team(
    session: Session, gemeente: Gemeente, *, inrichting: Inrichting, wie: Medewerker, nu: dt.datetime, versie: int,
    beloften: Antwoord | None = None,
) -> tuple[Event, ...]:  # fmt: skip
    """Let the file count again; whom to wake. Raises TeamFout (another team has its name now), AndersGeworden,
    GeenBeheerder and BeloftenGeraakt."""
    _require_beheer(wie)
    eerst, (_, team) = read_waarde(session, gemeente, inrichting=inrichting), inrichting.standaard_team(gemeente)
    if dubbel := _heet_al(team.naam, gemeente, inrichting.werkgebied):
        raise TeamFout({"naam": dubbel})
    return _store(
        session, gemeente, None, inrichting=inrichting, was=eerst, versie=versie, wat=tekst("team.terug"), wie=wie,
        nu=nu, reden="", beloften=beloften,
    )  # fmt: skip


def read_waarde(session: Session, gemeente: Gemeente, *, inrichting: Inrichting) -> dict[str, Any]:
    """The team of this gemeente as it counts, in the words of the form."""
    rij = instelling_queries.get_instelling(session, team_sleutel(gemeente))
    if rij is not None and rij.waarde:
        return dict(rij.waarde)
    contact, team = inrichting.standaard_team(gemeente)
    return {
        "naam": team.naam, "openingstijden": team.openingstijden.tekst, "inloop": contact.inloop.tekst,
        "telefoon": contact.telefoon, "email": contact.email, "adres": contact.adres, "dicht": [],
    }  # fmt: skip


def _require_beheer(wie: Medewerker) -> None:
    if not staf.mag(wie, "beheer"):
        raise GeenBeheerder


def _store(
    session: Session, gemeente: Gemeente, waarde: dict[str, Any] | None, *, inrichting: Inrichting,
    was: dict[str, Any], versie: int, wat: str, wie: Medewerker, nu: dt.datetime, reden: str,
    beloften: Antwoord | None,
) -> tuple[Event, ...]:  # fmt: skip
    straks = inrichting.met_team(gemeente, waarde)
    nieuw = next(g for g in straks.gemeenten if g.code == gemeente.code)
    geraakt = gesloten.find_geraakt(
        session, gemeente, nieuw.team.openingstijden, werkgebied=inrichting.werkgebied, mailt=inrichting.mailt, nu=nu
    )
    keuze = beloften or Antwoord()
    if geraakt and not keuze.dekt(geraakt):
        raise BeloftenGeraakt(geraakt)
    reden = " ".join(reden.split())
    if not instelling_queries.change_instelling(
        session, team_sleutel(gemeente), waarde, versie=versie, reden=reden, wie=wie.naam, op=nu
    ):
        raise AndersGeworden
    opnieuw = keuze.keuze == OPNIEUW
    if geraakt:
        wat += "; " + tekst("team.beloften", aantal=len(geraakt), keuze=tekst(f"team.keuze.{keuze.keuze or 'houd'}"))
        gesloten.queue_team_mail(
            session, geraakt, nieuw, opnieuw=opnieuw, werkgebied=straks, publieke_url=inrichting.publieke_url, nu=nu
        )
    code = "team_veranderd" if waarde else "team_terug"
    edits.add_audit(session, wie.naam, code, gemeente.naam, reden=wat + (reden and f" ({reden})"), op=nu)
    _rename(session, was["naam"], nieuw.team.naam)
    return gesloten.plan_anew(session, geraakt, werkgebied=straks, wie=wie.naam, nu=nu) if opnieuw else ()


def _rename(session: Session, van: str, naar: str) -> None:
    """Rules that name the team name it by its new name. What waits keeps the name that the resident said yes to."""
    for regel in queries.find_routeregels(session):
        if regel.doel == routering.TEAM and regel.naar == van:
            regel.naar = naar


def _kort(waarde: Any) -> str:
    if isinstance(waarde, list):
        waarde = ", ".join(d["van"] if d["van"] == d["tot"] else f"{d['van']} t/m {d['tot']}" for d in waarde)
    return waarde or tekst("team.leeg")


# --- whether it can be kept ---------------------------------------------------------------------------


def _keur(
    invoer: TeamInvoer, gemeente: Gemeente, *, werkgebied: Werkgebied, nu: dt.datetime, reden: str
) -> dict[str, Any]:
    """What to store. Raises TeamFout with all that is wrong."""
    fouten: dict[str, str] = {}
    naam, adres = (" ".join(v.split()) for v in (invoer.naam, invoer.adres))
    telefoon, email = invoer.telefoon.strip(), invoer.email.strip()
    if not 1 < len(naam) <= MAX_NAAM:
        fouten["naam"] = tekst("team.naam", aantal=MAX_NAAM)
    elif dubbel := _heet_al(naam, gemeente, werkgebied):
        fouten["naam"] = dubbel
    # In the order of the form, as they are listed above it.
    openingstijden, uren = _keur_uren("openingstijden", invoer, fouten)
    inloop, _ = _keur_uren("inloop", invoer, fouten)
    if len(telefoon) > 40 or not is_telefoon(telefoon):
        fouten["telefoon"] = tekst("team.telefoon")
    if email and (len(email) > MAX_ADRES or not is_email(email)):
        fouten["email"] = tekst("team.email")
    if len(adres) > MAX_ADRES:
        fouten["adres"] = tekst("team.adres", aantal=MAX_ADRES)
    dicht = _keur_dicht(invoer.dicht, nu.date(), fouten)
    if len(reden) > MAX_REDEN:
        fouten["reden"] = tekst("team.reden", aantal=MAX_REDEN)
    if not fouten:
        _keur_open(uren, [p for _, p in dicht], werkgebied=werkgebied, nu=nu, fouten=fouten)
    if fouten:
        raise TeamFout(fouten)
    return {
        "naam": naam, "openingstijden": openingstijden, "inloop": inloop, "telefoon": telefoon, "email": email,
        "adres": adres, "dicht": [d for d, _ in dicht],
    }  # fmt: skip


def _heet_al(naam: str, gemeente: Gemeente, werkgebied: Werkgebied) -> str:
    anders = (g for g in werkgebied.gemeenten if g.code != gemeente.code)
    van = next((g for g in anders if g.team.naam.casefold() == naam.casefold()), None)
    return tekst("team.dubbel", gemeente=van.naam) if van else ""


def _keur_uren(veld: str, invoer: TeamInvoer, fouten: dict[str, str]) -> tuple[str, Openingstijden]:
    """These hours as text and as what they mean."""
    ruw = " ".join(str(getattr(invoer, veld)).split())
    if veld in invoer.rooster:
        ruw, mis = read_rooster(invoer.rooster[veld])
        fouten |= {
            f"{veld}-{rij}": tekst(f"team.rooster.{wat}", dag=rij_naam(rij).capitalize()) for rij, wat in mis.items()
        }
    try:
        return ruw, parse_openingstijden(ruw)
    except OpeningstijdenFout as fout:
        fouten[veld] = str(fout)
        return ruw, Openingstijden()


def _keur_open(
    uren: Openingstijden, dicht: Sequence[Periode], *, werkgebied: Werkgebied, nu: dt.datetime, fouten: dict[str, str]
) -> None:
    """A team that is never there can promise nothing."""
    if not uren.bekend:
        fouten["openingstijden"] = tekst("team.uren_leeg")
    elif met_dichtdagen(uren, dicht).volgende_opening(nu, werkgebied.feestdagen) is None:
        fouten["dicht" if dicht else "openingstijden"] = tekst("team.nooit_open")


def _keur_dicht(
    gegeven: Sequence[tuple[str, str, str]], vandaag: dt.date, fouten: dict[str, str]
) -> list[tuple[dict[str, str], Periode]]:
    """The periods in order, without those that are over."""
    dicht = []
    for ruw_van, ruw_tot, waarom in gegeven:
        waarom = " ".join(waarom.split())
        if not (ruw_van.strip() or ruw_tot.strip() or waarom):
            continue
        try:
            van = _lees_dag(ruw_van)
            # One day: the last is the first.
            tot = _lees_dag(ruw_tot) if ruw_tot.strip() else van
        except ValueError:
            fouten["dicht"] = tekst("team.dicht_datum")
            continue
        if fout := _fout_in(van, tot, waarom, vandaag):
            fouten["dicht"] = fout
        elif tot >= vandaag:
            dicht.append(({"van": van.isoformat(), "tot": tot.isoformat(), "waarom": waarom}, (van, tot)))
    if len(dicht) > MEESTE_DICHT:
        fouten["dicht"] = tekst("team.dicht_veel", aantal=MEESTE_DICHT)
    return sorted(dicht, key=lambda d: d[1])


def _lees_dag(ruw: str) -> dt.date:
    """As Dutch people write a day, or as computers do. Raises ValueError."""
    if gevonden := _DAG.fullmatch(ruw.strip()):
        dag, maand, jaar = map(int, gevonden.groups())
        return dt.date(jaar, maand, dag)
    return dt.date.fromisoformat(ruw.strip())


def _fout_in(van: dt.date, tot: dt.date, waarom: str, vandaag: dt.date) -> str:
    if tot < van:
        return tekst("team.dicht_volgorde")
    if (tot - van).days >= MAX_DICHT:
        return tekst("team.dicht_lang", aantal=MAX_DICHT)
    if (tot - vandaag).days > MAX_VOORUIT:
        return tekst("team.dicht_ver", aantal=MAX_VOORUIT)
    return tekst("team.dicht_reden", aantal=MAX_WAAROM) if len(waarom) > MAX_WAAROM else ""
