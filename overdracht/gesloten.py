"""Promises of a first contact that fall when the team is not there: a day closed, or shorter hours, set later.

Such a promise is never moved in silence. Before the hours are kept a beheerder sees which promises fall in them and
chooses: keep them, so that the team calls earlier or all the same; or let who cannot be helped in time be told a new
moment. Only who surely hears of it gets one: in the chat who waits there, by mail who gave an address. Who left a
telephone number alone keeps the promise, and so does who is in danger; the team sees it marked.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gesprek import service as gesprekken
from gesprek.events import Event
from kalender.openingstijden import Openingstijden, dag_tekst, tijd_tekst
from kalender.werktijd import open_tussen
from overdracht import edits, queries
from overdracht.bijhouden import keep_true, read_buiten
from overdracht.contact import mailadres
from overdracht.lopend import lopende_termijnen
from overdracht.models import OPGEPAKT, WACHTEND, Overdracht
from overdracht.teksten import tekst
from overdracht.termijn_queries import lock_overdracht
from overdracht.termijnen import eind_venster, hours_of
from overdracht.termijnregels import EERSTE_CONTACT
from overdracht.wachten import read_belofte

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from werkgebied.model import Gemeente, Werkgebied

# What a beheerder may choose for promises that can no longer be kept.
HOUD, OPNIEUW = "houd", "opnieuw"
KEUZES = (HOUD, OPNIEUW)
# The step in the story, the mail to the resident, and the mail to the team.
NIEUW_MOMENT, MAIL_TEAM = "nieuw_moment", "beloften"
# In the mail to the team at most so many; the werkplek marks all.
MAX_IN_MAIL = 50
_EVEN = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Geraakt:
    """A promise that falls when the team is not there: what a beheerder may see of it, and no word of the resident.

    voor: local. haalbaar: the team is still there before it. opnieuw: the resident can be told a new moment.
    """

    kenmerk: str
    voorkeur: str
    voor: dt.datetime
    crisis: bool
    haalbaar: bool
    opnieuw: bool


class BeloftenGeraakt(Exception):
    """New hours touch promises that were not all seen yet, or about which nothing was chosen; nothing is kept."""

    def __init__(self, geraakt: Sequence[Geraakt]) -> None:
        super().__init__(f"{len(geraakt)} promises")
        self.geraakt = tuple(geraakt)


@dataclass(frozen=True)
class Antwoord:
    """What a beheerder chose for the promises that were shown (by kenmerk)."""

    keuze: str = ""
    gezien: frozenset[str] = frozenset()

    def dekt(self, geraakt: Collection[Geraakt]) -> bool:
        """Whether this was chosen for all of these."""
        keuze = self.keuze in KEUZES or not any(g.opnieuw for g in geraakt)
        return keuze and self.gezien >= {g.kenmerk for g in geraakt}


# --- finding them -------------------------------------------------------------------------------------


def falls_closed(voor: dt.datetime, uren: Openingstijden, werkgebied: Werkgebied) -> str:
    """Whether a promise ends when the team is not there: "dag" (closed all that day), "tijd", or nothing.

    A promise in days ends with its day, so only the day counts then.
    """
    if not uren.bekend:
        return ""
    lokaal = werkgebied.lokale_tijd(voor)
    if uren.is_open(lokaal - _EVEN, werkgebied.feestdagen):
        return ""
    if not uren.blokken_op(lokaal.date(), werkgebied.feestdagen):
        return "dag"
    return "" if lokaal.second == 59 else "tijd"


def find_geraakt(
    session: Session, gemeente: Gemeente, straks: Openingstijden, *, werkgebied: Werkgebied, mailt: bool,
    nu: dt.datetime,
) -> list[Geraakt]:  # fmt: skip
    """The promises of this team that it can keep with its hours of now and not, or not any more in time, with those
    of `straks`; the nearest first. mailt: whether mail goes out at all."""
    lokaal, nu_uren = werkgebied.lokale_tijd(nu), hours_of(gemeente)
    uit = []
    for o in queries.find_open_met_termijn(session, [gemeente.naam]):
        voor = _belofte(o)
        if voor is None or voor <= nu or werkgebied.zoek_gemeente(o.gemeente) != gemeente:
            continue
        haalbaar = _is_haalbaar(lokaal, voor, straks, werkgebied)
        dicht = falls_closed(voor, straks, werkgebied) and not falls_closed(voor, nu_uren, werkgebied)
        if dicht or (not haalbaar and _is_haalbaar(lokaal, voor, nu_uren, werkgebied)):
            opnieuw = not haalbaar and not o.crisis and _hoort_het(o, mailt=mailt)
            voor = werkgebied.lokale_tijd(voor)
            uit.append(Geraakt(o.kenmerk, o.voorkeur or "chat", voor, bool(o.crisis), haalbaar, opnieuw))
    return sorted(uit, key=lambda g: (g.voor, g.kenmerk))


def find_gesloten(session: Session, gemeente: Gemeente, *, werkgebied: Werkgebied, nu: dt.datetime) -> list[Overdracht]:
    """What was promised for when the team is not there, as its hours are now."""
    uren = hours_of(gemeente)
    return [
        o
        for o in queries.find_open_met_termijn(session, [gemeente.naam])
        if (voor := _belofte(o)) is not None and voor > nu and werkgebied.zoek_gemeente(o.gemeente) == gemeente
        if falls_closed(voor, uren, werkgebied)
    ]


def _belofte(o: Overdracht) -> dt.datetime | None:
    """Until when this resident was promised to hear from us, as long as that counts."""
    return next((t.voor for t in lopende_termijnen(o) if t.stap == EERSTE_CONTACT), None)


def _is_haalbaar(lokaal: dt.datetime, voor: dt.datetime, uren: Openingstijden, werkgebied: Werkgebied) -> bool:
    return open_tussen(lokaal, werkgebied.lokale_tijd(voor), uren, werkgebied.feestdagen) > dt.timedelta(0)


def _hoort_het(o: Overdracht, *, mailt: bool) -> bool:
    """Whether a new moment surely reaches this resident."""
    return o.voorkeur in ("", "chat") or (mailt and bool(mailadres(o)))


# --- a new moment -------------------------------------------------------------------------------------


def plan_anew(
    session: Session, geraakt: Collection[Geraakt], *, werkgebied: Werkgebied, wie: str, nu: dt.datetime
) -> tuple[Event, ...]:
    """Promise the first hours the team is there again, and tell the resident, in the chat and by mail.

    werkgebied: with the hours as they will be. The place in the queue stays. What changed in the meantime (somebody
    called, or the resident took the verslag back) is left alone.
    """
    events: list[Event] = []
    for g in geraakt:
        o = lock_overdracht(session, g.kenmerk) if g.opnieuw else None
        # Somebody may have spoken with the resident, or promised something else, since it was read.
        if o is None or o.status not in (WACHTEND, OPGEPAKT) or _belofte(o) != g.voor or o.crisis:
            continue
        gemeente = werkgebied.zoek_gemeente(o.gemeente)
        uren = hours_of(gemeente)
        opening = uren.volgende_opening(werkgebied.lokale_tijd(nu), werkgebied.feestdagen)
        if opening is None:
            continue
        events += promise_anew(
            session, o, eind_venster(opening, uren, werkgebied), zin=NIEUW_MOMENT, werkgebied=werkgebied, wie=wie, nu=nu
        )
    return tuple(events)


def promise_anew(
    session: Session, o: Overdracht, voor: dt.datetime, *, zin: str, werkgebied: Werkgebied, wie: str, nu: dt.datetime
) -> tuple[Event, ...]:
    """Promise another moment to a resident who was promised one, and tell it: in the chat (`zin`: how), by mail to
    who left an address, and in the story."""
    was = werkgebied.lokale_tijd(o.eerste_contact_voor or nu)
    buiten = read_buiten(o)
    o.eerste_contact_voor = voor
    if o.stilte_tot is not None and o.voorkeur in ("telefoon", "email"):
        # Who holds it has until then, as with any promise of a call or a mail: overdracht/stilte.py.
        o.stilte_tot = max(o.stilte_tot, voor)
    o.versie += 1
    dag = dag_tekst(was.date(), werkgebied.lokale_tijd(nu).date())
    belofte = read_belofte(o, werkgebied=werkgebied, nu=nu).tekst
    gezegd = tekst(f"belofte.{zin}", dag=dag, tijd=tijd_tekst(was.time()), team=o.team, belofte=belofte)
    events = gesprekken.post_systeem(session, o.gesprek_id, tekst=gezegd)[1]
    edits.add_stap(session, o, NIEUW_MOMENT, op=nu, wie=wie, intern=False)
    keep_true(session, o, buiten, nu=nu)
    if mailadres(o):
        edits.replace_uit_post(session, NIEUW_MOMENT, o.kenmerk, op=nu)
    return events


def queue_team_mail(
    session: Session, geraakt: Collection[Geraakt], gemeente: Gemeente, *, opnieuw: bool, werkgebied: Werkgebied,
    publieke_url: str, nu: dt.datetime,
) -> None:  # fmt: skip
    """Tell the team at once which promises fall when it is not there: the day before may be too late to hear it.

    Kenmerken and moments only: mail is read by more people than the werkplek.
    """
    if not geraakt or not gemeente.contact.email:
        return
    lokaal = werkgebied.lokale_tijd(nu)
    regels = [
        tekst(
            f"mail.beloften.{_lot(g, opnieuw=opnieuw)}", kenmerk=g.kenmerk,
            dag=dag_tekst(g.voor.date(), lokaal.date()), tijd=tijd_tekst(g.voor.time()),
        )
        for g in list(geraakt)[:MAX_IN_MAIL]
    ]  # fmt: skip
    edits.add_uit_post(
        session, MAIL_TEAM, f"B-{lokaal:%y%m%d%H%M}-{gemeente.code}"[:20], op=nu, aan=gemeente.contact.email,
        onderwerp=tekst("mail.beloften.onderwerp", aantal=len(geraakt)),
        tekst=tekst(
            "mail.beloften.tekst", team=gemeente.team.naam, regels="\n".join(regels),
            adres=f"{publieke_url.rstrip('/')}/werkplek",
        ),
    )  # fmt: skip


def _lot(g: Geraakt, *, opnieuw: bool) -> str:
    """What becomes of it, as the mail to the team names it."""
    if g.opnieuw and opnieuw:
        return "opnieuw"
    return "eerder" if g.haalbaar else "toch"
