"""The assistant as the web uses it: order, size, faults and reloading."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.assistent import Assistent, AssistentFout, AssistentNietKlaar
from gesprek.models import DialoogStand, Gesprek
from opslag.db import Database
from settings import ROOT, Settings
from tests.bot.conftest import Inwoner, tekst_van
from triage.model import Triage
from werkgebied import Werkgebied

pytestmark = pytest.mark.rasa


@pytest.fixture
def inwoner(assistent: Assistent, kaart: Database, triage: Triage) -> Inwoner:
    return Inwoner(assistent, kaart, triage, "castricum")


async def test_the_stand_stays_small_over_a_hundred_turns(inwoner: Inwoner, kaart: Database) -> None:
    regels = ["waar is de voedselbank", "wat kost dat?", "hulp met formulieren", "dank je", "ja", "meer"]
    groottes = []
    for n in range(102):
        await inwoner.zeg(regels[n % len(regels)])
        if n % 6 == 5:
            with kaart.lezen() as session:
                rij = session.get(DialoogStand, inwoner.id)
                groottes.append(len(str(rij.stand)) if rij else 0)
    assert groottes[0] > 0
    assert max(groottes) < groottes[0] + 2500


async def test_the_stand_goes_when_the_gesprek_goes(inwoner: Inwoner, kaart: Database) -> None:
    await inwoner.zeg("waar is de voedselbank")
    with kaart.session_scope() as session:
        session.delete(session.get(Gesprek, inwoner.id))
    with kaart.lezen() as session:
        assert session.get(DialoogStand, inwoner.id) is None


async def test_nothing_the_resident_typed_is_kept_beside_what_follow_ups_need(
    inwoner: Inwoner, kaart: Database
) -> None:
    await inwoner.zeg("hallo")
    with kaart.lezen() as session:
        rij = session.get(DialoogStand, inwoner.id)
        assert rij is not None
        assert "hallo" not in str(rij.stand)


async def test_residents_do_not_hear_one_another(assistent: Assistent, kaart: Database, triage: Triage) -> None:
    bewoners = [Inwoner(assistent, kaart, triage, "castricum") for _ in range(6)]
    vragen = ["waar is de voedselbank", "hulp met formulieren", "wie brengt er warm eten rond"] * 2
    antwoorden = await asyncio.gather(*(b.zeg(v) for b, v in zip(bewoners, vragen, strict=True)))
    for links, rechts in ((0, 3), (1, 4), (2, 5)):
        assert tekst_van(antwoorden[links]) == tekst_van(antwoorden[rechts])
    assert len({tekst_van(a) for a in antwoorden}) == 3


async def test_words_that_begin_with_a_slash_do_not_steer_the_dialogue(inwoner: Inwoner) -> None:
    antwoord = await inwoner.assistent.antwoord(inwoner.vraag("/restart"))
    assert antwoord.berichten


async def test_five_thousand_characters_are_answered(inwoner: Inwoner) -> None:
    assert (await inwoner.zeg("ik heb schulden en het is een lang verhaal. " * 115)).berichten


async def test_a_dialogue_that_raises_is_an_error_without_the_residents_words(
    inwoner: Inwoner, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breekt(_: object, __: object) -> None:
        raise RuntimeError("het geheim van de inwoner")

    monkeypatch.setattr("bot.dialoog.Dialoog.antwoord", breekt)
    with pytest.raises(AssistentFout) as fout:
        await inwoner.zeg("hoi")
    assert "geheim" not in str(fout.value)


async def test_a_dialogue_that_hangs_is_given_up(inwoner: Inwoner, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hangt(_: object, __: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr("bot.dialoog.Dialoog.antwoord", hangt)
    monkeypatch.setattr(inwoner.assistent, "_antwoord_seconden", 0.2)
    with pytest.raises(AssistentFout):
        await inwoner.zeg("hoi")


def _wacht_op(assistent: Assistent, klaar: bool) -> None:
    tot = time.monotonic() + 120
    while time.monotonic() < tot and not (assistent.klaar if klaar else assistent.fout):
        time.sleep(0.1)


async def test_a_broken_model_is_refused_with_a_reason(
    tmp_path: Path, kaart: Database, gebied: Werkgebied, triage: Triage
) -> None:
    (tmp_path / "half.tar.gz").write_bytes(b"\x1f\x8b\x08half")
    assistent = Assistent(Settings(model_map=str(tmp_path)), kaart, gebied, triage)
    assistent.start()
    _wacht_op(assistent, klaar=False)
    assert "half.tar.gz" in assistent.fout
    assert "voordeur train" in assistent.fout
    with pytest.raises(AssistentNietKlaar):
        await assistent.antwoord(Inwoner(assistent, kaart, triage).vraag("hoi"))
    assistent.stop()


async def test_a_new_model_is_taken_up_and_a_broken_one_leaves_the_old_at_work(
    tmp_path: Path, modelsettings: Settings, kaart: Database, gebied: Werkgebied, triage: Triage
) -> None:
    bron = max(modelsettings.pad(modelsettings.model_map).glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    shutil.copy(bron, tmp_path / "een.tar.gz")
    assistent = Assistent(Settings(model_map=str(tmp_path)), kaart, gebied, triage, kijk_seconden=0.2)
    assistent.start()
    _wacht_op(assistent, klaar=True)
    inwoner = Inwoner(assistent, kaart, triage, "castricum")
    await inwoner.zeg("waar is de voedselbank")
    (tmp_path / "twee.tar.gz").write_bytes(b"kapot")
    _wacht_op(assistent, klaar=False)
    assert "twee.tar.gz" in assistent.fout
    # The gesprek goes on where it was, with the model that works.
    assert "De Volle Mand" in tekst_van(await inwoner.zeg("wat kost dat?"))
    shutil.copy(bron, tmp_path / "drie.tar.gz")
    os.utime(tmp_path / "drie.tar.gz")
    tot = time.monotonic() + 120
    while assistent.fout and time.monotonic() < tot:  # noqa: ASYNC110  (it loads on another thread)
        await asyncio.sleep(0.1)
    assert not assistent.fout
    assert (await inwoner.zeg("wat kost dat?")).berichten
    assistent.stop()


def _met_minder_voorbeelden(naar: Path) -> None:
    """The project as Rasa sees it, with the first examples of each block: reading all of them takes a minute."""
    shutil.copytree(ROOT / "data", naar / "data", ignore=shutil.ignore_patterns("nlu"))
    for naam in ("config.yml", "domain.yml", "endpoints.yml", "credentials.yml"):
        shutil.copy(ROOT / naam, naar)
    (naar / "data" / "nlu").mkdir()
    for pad in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        regels, teksten = [], 0
        for regel in pad.read_text(encoding="utf-8").splitlines():
            teksten = 0 if regel.lstrip().startswith("- intent:") else teksten + regel.lstrip().startswith("- text:")
            if teksten <= 20:
                regels.append(regel)
        (naar / "data" / "nlu" / pad.name).write_text("\n".join([*regels, ""]), encoding="utf-8")


def test_rasas_own_commands_work_from_the_root(tmp_path: Path) -> None:
    """`rasa data validate` with its defaults finds the domain, the rules and the examples."""
    _met_minder_voorbeelden(tmp_path)
    pad = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    uitkomst = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", "data", "validate"], cwd=tmp_path,
        env=os.environ | {"RASA_TELEMETRY_ENABLED": "false", "PYTHONPATH": pad},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert uitkomst.returncode == 0, uitkomst.stderr[-2000:]
