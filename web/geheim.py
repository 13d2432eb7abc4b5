"""The secret of this installation: from SECRET_KEY, or made once and kept in var/.

It signs what must be recognised later without being stored, such as a form before login.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from settings import Settings, SettingsFout

MIN_LENGTE = 16


def read_geheim(settings: Settings) -> str:
    """The secret. Raises SettingsFout when SECRET_KEY is too short or var/ cannot be written."""
    if settings.secret_key:
        if len(settings.secret_key) < MIN_LENGTE:
            raise SettingsFout(f"SECRET_KEY moet minstens {MIN_LENGTE} tekens lang zijn. Pas .env aan.")
        return settings.secret_key
    pad = settings.pad(settings.var_map) / "geheim"
    try:
        return _read_or_make(pad)
    except OSError:
        raise SettingsFout(f"Het geheim kan niet in {pad} bewaard worden. Zet SECRET_KEY in .env.") from None


def _read_or_make(pad: Path) -> str:
    """Two processes starting together must end with the same secret: a link never replaces a file."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    if not pad.exists():
        nieuw = pad.with_name(f"{pad.name}.{os.getpid()}")
        nieuw.touch(mode=0o600)
        nieuw.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(nieuw, pad)
        except FileExistsError:
            pass
        finally:
            nieuw.unlink()
    return pad.read_text(encoding="ascii").strip()


def teken(geheim: str, doel: str, waarde: str) -> str:
    """A signature of `waarde` for one purpose."""
    return hmac.new(geheim.encode(), f"{doel}\0{waarde}".encode(), hashlib.sha256).hexdigest()


def klopt(geheim: str, doel: str, waarde: str, *, handtekening: str) -> bool:
    """Whether the signature belongs to this value and purpose."""
    return hmac.compare_digest(teken(geheim, doel, waarde), handtekening)
