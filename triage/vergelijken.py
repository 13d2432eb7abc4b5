"""Other ways to find leefgebieden, trained on the same examples, for an honest comparison."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from triage.data import Voorbeeld
from triage.koppen import GEBIEDEN, Getallen
from triage.lexicon import Lexicon
from triage.meten import micro_f1
from triage.model import Triage

Vondst = list[frozenset[str]]
Methode = Callable[[Sequence[Voorbeeld], Sequence[Voorbeeld]], Vondst]
_STAPEL = 128
_ROOSTER = np.arange(-1.0, 1.01, 0.05)


def _labels(voorbeelden: Sequence[Voorbeeld]) -> NDArray[np.bool_]:
    return np.array([[code in v.leefgebieden for code in GEBIEDEN] for v in voorbeelden])


def _telt(voorbeelden: Sequence[Voorbeeld]) -> NDArray[np.bool_]:
    return np.array([[code not in v.mag_erbij - v.leefgebieden for code in GEBIEDEN] for v in voorbeelden])


def _vondst(scores: Getallen, drempel: float) -> Vondst:
    return [frozenset(c for c, s in zip(GEBIEDEN, rij, strict=True) if s >= drempel) for rij in scores]


def _beste_drempel(scores: Getallen, dev: Sequence[Voorbeeld], rooster: Sequence[float]) -> float:
    return max(rooster, key=lambda d: micro_f1(dev, _vondst(scores, d)))


def _splits(train: Sequence[Voorbeeld]) -> tuple[list[Voorbeeld], list[Voorbeeld]]:
    """Nine tenths to learn from, one tenth to choose a threshold on."""
    rij = list(train)
    random.Random(0).shuffle(rij)
    return rij[len(rij) // 10 :], rij[: len(rij) // 10]


def lineair(*, tekens: bool) -> Methode:
    """A linear support vector machine over words, with or without character n-grams."""

    def methode(train: Sequence[Voorbeeld], test: Sequence[Voorbeeld]) -> Vondst:
        leer, dev = _splits(train)
        soorten = [TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)]
        if tekens:
            soorten.append(TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2, sublinear_tf=True))
        ruimte = make_union(*soorten)
        x = ruimte.fit_transform([v.tekst for v in leer]).tocsr()
        y, telt = _labels(leer), _telt(leer)
        kenners = [LinearSVC(C=0.3, random_state=0).fit(x[telt[:, k]], y[telt[:, k], k]) for k in range(len(GEBIEDEN))]

        def scores(voorbeelden: Sequence[Voorbeeld]) -> Getallen:
            z = ruimte.transform([v.tekst for v in voorbeelden])
            return np.stack([k.decision_function(z) for k in kenners], axis=1)

        return _vondst(scores(test), _beste_drempel(scores(dev), dev, list(_ROOSTER)))

    return methode


def trefwoorden(lexicon: Lexicon) -> Methode:
    """The keyword baseline: the lexicon alone, without learning."""

    def methode(train: Sequence[Voorbeeld], test: Sequence[Voorbeeld]) -> Vondst:
        lezer = Triage(None, lexicon)
        return [frozenset(g.code for g in lezer.beoordeel(v.tekst).leefgebieden) for v in test]

    return methode


def spacy_textcat(architectuur: str, *, rondes: int = 12) -> Methode:
    """spaCy's own multi-label text classifier: `TextCatBOW` or `TextCatEnsemble`, on a blank Dutch pipeline."""

    def methode(train: Sequence[Voorbeeld], test: Sequence[Voorbeeld]) -> Vondst:
        import spacy
        from spacy.training import Example
        from spacy.util import fix_random_seed  # type: ignore[attr-defined]

        fix_random_seed(0)
        leer, dev = _splits(train)
        nlp = spacy.blank("nl")
        nlp.add_pipe("textcat_multilabel", config={"model": _SPACY[architectuur]})
        voorbeelden = [
            Example.from_dict(
                nlp.make_doc(v.tekst), {"cats": {code: float(code in v.leefgebieden) for code in GEBIEDEN}}
            )
            for v in leer
        ]
        nlp.initialize(lambda: voorbeelden)
        rng = random.Random(0)
        for _ in range(rondes):
            rng.shuffle(voorbeelden)
            for begin in range(0, len(voorbeelden), _STAPEL):
                nlp.update(voorbeelden[begin : begin + _STAPEL])

        def scores(rij: Sequence[Voorbeeld]) -> Getallen:
            docs = nlp.pipe([v.tekst for v in rij], batch_size=256)
            return np.array([[doc.cats[code] for code in GEBIEDEN] for doc in docs], dtype=np.float32)

        return _vondst(scores(test), _beste_drempel(scores(dev), dev, list(np.arange(0.05, 0.7, 0.025))))

    return methode


_BOW = {
    "@architectures": "spacy.TextCatBOW.v3",
    "exclusive_classes": False,
    "ngram_size": 2,
    "no_output_layer": False,
    "length": 262144,
}
_SPACY = {
    "TextCatBOW": _BOW,
    "TextCatEnsemble": {
        "@architectures": "spacy.TextCatEnsemble.v2",
        "linear_model": _BOW,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 96,
            "depth": 2,
            "embed_size": 8000,
            "window_size": 1,
            "maxout_pieces": 3,
            "subword_features": True,
        },
    },
}
