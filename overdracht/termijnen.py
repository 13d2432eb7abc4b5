"""Terms and promises: when somebody hears from us, counted in the hours the team is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kalender.openingstijden import Openingstijden, dag_tekst, tijd_tekst
from kalender.werktijd import tel_op, weken_na, werkdagen_na
from overdracht.teksten import load_yaml, tekst
from overdracht.termijnregels import (
    BESCHIKKING,
    DAGEN,
    EERSTE_CONTACT,
    ONDERZOEK,
    UREN,
    VAST,
    Geval,
    Regel,
    kies,
    kies_eigen,
)

if TYPE_CHECKING:
    from werkgebied.model import Gemeente, Werkgebied


@dataclass(frozen=True)
class Termijnen:
    """The deadlines of one overdracht, all aware."""

    eerste_contact_voor: dt.datetime
    onderzoek_voor: dt.datetime
    beschikking_voor: dt.datetime
    voorrang_op: dt.datetime
    # Which term each of the fixed ones is, and the own ones with their end.
    vast: Mapping[str, Regel] = field(default_factory=dict)
    eigen: tuple[tuple[Regel, dt.datetime], ...] = ()


@dataclass(frozen=True)
class Belofte:
    """What a resident may count on. `wanneer` to `tot`: when somebody gets in touch; `open`: the team is there now.

    With `tot` before `wanneer` the promise was broken.
    """

    wanneer: dt.datetime
    tot: dt.datetime
    open: bool
    tekst: str

    @property
    def gebroken(self) -> bool:
        return self.tot < self.wanneer

    def as_dict(self) -> dict[str, Any]:
        """JSON data."""
        wanneer, tot = self.wanneer.isoformat(), self.tot.isoformat()
        return {"wanneer": wanneer, "tot": tot, "open": self.open, "tekst": self.tekst}


def hours_of(gemeente: Gemeente | None) -> Openingstijden:
    """The hours of the team of this gemeente; unknown without one."""
    return gemeente.team.openingstijden if gemeente else Openingstijden()


def bereken_termijnen(
    nu: dt.datetime, *, geval: Geval, gemeente: Gemeente | None, werkgebied: Werkgebied, regels: Sequence[Regel] = ()
) -> Termijnen:
    """The deadlines that begin now: those of the Wmo 2015 and of the product, unless beheer set others (`regels`)."""
    lokaal, hours = werkgebied.lokale_tijd(nu), hours_of(gemeente)

    def eind(regel: Regel, vanaf: dt.datetime) -> dt.datetime:
        return _eind(regel, vanaf, hours=hours, werkgebied=werkgebied)

    vast = {stap: kies(regels, stap, geval) for stap in VAST}
    contact = eind(vast[EERSTE_CONTACT], lokaal)
    if vast[EERSTE_CONTACT].id is None:
        contact = _binnen_venster(lokaal, contact, hours=hours, werkgebied=werkgebied)
    onderzoek = eind(vast[ONDERZOEK], lokaal)
    voorrang = load_yaml("termijnen.yml")["voorrang"]
    deel = 0.0 if geval.zwaarte == "crisis" else float(voorrang.get(geval.zwaarte, 1.0))
    return Termijnen(
        eerste_contact_voor=contact,
        onderzoek_voor=onderzoek,
        beschikking_voor=eind(vast[BESCHIKKING], onderzoek),
        voorrang_op=lokaal + (contact - lokaal) * deel,
        vast=vast,
        eigen=tuple((regel, eind(regel, lokaal)) for regel in kies_eigen(regels, geval)),
    )


def _eind(regel: Regel, vanaf: dt.datetime, *, hours: Openingstijden, werkgebied: Werkgebied) -> dt.datetime:
    """When a term that begins then is over: in hours that the team is there, in working days or in weeks."""
    if regel.eenheid == UREN:
        return tel_op(vanaf, dt.timedelta(hours=regel.aantal), hours, werkgebied.feestdagen)
    telt = werkdagen_na if regel.eenheid == DAGEN else weken_na
    return telt(vanaf, regel.aantal, werkgebied.feestdagen)


def _binnen_venster(
    lokaal: dt.datetime, contact: dt.datetime, *, hours: Openingstijden, werkgebied: Werkgebied
) -> dt.datetime:
    """The first contact of the product is also within the window after the team's next opening, which who comes
    while it is closed is promised: who came earlier never waits for longer. A term of beheer is what it says."""
    opening = None if hours.altijd else hours.volgende_opening(lokaal, werkgebied.feestdagen)
    return min(contact, eind_venster(opening, hours, werkgebied)) if opening else contact


def eind_venster(opening: dt.datetime, hours: Openingstijden, werkgebied: Werkgebied) -> dt.datetime:
    """Until when somebody hears from us who was promised to when the team opens."""
    return tel_op(opening, dt.timedelta(hours=load_yaml("termijnen.yml")["belofte_uren"]), hours, werkgebied.feestdagen)


def bereken_belofte(
    nu: dt.datetime, *, voorkeur: str, uiterlijk: dt.datetime, gemeente: Gemeente | None, werkgebied: Werkgebied,
    in_rij: bool = True,
) -> Belofte:  # fmt: skip
    """What is promised, from the term that was given: it never moves. Once it has passed that is said, and no
    new promise is made. in_rij: whether it waits, and is not held by somebody."""
    lokaal, tot, hours = werkgebied.lokale_tijd(nu), werkgebied.lokale_tijd(uiterlijk), hours_of(gemeente)
    is_open = hours.is_open(lokaal, werkgebied.feestdagen)
    opening = hours.volgende_opening(lokaal, werkgebied.feestdagen) if is_open is False else None
    if tot < lokaal:
        return Belofte(lokaal, tot, bool(is_open), _te_laat(tot, opening, lokaal, gemeente=gemeente, in_rij=in_rij))
    van = lokaal
    wanneer = tekst("belofte.uiterlijk", dag=dag_tekst(tot.date(), lokaal.date()), tijd=tijd_tekst(tot.time()))
    if opening is not None and opening < tot <= eind_venster(opening, hours, werkgebied):
        van = opening
        wanneer = tekst(
            "belofte.tussen", dag=dag_tekst(opening.date(), lokaal.date()), van=tijd_tekst(opening.time()),
            tot=tijd_tekst(tot.time()),
        )  # fmt: skip
    zin = tekst(f"belofte.{voorkeur}", wanneer=_hoofdletter(wanneer))
    return Belofte(van, tot, bool(is_open), tekst("belofte.dicht", belofte=zin) if opening else zin)


def _te_laat(
    tot: dt.datetime, opening: dt.datetime | None, lokaal: dt.datetime, *, gemeente: Gemeente | None, in_rij: bool
) -> str:
    """That a promise was broken, how to reach somebody now, and when the team is there again."""
    zin = "te_laat" if in_rij else "te_laat_bij"
    zinnen = [tekst(f"belofte.{zin}", dag=dag_tekst(tot.date(), lokaal.date()), tijd=tijd_tekst(tot.time()))]
    if opening is not None:
        dag = dag_tekst(opening.date(), lokaal.date())
        zinnen.append(tekst("belofte.weer_open", dag=dag, tijd=tijd_tekst(opening.time())))
    if gemeente and gemeente.contact.telefoon:
        zinnen.append(tekst("belofte.bel", telefoon=gemeente.contact.telefoon))
    return " ".join(zinnen)


def _hoofdletter(zin: str) -> str:
    return zin[:1].upper() + zin[1:]
