"""The settings of OIDC login, read once and checked: a mapping that cannot be right stops the start.

A typing error in a gemeente would otherwise give somebody all of them, since no gemeente means all.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import urlsplit

from overdracht import staf
from settings import Settings, SettingsFout
from web.teksten import read_yaml
from werkgebied import Werkgebied

TERUG, NA_UITLOGGEN = "/login/oidc/terug", "/login"
_EIGEN_MACHINE = ("localhost", "127.0.0.1", "::1")
_TEKSTEN: dict[str, str] = read_yaml("login_teksten.yml")["instellingen"]


@dataclass(frozen=True)
class Regel:
    """One line of the mapping: who is in `groep` has `rol`, for these gemeenten (none = all)."""

    groep: str
    rol: str
    gemeenten: tuple[str, ...] = ()


@dataclass(frozen=True)
class Toegekend:
    """What somebody's groups give together."""

    rol: str
    gemeenten: tuple[str, ...]


@dataclass(frozen=True)
class OidcInstelling:
    """Everything needed to log in elsewhere."""

    issuer: str
    client_id: str
    client_secret: str
    scopes: str
    claim: str
    naam: str
    hulp: str
    regels: tuple[Regel, ...]
    publieke_url: str

    @property
    def terug(self) -> str:
        """The address the provider sends a browser back to; register it there."""
        return f"{self.publieke_url}{TERUG}"

    @property
    def na_uitloggen(self) -> str:
        return f"{self.publieke_url}{NA_UITLOGGEN}"

    def ken_toe(self, groepen: Collection[str]) -> Toegekend | None:
        """The role of the first line that fits, with the gemeenten of all fitting lines of that role; None = no access.

        Roles are never added together: a beheerder who may also read stories must be a choice of the mapping.
        """
        passend = [regel for regel in self.regels if regel.groep in groepen]
        if not passend:
            return None
        rol = passend[0].rol
        van_rol = [regel for regel in passend if regel.rol == rol]
        if not all(regel.gemeenten for regel in van_rol):
            return Toegekend(rol, ())
        return Toegekend(rol, tuple(dict.fromkeys(g for regel in van_rol for g in regel.gemeenten)))


def is_veilig_adres(adres: str, *, ook_http: bool) -> bool:
    """An https address, or (`ook_http`, to try things out) http on this very machine."""
    try:
        deel = urlsplit(adres)
    except ValueError:
        return False
    if not deel.hostname or deel.username is not None:
        return False
    return deel.scheme == "https" or (ook_http and deel.scheme == "http" and deel.hostname in _EIGEN_MACHINE)


def read_oidc(settings: Settings, werkgebied: Werkgebied) -> OidcInstelling | None:
    """None when OIDC is off. Raises SettingsFout with a Dutch reason for what cannot work."""
    if not settings.oidc_issuer:
        if settings.wachtwoord_login != "aan":
            raise SettingsFout(_TEKSTEN["wachtwoord_zonder_oidc"])
        return None
    if not is_veilig_adres(settings.oidc_issuer, ook_http=True) or set("?#") & set(settings.oidc_issuer):
        raise SettingsFout(_TEKSTEN["issuer"])
    if not settings.oidc_client_id:
        raise SettingsFout(_TEKSTEN["client_id"])
    if "openid" not in settings.oidc_scopes.split():
        raise SettingsFout(_TEKSTEN["scopes"])
    regels = read_regels(settings.oidc_groepen, werkgebied)
    if settings.wachtwoord_login == "uit" and not any(r.rol == staf.BEHEERDER for r in regels):
        raise SettingsFout(_TEKSTEN["geen_beheerder"])
    return OidcInstelling(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        scopes=" ".join(settings.oidc_scopes.split()),
        claim=settings.oidc_claim,
        naam=settings.oidc_naam,
        hulp=settings.oidc_hulp,
        regels=regels,
        publieke_url=settings.publieke_url.rstrip("/"),
    )


def read_regels(tekst: str, werkgebied: Werkgebied) -> tuple[Regel, ...]:
    """The mapping of OIDC_GROEPEN. The last `=` divides, since names from a directory hold some themselves."""
    regels = tuple(_read_regel(deel.strip(), werkgebied) for deel in tekst.split(";") if deel.strip())
    if not regels:
        raise SettingsFout(_TEKSTEN["groepen_leeg"])
    return regels


def _read_regel(deel: str, werkgebied: Werkgebied) -> Regel:
    groep, _, recht = deel.rpartition("=")
    rol, dubbele_punt, waar = recht.partition(":")
    if not groep.strip() or (dubbele_punt and not waar.strip()):
        raise SettingsFout(_TEKSTEN["groep_vorm"].format(deel=deel))
    if rol.strip() not in staf.ROLLEN:
        raise SettingsFout(_TEKSTEN["groep_rol"].format(deel=deel, rollen=", ".join(staf.ROLLEN)))
    namen = []
    for naam in waar.split(",") if dubbele_punt else ():
        gevonden = _zoek(naam.strip(), werkgebied)
        if gevonden is None:
            bekend = ", ".join(g.code for g in werkgebied.gemeenten)
            raise SettingsFout(_TEKSTEN["groep_gemeente"].format(naam=naam.strip(), bekend=bekend))
        namen.append(gevonden)
    return Regel(groep.strip(), rol.strip(), tuple(namen))


def _zoek(naam: str, werkgebied: Werkgebied) -> str | None:
    """The gemeente with this code or name, or whose team has this name."""
    gemeente = werkgebied.zoek_gemeente(naam)
    if gemeente is None:
        van_team = (g for g in werkgebied.gemeenten if g.team.naam.casefold() == naam.casefold())
        gemeente = next(van_team, None)
    return gemeente.naam if gemeente else None
