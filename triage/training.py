"""Training the triage from the labelled utterances: minutes on one core, no network.

First layer: one linear support vector machine per head over words and characters. Its answers
on texts it has not seen (cross-fitting) train the second layer, logistic regressions that also
see the rules and the lexicon; so the probabilities that come out are calibrated. The third
layer decides zwaarte with the likely number of leefgebieden at hand.
"""

from __future__ import annotations

import hashlib
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from taal.tekstmodel import Tekstmodel, laad_tekstmodel
from triage.data import Voorbeeld, lees_voorbeelden
from triage.gewichten import Gewichten, Laag, derde_invoer, save, sigmoid, tweede_invoer
from triage.kenmerken import Telling, lees, tel, woorden
from triage.koppen import GEBIEDEN, Getallen, Koppen, waarheid
from triage.lexicon import Lexicon, lees_lexicon
from triage.ruimte import Ruimte, maak_ruimte
from triage.signalen import extra_kenmerken, lees_signalen

Voortgang = Callable[[str], None]
VOUWEN = 3
DRADEN = 2
C_EERSTE = 0.3
C_TWEEDE = 0.1
# A lexicon term is a short example of its leefgebieden; this is its weight beside a message, times gewicht / 3.
TERM_GEWICHT = 1.0
# Where few examples say so, when in doubt it is a crisis.
CRISIS_DREMPEL = 0.2
MIN_PER_SOORT = 40
_STAPPEN = 150
# Below the floor one in two would be a false alarm, which is no help to anybody.
_CRISIS_ROOSTER = np.arange(0.2, 0.41, 0.01)
_LOGISTIEK = ("gebied", "crisis", "complex")
_KEUZE = ("soort", "crisis_soort", "intent")


@dataclass(frozen=True)
class Leerstof:
    """The examples with everything computed from their text once."""

    voorbeelden: Sequence[Voorbeeld]
    tellingen: Sequence[Telling]
    extra: Getallen
    koppen: Koppen
    labels: NDArray[np.bool_]
    telt: NDArray[np.bool_]

    def deel(self, rijen: NDArray[np.int_]) -> Leerstof:
        """The same for some of the examples."""
        return Leerstof(
            [self.voorbeelden[i] for i in rijen],
            [self.tellingen[i] for i in rijen],
            self.extra[rijen],
            self.koppen,
            self.labels[rijen],
            self.telt[rijen],
        )


def maak_leerstof(voorbeelden: Sequence[Voorbeeld], lexicon: Lexicon) -> Leerstof:
    """Counts, rule features and labels of all examples."""
    koppen = Koppen(tuple(sorted({v.intent for v in voorbeelden})))
    labels, telt = waarheid(voorbeelden, koppen)
    lezingen = [lees(v.tekst) for v in voorbeelden]
    extra = [extra_kenmerken(lezing, lees_signalen(lezing, lexicon), lexicon) for lezing in lezingen]
    return Leerstof(voorbeelden, [tel(lezing.tokens) for lezing in lezingen], np.array(extra), koppen, labels, telt)


@dataclass(frozen=True)
class Kennis:
    """The lexicon as short examples: what the messages never say, the house knows.

    gewicht: terms x leefgebieden, above zero where the term speaks for it; telt: weight per term.
    """

    termen: Sequence[str]
    tellingen: Sequence[Telling]
    gewicht: Getallen
    telt: Getallen


def maak_kennis(lexicon: Lexicon) -> Kennis:
    """One example per term, over all leefgebieden it is listed under."""
    per_term: dict[str, Getallen] = {}
    for term in lexicon.termen:
        if term.gewicht > 0:
            rij = per_term.setdefault(term.term, np.zeros(len(GEBIEDEN), dtype=np.float32))
            rij[GEBIEDEN.index(term.leefgebied)] = term.gewicht
    gewicht = np.array(list(per_term.values()), dtype=np.float32).reshape(-1, len(GEBIEDEN))
    telt = TERM_GEWICHT * gewicht.max(axis=1, initial=0) / 3
    return Kennis(list(per_term), [_zonder_vorm(tel(woorden(term))) for term in per_term], gewicht, telt)


def _zonder_vorm(telling: Telling) -> Telling:
    """A term says nothing about the length, beginning or end of a message."""
    vorm = ("kort", "len", "^")
    woord = Counter({k: n for k, n in telling.woord.items() if not k.startswith(vorm) and not k.endswith("$")})
    return telling._replace(woord=woord)


def matrix(ruimte: Ruimte, tellingen: Sequence[Telling], dicht: Getallen | None = None) -> sparse.csr_matrix:
    """Texts by features. dicht: the rows of a text model, when there is one."""
    if not tellingen:
        return sparse.csr_matrix((0, ruimte.omvang), dtype=np.float32)
    plaatsen, waarden, grens = [], [], [0]
    for rij, telling in enumerate(tellingen):
        plaats, waarde = ruimte.vector_van(telling, None if dicht is None else dicht[rij])
        plaatsen.append(plaats)
        waarden.append(waarde)
        grens.append(grens[-1] + len(plaats))
    inhoud = (np.concatenate(waarden), np.concatenate(plaatsen), np.array(grens))
    return sparse.csr_matrix(inhoud, shape=(len(tellingen), ruimte.omvang), dtype=np.float32)


@dataclass(frozen=True)
class Stelsel:
    """The space and, within it, the messages and the lexicon terms; computed once for all folds."""

    ruimte: Ruimte
    x: sparse.csr_matrix
    termen: sparse.csr_matrix


def maak_stelsel(stof: Leerstof, kennis: Kennis, tekstmodel: Tekstmodel | None = None) -> Stelsel:
    """Vocabulary and rarity come from all texts; labels play no part in them."""
    alles = [*stof.tellingen, *kennis.tellingen]
    if tekstmodel is None:
        ruimte = maak_ruimte(alles)
        return Stelsel(ruimte, matrix(ruimte, stof.tellingen), matrix(ruimte, kennis.tellingen))
    ruimte = maak_ruimte(alles, dicht=tekstmodel.breedte)
    berichten = matrix(ruimte, stof.tellingen, tekstmodel.vectoren([v.tekst for v in stof.voorbeelden]))
    return Stelsel(ruimte, berichten, matrix(ruimte, kennis.tellingen, tekstmodel.vectoren(kennis.termen)))


def _eerste_laag(stelsel: Stelsel, stof: Leerstof, kennis: Kennis, rijen: NDArray[np.int_]) -> Laag:
    kolommen = len(stof.koppen.namen)
    w = np.zeros((stelsel.ruimte.omvang, kolommen), dtype=np.float32)
    b = np.full(kolommen, -1.0, dtype=np.float32)
    zonder_stam = stelsel.x[:, : stelsel.ruimte.omvang_zonder_stam]

    def leer_kop(k: int) -> None:
        leerder = _leer_kop(stelsel, zonder_stam, stof, kennis, rijen, k)
        if leerder is not None:
            w[: leerder.coef_.shape[1], k], b[k] = leerder.coef_[0], leerder.intercept_[0]

    # The solver runs outside the interpreter's lock; each thread holds one copy of the examples.
    with ThreadPoolExecutor(DRADEN) as draden:
        list(draden.map(leer_kop, range(kolommen)))
    return Laag(w, b)


def _leer_kop(
    stelsel: Stelsel, zonder_stam: sparse.csr_matrix, stof: Leerstof, kennis: Kennis, rijen: NDArray[np.int_], k: int
) -> LinearSVC | None:
    """One head of the first layer; None when the examples give nothing to tell apart."""
    gebied = stof.koppen.plek("gebied")
    keuze = rijen[stof.telt[rijen, k]]
    doel = stof.labels[keuze, k]
    if doel.sum() < 2 or doel.all():
        return None
    leerder = LinearSVC(C=C_EERSTE, random_state=0)
    if gebied.start <= k < gebied.stop:
        doel = np.concatenate([doel, kennis.gewicht[:, k - gebied.start] > 0])
        telt = np.concatenate([np.ones(len(keuze)), kennis.telt])
        return leerder.fit(sparse.vstack([stelsel.x[keuze], stelsel.termen]).tocsr(), doel, sample_weight=telt)
    return leerder.fit(zonder_stam[keuze], doel)


def _antwoorden(x: sparse.csr_matrix, laag: Laag) -> Getallen:
    return np.asarray(x @ laag.w + laag.b, dtype=np.float32)


def kruislings(stof: Leerstof, kennis: Kennis, stelsel: Stelsel, voortgang: Voortgang) -> Getallen:
    """First-layer answers for every example from models that did not see it."""
    rng = np.random.default_rng(0)
    vouw = rng.permutation(np.arange(len(stof.voorbeelden)) % VOUWEN)
    uit = np.zeros((len(vouw), len(stof.koppen.namen)), dtype=np.float32)
    for v in range(VOUWEN):
        voortgang(f"Deel {v + 1} van {VOUWEN} leren en op de proef stellen")
        leer, proef = np.flatnonzero(vouw != v), np.flatnonzero(vouw == v)
        uit[proef] = _antwoorden(stelsel.x[proef], _eerste_laag(stelsel, stof, kennis, leer))
    return uit


def _tweede_laag(binnen: Getallen, stof: Leerstof) -> Laag:
    kolommen = len(stof.koppen.namen)
    w, b = np.zeros((binnen.shape[1], kolommen), dtype=np.float32), np.full(kolommen, -5.0, dtype=np.float32)

    def leer_ja_nee(k: int) -> None:
        rijen = stof.telt[:, k]
        if len(np.unique(stof.labels[rijen, k])) == 2:
            leerder = LogisticRegression(C=C_TWEEDE, solver="liblinear").fit(binnen[rijen], stof.labels[rijen, k])
            w[:, k], b[k] = leerder.coef_[0], leerder.intercept_[0]

    plekken = [stof.koppen.plek(groep) for groep in _LOGISTIEK]
    with ThreadPoolExecutor(DRADEN) as draden:
        list(draden.map(leer_ja_nee, [k for plek in plekken for k in range(plek.start, plek.stop)]))
    for groep in _KEUZE:
        plek = stof.koppen.plek(groep)
        rijen = stof.labels[:, plek].any(axis=1)
        laag = _keuzelaag(binnen[rijen], stof.labels[rijen, plek].argmax(axis=1), plek.stop - plek.start)
        w[:, plek], b[plek] = laag.w, laag.b
    return Laag(w, b)


def _keuzelaag(binnen: Getallen, doel: NDArray[np.int_], aantal: int) -> Laag:
    w, b = np.zeros((binnen.shape[1], aantal), dtype=np.float32), np.full(aantal, -20.0, dtype=np.float32)
    gezien = np.unique(doel)
    if len(gezien) < 2:
        b[gezien] = 0.0
        return Laag(w, b)
    # Beyond this many steps nothing changes in what it answers, only in the last digits of its weights.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        leerder = LogisticRegression(C=C_TWEEDE, max_iter=_STAPPEN).fit(binnen, doel)
    if len(leerder.classes_) == 2:
        b[leerder.classes_] = 0.0
        w[:, leerder.classes_[1]], b[leerder.classes_[1]] = leerder.coef_[0], leerder.intercept_[0]
    else:
        w[:, leerder.classes_], b[leerder.classes_] = leerder.coef_.T, leerder.intercept_
    return Laag(w, b)


def _derde_laag(binnen: Getallen, tweede: Laag, stof: Leerstof) -> Laag:
    gebied = sigmoid(binnen @ tweede.w[:, stof.koppen.plek("gebied")] + tweede.b[stof.koppen.plek("gebied")])
    plek = stof.koppen.plek("zwaarte")
    return _keuzelaag(derde_invoer(binnen, gebied), stof.labels[:, plek].argmax(axis=1), plek.stop - plek.start)


def _drempels(binnen: Getallen, tweede: Laag, stof: Leerstof) -> Getallen:
    """Per leefgebied the probability above which its F1 is best, drawn towards 0.4 where examples are few."""
    plek = stof.koppen.plek("gebied")
    p = sigmoid(binnen @ tweede.w[:, plek] + tweede.b[plek])
    uit = np.zeros(len(GEBIEDEN), dtype=np.float32)
    for k in range(len(GEBIEDEN)):
        telt = stof.telt[:, k]
        ja, kans = stof.labels[telt, k], p[telt, k]
        proef = np.arange(0.25, 0.6, 0.01)
        uit[k] = proef[int(np.argmax([_f1(kans >= d, ja) for d in proef]))]
    return uit


def _crisis_drempels(binnen: Getallen, tweede: Laag, stof: Leerstof) -> Getallen:
    """Per kind of crisis the probability from which it counts: where F2 is best, recall weighing four times."""
    ja, kind = stof.koppen.plek("crisis").start, stof.koppen.plek("crisis_soort")
    p = sigmoid(binnen @ tweede.w[:, ja] + tweede.b[ja])
    soort = (binnen @ tweede.w[:, kind] + tweede.b[kind]).argmax(axis=1)
    uit = np.full(kind.stop - kind.start, CRISIS_DREMPEL, dtype=np.float32)
    for k in range(len(uit)):
        hier = soort == k
        waar, kans = stof.labels[hier, ja], p[hier]
        if waar.sum() >= MIN_PER_SOORT:
            uit[k] = max(_CRISIS_ROOSTER, key=lambda d: _f2(kans >= d, waar))
    return uit


def _f2(voorspeld: NDArray[np.bool_], waar: NDArray[np.bool_]) -> float:
    goed = float((voorspeld & waar).sum())
    return 5 * goed / max(1.0, 4 * float(waar.sum()) + float(voorspeld.sum()))


def _f1(voorspeld: NDArray[np.bool_], waar: NDArray[np.bool_]) -> float:
    goed = float((voorspeld & waar).sum())
    return 2 * goed / max(1.0, float(voorspeld.sum() + waar.sum()))


def leer(
    voorbeelden: Sequence[Voorbeeld],
    lexicon: Lexicon,
    *,
    tekstmodel: Tekstmodel | None = None,
    voortgang: Voortgang = lambda _: None,
) -> Gewichten:
    """Train on these examples; with the vectors of a text model beside the words when there is one."""
    voortgang("Voorbeelden lezen")
    stof, kennis = maak_leerstof(voorbeelden, lexicon), maak_kennis(lexicon)
    if tekstmodel is not None:
        voortgang("Het tekstmodel leest de voorbeelden")
    stelsel = maak_stelsel(stof, kennis, tekstmodel)
    binnen = tweede_invoer(kruislings(stof, kennis, stelsel, voortgang), stof.extra)
    voortgang("Kansen ijken")
    tweede = _tweede_laag(binnen, stof)
    derde = _derde_laag(binnen, tweede, stof)
    voortgang("Alles nog eens leren van alle voorbeelden")
    eerste = _eerste_laag(stelsel, stof, kennis, np.arange(len(voorbeelden)))
    info = {"voorbeelden": len(voorbeelden), "vingerafdruk": vingerafdruk(voorbeelden)}
    drempels, crisis = _drempels(binnen, tweede, stof), _crisis_drempels(binnen, tweede, stof)
    return Gewichten(stelsel.ruimte, stof.koppen, eerste, tweede, derde, drempels, crisis, info)


def vingerafdruk(voorbeelden: Sequence[Voorbeeld]) -> str:
    """Changes when any example changes, so that a stale model is seen."""
    som = hashlib.sha256()
    for v in voorbeelden:
        som.update(repr((v.tekst, v.intent, sorted(v.leefgebieden), sorted(v.mag_erbij), v.zwaarte, v.soort)).encode())
    return som.hexdigest()[:16]


def train(
    data_map: Path,
    model_map: Path,
    *,
    lexicon_map: Path | None = None,
    tekstmodel: str = "",
    voortgang: Voortgang = lambda _: None,
) -> Path:
    """Train from `data_map` (YAML) and write the model in `model_map`; returns the file.

    tekstmodel: the place of a text model, '' for none. Raises DataFout, LexiconFout or TekstmodelFout.
    """
    lexicon = lees_lexicon(lexicon_map or data_map.parent / "lexicon")
    lezer = laad_tekstmodel(tekstmodel) if tekstmodel else None
    return save(leer(lees_voorbeelden(data_map), lexicon, tekstmodel=lezer, voortgang=voortgang), model_map)
