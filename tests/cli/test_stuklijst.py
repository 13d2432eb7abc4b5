"""The SBOM names what the locks hold, no more and no less, and reproducible installs need their hashes."""

from __future__ import annotations

import re

import pytest

from cli.stuklijst import maak, npm_pakketten
from settings import ROOT


def test_every_package_of_the_lock_is_listed_once_with_its_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    in_lock = re.findall(r"(?m)^([A-Za-z0-9._-]+)==", lock)
    python = [d for d in maak()["components"] if d["purl"].startswith("pkg:pypi/")]
    assert len(python) == len(in_lock) > 100
    assert all(d["hashes"] and d["version"] for d in python)
    assert "pkg:pypi/rasa@3.6.21" in [d["purl"] for d in python]
    refs = [d["bom-ref"] for d in maak()["components"]]
    assert len(refs) == len(set(refs))


def test_packages_that_only_build_are_marked() -> None:
    per_naam = {d["name"]: d for d in maak()["components"]}
    assert per_naam["esbuild"]["scope"] == "excluded"
    assert per_naam["@utrecht/component-library-css"]["scope"] == "required"


def test_the_name_of_a_nested_npm_package_is_its_own() -> None:
    lock = {"packages": {"": {}, "node_modules/a/node_modules/@b/c": {"version": "1.0.0"}}}
    assert [d["purl"] for d in npm_pakketten(lock)] == ["pkg:npm/%40b/c@1.0.0"]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_a_hash_for_every_package_and_no_address(lock: str) -> None:
    tekst = (ROOT / lock).read_text()
    for blok in re.split(r"(?m)^(?=[A-Za-z0-9._-]+==)", tekst)[1:]:
        assert "--hash=sha256:" in blok, blok[:60]
    assert "://" not in tekst
    assert "--require-hashes" in (ROOT / "Makefile").read_text()
