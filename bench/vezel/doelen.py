"""What is fuzzed: each a function of bytes that may raise only what its room promises to raise.

Beside that each checks something that must hold for anything it accepts. What comes out is a mistake of ours.
"""

from __future__ import annotations

import atexit
import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.noodantwoord import _payload
from gesprek.invoer import BerichtFout, knop_tekst, schoon
from kalender.openingstijden import OpeningstijdenFout, parse_openingstijden
from kalender.tijdvraag import vind_tijd
from overdracht import herkennen
from overdracht.contact import ContactFout, lees_contact
from overdracht.correctie import VerslagFout, corrigeer, lees_wijzigingen, met_bron
from overdracht.gesprekstekst import alle_regels
from settings import ROOT
from sociale_kaart.bestand import BestandFout, lees_rijen
from sociale_kaart.controles import controleer
from taal.persoonsgegevens import verberg
from triage.crisis import vind_crisis
from web.errors import Probleem
from web.stroom import _lees_opdracht
from web.velden import keur, lees_tekst_als_json
from werkgebied import load_werkgebied

_GEBIED = load_werkgebied(ROOT / "werkgebied.yml")
_NU = _GEBIED.lokale_tijd(dt.datetime(2026, 11, 4, 10, 0, tzinfo=dt.UTC))
_MAP = Path(tempfile.mkdtemp(prefix="voordeur-vezel-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))  # noqa: S108
atexit.register(shutil.rmtree, _MAP, ignore_errors=True)


def _regel(id: str, tekst: str) -> dict[str, Any]:
    return {"id": id, "tekst": tekst, "bron": [1], "herkomst": "gezegd"}


VERSLAG: dict[str, Any] = {
    "versie": 1, "kenmerk": "", "gemeente": "Castricum", "kern": None, "namens": "zelf", "zwaarte": "meervoudig",
    "crisis": None, "reden_overdracht": {"regel": "meer", "uitleg": "x", "bron": [1]},
    "hulpvraag": _regel("h1", "ik heb schulden en ben moe"), "urgentie": [],
    "leefgebieden": [{"code": "financien", "naam": "Financiën", "score": 0.9, "regels": [_regel("l1", "schulden")]}],
    "al_geprobeerd": {"zelf": [_regel("z1", "gebeld")], "netwerk": [], "voorzieningen": []},
    "betrokken": [_regel("b1", "huisarts")], "huishouden": [], "wens": [_regel("w1", "rust")],
    "getoonde_voorzieningen": [{"id": "v1", "naam": "Voedselbank"}], "contact": {}, "toestemming": {"gegeven": False},
    "gesprek": [{"volgnummer": 1, "afzender": "inwoner", "tekst": "ik heb schulden en ben moe"}],
}  # fmt: skip


def bericht(data: bytes) -> None:
    """A message over HTTP: JSON, its schema, and what is stored of it."""
    try:
        velden = keur(lees_tekst_als_json(data), "BerichtNieuw")
        tekst = schoon(velden["tekst"]) if "tekst" in velden else knop_tekst(velden["payload"], [])
    except (Probleem, BerichtFout):
        return
    verberg(tekst).tekst.encode()
    _payload(velden.get("payload"))


def opdracht(data: bytes) -> None:
    """A frame of the socket."""
    try:
        uit = _lees_opdracht(data.decode("utf-8", "surrogateescape"))
        if isinstance(uit, dict):
            keur({k: v for k, v in uit.items() if k != "soort"}, "BerichtNieuw")
    except Probleem:
        return


def tekst(data: bytes) -> None:
    """What a resident types, through everything that looks for something in it before any model does."""
    try:
        schone = schoon(data.decode("utf-8", "ignore"))
    except BerichtFout:
        return
    verberg(schone).tekst.encode()
    vind_crisis(schone)
    vind_tijd(schone, _NU)
    for vind in (
        herkennen.antwoord_zinnen, herkennen.find_partijen, herkennen.find_betrokken, herkennen.find_huishouden,
        herkennen.find_pogingen, herkennen.find_ontkend, herkennen.drop_groet, herkennen.find_namens,
    ):  # fmt: skip
        vind(schone)


def uren(data: bytes) -> None:
    """Opening hours: what can be read can be told, now and on any day."""
    try:
        gelezen = parse_openingstijden(data.decode("utf-8", "ignore"))
    except OpeningstijdenFout:
        return
    gelezen.als_tekst()
    for dagen in (0, 3, 55):
        gelezen.open_nu_tekst(_NU + dt.timedelta(days=dagen), _GEBIED.feestdagen)


def kaart(data: bytes) -> None:
    """A file for the kaart: CSV, JSON, XLSX or HSDS."""
    pad = _MAP / "kaart"
    pad.write_bytes(data)
    try:
        for rij in lees_rijen(pad, _GEBIED):
            if rij.fout is None:
                controleer(rij.velden, werkgebied=_GEBIED)
    except BestandFout:
        return


def csv(data: bytes) -> None:
    """The same, with a header that fits, so that the rows themselves are reached."""
    kaart(b"id,naam,leefgebieden,telefoon,email,website,openingstijden,laatst_gecontroleerd,status\n" + data)


def verslag(data: bytes) -> None:
    """A correction of the verslag: it stays one, and every line keeps its source."""
    try:
        body = lees_tekst_als_json(data)
    except Probleem:
        return
    try:
        wijzigingen = lees_wijzigingen(VERSLAG, body)
        uit = corrigeer(VERSLAG, met_bron(wijzigingen, 9))
    except VerslagFout:
        return
    assert all(r["bron"] and r["tekst"] for r in alle_regels(uit)), "a line without source or text"
    json.dumps(uit)


def contact(data: bytes) -> None:
    """How a resident wants to be reached."""
    try:
        velden = keur(lees_tekst_als_json(data), "Goedkeuring")
    except Probleem:
        return
    try:
        lees_contact(velden.get("contact") or {})
    except ContactFout:
        return


DOELEN: dict[str, Callable[[bytes], None]] = {
    f.__name__: f for f in (bericht, opdracht, tekst, uren, kaart, csv, verslag, contact)
}
