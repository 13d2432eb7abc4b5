"""Files that a redacteur brings in: kept on disk with how far the work is, so that any process can show it.

A dry run first, then the import itself; both run beside the pages. What is kept is deleted after a day.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import secrets
import shutil
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aiohttp import web

from sociale_kaart.imports import ImportUitslag, import_file
from sociale_kaart.klaarzetten import import_file_beside
from sociale_kaart.links_feed import FeedFout, fetch_feed
from web import keys

log = logging.getLogger("web.inlezingen")
# The largest file that is taken, in bytes; 20,000 entries of CSV are some 12 MB.
MEESTE_BYTES = 60_000_000
_BEWAREN = 24 * 3600
_SLEUTEL = re.compile(r"[a-f0-9]{24}")
_ELKE = 0.4


def _map(app: web.Application) -> Path:
    settings = app[keys.SETTINGS]
    return settings.pad(settings.var_map) / "inlezen"


class Inlezing:
    """One file with its state. fase: `ophalen`, `proef`, `nagekeken`, `inlezen`, `klaar` or `mislukt`."""

    def __init__(self, map_: Path) -> None:
        self.map = map_
        self.sleutel = map_.name

    @property
    def bestand(self) -> Path:
        return self.map / "bestand"

    def lees(self) -> dict[str, Any]:
        """How far it is; a dict with at least `fase`, `naam`, `wie`, and the rows checked (`nagekeken`) and done."""
        data: dict[str, Any] = json.loads((self.map / "stand.json").read_text(encoding="utf-8"))
        return data

    def zet(self, **delen: Any) -> None:
        """Change the state; whoever reads sees the old or the new, never half of it."""
        oud = self.lees() if (self.map / "stand.json").exists() else {}
        nieuw = self.map / f"stand.{secrets.token_hex(4)}"
        nieuw.write_text(json.dumps(oud | delen, ensure_ascii=False), encoding="utf-8")
        nieuw.replace(self.map / "stand.json")

    def schrijf_rijen(self, uitslag: ImportUitslag) -> None:
        """What each row does, one a line, so that a page of them can be read without the rest."""
        with (self.map / "rijen.jsonl").open("w", encoding="utf-8") as bestand:
            for rij in uitslag.rijen:
                bestand.write(json.dumps(asdict(rij), ensure_ascii=False) + "\n")

    def lees_rijen(self, *, wat: str, vanaf: int, aantal: int) -> tuple[list[dict[str, Any]], int]:
        """Some rows of this kind ('' = all that change something) and how many there are in all."""
        gevonden: list[dict[str, Any]] = []
        totaal = 0
        pad = self.map / "rijen.jsonl"
        if not pad.exists():
            return [], 0
        with pad.open(encoding="utf-8") as bestand:
            for regel in bestand:
                rij = json.loads(regel)
                if rij["wat"] == wat or (not wat and rij["wat"] != "ongewijzigd"):
                    totaal += 1
                    if vanaf < totaal <= vanaf + aantal:
                        gevonden.append(rij)
        return gevonden, totaal


def begin(app: web.Application, *, naam: str, wie: str) -> Inlezing:
    """A new, empty one. Old ones are deleted meanwhile."""
    basis = _map(app)
    basis.mkdir(parents=True, exist_ok=True, mode=0o700)
    for oud in basis.iterdir():
        if oud.is_dir() and time.time() - oud.stat().st_mtime > _BEWAREN:
            shutil.rmtree(oud, ignore_errors=True)
    map_ = basis / secrets.token_hex(12)
    map_.mkdir(mode=0o700)
    inlezing = Inlezing(map_)
    leeg: dict[str, Any] = {"tellingen": None, "fouten": [], "meer": 0, "onverwacht": False, "archiveer_rest": False}
    inlezing.zet(fase="proef", gedaan=0, nagekeken=0, naam=naam[:200], wie=wie, **leeg)
    return inlezing


def find(app: web.Application, sleutel: str) -> Inlezing | None:
    """The one with this key, when it is still kept."""
    map_ = _map(app) / sleutel
    return Inlezing(map_) if _SLEUTEL.fullmatch(sleutel) and (map_ / "stand.json").exists() else None


async def haal_op(app: web.Application, inlezing: Inlezing, url: str) -> None:
    """Fetch a feed of another system, then look at it like at a file."""
    inlezing.zet(fase="ophalen")
    try:
        await fetch_feed(url, inlezing.bestand)
    except FeedFout as fout:
        inlezing.zet(fase="mislukt", fouten=[{"rij": 0, "kolom": "", "reden": str(fout)}])
        return
    await verwerk(app, inlezing, dry_run=True)


async def verwerk(app: web.Application, inlezing: Inlezing, *, dry_run: bool) -> None:
    """Look at the file (dry run) or bring it in, on a thread. Never raises: the state tells how it ended."""
    inlezing.zet(fase="proef" if dry_run else "inlezen", gedaan=0, nagekeken=0)
    try:
        await asyncio.to_thread(_verwerk, app, inlezing, dry_run)
    except Exception as fout:
        log.exception("inlezen mislukt: %s", type(fout).__name__)
        inlezing.zet(fase="mislukt", fouten=[], onverwacht=True)


def _verwerk(app: web.Application, inlezing: Inlezing, dry_run: bool) -> None:
    stand = inlezing.lees()
    laatst = 0.0
    telling = {"nagekeken": 0, "gedaan": 0}

    def meld(wat: str, aantal: int) -> None:
        nonlocal laatst
        telling[wat] = aantal
        if time.monotonic() - laatst > _ELKE:
            laatst = time.monotonic()
            inlezing.zet(**telling)

    def nagekeken(aantal: int) -> None:
        meld("nagekeken", aantal)

    def voortgang(aantal: int) -> None:
        meld("gedaan", aantal)

    database, werkgebied = app[keys.DATABASE], app[keys.WERKGEBIED]
    archiveer_rest, wie = bool(stand["archiveer_rest"]), str(stand["wie"])
    if dry_run:
        with database.lezen() as session:
            uitslag = import_file(
                session, inlezing.bestand, werkgebied=werkgebied, dry_run=True, nagekeken=nagekeken,
                voortgang=voortgang, archiveer_rest=archiveer_rest, wie=wie,
            )  # fmt: skip
    else:
        uitslag = import_file_beside(
            database, inlezing.bestand, werkgebied=werkgebied, nagekeken=nagekeken, voortgang=voortgang,
            archiveer_rest=archiveer_rest, wie=wie,
        )  # fmt: skip
    inlezing.schrijf_rijen(uitslag)
    tellingen = {n: getattr(uitslag, n) for n in ("nieuw", "gewijzigd", "ongewijzigd", "gearchiveerd")}
    fouten = [asdict(f) for f in uitslag.fouten]
    fase = "mislukt" if fouten else "nagekeken" if dry_run else "klaar"
    inlezing.zet(fase=fase, gedaan=len(uitslag.rijen), tellingen=tellingen, fouten=fouten, meer=uitslag.meer_fouten)
