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
    """What a resident may count on. `wanneer` to `tot`: when somebody gets in touch; `open`: the team is there now."""

    wanneer: dt.datetime
    tot: dt.datetime
    open: bool
    tekst: str

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
    uren = regels["eerste_contact_uren"].get(zwaarte, 8)
    contact = tel_op(lokaal, dt.timedelta(hours=uren), hours_of(gemeente), werkgebied.feestdagen)
    onderzoek = weken_na(lokaal, regels["onderzoek_weken"], werkgebied.feestdagen)
    beschikking = weken_na(onderzoek, regels["beschikking_weken"], werkgebied.feestdagen)
    deel = 0.0 if zwaarte == "crisis" else float(regels["voorrang"].get(zwaarte, 1.0))
    return Termijnen(contact, onderzoek, beschikking, lokaal + (contact - lokaal) * deel)


def bereken_belofte(
    nu: dt.datetime, *, voorkeur: str, uiterlijk: dt.datetime, gemeente: Gemeente | None, werkgebied: Werkgebied
) -> Belofte:
    """What is promised: while the team is open a last moment, else a window after the next opening."""
    lokaal, hours = werkgebied.lokale_tijd(nu), hours_of(gemeente)
    is_open = hours.is_open(lokaal, werkgebied.feestdagen)
    opening = None if is_open else hours.volgende_opening(lokaal, werkgebied.feestdagen)
    if is_open is False and opening is not None:
        tot = tel_op(
            opening, dt.timedelta(hours=load_yaml("termijnen.yml")["belofte_uren"]), hours, werkgebied.feestdagen
        )
        wanneer = tekst(
            "belofte.tussen", dag=dag_tekst(opening.date(), lokaal.date()), van=tijd_tekst(opening.time()),
            tot=tijd_tekst(tot.time()),
        )  # fmt: skip
        zin = tekst(f"belofte.{voorkeur}", wanneer=_hoofdletter(wanneer))
        return Belofte(opening, tot, False, tekst("belofte.dicht", belofte=zin))
    tot = werkgebied.lokale_tijd(uiterlijk)
    wanneer = tekst("belofte.uiterlijk", dag=dag_tekst(tot.date(), lokaal.date()), tijd=tijd_tekst(tot.time()))
    return Belofte(lokaal, tot, bool(is_open), tekst(f"belofte.{voorkeur}", wanneer=_hoofdletter(wanneer)))


def _hoofdletter(zin: str) -> str:
    return zin[:1].upper() + zin[1:]
