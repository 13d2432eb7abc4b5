"""A stronger reader from a folder: an ONNX model or a spaCy pipeline, made small here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from taal.tekstmodel import Tekstmodel, TekstmodelFout, laad_tekstmodel

WOORDEN = ["[PAD]", "[UNK]", "geld", "huur", "eenzaam", "alleen"]
# Money lies along the first axis, loneliness along the second; an unknown word nowhere.
PLEKKEN = np.array([[0, 0, 0], [0, 0, 0], [3, 0, 0], [2, 0, 1], [0, 2, 0], [0, 1, 0]], dtype=np.float32)


@pytest.fixture(scope="module")
def onnx_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that looks every token up in a table, in the form in which real ones are exported."""
    from onnx import TensorProto, helper, numpy_helper, save
    from tokenizers import Tokenizer, models, pre_tokenizers

    map_ = tmp_path_factory.mktemp("onnx")
    lezer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WOORDEN)}, unk_token="[UNK]"))
    lezer.pre_tokenizer = pre_tokenizers.Whitespace()
    lezer.save(str(map_ / "tokenizer.json"))
    grafiek = helper.make_graph(
        [helper.make_node("Gather", ["tabel", "input_ids"], ["last_hidden_state"])],
        "opzoeken",
        [helper.make_tensor_value_info(n, TensorProto.INT64, ["n", "t"]) for n in ("input_ids", "attention_mask")],
        [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["n", "t", 3])],
        [numpy_helper.from_array(PLEKKEN, "tabel")],
    )
    model = helper.make_model(grafiek, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    (map_ / "onnx").mkdir()
    save(model, str(map_ / "onnx" / "model.onnx"))
    return map_


@pytest.fixture(scope="module")
def spacy_map(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import spacy

    nlp = spacy.blank("nl")
    for woord, plek in zip(WOORDEN[2:], PLEKKEN[2:], strict=True):
        nlp.vocab.set_vector(woord, plek)
    map_ = tmp_path_factory.mktemp("spacy")
    nlp.to_disk(map_)
    return map_


@pytest.fixture(params=["onnx_map", "spacy_map"])
def model(request: pytest.FixtureRequest) -> Tekstmodel:
    return laad_tekstmodel(str(request.getfixturevalue(request.param)))


def test_texts_that_mean_the_same_lie_closer_than_others(model: Tekstmodel) -> None:
    geld, huur, alleen = model.vectoren(["geld", "huur", "alleen"])
    assert geld @ huur > 0.8
    assert geld @ alleen < 0.1


def test_every_row_has_length_one_and_stands_at_its_own_text(model: Tekstmodel) -> None:
    teksten = ["huur huur huur geld", "alleen", "geld eenzaam"]
    samen = model.vectoren(teksten)
    assert samen.shape == (3, model.breedte)
    assert np.allclose(np.linalg.norm(samen, axis=1), 1.0)
    assert np.allclose(samen, np.vstack([model.vectoren([t]) for t in teksten]), atol=1e-6)


def test_padding_changes_nothing(model: Tekstmodel) -> None:
    kort = model.vectoren(["huur", "geld geld geld geld geld geld geld"])[0]
    assert np.allclose(kort, model.vectoren(["huur"])[0], atol=1e-6)


@pytest.mark.parametrize("teksten", [[], [""], ["qzx 🙂"]])
def test_nothing_known_gives_zeros(model: Tekstmodel, teksten: list[str]) -> None:
    assert not model.vectoren(teksten).any()


def test_a_place_without_a_model_is_told_in_dutch(tmp_path: Path) -> None:
    with pytest.raises(TekstmodelFout, match="TEKSTMODEL wijst naar"):
        laad_tekstmodel(str(tmp_path))
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(TekstmodelFout, match=r"geen model\.onnx"):
        laad_tekstmodel(str(tmp_path))
    (tmp_path / "model.onnx").write_bytes(b"kapot")
    with pytest.raises(TekstmodelFout, match="niet te lezen"):
        laad_tekstmodel(str(tmp_path))


def test_a_pipeline_without_vectors_is_told(tmp_path: Path) -> None:
    import spacy

    spacy.blank("nl").to_disk(tmp_path)
    with pytest.raises(TekstmodelFout, match="geen woordvectoren"):
        laad_tekstmodel(str(tmp_path))
