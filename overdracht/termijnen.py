"""Terms and promises: when somebody hears from us, counted in the hours the team is there."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kalender.openingstijden import Openingstijden, dag_tekst, tijd_tekst
from kalender.werktijd import tel_op, weken_na
from overdracht.teksten import load_yaml, tekst

if TYPE_CHECKING:
    from werkgebied.model import Gemeente, Werkgebied


@dataclass(frozen=True)
class Termijnen:
    """The deadlines of one overdracht, all aware."""

    eerste_contact_voor: dt.datetime
    onderzoek_voor: dt.datetime
    beschikking_voor: dt.datetime
    voorrang_op: dt.datetime


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


def bereken_termijnen(nu: dt.datetime, *, zwaarte: str, gemeente: Gemeente | None, werkgebied: Werkgebied) -> Termijnen:
    """The deadlines that begin now: Wmo 2015 for onderzoek and beschikking, own ones for the first contact."""
    regels = load_yaml("termijnen.yml")
    lokaal = werkgebied.lokale_tijd(nu)
    uren = dt.timedelta(hours=regels["eerste_contact_uren"].get(zwaarte, 8))
    contact = _eerste_contact(lokaal, uren, gemeente=gemeente, werkgebied=werkgebied)
    onderzoek = weken_na(lokaal, regels["onderzoek_weken"], werkgebied.feestdagen)
    beschikking = weken_na(onderzoek, regels["beschikking_weken"], werkgebied.feestdagen)
    deel = 0.0 if zwaarte == "crisis" else float(regels["voorrang"].get(zwaarte, 1.0))
    return Termijnen(contact, onderzoek, beschikking, lokaal + (contact - lokaal) * deel)


def _eerste_contact(
    lokaal: dt.datetime, uren: dt.timedelta, *, gemeente: Gemeente | None, werkgebied: Werkgebied
) -> dt.datetime:
    """The last moment of the first contact: in hours that the team is there, and within the window after its next
    opening, which who comes while it is closed is promised: who came earlier never waits for longer."""
    hours, feestdagen = hours_of(gemeente), werkgebied.feestdagen
    contact = tel_op(lokaal, uren, hours, feestdagen)
    opening = None if hours.altijd else hours.volgende_opening(lokaal, feestdagen)
    return min(contact, _eind_venster(opening, hours, werkgebied)) if opening else contact


def _eind_venster(opening: dt.datetime, hours: Openingstijden, werkgebied: Werkgebied) -> dt.datetime:
    return tel_op(opening, dt.timedelta(hours=load_yaml("termijnen.yml")["belofte_uren"]), hours, werkgebied.feestdagen)


def bereken_belofte(
    nu: dt.datetime, *, voorkeur: str, uiterlijk: dt.datetime, gemeente: Gemeente | None, werkgebied: Werkgebied
) -> Belofte:
    """What is promised, from the term that was given: it never moves. Once it has passed that is said, and no
    new promise is made."""
    lokaal, tot, hours = werkgebied.lokale_tijd(nu), werkgebied.lokale_tijd(uiterlijk), hours_of(gemeente)
    is_open = hours.is_open(lokaal, werkgebied.feestdagen)
    opening = hours.volgende_opening(lokaal, werkgebied.feestdagen) if is_open is False else None
    if tot < lokaal:
        return Belofte(lokaal, tot, bool(is_open), _te_laat(tot, opening, lokaal, gemeente=gemeente))
    van = lokaal
    wanneer = tekst("belofte.uiterlijk", dag=dag_tekst(tot.date(), lokaal.date()), tijd=tijd_tekst(tot.time()))
    if opening is not None and opening < tot <= _eind_venster(opening, hours, werkgebied):
        van = opening
        wanneer = tekst(
            "belofte.tussen", dag=dag_tekst(opening.date(), lokaal.date()), van=tijd_tekst(opening.time()),
            tot=tijd_tekst(tot.time()),
        )  # fmt: skip
    zin = tekst(f"belofte.{voorkeur}", wanneer=_hoofdletter(wanneer))
    return Belofte(van, tot, bool(is_open), tekst("belofte.dicht", belofte=zin) if opening else zin)


def _te_laat(tot: dt.datetime, opening: dt.datetime | None, lokaal: dt.datetime, *, gemeente: Gemeente | None) -> str:
    """That a promise was broken, how to reach somebody now, and when the team is there again."""
    zinnen = [tekst("belofte.te_laat", dag=dag_tekst(tot.date(), lokaal.date()), tijd=tijd_tekst(tot.time()))]
    if opening is not None:
        dag = dag_tekst(opening.date(), lokaal.date())
        zinnen.append(tekst("belofte.weer_open", dag=dag, tijd=tijd_tekst(opening.time())))
    if gemeente and gemeente.contact.telefoon:
        zinnen.append(tekst("belofte.bel", telefoon=gemeente.contact.telefoon))
    return " ".join(zinnen)


def _hoofdletter(zin: str) -> str:
    return zin[:1].upper() + zin[1:]
