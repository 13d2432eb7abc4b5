"""How long things are kept, as a beheerder sets it: shorter at once, longer only knowingly and never for who came
before (overdracht/bewaartermijn.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overdracht import bewaar_queries, edits, instelling_queries, staf
from overdracht.beheerfout import AndersGeworden, GeenBeheerder, InvoerFout
from overdracht.bewaartermijn import AUDIT, BELOOFD, GESPREK, OVERDRACHT, Bewaartermijn, as_bewaartermijn, as_waarde
from overdracht.inrichting import Inrichting, bewaar_sleutel
from overdracht.models import Medewerker
from overdracht.routering import of_niets
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MAX_REDEN = 300
# At least, and at most when it is said to be longer than the setting. A gesprek without a question to the team serves
# no dossier. Of a question: the fifteen years of the Wmo 2015 (art. 5.3.4). The audit: long enough to be looked at.
GRENZEN: Mapping[str, tuple[int, int]] = {GESPREK: (1, 90), OVERDRACHT: (30, 15 * 366), AUDIT: (365, 10 * 366)}


class BewaarFout(InvoerFout):
    """This term cannot be kept. `fouten`: per field a reason in plain Dutch."""


@dataclass(frozen=True)
class Gevolg:
    """What a change would do. `weg`: how many gesprekken would go at once, None = a few; `langer`: than the setting."""

    korter: bool
    langer: bool
    weg: int | None = 0


def save_bewaartermijn(
    session: Session, soort: str, dagen: str, *, inrichting: Inrichting, reden: str, zeker: bool, wie: Medewerker,
    nu: dt.datetime, versie: int,
) -> Gevolg | None:  # fmt: skip
    """Keep this kind for so many days (typed), if it still is as it was shown (`versie`).

    Shorter, and longer than the setting, is done only when somebody who read the Gevolg is sure; until then that is
    returned and nothing is changed. Raises BewaarFout, AndersGeworden and GeenBeheerder.
    """
    _require_beheer(wie)
    fouten: dict[str, str] = {}
    vanaf, tot = grenzen(soort, inrichting)
    kaal, waarom = dagen.strip(), " ".join(reden.split())
    if not (kaal.isascii() and kaal.isdigit() and len(kaal) < 6 and vanaf <= int(kaal) <= tot):
        fouten["dagen"] = tekst("bewaren.dagen", vanaf=vanaf, tot=tot)
    if not 5 <= len(waarom) <= MAX_REDEN:
        fouten["reden"] = tekst("bewaren.reden", aantal=MAX_REDEN)
    if fouten:
        raise BewaarFout(fouten)
    return _change(session, soort, int(kaal), int(kaal), inrichting=inrichting, reden=waarom, zeker=zeker, wie=wie,
                   nu=nu, versie=versie)  # fmt: skip


def reset_bewaartermijn(
    session: Session, soort: str, *, inrichting: Inrichting, zeker: bool, wie: Medewerker, nu: dt.datetime, versie: int
) -> Gevolg | None:
    """Let the setting count again, with the same care. Raises AndersGeworden and GeenBeheerder."""
    _require_beheer(wie)
    return _change(session, soort, None, inrichting.standaard_dagen(soort), inrichting=inrichting, reden="",
                   zeker=zeker, wie=wie, nu=nu, versie=versie)  # fmt: skip


def grenzen(soort: str, inrichting: Inrichting) -> tuple[int, int]:
    """From how many days to how many this kind may be kept; what the installation itself set is always allowed."""
    (vanaf, tot), standaard = GRENZEN[soort], inrichting.standaard_dagen(soort)
    return min(vanaf, standaard), max(tot, standaard)


def read_bewaartermijn(session: Session, soort: str, *, inrichting: Inrichting) -> Bewaartermijn:
    """How long this kind is kept, as the database has it."""
    rij = instelling_queries.get_instelling(session, bewaar_sleutel(soort))
    return as_bewaartermijn(rij.waarde if rij else None, standaard=inrichting.standaard_dagen(soort))


def _require_beheer(wie: Medewerker) -> None:
    if not staf.mag(wie, "beheer"):
        raise GeenBeheerder


def _change(
    session: Session, soort: str, bewaard: int | None, dagen: int, *, inrichting: Inrichting, reden: str, zeker: bool,
    wie: Medewerker, nu: dt.datetime, versie: int,
) -> Gevolg | None:  # fmt: skip
    nu_geldt = read_bewaartermijn(session, soort, inrichting=inrichting)
    korter, langer = dagen < nu_geldt.dagen, dagen > inrichting.standaard_dagen(soort)
    if (korter or langer) and not zeker:
        weg = _count_weg(session, soort, dagen, nu=nu) if korter else 0
        return Gevolg(korter=korter, langer=langer, weg=weg)
    eerder = nu_geldt.verander(dagen, nu) if soort in BELOOFD else ()
    if not instelling_queries.change_instelling(
        session, bewaar_sleutel(soort), as_waarde(bewaard, eerder), versie=versie, reden=reden, wie=wie.naam, op=nu
    ):
        raise AndersGeworden
    van, naar = (tekst("bewaren.dag", aantal=n) for n in (nu_geldt.dagen, dagen))
    wat = tekst("bewaren.van_naar" if bewaard else "bewaren.terug", van=van, naar=naar)
    extra = [w for w in (tekst("bewaren.langer") if langer else "", reden) if w]
    code = "bewaren_veranderd" if bewaard else "bewaren_terug"
    edits.add_audit(session, wie.naam, code, tekst(f"bewaren.soorten.{soort}"), reden=": ".join([wat, *extra]), op=nu)
    return None


def _count_weg(session: Session, soort: str, dagen: int, *, nu: dt.datetime) -> int | None:
    """How many gesprekken, or lines of the audit, would go in the next round."""
    return of_niets(bewaar_queries.count_te_oud(session, soort, nu - dt.timedelta(days=dagen)))
