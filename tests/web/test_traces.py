"""The way of a message as a trace, and not one word of it in there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest

import spoor
from settings import Settings, SettingsFout
from spoor.otlp import as_otlp
from tests.spoor.test_otlp import Verzamelaar, verzamelaar  # noqa: F401  (a fixture)
from tests.web.builders import Inwoner, NepAssistent, nieuwe_inwoner, zeg
from tests.web.conftest import Bouwer


@pytest.fixture
def gehoord() -> Iterator[list[spoor.Stap]]:
    stappen: list[spoor.Stap] = []
    spoor.zet_aan(stappen.append)
    yield stappen
    spoor.zet_uit()


async def test_each_step_of_a_message_is_in_one_trace_under_the_message(
    inwoner: Inwoner, gehoord: list[spoor.Stap]
) -> None:
    await inwoner.zeg("ik heb schulden")
    bericht = next(s for s in gehoord if s.naam == "bericht")
    namen = {s.naam: s for s in gehoord if s.trace == bericht.trace}
    assert set(namen) == {"bericht", "ontvangen", "triage", "assistent", "opslaan", "bezorgen"}
    assert namen["triage"].ouder == namen["ontvangen"].id
    assert {namen[n].ouder for n in ("ontvangen", "assistent", "opslaan", "bezorgen")} == {bericht.id}


async def test_nothing_of_the_resident_and_no_token_is_in_a_trace(bouw: Bouwer, gehoord: list[spoor.Stap]) -> None:
    assistent = NepAssistent()

    def struikel(vraag: Any) -> Any:
        raise ValueError(vraag.tekst)

    client = await bouw(assistent=assistent)
    iemand = await nieuwe_inwoner(client)
    await iemand.zeg("wachtwoordzin blauwe olifant", "mijn-eigen-kenmerk")
    assistent.doe = struikel
    await iemand.zeg("wachtwoordzin rode olifant")
    assistent.doe = lambda vraag: zeg("antwoordzin", vraag)
    await iemand.zeg("gevaar olifant")
    tekst = str(as_otlp(gehoord, dienst="x"))
    assert "ValueError" in tekst or "AssistentFout" in tekst
    for woord in ("olifant", "wachtwoordzin", "antwoordzin", "eigen-kenmerk", iemand.token, iemand.id):
        assert woord not in tekst


async def test_with_the_setting_the_traces_reach_the_collector_before_the_server_is_gone(
    bouw: Bouwer,
    settings: Settings,
    verzamelaar: Verzamelaar,  # noqa: F811
) -> None:
    client = await bouw(settings=dataclasses.replace(settings, otel_exporter_otlp_endpoint=verzamelaar.url))
    await (await nieuwe_inwoner(client)).zeg("hallo")
    await client.close()
    assert {"bericht", "triage", "assistent", "opslaan"} <= set(verzamelaar.namen)


async def test_without_the_setting_nobody_listens(inwoner: Inwoner) -> None:
    with spoor.stap("bericht"):
        assert spoor.waar() is None


async def test_an_address_that_is_none_stops_the_start(bouw: Bouwer, settings: Settings) -> None:
    with pytest.raises(SettingsFout, match="OTEL"):
        await bouw(settings=dataclasses.replace(settings, otel_exporter_otlp_endpoint="collector:4318"))
