"""What fits the question, as numbers over the whole kaart at once: by words, by kind and by place. Pure.

Words alone answer few everyday questions, kinds alone know no names; together they do. Only the best
few are looked at one by one afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sociale_kaart.deel import Deel, Feiten
from sociale_kaart.index import KaartIndex
from sociale_kaart.zicht import Zicht
from werkgebied import Gemeente, Werkgebied

Getallen = NDArray[np.float64]
# Factors of place on how well an entry fits.
KERN, GEMEENTE, REGIO = 1.70, 1.25, 1.0
# Who names a gemeente may mean the kern of that name.
_HOOFDKERN = 1.1
# At this many kilometres another kern of the same gemeente counts half.
_HALF_KM = 15.0
# An entry in the gemeente without any kern serves all of it; one in another kern of unknown distance less.
_ANDERE_KERN = 0.8
# What words are worth beside kinds.
_TEKST, _TEKST_MACHT = 0.9, 1.5
# Who asks for what is near: the own kern, then kernen by distance (half at so many kilometres), and only then
# what serves the whole gemeente or the whole region without a place of its own.
_NABIJ_HALF_KM, _NABIJ_GEMEENTE, _NABIJ_REGIO = 6.0, 1.0, 0.8
# What the other kinds of an entry that are asked for add to the best (together, as the length of a vector).
_ERBIJ = 0.2
# So many kinds of the question are followed.
_MEESTE_SOORTEN = 12
# What a text can score at most per unit of idf (BM25's saturation).
_HOOGSTE_BM25 = 2.2


@dataclass(frozen=True)
class Waar:
    """The place a question is about. dichtbij: it asks for what is near there.

    genoemd: the kern of the name in the question, which may be that of the gemeente as well ("in Castricum").
    """

    gemeente: Gemeente | None = None
    kern: str | None = None
    dichtbij: bool = False
    genoemd: str | None = None


@dataclass(frozen=True)
class Kandidaat:
    """An entry that may answer the question. past: by words and kind, without place."""

    feiten: Feiten
    past: float
    score: float
    tekst: float
    soort: int | None


def vind_kandidaten(
    index: KaartIndex,
    termen: Mapping[str, float],
    soorten: Getallen,
    *,
    codes: Sequence[str],
    totaal: float,
    waar: Waar,
    werkgebied: Werkgebied,
    zicht: Zicht,
    hoogste: int = 60,
) -> list[Kandidaat]:
    """The entries that fit best and may be seen, about `hoogste`.

    termen: words of the question with their weight. soorten: per kind how much it is asked for;
    codes: which kind that is.
    totaal: the idf of all words of the question, also those the kaart has not.
    """
    gevonden: list[Kandidaat] = []
    for deel, leeft in index.delen:
        if not len(deel):
            continue
        tekst = np.minimum(index.tekst_scores(deel, termen) / (_HOOGSTE_BM25 * totaal or 1.0), 1.0)
        soort, welke = soort_scores(deel, soorten, codes)
        past, met_woord = soort.copy(), np.flatnonzero(tekst)
        past[met_woord] += _TEKST * tekst[met_woord] ** _TEKST_MACHT
        score = past * _plaats(deel, waar, werkgebied)
        if leeft is not None:
            score[~leeft] = 0.0
        if zicht.grens is not None:
            score[deel.vervalt <= zicht.grens.toordinal()] = 0.0
        gevonden += [
            Kandidaat(deel.feiten[p], past[p], score[p], tekst[p], int(welke[p]) if soort[p] > 0 else None)
            for p in _hoogste(score, hoogste)
        ]
    return gevonden


def soort_scores(deel: Deel, soorten: Getallen, codes: Sequence[str]) -> tuple[Getallen, NDArray[np.int32]]:
    """Per entry how well its kinds are those asked for, and which kind fits best.

    The best counts in full. A question often lies between two kinds; an entry that is of both is surer to answer it.
    """
    scores, welke = np.zeros(len(deel)), np.full(len(deel), -1, dtype=np.int32)
    kwadraten = np.zeros(len(deel))
    for soort in np.argsort(-soorten, kind="stable")[:_MEESTE_SOORTEN]:
        plekken, gewichten = deel.van_soort(codes[soort])
        # What an entry does beside its main work counts for less, but it counts: who clears gutters trims a hedge.
        nieuw = gewichten * soorten[soort]
        kwadraten[plekken] += nieuw * nieuw
        beter = nieuw > scores[plekken]
        scores[plekken[beter]], welke[plekken[beter]] = nieuw[beter], soort
    return scores + _ERBIJ * np.sqrt(np.maximum(kwadraten - scores * scores, 0.0)), welke


def _hoogste(score: Getallen, aantal: int) -> list[int]:
    drempel = np.partition(score, -aantal)[-aantal] if len(score) > aantal else 0.0
    return [int(p) for p in np.flatnonzero((score >= drempel) & (score > 0))]


def _plaats(deel: Deel, waar: Waar, werkgebied: Werkgebied) -> Getallen | float:
    if waar.gemeente is None:
        return REGIO
    overal, hier = deel.masker("gemeenten", ""), deel.masker("gemeenten", waar.gemeente.naam)
    if waar.kern is None:
        factor = np.where(overal, REGIO, np.where(hier, GEMEENTE, 0.0))
        return (
            np.where(hier & deel.masker("kernen", waar.genoemd), _HOOFDKERN * factor, factor)
            if waar.genoemd
            else factor
        )
    regio, gemeente = (_NABIJ_REGIO, _NABIJ_GEMEENTE) if waar.dichtbij else (REGIO, GEMEENTE)
    factor = np.where(overal, regio, np.where(hier, gemeente, 0.0))
    per_kern = np.zeros(len(deel))
    for kern in waar.gemeente.kernen:
        daar = kern_factor(waar.kern, kern, werkgebied, dichtbij=waar.dichtbij) * deel.masker("kernen", kern)
        per_kern = np.maximum(per_kern, daar)
    return np.where(hier & (per_kern > 0), per_kern, factor)


def kern_factor(gevraagd: str, kern: str, werkgebied: Werkgebied, *, dichtbij: bool = False) -> float:
    """How well an entry in this kern serves somebody in the kern asked for."""
    if gevraagd == kern:
        return KERN
    afstand = werkgebied.afstand(gevraagd, kern)
    if dichtbij and afstand is not None:
        return KERN * _NABIJ_HALF_KM / (_NABIJ_HALF_KM + afstand)
    return GEMEENTE * (_ANDERE_KERN if afstand is None else _HALF_KM / (_HALF_KM + afstand))
