"""The taxonomy of kinds: what sorts of voorziening and hulpvraag there are, and how people speak of them.

Organisations and residents use different words for one thing. A kind holds both: how organisations
describe it (`woorden`) and how residents ask for it without naming it (`vragen`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from taal.normaliseren import normaliseer
from triage.beoordeling import LEEFGEBIEDEN

SOORTEN_MAP = Path(__file__).resolve().parent.parent / "data" / "soorten"
_UPL = SOORTEN_MAP.parent / "upl.csv"
_BUITEN_BEREIK = SOORTEN_MAP.parent / "buiten_bereik.yml"
_NAAST = SOORTEN_MAP.parent / "naast_soorten.yml"
# The parser in C, where it is there, is ten times as fast; both only read plain values.
_Lader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_VERPLICHT = ("code", "naam", "leefgebieden", "definitie", "woorden", "vragen")
_MAG = {*_VERPLICHT, "upl", "niet"}


class SoortenFout(ValueError):
    """The taxonomy cannot be used; names the file, the kind and the reason."""


@dataclass(frozen=True)
class Soort:
    """One kind. niet: words that show another kind is meant. upl: name in the Uniforme Productnamenlijst."""

    code: str
    naam: str
    leefgebieden: tuple[str, ...]
    definitie: str
    woorden: tuple[str, ...]
    vragen: tuple[str, ...]
    niet: tuple[str, ...] = ()
    upl: str = ""


@dataclass(frozen=True)
class Naast:
    """Kinds beside a kind. ook: they answer the same question; deels: they help with a part of it."""

    ook: tuple[str, ...] = ()
    deels: tuple[str, ...] = ()


def load_soorten(map: Path = SOORTEN_MAP) -> dict[str, Soort]:
    """All kinds by code, in the order of the files.

    Raises SoortenFout at the first mistake.
    """
    soorten: dict[str, Soort] = {}
    for pad in sorted(map.glob("*.yml")):
        for soort in _lees_bestand(pad):
            if soort.code in soorten:
                raise SoortenFout(f"{pad.name}: '{soort.code}' staat er twee keer in.")
            soorten[soort.code] = soort
    if not soorten:
        raise SoortenFout(f"{map}: hier staan geen soorten.")
    return soorten


@cache
def _van_het_product() -> dict[str, Soort]:
    return load_soorten()


@lru_cache(maxsize=8)
def soorten(eigen: tuple[Soort, ...] = ()) -> Mapping[str, Soort]:
    """The kinds of the product, read once.

    eigen: what redacteuren made of it (`soort_models.read_eigen`): kinds of their own, which come last, and kinds
    of the product with more in them, which keep their place.
    """
    return _van_het_product() | {soort.code: soort for soort in eigen}


@cache
def upl_uris() -> Mapping[str, str]:
    """By name of the Uniforme Productnamenlijst its URI, as standaarden.overheid.nl publishes them."""
    with _UPL.open(encoding="utf-8", newline="") as bestand:
        return {rij["naam"]: rij["uri"] for rij in csv.DictReader(bestand)}


def upl_naam(tekst: str) -> str:
    """The name in the Uniforme Productnamenlijst as it stands there, whatever the capitals; '' when there is none."""
    return _upl_namen().get(normaliseer(tekst), "")


@cache
def _upl_namen() -> Mapping[str, str]:
    return {normaliseer(naam): naam for naam in upl_uris()}


@cache
def buiten_bereik() -> Mapping[str, tuple[str, ...]]:
    """By subject how people ask for what no sociale kaart has; kinds only for telling them apart."""
    rijen = yaml.safe_load(_BUITEN_BEREIK.read_text(encoding="utf-8"))
    return {str(rij["code"]): tuple(str(v) for v in rij["vragen"]) for rij in rijen}


@cache
def naast_soorten() -> Mapping[str, Naast]:
    """By kind which other kinds help who asks for it."""
    return load_naast()


def load_naast(pad: Path = _NAAST, soorten: Mapping[str, Soort] | None = None) -> dict[str, Naast]:
    """Which kinds help who asks for another.

    Raises SoortenFout at the first mistake; a kind of the product that is misspelt would help nobody in silence.
    """
    bekend = _van_het_product() if soorten is None else soorten
    try:
        rijen = yaml.load(pad.read_text(encoding="utf-8"), Loader=_Lader)  # noqa: S506 (both loaders are safe ones)
    except yaml.YAMLError as fout:
        raise SoortenFout(f"{pad.name}: dit is geen YAML ({fout}).") from None
    naast: dict[str, Naast] = {}
    for code, rij in (rijen or {}).items():
        if not isinstance(rij, dict) or set(rij) - {"ook", "deels"}:
            raise SoortenFout(f"{pad.name}, {code}: verwacht 'ook' en 'deels'.")
        van = Naast(*(tuple(str(c) for c in rij.get(n) or ()) for n in ("ook", "deels")))
        if anders := sorted({str(code), *van.ook, *van.deels} - set(bekend)):
            raise SoortenFout(f"{pad.name}, {code}: {', '.join(anders)} is geen soort.")
        naast[str(code)] = van
    return naast


def soort_naam(code: str, eigen: tuple[Soort, ...] = ()) -> str:
    """The Dutch name of a kind; a code that is no longer in the taxonomy is shown as words."""
    soort = soorten(eigen).get(code)
    return soort.naam if soort else code.replace("_", " ")


def code_van(tekst: str, eigen: tuple[Soort, ...] = ()) -> str | None:
    """The code of the kind with this code or Dutch name; None when there is none."""
    if tekst in soorten(eigen):
        return tekst
    return _codes_op_naam(eigen).get(normaliseer(tekst))


@lru_cache(maxsize=8)
def _codes_op_naam(eigen: tuple[Soort, ...]) -> dict[str, str]:
    return {normaliseer(s.naam): code for code, s in soorten(eigen).items()}


def _lees_bestand(pad: Path) -> Iterator[Soort]:
    try:
        rijen = yaml.load(pad.read_text(encoding="utf-8"), Loader=_Lader)  # noqa: S506 (both loaders are safe ones)
    except yaml.YAMLError as fout:
        raise SoortenFout(f"{pad.name}: dit is geen YAML ({fout}).") from None
    if not isinstance(rijen, list):
        raise SoortenFout(f"{pad.name}: verwacht een lijst van soorten.")
    for rij in rijen:
        yield _lees_soort(rij, pad.name)


def _lees_soort(rij: Any, bestand: str) -> Soort:
    if not isinstance(rij, dict) or not rij.get("code"):
        raise SoortenFout(f"{bestand}: een soort heeft geen code.")
    waar = f"{bestand}, {rij['code']}"
    if ontbreekt := [n for n in _VERPLICHT if not rij.get(n)]:
        raise SoortenFout(f"{waar}: {', '.join(ontbreekt)} ontbreekt.")
    if onbekend := sorted(set(rij) - _MAG):
        raise SoortenFout(f"{waar}: {', '.join(onbekend)} is onbekend.")
    if anders := sorted(set(rij["leefgebieden"]) - set(LEEFGEBIEDEN)):
        raise SoortenFout(f"{waar}: {', '.join(anders)} is geen leefgebied.")
    lijst = {n: tuple(str(w) for w in rij.get(n) or ()) for n in ("leefgebieden", "woorden", "vragen", "niet")}
    return Soort(
        code=str(rij["code"]),
        naam=str(rij["naam"]).strip(),
        leefgebieden=lijst["leefgebieden"],
        definitie=str(rij["definitie"]).strip(),
        woorden=lijst["woorden"],
        vragen=lijst["vragen"],
        niet=lijst["niet"],
        upl=str(rij.get("upl") or "").strip(),
    )
