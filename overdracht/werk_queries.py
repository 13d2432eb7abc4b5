"""What waits for the background, asked in one look: most looks find nothing, and then one question is all it costs.

Each part asks exactly what the work itself asks when it begins (`gesprek.queries.find_te_beantwoorden`,
`queries.find_ongehoord`, `find_stil` and `find_klaar_om_te_sturen`, `edits.take_stappen_te_melden`), so that nothing
waits longer than it did when each work looked by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, or_, select

from gesprek.models import Bericht, Gesprek
from opslag.vast import Vast
from overdracht.models import Overdracht, OverdrachtStap, UitPost

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

# The work, by the name it has in the outcome.
ONBEANTWOORD, TERMIJNEN, TE_MELDEN = "onbeantwoord", "termijnen", "te melden"


def _moment(naam: str) -> Any:
    return bindparam(naam, type_=Bericht.op.type)


def _te_sturen(soorten: tuple[str, ...], behalve: tuple[str, ...]) -> ColumnElement[bool]:
    open_ = or_(UitPost.status == "wacht", UitPost.status == "bezig")
    klaar = exists().where(open_, UitPost.volgende_op <= _moment("nu"), *(UitPost.soort != s for s in behalve))
    return klaar.where(or_(*(UitPost.soort == s for s in soorten))) if soorten else klaar


class Kijker:
    """The one look. banen: the lanes of the outbox, each with its kinds (none: all that have no lane of their own).

    te_melden: the steps that are told elsewhere; none when nobody is told.
    """

    def __init__(self, banen: Mapping[str, tuple[str, ...]], te_melden: tuple[str, ...] = ()) -> None:
        eigen = tuple(soort for soorten in banen.values() for soort in soorten)
        gehouden = Overdracht.status == "opgepakt"
        ongehoord = exists().where(
            gehouden, Gesprek.id == Overdracht.gesprek_id, Gesprek.volgnummer > Overdracht.gehoord_tot
        )
        stil = exists().where(gehouden, Overdracht.stilte_tot < _moment("nu"))
        oud = or_(Bericht.op < _moment("ouder_dan"), Bericht.op > _moment("vooruit"))
        delen: dict[str, Any] = {
            ONBEANTWOORD: exists().where(Bericht.te_beantwoorden, oud),
            TERMIJNEN: or_(ongehoord, stil),
            **{baan: _te_sturen(soorten, () if soorten else eigen) for baan, soorten in banen.items()},
        }
        if te_melden:
            welke = or_(*(OverdrachtStap.wat == wat for wat in te_melden))
            recent = OverdrachtStap.op > _moment("meld_na")
            delen[TE_MELDEN] = exists().where(OverdrachtStap.gemeld.is_(False), recent, welke)
        self._namen = tuple(delen)
        self._vraag = Vast(select(*delen.values()))

    def __call__(
        self, session: Session, *, nu: dt.datetime, ouder_dan: dt.datetime, vooruit: dt.datetime, meld_na: dt.datetime
    ) -> frozenset[str]:
        """Which work waits at `nu`.

        ouder_dan: a bericht of before this waits for an answer, as does one of after `vooruit` (a clock was ahead).
        meld_na: a step of before this is history and told to nobody.
        """
        momenten = {"nu": nu, "ouder_dan": ouder_dan, "vooruit": vooruit, "meld_na": meld_na}
        rij = self._vraag.rij(session, momenten)
        return frozenset(naam for naam, waar in zip(self._namen, rij or (), strict=True) if waar)
