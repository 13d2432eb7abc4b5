"""Settings: one table, explained everywhere, and a wrong value stops the start in plain Dutch."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from settings import Settings, SettingsFout, env_example, read_settings

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("veld", fields(Settings), ids=lambda f: f.name)
def test_every_setting_stands_in_the_example_with_its_explanation(veld) -> None:
    voorbeeld = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert f"# {veld.metadata['help']}\n{veld.name.upper()}={veld.default}\n" in voorbeeld


def test_the_example_file_is_what_the_table_says() -> None:
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == env_example()


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("WERKGEBIED=uit-bestand.yml\nLOG_NIVEAU=DEBUG\n")
    settings = read_settings({"WERKGEBIED": "uit-omgeving.yml"}, tmp_path / ".env")
    assert (settings.werkgebied, settings.log_niveau) == ("uit-omgeving.yml", "DEBUG")


def test_an_empty_value_means_the_default(tmp_path: Path) -> None:
    assert read_settings({"DATABASE_URL": " "}, tmp_path / "geen").database_url == Settings().database_url


@pytest.mark.parametrize(
    ("naam", "waarde"),
    [
        ("BEWAAR_GESPREK_DAGEN", "veertien"),
        ("STILTE_MINUTEN", "-1"),
        ("LOG_NIVEAU", "hard"),
        ("REST_KANAAL", "misschien"),
        ("GOEDKEUREN", "niemand"),
        ("LINKS_CONTROLEREN", "soms"),
        ("VERBERG_NA_MAANDEN", "-3"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_do(naam: str, waarde: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsFout, match=naam):
        read_settings({naam: waarde}, tmp_path / "geen")


def test_origins_are_a_list_without_slashes(tmp_path: Path) -> None:
    settings = read_settings({"TOEGESTANE_ORIGINS": "https://a.example.nl/, https://b.example.nl"}, tmp_path / "geen")
    assert settings.origins == ("https://a.example.nl", "https://b.example.nl")
