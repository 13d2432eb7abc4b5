"""What `make audit` concludes: found, nothing found, and not looked at are three different things."""

from __future__ import annotations

import json

import pytest

from cli.nakijken import Uitkomst, eindoordeel, lees_npm, lees_pip, regels, uitgelegd

GOED = json.dumps({"dependencies": [{"name": "aiohttp", "version": "3.14.5", "vulns": []}], "fixes": []})
GAT = json.dumps({"dependencies": [{"name": "sanic", "version": "21.12.2", "vulns": [{"id": "PYSEC-1"}]}], "fixes": []})
WEG = json.dumps({"dependencies": [{"name": "absl-py", "skip_reason": "Dependency not found on PyPI"}], "fixes": []})
NPM_GOED = json.dumps({"vulnerabilities": {}, "metadata": {"dependencies": {"total": 12}}})
NPM_GAT = json.dumps(
    {"vulnerabilities": {"esbuild": {"range": "<1", "severity": "high"}}, "metadata": {"dependencies": {"total": 12}}}
)
NPM_WEG = json.dumps({"error": {"summary": "405 Method Not Allowed"}, "message": "audit endpoint returned an error"})


@pytest.mark.parametrize(
    ("pip", "npm", "code"),
    [(GOED, NPM_GOED, 0), (GAT, NPM_GOED, 1), (GOED, NPM_GAT, 1), (GAT, NPM_WEG, 1), (GOED, NPM_WEG, 2),
     (WEG, NPM_GOED, 2), ("", NPM_GOED, 2), ("ERROR: geen netwerk", "", 2), ("[]", "[]", 2)],
)  # fmt: skip
def test_the_status_tells_found_from_nothing_found_from_not_looked_at(pip: str, npm: str, code: int) -> None:
    assert eindoordeel([lees_pip(pip), lees_npm(npm)]) == code


def test_what_could_not_be_looked_at_is_said_with_how_many() -> None:
    tekst = "\n".join([*regels(lees_pip(WEG)), *regels(lees_npm(NPM_WEG))])
    assert "1 pakketten niet nagekeken" in tekst
    assert "Niets nagekeken: de lijst is niet te bereiken" in tekst


def test_a_hole_is_told_with_whether_it_is_explained() -> None:
    tekst = "\n".join(regels(Uitkomst("pip-audit", 2, 0, [("sanic", "21.12", "A"), ("aiohttp", "3", "B")])))
    assert "sanic 21.12: A (staat in docs/afhankelijkheden.md)" in tekst
    assert "aiohttp 3: B (nog niet uitgelegd)" in tekst


def test_a_package_is_explained_only_by_its_own_name() -> None:
    assert uitgelegd("Sanic-JWT")
    assert uitgelegd("tensorflow-cpu")
    assert not uitgelegd("san")
