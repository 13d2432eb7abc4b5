"""The way to the processor is narrow, and whoever waits there is let through in good order."""

from __future__ import annotations

import asyncio

import pytest

from web.doorgang import Doorgang, Rang


class _Bezoek:
    """Somebody who stays in until let go."""

    def __init__(self, doorgang: Doorgang, rang: Rang, binnen: list[str], naam: str) -> None:
        self.los, self.is_binnen = asyncio.Event(), asyncio.Event()
        self.taak = asyncio.create_task(self._ga(doorgang, rang, binnen, naam))

    async def _ga(self, doorgang: Doorgang, rang: Rang, binnen: list[str], naam: str) -> None:
        async with doorgang.neem(rang):
            binnen.append(naam)
            self.is_binnen.set()
            await self.los.wait()

    async def weg(self) -> None:
        self.los.set()
        await self.taak
        await _even()


async def _even() -> None:
    """Let everybody go as far as they can."""
    for _ in range(5):
        await asyncio.sleep(0)


async def test_who_waits_is_let_in_by_rank_and_then_in_order_of_arrival() -> None:
    doorgang, binnen = Doorgang(1, hoogstens=60), list[str]()
    wie = [("eerste", Rang.ANTWOORD), ("a", Rang.ANTWOORD), ("b", Rang.ANTWOORD), ("nieuw", Rang.ONTVANGEN)]
    bezoeken = [_Bezoek(doorgang, rang, binnen, naam) for naam, rang in [*wie, ("nood", Rang.SPOED)]]
    await _even()
    for n, bezoek in enumerate([bezoeken[0], bezoeken[4], bezoeken[3], bezoeken[1], bezoeken[2]], start=1):
        assert len(binnen) == n
        await bezoek.weg()
    assert binnen == ["eerste", "nood", "nieuw", "a", "b"]


async def test_no_more_come_in_at_once_than_there_are_places() -> None:
    doorgang, binnen = Doorgang(2, hoogstens=60), list[str]()
    bezoeken = [_Bezoek(doorgang, Rang.ANTWOORD, binnen, str(n)) for n in range(4)]
    await _even()
    assert binnen == ["0", "1"]
    for bezoek in bezoeken:
        await bezoek.weg()
    assert binnen == ["0", "1", "2", "3"]


async def test_who_hangs_keeps_nobody_else_out_and_gives_no_place_twice() -> None:
    doorgang, binnen = Doorgang(1, hoogstens=0.0), list[str]()
    hangt = _Bezoek(doorgang, Rang.ANTWOORD, binnen, "hangt")
    volgende = _Bezoek(doorgang, Rang.ANTWOORD, binnen, "volgende")
    await asyncio.wait_for(volgende.is_binnen.wait(), 10)
    await hangt.weg()
    await volgende.weg()
    assert doorgang._vrij == 1


@pytest.mark.parametrize("net_aan_de_beurt", [False, True])
async def test_who_gives_up_waiting_leaves_the_place_to_the_next(*, net_aan_de_beurt: bool) -> None:
    doorgang, binnen = Doorgang(1, hoogstens=60), list[str]()
    async with doorgang.neem(Rang.ANTWOORD):
        afzegger, volgende = (_Bezoek(doorgang, Rang.ANTWOORD, binnen, n) for n in ("weg", "volgende"))
        await _even()
        if not net_aan_de_beurt:
            afzegger.taak.cancel()
            await _even()
    # The place was given to who waited first, and who did not notice that yet.
    afzegger.taak.cancel()
    await _even()
    assert binnen == ["volgende"]
    await volgende.weg()
    assert doorgang._vrij == 1
