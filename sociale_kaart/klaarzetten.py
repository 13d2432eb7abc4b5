"""A large file comes in beside the work: rows are put ready in small steps, then the kaart changes in one short one.

SQLite has one writer at a time. Written in one go, a file of twenty thousand rows would keep every gesprek
waiting for a minute. Here the rows are checked and worked out without any lock, put ready in a table of
their own some hundreds at a time, and moved into the kaart by the database itself. Until that last step nobody
sees anything of it; a process that is killed leaves only rows that were put ready, which are deleted later.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from opslag.db import Database, now
from sociale_kaart import klaargezet, queries
from sociale_kaart.imports import (
    Gelezen,
    ImportUitslag,
    RijUitslag,
    Voortgang,
    check_file,
    lees_gelezen,
    stukken,
    te_wijzigen,
    wat_doet,
    zet_velden,
)
from sociale_kaart.models import Voorziening, read_termijnen, work_out
from sociale_kaart.soort_models import read_eigen
from sociale_kaart.velden import als_json, lees_velden, velden_van
from werkgebied import Werkgebied

# Rows in one step; each holds the lock for some hundredths of a second.
PER_KEER = 250
# Somebody may change an entry while the file is put ready; its rows are worked out again, so many times.
_POGINGEN = 20
# What a process that was killed put ready is deleted when it is older than any import takes.
OUD = dt.timedelta(hours=6)


class TeDruk(RuntimeError):
    """The kaart changed again each time the file was ready; nothing was written."""


def import_file_beside(
    database: Database,
    pad: Path,
    *,
    werkgebied: Werkgebied,
    nagekeken: Voortgang | None = None,
    voortgang: Voortgang | None = None,
    archiveer_rest: bool = False,
    wie: str = "import",
) -> ImportUitslag:
    """As `imports.import_file`, all or nothing, without keeping other writers waiting.

    nagekeken and voortgang: called with the number of rows checked, and then put ready. Raises TeDruk.
    """
    delete_old(database, now())
    with database.lezen() as session:
        uitslag, ids = check_file(session, pad, werkgebied, nagekeken)
    if uitslag.fouten:
        return uitslag
    klaar = _Klaarzetter(database, wie=wie)
    try:
        klaar.zet_bestand(pad, uitslag, werkgebied=werkgebied, voortgang=voortgang)
        if archiveer_rest:
            klaar.zet_archief(uitslag, ids)
        klaar.wissel(uitslag)
    finally:
        klaar.ruim_op()
    return uitslag


class _Klaarzetter:
    """Puts rows ready under a key of its own, so that two imports at once do not mix."""

    def __init__(self, database: Database, *, wie: str) -> None:
        self.database, self.wie = database, wie
        self.sleutel = secrets.token_hex(12)

    def zet_bestand(
        self, pad: Path, uitslag: ImportUitslag, *, werkgebied: Werkgebied, voortgang: Voortgang | None
    ) -> None:
        """Put every row of the file ready."""
        for stuk in stukken(lees_gelezen(pad, werkgebied, self._hsds_ids), PER_KEER):
            uitslag.tel_alle(self._zet_stuk(stuk))
            if voortgang is not None:
                voortgang(len(uitslag.rijen))

    def _hsds_ids(self) -> dict[str, str]:
        with self.database.lezen() as session:
            return queries.read_hsds_ids(session)

    def zet_archief(self, uitslag: ImportUitslag, ids: Iterable[str]) -> None:
        """What is not in the file goes to the archive."""
        with self.database.lezen() as session:
            weg = queries.read_ids_outside(session, list(ids))
        for stuk in stukken((Gelezen(0, {"id": id, "status": "gearchiveerd"}, {}) for id in weg), PER_KEER):
            uitslag.tel_alle(self._zet_stuk(stuk))

    def _zet_stuk(self, stuk: Sequence[Gelezen]) -> list[RijUitslag]:
        """Work these rows out against the kaart as it is now, and put ready what they change."""
        with self.database.lezen() as session:
            bestaand = queries.get_many(session, [g.velden["id"] for g in stuk])
            termijnen, eigen = read_termijnen(session), read_eigen(session)
            session.expunge_all()
        uitslagen, nieuw = [], []
        for g in stuk:
            oud = bestaand.get(g.velden["id"])
            velden = te_wijzigen(oud, g)
            uitslagen.append(RijUitslag(g.nummer, g.velden["id"], wat_doet(oud, velden), tuple(velden)))
            if velden:
                nieuw.append((zet_velden(oud, velden), g))
        work_out([v for v, _ in nieuw], termijnen, eigen)
        rijen = [_als_rij(v, g) for v, g in nieuw]
        with self.database.session_scope() as session:
            klaargezet.put(session, self.sleutel, rijen, now())
        return uitslagen

    def wissel(self, uitslag: ImportUitslag) -> None:
        """Move all that is ready into the kaart, in one short transaction; first again what changed meanwhile."""
        for _ in range(_POGINGEN):
            with suppress(klaargezet.Ingehaald), self.database.session_scope() as session:
                anders = klaargezet.find_changed(session, self.sleutel)
                if not anders:
                    klaargezet.move(session, self.sleutel, wie=self.wie, nu=now())
                    return
            self._opnieuw(anders, uitslag)
        raise TeDruk

    def _opnieuw(self, ids: Sequence[str], uitslag: ImportUitslag) -> None:
        for deel in stukken(ids, PER_KEER):
            with self.database.session_scope() as session:
                bronnen = klaargezet.read_bronnen(session, self.sleutel, deel)
                klaargezet.delete_ids(session, self.sleutel, deel)
            uitslag.vervang(self._zet_stuk([_uit_bron(b) for b in bronnen]))

    def ruim_op(self) -> None:
        """Delete what was put ready."""
        _delete_rows(self.database, self.sleutel)


def _als_rij(voorziening: Voorziening, gelezen: Gelezen) -> dict[str, Any]:
    kolommen = {naam: getattr(voorziening, naam) for naam in klaargezet.KOLOMMEN}
    bron = {
        "nummer": gelezen.nummer, "velden": als_json(gelezen.velden), "extra": gelezen.extra, "hsds": gelezen.hsds
    }  # fmt: skip
    return kolommen | {"nummer": gelezen.nummer, "historie": als_json(velden_van(voorziening)), "gelezen": bron}


def _uit_bron(bron: dict[str, Any]) -> Gelezen:
    return Gelezen(bron["nummer"], lees_velden(bron["velden"])[0], bron["extra"], bron["hsds"])


def _delete_rows(database: Database, sleutel: str) -> None:
    meer = True
    while meer:
        with database.session_scope() as session:
            meer = klaargezet.delete_some(session, sleutel, PER_KEER)


def delete_old(database: Database, nu: dt.datetime) -> None:
    """Forget what an import that was killed left behind."""
    with database.lezen() as session:
        sleutels = klaargezet.find_old(session, nu - OUD)
    for sleutel in sleutels:
        _delete_rows(database, sleutel)
