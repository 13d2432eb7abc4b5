"""Every setting of the product in one table: name, default and what it is for.

The table is the single source for `.env.example`, the documentation and the
start-up check, so that a setting cannot exist without being explained.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent


class SettingsFout(Exception):
    """A setting has a value the product cannot work with; the text is plain Dutch."""


def _setting(default: object, help: str) -> Any:
    return field(default=default, metadata={"help": help})


@dataclass(frozen=True)
class Settings:
    """All settings, read once at start and passed on; nothing reads the environment later.

    The field name in capitals is the name of the environment variable. The default and
    the explanation are in the field's metadata, for `.env.example` and the manual.
    """

    database_url: str = _setting(
        "sqlite:///var/voordeur.db", "Waar de gegevens staan: een SQLAlchemy-adres (SQLite of PostgreSQL)."
    )
    redis_url: str = _setting("", "Adres van Redis, nodig bij meer dan één proces. Leeg = één proces.")
    werkgebied: str = _setting("werkgebied.yml", "Bestand met gemeenten, kernen, teams en openingstijden.")
    secret_key: str = _setting(
        "", "Geheim voor formulieren en de codes van /volg. Leeg = bij de eerste start gemaakt in var/."
    )
    openklant_url: str = _setting("", "Adres van Open Klant, zonder pad. Leeg = niet doorsturen.")
    openklant_token: str = _setting("", "Token voor Open Klant.")
    webhook_url: str = _setting("", "Adres dat elke stap van een overdracht krijgt, ondertekend. Leeg = geen webhooks.")
    webhook_geheim: str = _setting("", "Geheim waarmee de webhooks ondertekend worden, minstens 24 tekens.")
    webhook_netwerken: str = _setting(
        "",
        "Adressen in uw eigen netwerk waar de webhook heen mag, zoals 10.1.2.3 of 10.1.2.0/24, met komma's ertussen. "
        "Leeg = alleen adressen op internet.",
    )
    smtp_url: str = _setting("", "Mailserver, zoals smtp://gebruiker:wachtwoord@host:587. Leeg = geen mail.")
    mail_afzender: str = _setting("voordeur@example.nl", "Afzender van alle mail.")
    toegestane_origins: str = _setting(
        "", "Websites waar de widget op mag staan, met komma's ertussen. Leeg = alleen deze server."
    )
    rest_kanaal: str = _setting("uit", "Zet op 'aan' voor Rasa's eigen REST-kanaal op /webhooks/rest/webhook.")
    tekstmodel: str = _setting(
        "", "Map met een sterker taalmodel (ONNX of spaCy), voor triage en zoeken. Train daarna opnieuw. Leeg = uit."
    )
    model_map: str = _setting("models", "Map waar de getrainde modellen staan.")
    var_map: str = _setting("var", "Map voor de database, rapporten en het geheim.")
    publieke_url: str = _setting(
        "http://localhost:8080", "Adres waarop inwoners deze server bereiken, voor links in mail."
    )
    bewaar_gesprek_dagen: int = _setting(14, "Aantal dagen dat een gesprek zonder overdracht bewaard blijft.")
    bewaar_overdracht_dagen: int = _setting(365, "Aantal dagen dat een afgeronde overdracht bewaard blijft.")
    bewaar_audit_dagen: int = _setting(
        5 * 365, "Aantal dagen dat bewaard blijft wie van de medewerkers wat las of veranderde."
    )
    stilte_minuten: int = _setting(
        30, "Na zoveel minuten stilte van de medewerker gaat een opgepakte overdracht terug in de rij."
    )
    limiet_gesprek: int = _setting(15, "Hoeveel berichten per minuut één gesprek mag sturen. 0 = geen grens.")
    limiet_adres: int = _setting(600, "Hoeveel berichten per minuut één internetadres mag sturen. 0 = geen grens.")
    proxy_adressen: str = _setting(
        "", "Adressen van proxy's die X-Forwarded-For zetten, met komma's ertussen. Leeg = geen proxy."
    )
    goedkeuren: str = _setting(
        "iedereen",
        "Wie mag publiceren: 'iedereen' (elke redacteur), 'ander' (niet wie het schreef) of 'beheerder'.",
    )
    verberg_na_maanden: int = _setting(
        12,
        "Zoveel maanden na de uiterste controledatum ziet niemand buiten de redactie een voorziening nog. 0 = altijd.",
    )
    aanbiederlink_dagen: int = _setting(
        60, "Zoveel dagen werkt de persoonlijke link waarmee een aanbieder zijn eigen gegevens nakijkt. Minstens 1."
    )
    links_controleren: str = _setting(
        "uit", "Zet op 'aan' om websites in de sociale kaart op de achtergrond te controleren. Dit gebruikt internet."
    )
    oidc_issuer: str = _setting(
        "", "Adres van de inlogdienst van uw organisatie (OIDC issuer). Leeg = alleen inloggen met een wachtwoord."
    )
    oidc_client_id: str = _setting("", "Naam (client ID) waaronder Voordeur bij de inlogdienst bekend is.")
    oidc_client_secret: str = _setting("", "Geheim (client secret) bij de client ID. Leeg = een client zonder geheim.")
    oidc_groepen: str = _setting(
        "",
        "Welke groep welke rol krijgt, met ; ertussen: 'groep=rol' of 'groep=rol:gemeente,gemeente'. "
        "De eerste regel die past, bepaalt de rol.",
    )
    oidc_claim: str = _setting("groups", "Onderdeel (claim) waarin de inlogdienst de groepen van iemand zet.")
    oidc_scopes: str = _setting("openid profile email", "Wat Voordeur aan de inlogdienst vraagt, met spaties ertussen.")
    oidc_naam: str = _setting("uw werkaccount", "Hoe de inlogdienst heet op de knop 'Inloggen met …'.")
    oidc_hulp: str = _setting(
        "de beheerder van Voordeur", "Wie medewerkers om hulp vragen als inloggen niet lukt, zoals 'de servicedesk'."
    )
    wachtwoord_login: str = _setting(
        "aan",
        "Inloggen met een wachtwoord: 'aan' voor iedereen, 'nood' alleen voor beheerders als noodtoegang, 'uit' voor "
        "niemand.",
    )
    otel_exporter_otlp_endpoint: str = _setting(
        "",
        "Adres van een OpenTelemetry-collector (OTLP over HTTP), zoals http://collector:4318. Leeg = geen traces.",
    )
    otel_exporter_otlp_headers: str = _setting("", "Koppen voor die collector, zoals naam=waarde,naam=waarde.")
    otel_service_name: str = _setting("voordeur", "Naam waaronder de traces bij de collector staan.")
    log_niveau: str = _setting("INFO", "Hoeveel er in het logboek komt: DEBUG, INFO, WARNING of ERROR.")

    @property
    def origins(self) -> tuple[str, ...]:
        """Allowed origins of host pages, without trailing slashes."""
        return tuple(o.strip().rstrip("/") for o in self.toegestane_origins.split(",") if o.strip())

    def pad(self, waarde: str) -> Path:
        """A path from a setting; relative ones are taken from the project root."""
        path = Path(waarde).expanduser()
        return path if path.is_absolute() else ROOT / path


def _convert(name: str, soort: type, tekst: str) -> object:
    if soort is int:
        try:
            getal = int(tekst)
        except ValueError:
            raise SettingsFout(f"{name.upper()} moet een heel getal zijn, maar is '{tekst}'. Pas .env aan.") from None
        if getal < 0:
            raise SettingsFout(f"{name.upper()} mag niet kleiner dan 0 zijn. Pas .env aan.")
        return getal
    return tekst


def read_settings(environ: Mapping[str, str] | None = None, env_file: Path | None = None) -> Settings:
    """Settings from the environment, over `.env`, over the defaults.

    Raises SettingsFout with a Dutch reason when a value cannot be used.
    """
    bestand = env_file if env_file is not None else ROOT / ".env"
    waarden: dict[str, str] = {}
    if bestand.exists():
        waarden.update({k: v for k, v in dotenv_values(bestand).items() if v is not None})
    waarden.update(os.environ if environ is None else environ)
    gekozen: dict[str, Any] = {}
    for f in fields(Settings):
        tekst = waarden.get(f.name.upper())
        if tekst is not None and tekst.strip() != "":
            soort = int if isinstance(f.default, int) else str
            gekozen[f.name] = _convert(f.name, soort, tekst.strip())
    settings = Settings(**gekozen)
    if settings.log_niveau not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise SettingsFout("LOG_NIVEAU moet DEBUG, INFO, WARNING of ERROR zijn. Pas .env aan.")
    if settings.webhook_url and len(settings.webhook_geheim) < 24:
        raise SettingsFout("WEBHOOK_URL werkt alleen met een WEBHOOK_GEHEIM van minstens 24 tekens. Pas .env aan.")
    if settings.webhook_url and not settings.webhook_url.startswith(("https://", "http://")):
        raise SettingsFout("WEBHOOK_URL moet met https:// beginnen. Pas .env aan.")
    if settings.rest_kanaal not in {"aan", "uit"}:
        raise SettingsFout("REST_KANAAL moet 'aan' of 'uit' zijn. Pas .env aan.")
    if settings.goedkeuren not in {"iedereen", "ander", "beheerder"}:
        raise SettingsFout("GOEDKEUREN moet 'iedereen', 'ander' of 'beheerder' zijn. Pas .env aan.")
    if settings.links_controleren not in {"aan", "uit"}:
        raise SettingsFout("LINKS_CONTROLEREN moet 'aan' of 'uit' zijn. Pas .env aan.")
    if settings.wachtwoord_login not in {"aan", "nood", "uit"}:
        raise SettingsFout("WACHTWOORD_LOGIN moet 'aan', 'nood' of 'uit' zijn. Pas .env aan.")
    return settings


def env_example() -> str:
    """The text of `.env.example`: every setting with its explanation and default."""
    regels = ["# Instellingen van Voordeur. Kopieer dit bestand naar .env en pas het aan.", ""]
    for f in fields(Settings):
        regels += [f"# {f.metadata['help']}", f"{f.name.upper()}={f.default}", ""]
    return "\n".join(regels)
