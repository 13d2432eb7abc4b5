"""Everything an action may know about this moment of the gesprek, read once from the tracker."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

from actions.bronnen import Bronnen
from taal.woorden import is_woord
from triage.beoordeling import LEEFGEBIEDEN, Beoordeling, beoordeling_from_dict
from werkgebied import Gemeente, Plaats, Werkgebied

FORM = "breed_gesprek_form"
# Where no findings are brought along (rasa shell), this many messages are remembered.
MAX_GEHOORD = 12
_LEEG = Beoordeling(zwaarte="geen", soort="gesprek", route="gesprek", intent="", namens=None)


@dataclass(frozen=True)
class Context:
    """One turn. tekst is what the resident typed ('' for a button); waarden what a button carried."""

    tekst: str
    intent: str
    score: float
    slots: Mapping[str, Any]
    nu: dt.datetime
    bronnen: Bronnen
    beoordeling: Beoordeling = _LEEG
    eerder: tuple[Beoordeling, ...] = ()
    waarden: Mapping[str, str] = field(default_factory=dict)
    status: str = "assistent"
    gemeente_van_gesprek: str | None = None
    kern_van_gesprek: str | None = None
    gevraagd: str | None = None
    in_lus: bool = False
    onderbroken: bool = False
    brengt_mee: bool = False

    @property
    def werkgebied(self) -> Werkgebied:
        return self.bronnen.werkgebied

    @property
    def beurt(self) -> int:
        """How many replies were given before; varies the words."""
        return int(self.slots.get("beurt") or 0)

    @property
    def verwacht(self) -> str:
        """What the last reply left open, '' for nothing."""
        return str(self.slots.get("verwacht") or "")

    @property
    def is_knop(self) -> bool:
        return not self.tekst

    def lijst(self, slot: str) -> list[str]:
        """A slot that holds a list of words."""
        return list(self.slots.get(slot) or [])

    @cached_property
    def gehoord(self) -> tuple[Beoordeling, ...]:
        """The findings that count, this message included."""
        eerder = self.eerder
        if not self.brengt_mee:
            eerder = tuple(beoordeling_from_dict(b) for b in self.slots.get("gehoord") or [])
        return eerder if self.is_knop else (*eerder, self.beoordeling)

    @cached_property
    def gesprek(self) -> Beoordeling:
        """The finding on the whole gesprek, with the resident's corrections applied."""
        if not self.gehoord:
            return _LEEG
        return self.beoordeel_gesprek(self.gehoord)

    def beoordeel_gesprek(self, gehoord: Sequence[Beoordeling]) -> Beoordeling:
        """These findings together. A crisis had its own text when it was heard; what is told beside it counts here."""
        zonder = [replace(b, crisis=None, zwaarte="enkelvoudig") if b.crisis else b for b in gehoord]
        oordeel: Beoordeling = self.bronnen.triage.beoordeel_gesprek(
            zonder, weg=self.lijst("weg"), erbij=self.lijst("erbij")
        )
        return oordeel

    @cached_property
    def gebieden(self) -> list[str]:
        """Codes of the leefgebieden of the whole gesprek."""
        return [g.code for g in self.gesprek.leefgebieden if g.code in LEEFGEBIEDEN]

    @cached_property
    def genoemde_plaats(self) -> Plaats | None:
        """The place in this message: typed, or carried by a button."""
        gekozen = self.waarden.get("plaats")
        return self.werkgebied.vind_plaats(gekozen if gekozen else _zonder_gewone_woorden(self.tekst, self.werkgebied))

    @cached_property
    def plaats(self) -> Plaats | None:
        """Where the resident is, as far as known: this message, what was said before, the site's gemeente."""
        if self.genoemde_plaats is not None:
            return self.genoemde_plaats
        kern = self.slots.get("kern") or self.kern_van_gesprek
        gevonden = self.werkgebied.zoek_kern(kern) if kern else None
        if gevonden:
            return Plaats(*gevonden)
        gemeente = self.werkgebied.zoek_gemeente(self.slots.get("gemeente") or self.gemeente_van_gesprek)
        return Plaats(gemeente) if gemeente else None

    @property
    def gemeente(self) -> Gemeente | None:
        return self.plaats.gemeente if self.plaats else None

    @cached_property
    def namens(self) -> str | None:
        """For whom the resident speaks, once that is known; somebody else goes before 'zelf'."""
        gehoord = {b.namens for b in self.gehoord}
        uit_woorden = next((n for n in ("signaal", "naaste", "zelf") if n in gehoord), None)
        return self.slots.get("namens") or uit_woorden

    def plaats_slots(self) -> dict[str, Any]:
        """Slots for a place named in this message; empty when none was."""
        plaats = self.genoemde_plaats
        return {"gemeente": plaats.gemeente.naam, "kern": plaats.kern} if plaats else {}

    def plaats_data(self) -> dict[str, Any]:
        """The same for the gesprek itself."""
        return self.plaats_slots()


def _zonder_gewone_woorden(tekst: str, werkgebied: Werkgebied) -> str:
    """The text without Dutch words that only resemble a place ("naar school" is not Schoorl)."""
    namen = _woorden_van(tuple(naam for g in werkgebied.gemeenten for naam in (g.naam, *g.kernen)))

    def blijft(woord: str) -> bool:
        klein = woord.lower()
        return len(klein) < 5 or klein in namen or not is_woord(klein)

    return re.sub(r"[^\W\d_]+", lambda m: m[0] if blijft(m[0]) else "_", tekst)


@lru_cache(maxsize=8)
def _woorden_van(namen: tuple[str, ...]) -> frozenset[str]:
    return frozenset(deel for naam in namen for deel in naam.lower().split())


def _metadata(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    gebruiker = [e for e in events if e.get("event") == "user"]
    return dict(gebruiker[-1].get("metadata") or {}) if gebruiker else {}


def _is_al_beantwoord(events: Iterable[Mapping[str, Any]]) -> bool:
    """Whether another action replied to this message already: a side question in the breed gesprek."""
    erna: list[str] = []
    for event in events:
        if event.get("event") == "user":
            erna = []
        elif event.get("event") == "action":
            erna.append(str(event.get("name") or ""))
    return any(naam.startswith("action_") and naam != "action_listen" for naam in erna)


def _als_beoordeling(data: Any) -> Beoordeling:
    if isinstance(data, Beoordeling):
        return data
    return beoordeling_from_dict(dict(data)) if data else _LEEG


def _tijd(meta: Mapping[str, Any], werkgebied: Werkgebied) -> dt.datetime:
    nu = dt.datetime.fromisoformat(meta["nu"]) if meta.get("nu") else dt.datetime.now(dt.UTC)
    return werkgebied.lokale_tijd(nu)


def _waarden(bericht: Mapping[str, Any], ruw: str) -> dict[str, str]:
    waarden = {e["entity"]: str(e["value"]) for e in bericht.get("entities") or [] if "entity" in e}
    if ruw.startswith("/") and "{" in ruw:
        with contextlib.suppress(ValueError):
            waarden |= {k: str(v) for k, v in json.loads(ruw[ruw.index("{") :]).items()}
    return waarden


def context_van(tracker: Any, bronnen: Bronnen) -> Context:
    """The context of this turn, from a tracker of rasa_sdk."""
    bericht: Mapping[str, Any] = tracker.latest_message or {}
    meta = _metadata(tracker.events or [])
    ruw = bericht.get("text") or ""
    intent = bericht.get("intent") or {}
    lus = tracker.active_loop or {}
    knop = ruw.startswith("/")
    return Context(
        tekst="" if knop else ruw.strip(),
        intent=intent.get("name") or "",
        score=float(intent.get("confidence") or 0.0),
        slots=dict(tracker.slots or {}),
        nu=_tijd(meta, bronnen.werkgebied),
        bronnen=bronnen,
        beoordeling=_LEEG if knop else _als_beoordeling(bericht.get("triage") or meta.get("beoordeling")),
        eerder=tuple(_als_beoordeling(b) for b in meta.get("eerder") or ()),
        waarden=_waarden(bericht, ruw) if knop else {},
        status=meta.get("status") or "assistent",
        gemeente_van_gesprek=meta.get("gemeente"),
        kern_van_gesprek=meta.get("kern"),
        gevraagd=(tracker.slots or {}).get("requested_slot") if lus.get("name") == FORM else None,
        in_lus=lus.get("name") == FORM,
        onderbroken=_is_al_beantwoord(tracker.events or []),
        brengt_mee="eerder" in meta,
    )
