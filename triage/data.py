"""The labelled utterances: reading them from Rasa's YAML, and the check that test and train stay apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from taal.normaliseren import normaliseer
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


@dataclass(frozen=True)
class Lek:
    """A test sentence that also stands, nearly or exactly, in the training data."""

    test: str
    train: str
    gelijkenis: float


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


def _kern(tekst: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", normaliseer(tekst)))


def _stukken(kern: str) -> frozenset[str]:
    """Character 5-grams: two sentences that differ in a typo or a name still share most of them."""
    return frozenset(kern[i : i + 5] for i in range(max(1, len(kern) - 4)))


def check_lekken(train: Sequence[Voorbeeld], test: Sequence[Voorbeeld], *, grens: float = 0.7) -> list[Lek]:
    """Test sentences that stand in the training data exactly or as a near-copy (Jaccard of 5-grams > grens).

    Very short dialogue acts ("ja", "dank u wel") are common property and are only
    reported when they carry a leefgebied.
    """
    exact = {_kern(v.tekst): v.tekst for v in train}
    stukken = [_stukken(k) for k in exact]
    teksten = list(exact.values())
    index: dict[str, list[int]] = defaultdict(list)
    for i, delen in enumerate(stukken):
        for deel in delen:
            index[deel].append(i)
    lekken = []
    for voorbeeld in test:
        kern = _kern(voorbeeld.tekst)
        if len(kern.split()) <= 3 and not voorbeeld.leefgebieden:
            continue
        if kern in exact:
            lekken.append(Lek(voorbeeld.tekst, exact[kern], 1.0))
            continue
        lek = _nearest(voorbeeld.tekst, _stukken(kern), index, stukken, teksten) if len(kern) > 25 else None
        if lek is not None and lek.gelijkenis > grens:
            lekken.append(lek)
    return lekken


def _nearest(
    tekst: str,
    delen: frozenset[str],
    index: Mapping[str, Sequence[int]],
    stukken: Sequence[frozenset[str]],
    teksten: Sequence[str],
) -> Lek | None:
    telling: dict[int, int] = defaultdict(int)
    for deel in delen:
        for i in index.get(deel, ()):
            telling[i] += 1
    if not telling:
        return None
    beste = max(telling, key=lambda i: telling[i] / (len(delen) + len(stukken[i]) - telling[i]))
    gelijk = telling[beste] / (len(delen) + len(stukken[beste]) - telling[beste])
    return Lek(tekst, teksten[beste], gelijk)
