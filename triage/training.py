"""Training the triage from the labelled utterances: minutes on one core, no network.

First layer: one linear support vector machine per head over words and characters. Its answers
on texts it has not seen (cross-fitting), whole and in pieces, train the second layer: small networks that also
see the rules, the lexicon and the nearest examples. Its probabilities on texts it has not seen choose the
thresholds and train the third layer, which decides zwaarte with the likely number of leefgebieden at hand.
"""

from __future__ import annotations

import hashlib
import warnings
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from taal.tekstmodel import Tekstmodel, laad_tekstmodel
from triage.buren_leren import buren_van_allen, maak_buren
from triage.data import Voorbeeld, lees_voorbeelden
from triage.eerste_laag import leer_eerste_laag
from triage.gewichten import Gewichten, Laag, derde_invoer, samengevat, save, sigmoid, tweede_invoer
from triage.koppen import GEBIEDEN, Getallen
from triage.leerstof import Kennis, Leerstof, Stelsel, blokken, maak_kennis, maak_leerstof, maak_stelsel
from triage.lexicon import Lexicon, lees_lexicon
from triage.netten_leren import Lessen, leer_netten

Voortgang = Callable[[str], None]
VOUWEN = 3
C_DERDE = 0.1
# Where few examples say so, when in doubt it is a crisis.
CRISIS_DREMPEL = 0.26
MIN_PER_SOORT = 40
_STAPPEN = 60
# The examples are full of hinted danger in few words, as life is not: a short message in which nothing is heard is
# nearly always just that. Without this weight "Ik kan niet slapen" and "vanavond" were heard as a crisis.
KORT = 8
GEWICHT_KORT = 5.0
# Below the floor one in two would be a false alarm, which is no help to anybody; there the assistant asks whether
# somebody is safe (`MOGELIJK_GEVAAR`).
_CRISIS_ROOSTER = np.arange(0.26, 0.41, 0.01)


def _antwoorden(x: sparse.csr_matrix, laag: Laag) -> Getallen:
    return np.asarray(x @ laag.w + laag.b, dtype=np.float32)


def _vouwen(blok: NDArray[np.int_], *, zaad: int) -> NDArray[np.int_]:
    """The fold of each example; examples of one block stay together."""
    per_blok: NDArray[np.int_] = np.random.default_rng(zaad).permutation(np.arange(blok.max() + 1) % VOUWEN)
    return np.asarray(per_blok[blok], dtype=np.int_)


def kruislings(
    stof: Leerstof, kennis: Kennis, stelsel: Stelsel, vouw: NDArray[np.int_], voortgang: Voortgang
) -> tuple[Getallen, Getallen]:
    """First-layer answers for every example from models that did not see it: on the whole, and on its pieces together.

    Shapes: examples x heads, and examples x what `samengevat` gives.
    """
    geheel = np.zeros((len(vouw), len(stof.koppen.namen)), dtype=np.float32)
    per_stuk = np.zeros((len(stof.stuk_van), geheel.shape[1]), dtype=np.float32)
    for v in range(VOUWEN):
        voortgang(f"Deel {v + 1} van {VOUWEN} leren en op de proef stellen")
        leer, proef = np.flatnonzero(vouw != v), np.flatnonzero(vouw == v)
        laag = leer_eerste_laag(stelsel, stof, kennis, leer)
        geheel[proef] = _antwoorden(stelsel.x[proef], laag)
        stukken = np.flatnonzero(vouw[stof.stuk_van] == v)
        per_stuk[stukken] = _antwoorden(stelsel.stukken[stukken], laag)
    grenzen = np.searchsorted(stof.stuk_van, np.arange(len(vouw) + 1))
    samen = [
        samengevat(per_stuk[begin:eind] if eind > begin else geheel[rij : rij + 1], stof.koppen)
        for rij, (begin, eind) in enumerate(pairwise(grenzen))
    ]
    return geheel, np.array(samen)


def _lessen(binnen: Getallen, stof: Leerstof) -> Lessen:
    gevaar = stof.koppen.plek("crisis").start
    kort = np.array([len(v.tekst.split()) <= KORT for v in stof.voorbeelden])
    weegt = stof.telt.astype(np.float32)
    weegt[kort & ~stof.labels[:, gevaar], gevaar] *= GEWICHT_KORT
    return Lessen(binnen, stof.labels, weegt, stof.koppen)


def _keuzelaag(binnen: Getallen, doel: NDArray[np.int_], aantal: int) -> Laag:
    w, b = np.zeros((binnen.shape[1], aantal), dtype=np.float32), np.full(aantal, -20.0, dtype=np.float32)
    gezien = np.unique(doel)
    if len(gezien) < 2:
        b[gezien] = 0.0
        return Laag(w, b)
    # Beyond this many steps nothing changes in what it answers, only in the last digits of its weights.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        leerder = LogisticRegression(C=C_DERDE, max_iter=_STAPPEN).fit(binnen, doel)
    if len(leerder.classes_) == 2:
        b[leerder.classes_] = 0.0
        w[:, leerder.classes_[1]], b[leerder.classes_[1]] = leerder.coef_[0], leerder.intercept_[0]
    else:
        w[:, leerder.classes_], b[leerder.classes_] = leerder.coef_.T, leerder.intercept_
    return Laag(w, b)


def _derde_laag(z: Getallen, stof: Leerstof) -> Laag:
    plek = stof.koppen.plek("zwaarte")
    return _keuzelaag(derde_invoer(z, stof.koppen), stof.labels[:, plek].argmax(axis=1), plek.stop - plek.start)


def _drempels(z: Getallen, stof: Leerstof) -> Getallen:
    """Per leefgebied the probability above which its F1 is best."""
    plek = stof.koppen.plek("gebied")
    p = sigmoid(z[:, plek])
    uit = np.zeros(len(GEBIEDEN), dtype=np.float32)
    for k in range(len(GEBIEDEN)):
        telt = stof.telt[:, k]
        ja, kans = stof.labels[telt, k], p[telt, k]
        proef = np.arange(0.25, 0.6, 0.01)
        uit[k] = proef[int(np.argmax([_f1(kans >= d, ja) for d in proef]))]
    return uit


def _crisis_drempels(z: Getallen, stof: Leerstof) -> Getallen:
    """Per kind of crisis the probability from which it counts: where F2 is best, recall weighing four times."""
    ja, kind = stof.koppen.plek("crisis").start, stof.koppen.plek("crisis_soort")
    p = sigmoid(z[:, ja])
    soort = z[:, kind].argmax(axis=1)
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
    blok = blokken(len(voorbeelden))
    geheel, samen = kruislings(stof, kennis, stelsel, _vouwen(blok, zaad=0), voortgang)
    voortgang("De meest gelijke voorbeelden zoeken")
    buren = maak_buren(stof, stelsel.x)
    binnen = tweede_invoer(geheel, samen, stof.extra, buren_van_allen(stof, stelsel.x, buren))
    voortgang("Kansen leren")
    # Other folds than the first layer's: a network must not know which third of the answers came from which model.
    netten, z = leer_netten(_lessen(binnen, stof), _vouwen(blok, zaad=1))
    derde = _derde_laag(z, stof)
    voortgang("Alles nog eens leren van alle voorbeelden")
    eerste = leer_eerste_laag(stelsel, stof, kennis, np.arange(len(voorbeelden)))
    info = {"voorbeelden": len(voorbeelden), "vingerafdruk": vingerafdruk(voorbeelden)}
    drempels, crisis = _drempels(z, stof), _crisis_drempels(z, stof)
    return Gewichten(stelsel.ruimte, buren, stof.koppen, eerste, netten, derde, drempels, crisis, info)


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
