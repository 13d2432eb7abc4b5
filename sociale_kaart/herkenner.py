"""Which kinds a question asks for and an entry offers: nearest examples, and each kind as a whole.

A question is compared with every way in which residents are known to ask (and with the words of
organisations). An entry is recognised by the phrases of organisations it contains. Nothing here knows
a database or a kaart, so that what is recognised never depends on what else the kaart holds.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sociale_kaart.aanbod import Aanbodlezer, bewaar_bij
from sociale_kaart.betekenis import Betekenis
from sociale_kaart.geleerd import Geleerd, Lessen, weegt
from sociale_kaart.grens import Grens, buiten_gesprek
from sociale_kaart.kenmerken import Ruimte, kenmerken, vingerafdruk
from sociale_kaart.lezer import gekozen_tekstmodel, laad_lezer
from sociale_kaart.ruimer import RuimereRuimte
from sociale_kaart.soorten import Soort, buiten_bereik, naast_soorten, soorten
from sociale_kaart.zinnen import Soortzinnen, termen_per_veld, weeg_woorden
from taal.tekstmodel import Tekstmodel

# Worked out again when the taxonomy changes; may be thrown away.
_BEWAAR = Path(__file__).resolve().parent.parent / "models" / "soorten"
Getallen = NDArray[np.float64]
# The best example, the three best together, and the kind as a whole.
_BESTE, _DRIE, _GEHEEL = 0.5, 1.0, 1.0
# The same by meaning instead of by words, and what meaning says of lying beyond the kaart.
_BETEKENIS, _BETEKENIS_BUITEN = 0.5, 0.3
# Both together, brought back to the height of words alone, so that the words of an entry keep their share.
_MET_BETEKENIS = 0.8
# What was learnt over all kinds together, beside likeness, which is brought back to make room for it; and what a
# kind of the redactie's own gets instead, as a share of its likeness.
_GELIJK, _GELEERD, _GELEERD_EIGEN = 0.6, 0.5, 0.36
# A kind gets this share of a kind that people speak of alike, in so far as they do.
_BUREN = 0.2
# A kind that answers the question as well, and one that helps with a part of it (`data/naast_soorten.yml`).
# The first is enough to answer with when the kaart has nothing of the kind itself, the second is not.
_OOK, _DEELS = 0.8, 0.5
# What the nearest example of what no kaart answers says, beside the line between the two heaps.
_VOORBEELD_BUITEN = 6.3
# The name under which is kept what was learnt without a reader.
ZONDER_LEZER = "woorden"
# A word that stands for another counts somewhat less than the word itself.
_VERTAALD = 0.8
# A proposal that is shown and stored must be surer than what only helps to rank.
_VOORSTEL, _MEESTE_VOORSTELLEN = 0.62, 4


class Beschreven(Protocol):
    """What is read of an entry to recognise its kinds."""

    naam: str
    organisatie: str
    omschrijving: str
    doelgroep: str
    trefwoorden: Any
    leefgebieden: Any


@dataclass(frozen=True)
class _Groepen:
    """Rows that belong to groups, padded so that the best of each group is one operation."""

    plekken: NDArray[np.int64]
    masker: NDArray[np.bool_]

    @classmethod
    def maak(cls, groep_van: Sequence[int], aantal: int) -> _Groepen:
        per_groep: list[list[int]] = [[] for _ in range(aantal)]
        for rij, groep in enumerate(groep_van):
            per_groep[groep].append(rij)
        breed = max(3, *map(len, per_groep))
        plekken = np.zeros((aantal, breed), dtype=np.int64)
        masker = np.zeros((aantal, breed), dtype=np.bool_)
        for groep, rijen in enumerate(per_groep):
            plekken[groep, : len(rijen)], masker[groep, : len(rijen)] = rijen, True
        return cls(plekken, masker)

    def per_groep(self, scores: Getallen) -> Getallen:
        """The scores as (group, member), 0 where there is none."""
        return np.where(self.masker, scores[self.plekken], 0.0)


class Herkenner:
    """The taxonomy ready to be asked. Build once, ask often; safe between threads."""

    def __init__(
        self,
        lijst: Mapping[str, Soort],
        buiten: Mapping[str, Sequence[str]],
        *,
        elders: Sequence[str] = (),
        lezer: Tekstmodel | None = None,
        bewaar: Path | None = None,
    ) -> None:
        self._zet_soorten(lijst)
        paren = _paren(lijst)
        self._groep_van = [i for _, i in paren]
        erbuiten = _erbuiten(buiten, elders)
        self._ruimte = Ruimte([*(t for t, _ in paren), *erbuiten], bewaar=bewaar)
        self._buiten_rijen = self._ruimte.rijen[len(paren) :]
        waar = self._ruimte.bestand
        self._grens = Grens(
            self._ruimte.rijen, binnen=len(paren), bewaar=waar.with_suffix(".grens.npz") if waar else None
        )
        self._vergelijk_met_voorbeelden()
        self._betekenis = (
            Betekenis(lezer, [t for t, _ in paren], erbuiten, per_groep=self._groepen.per_groep, bewaar=waar)
            if lezer
            else None
        )
        gevraagd = [frozenset(s.vragen) for s in lijst.values()]
        vragen = [t in gevraagd[i] for t, i in paren]
        gelezen = self._betekenis.alle if self._betekenis else np.zeros((self._ruimte.rijen.shape[0], 0), np.float32)
        lessen = Lessen(
            rijen=self._ruimte.rijen,
            vectoren=gelezen,
            soort=np.array([*self._groep_van, *[self._aantal] * len(erbuiten)]),
            telt=weegt([*vragen, *[True] * len(erbuiten)]),
            soorten=self._aantal,
        )
        wie = self._betekenis.kenmerk if self._betekenis else ZONDER_LEZER
        self._geleerd = Geleerd(lessen, bewaar=waar.with_name(f"{waar.stem}-{wie}.geleerd.npz") if waar else None)
        self._maak_verwant()
        # They stand in `_voorbeelden` already, the other way around.
        del self._ruimte.rijen
        self._zinnen = Soortzinnen(list(lijst.values()))
        self._aanbod = Aanbodlezer(list(lijst.values()), bewaar=bewaar)

    def met(self, eigen: Sequence[Soort]) -> Herkenner:
        """The same with what redacteuren added; nothing is learnt anew, so that it is there for the next question.

        eigen: kinds of their own, and kinds known here with more in them. Kinds known here keep their place.
        """
        nieuw = copy(self)
        nieuw._zet_soorten(self._soorten | {s.code: s for s in eigen})
        paren = [
            (tekst, nieuw._plek[s.code])
            for s in eigen
            for tekst in _voorbeelden(s)
            if s.code not in self._soorten or tekst not in _voorbeelden(self._soorten[s.code])
        ]
        rijen = self._voorbeelden.T.tocsr()
        nieuw._ruimte = RuimereRuimte(self._ruimte, [t for t, _ in paren], rijen=rijen, houd=len(self._groep_van))
        nieuw._groep_van = [*self._groep_van, *(i for _, i in paren)]
        nieuw._vergelijk_met_voorbeelden()
        if self._betekenis is not None and paren:
            nieuw._betekenis = self._betekenis.met([t for t, _ in paren], nieuw._groepen.per_groep)
        nieuw._maak_verwant()
        del nieuw._ruimte.rijen
        nieuw._zinnen = self._zinnen.met(list(nieuw._soorten.values()))
        return nieuw

    def _zet_soorten(self, lijst: Mapping[str, Soort]) -> None:
        self._soorten = dict(lijst)
        self.codes = tuple(lijst)
        self._aantal = len(lijst)
        self._plek = {c: i for i, c in enumerate(self.codes)}
        randen = [
            (self._plek[van], self._plek[naar], deel)
            for van, naast in naast_soorten().items()
            for naren, deel in ((naast.ook, _OOK), (naast.deels, _DEELS))
            for naar in naren
            if van in self._plek and naar in self._plek
        ]
        self._naast_van, self._naast_naar = (np.array([r[n] for r in randen], dtype=np.int64) for n in (0, 1))
        self._naast_deel = np.array([r[2] for r in randen], dtype=np.float64)

    def _vergelijk_met_voorbeelden(self) -> None:
        """All examples side by side: first those of kinds, then those of what no kaart answers."""
        binnen, buiten = self._ruimte.rijen[: len(self._groep_van)], self._buiten_rijen
        vorm = (buiten.shape[0], binnen.shape[1])  # what redacteuren added made the space wider
        buiten = sparse.csr_matrix((buiten.data, buiten.indices, buiten.indptr), shape=vorm)
        self._voorbeelden = sparse.vstack((binnen, buiten), format="csr").T.tocsr()
        self._groepen = _Groepen.maak(self._groep_van, self._aantal)

    def _maak_verwant(self) -> None:
        self._geheel = self._maak_geheel(self._groep_van)
        self._verwant = np.asarray((self._geheel.T @ self._geheel).todense())
        np.fill_diagonal(self._verwant, 0.0)

    def naam(self, plek: int) -> str:
        """The Dutch name of the kind at this place in `codes`."""
        return self._soorten[self.codes[plek]].naam

    def _maak_geheel(self, groep_van: list[int]) -> Any:
        keuze = (np.ones(len(groep_van)), (groep_van, np.arange(len(groep_van))))
        som = sparse.csr_matrix(keuze, shape=(self._aantal, len(groep_van))) @ self._ruimte.rijen[: len(groep_van)]
        lengtes = np.sqrt(np.asarray(som.multiply(som).sum(axis=1)).ravel())
        return sparse.diags(1 / np.maximum(lengtes, 1e-9)).dot(som).T.tocsr()

    def nummer(self, code: str) -> int | None:
        """The place of this kind in `codes`; None when the taxonomy has it no longer."""
        return self._plek.get(code)

    def vraag(self, tekst: str, *, vertaald: Mapping[str, Sequence[str]] | None = None) -> tuple[Getallen, float]:
        """Per kind how much this question resembles asking for it (about 0 to 2), and how far it lies
        beyond what a kaart answers (above 0: more likely outside than in).

        vertaald: words of the question that mean other words, with those.
        """
        gezien = kenmerken(tekst)
        for woord, betekent in (vertaald or {}).items():
            gezien.pop(woord, None)
            for kenmerk, gewicht in kenmerken(" ".join(betekent)).items():
                gezien[kenmerk] = max(gezien.get(kenmerk, 0.0), _VERTAALD * gewicht)
        vector = self._ruimte.vector(gezien)
        gelijk = _maal(vector, self._voorbeelden)
        per_groep = self._groepen.per_groep(gelijk)
        drie = np.partition(per_groep, -3, axis=1)[:, -3:]
        geheel = np.asarray((vector @ self._geheel).todense()).ravel()
        resultaat: Getallen = _BESTE * drie.max(axis=1) + _DRIE * drie.mean(axis=1) + _GEHEEL * geheel
        resultaat = resultaat + _BUREN * (self._verwant * resultaat).max(axis=1)
        buiten = self._grens(vector) + _VOORBEELD_BUITEN * float(gelijk[len(self._groep_van) :].max(initial=0.0))
        gelezen = None
        if self._betekenis is not None:
            gelezen = self._betekenis.lees(tekst)
            beste, samen, ver = self._betekenis(gelezen)
            resultaat = _MET_BETEKENIS * (resultaat + _BETEKENIS * (_BESTE * beste + _DRIE * samen))
            buiten += _BETEKENIS_BUITEN * ver
        geleerd, duidelijk = self._geleerd(vector, gelezen)
        # What is clearly a matter of one kind is not beyond the kaart for using words that also stand far from it.
        return self._met_geleerd(resultaat, geleerd), buiten * (1 - duidelijk) if buiten > 0 else buiten

    def met_naast(self, gevraagd: Getallen) -> Getallen:
        """The same with what kinds beside the ones asked for are worth: who wants A is often helped by B as well."""
        resultaat = gevraagd.copy()
        np.maximum.at(resultaat, self._naast_naar, self._naast_deel * gevraagd[self._naast_van])
        return resultaat

    def _met_geleerd(self, gelijk: Getallen, geleerd: Getallen) -> Getallen:
        """Likeness and what was learnt together. A kind of the redactie's own was not learnt: it gets what a kind
        that is as alike gets on average."""
        eigen = gelijk[len(geleerd) :] * _GELEERD_EIGEN
        return np.asarray(_GELIJK * gelijk + np.concatenate((_GELEERD * geleerd, eigen)), dtype=np.float64)

    def herken(
        self, woorden: Sequence[Mapping[str, float]], leefgebieden: Sequence[Collection[str]]
    ) -> list[dict[str, float]]:
        """Per entry which kinds (by code) its text is about, surest first, each from 0 to 1; {} when unclear.

        woorden: `zinnen.weeg_woorden` of each entry; leefgebieden: its codes.
        """
        return [
            {self.codes[i]: w for i, w in rij.items()}
            for rij in self._zinnen.herken(woorden, leefgebieden, self._aanbod)
        ]

    def stel_voor(self, entry: Beschreven) -> list[str]:
        """The codes of the kinds to store with an entry that nobody labelled, surest first."""
        return self.stel_alle_voor([entry])[0]

    def stel_alle_voor(self, entries: Sequence[Beschreven]) -> list[list[str]]:
        """The same for many entries, in a quarter of the time."""
        woorden = [weeg_woorden(termen_per_veld(e)) for e in entries]
        herkend = self.herken(woorden, [e.leefgebieden or () for e in entries])
        return [[c for c, w in van.items() if w >= _VOORSTEL][:_MEESTE_VOORSTELLEN] for van in herkend]


def _maal(vector: Any, matrix: Any) -> Getallen:
    """A sparse row times a sparse matrix, as plain numbers. Only the rows that count are looked at, which is three
    times as quick as a product of matrices, with the same sums in the same order."""
    return np.asarray(matrix[vector.indices].T @ vector.data, dtype=np.float64)


def _paren(lijst: Mapping[str, Soort]) -> list[tuple[str, int]]:
    return [(tekst, i) for i, soort in enumerate(lijst.values()) for tekst in _voorbeelden(soort)]


def _erbuiten(buiten: Mapping[str, Sequence[str]], elders: Sequence[str]) -> list[str]:
    return [tekst for vragen in (*buiten.values(), elders) for tekst in vragen]


def _voorbeelden(soort: Soort) -> tuple[str, ...]:
    return (*soort.vragen, *soort.woorden, soort.naam, soort.definitie)


def herkenner(eigen: tuple[Soort, ...] = ()) -> Herkenner:
    """The taxonomy of the product, read by the text model that was chosen; built at first use.

    eigen: what redacteuren added (`soort_models.read_eigen`), which costs some tenths of a second once.
    """
    waar = gekozen_tekstmodel()
    return _herkenner_met(waar, eigen) if eigen else _herkenner(waar)


# Few at a time: one per database of this process, and the one before a change.
@lru_cache(maxsize=4)
def _herkenner_met(waar: str, eigen: tuple[Soort, ...]) -> Herkenner:
    return _herkenner(waar).met(eigen)


@cache
def _herkenner(waar: str) -> Herkenner:
    return Herkenner(soorten(), buiten_bereik(), elders=buiten_gesprek(), lezer=laad_lezer(waar), bewaar=_BEWAAR)


def is_klaargezet(map: Path = _BEWAAR) -> bool:
    """Whether the work of a minute was done for the taxonomy as it is, so that the first question need not wait."""
    teksten = [*(tekst for tekst, _ in _paren(soorten())), *_erbuiten(buiten_bereik(), buiten_gesprek())]
    afdruk = vingerafdruk(teksten)
    if not bewaar_bij(list(soorten().values()), map).exists():
        return False
    if laad_lezer(gekozen_tekstmodel()) is None:
        return (map / f"{afdruk}-{ZONDER_LEZER}.geleerd.npz").exists()
    # What is learnt comes last, from the vectors that are kept beside it.
    return any(pad.stem != f"{afdruk}-{ZONDER_LEZER}.geleerd" for pad in map.glob(f"{afdruk}-*.geleerd.npz"))
