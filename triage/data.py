"""The labelled utterances: reading them from Rasa's YAML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from triage.beoordeling import CRISIS_SOORTEN, LEEFGEBIEDEN, SOORTEN, ZWAARTES


class DataFout(Exception):
    """A labelled file cannot be used; the text says which file and why."""


@dataclass(frozen=True)
class Voorbeeld:
    """One utterance with its labels. mag_erbij: leefgebieden that are neither right nor wrong here."""

    tekst: str
    intent: str
    leefgebieden: frozenset[str] = frozenset()
    mag_erbij: frozenset[str] = frozenset()
    zwaarte: str = "geen"
    soort: str = "gesprek"
    crisis: str | None = None


def _load_yaml(pad: Path) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with pad.open(encoding="utf-8") as bestand:
        return yaml.load(bestand, Loader=loader)  # noqa: S506  (a safe loader, the C one where it exists)


def _checked(waarden: Iterable[str], bekend: Iterable[str], pad: Path) -> frozenset[str]:
    gezien = frozenset(waarden)
    onbekend = gezien - set(bekend)
    if onbekend:
        raise DataFout(f"{pad.name}: onbekende waarde {', '.join(sorted(onbekend))}")
    return gezien


def _voorbeeld(tekst: str, intent: str, meta: Mapping[str, Any], pad: Path) -> Voorbeeld:
    zwaarte, soort, crisis = meta.get("zwaarte", "geen"), meta.get("soort", "gesprek"), meta.get("crisis")
    _checked([zwaarte], ZWAARTES, pad)
    _checked([soort], SOORTEN, pad)
    _checked([crisis] if crisis else [], CRISIS_SOORTEN, pad)
    return Voorbeeld(
        tekst=tekst,
        intent=intent,
        leefgebieden=_checked(meta.get("leefgebieden", ()), LEEFGEBIEDEN, pad),
        mag_erbij=_checked(meta.get("mag_erbij", ()), LEEFGEBIEDEN, pad),
        zwaarte=zwaarte,
        soort=soort,
        crisis=crisis,
    )


def _voorbeelden_uit(pad: Path) -> Iterator[Voorbeeld]:
    inhoud = _load_yaml(pad) or {}
    for blok in inhoud.get("nlu", ()):
        if "intent" not in blok:
            continue
        voorbeelden = blok.get("examples") or ()
        if isinstance(voorbeelden, str):
            regels = (r.strip()[2:] for r in voorbeelden.splitlines() if r.strip().startswith("- "))
            for tekst in regels:
                yield _voorbeeld(tekst, blok["intent"], blok.get("metadata") or {}, pad)
            continue
        for voorbeeld in voorbeelden:
            yield _voorbeeld(voorbeeld["text"].strip(), blok["intent"], voorbeeld.get("metadata") or {}, pad)


def lees_voorbeelden(map: Path) -> list[Voorbeeld]:
    """Every utterance in the YAML files under `map`, in a fixed order. Raises DataFout on an unknown label."""
    paden = sorted(map.rglob("*.yml"))
    if not paden:
        raise DataFout(f"In {map} staan geen voorbeelden (*.yml).")
    return [v for pad in paden for v in _voorbeelden_uit(pad)]
