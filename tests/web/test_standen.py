"""Degraded modes: each way out that is set and fails is named in /readyz, /metrics and beheer, until it works again."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from opslag.db import Database, now
from overdracht import edits
from overdracht.models import UitPost
from settings import ROOT, Settings
from tests.web.builders import NepAssistent
from tests.web.conftest import Bouwer
from tests.web.stafleden import Staflid, pagina_routes
from web.metingen import UITLEG

WEGEN = {
    "openklant": ("openklant", {"openklant_url": "http://127.0.0.1:1", "openklant_token": "t"}),
    "mail": ("bevestiging", {"smtp_url": "smtp://127.0.0.1:1"}),
    "webhook": ("webhook", {"webhook_url": "http://127.0.0.1:1", "webhook_geheim": "x" * 24}),
}


def _post(database: Database, soort: str, **velden: Any) -> None:
    with database.session_scope() as session:
        post = edits.add_uit_post(session, soort, "VD-1", op=now())
        for naam, waarde in velden.items():
            setattr(post, naam, waarde)


async def _stand(client: TestClient[Any, Any], onderdeel: str) -> tuple[str, str]:
    """What /readyz and /metrics say."""
    gereed = await (await client.get("/readyz")).json()
    cijfers = (await (await client.get("/metrics")).text()).splitlines()
    regel = next((r for r in cijfers if r.startswith(f'voordeur_onderdeel{{onderdeel="{onderdeel}"}}')), "- geen")
    return gereed["onderdelen"][onderdeel], regel.split()[1]


@pytest.mark.parametrize("onderdeel", WEGEN)
async def test_a_way_out_that_fails_is_named_until_it_works_again(
    bouw: Bouwer, settings: Settings, sqlite_db: Database, onderdeel: str
) -> None:
    soort, waarden = WEGEN[onderdeel]
    client = await bouw(settings=dataclasses.replace(settings, **waarden), routes=pagina_routes())
    assert await _stand(client, onderdeel) == ("goed", "1")
    _post(sqlite_db, soort)
    assert await _stand(client, onderdeel) == ("goed", "1"), "what is not tried yet has not failed"
    _post(sqlite_db, soort, pogingen=2, fout="geen verbinding")
    assert await _stand(client, onderdeel) == ("weg", "0")
    gereed = await client.get("/readyz")
    assert gereed.status == 200
    assert (await gereed.json())["beperkt"] == [onderdeel]
    beheer = await Staflid(client, sqlite_db, "Bea Beheer", "beheerder").lees("/beheer")
    assert "werkt niet" in beheer
    assert "later" in beheer, "what it means is told"
    _post(sqlite_db, soort, pogingen=1, status="klaar")
    assert await _stand(client, onderdeel) == ("goed", "1")


async def test_a_refusal_that_needs_a_person_is_named_as_well(
    bouw: Bouwer, settings: Settings, sqlite_db: Database
) -> None:
    client = await bouw(settings=dataclasses.replace(settings, **WEGEN["openklant"][1]))
    _post(sqlite_db, "openklant", pogingen=1, status="mislukt", fout="token geweigerd")
    assert await _stand(client, "openklant") == ("weg", "0")


async def test_who_has_open_klant_is_not_told_that_mail_fails_by_a_post_for_open_klant(
    bouw: Bouwer, settings: Settings, sqlite_db: Database
) -> None:
    waarden = WEGEN["openklant"][1] | WEGEN["mail"][1]
    client = await bouw(settings=dataclasses.replace(settings, **waarden))
    _post(sqlite_db, "openklant_sluiten", pogingen=1, fout="geen verbinding")
    assert (await _stand(client, "mail"))[0] == "goed"
    assert (await _stand(client, "openklant"))[0] == "weg"


async def test_what_is_not_set_is_off_and_no_fault(bouw: Bouwer, sqlite_db: Database) -> None:
    _post(sqlite_db, "bevestiging", pogingen=1, fout="geen verbinding")
    client = await bouw()
    for onderdeel in ("redis", *WEGEN):
        assert await _stand(client, onderdeel) == ("uit", "geen")


async def test_no_assistant_and_no_redis_are_in_the_figures(bouw: Bouwer, settings: Settings) -> None:
    client = await bouw(
        settings=dataclasses.replace(settings, redis_url="redis://127.0.0.1:1/0"), assistent=NepAssistent(klaar=False)
    )
    assert await _stand(client, "assistent") == ("laadt", "0")
    assert await _stand(client, "redis") == ("weg", "0")
    assert await _stand(client, "database") == ("goed", "1")


def test_every_kind_of_post_belongs_to_a_way_out(sqlite_db: Database, settings: Settings) -> None:
    from overdracht.haperen import WEG_VAN
    from overdracht.uitgang import Uitgang
    from werkgebied import load_werkgebied

    uitgang = Uitgang(sqlite_db, settings, load_werkgebied(ROOT / "werkgebied.yml"))
    assert set(uitgang.outbox._verzenders) == set(WEG_VAN)
    assert UitPost.__tablename__ == "uit_post"


def test_the_dashboard_names_only_figures_that_exist() -> None:
    bord = json.loads((ROOT / "docs/uitrol/grafana.json").read_text(encoding="utf-8"))
    vragen = [doel["expr"] for paneel in bord["panels"] for doel in paneel["targets"]]
    genoemd = {naam for vraag in vragen for naam in re.findall(r"voordeur_\w+", vraag)}
    assert len(genoemd) > 8
    assert {n.removesuffix("_bucket") for n in genoemd} <= set(UITLEG)
    assert all("_bucket" in vraag for vraag in vragen if "histogram_quantile" in vraag)
