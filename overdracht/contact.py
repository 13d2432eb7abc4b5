"""How somebody wants to be reached, checked before anything is promised; and where they may be mailed. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import phonenumbers

from gesprek.service import mask
from overdracht.teksten import tekst

if TYPE_CHECKING:
    from overdracht.models import Overdracht

CHAT, TELEFOON, EMAIL = "chat", "telefoon", "email"
_ANDERS = {
    "e-mail": EMAIL, "mail": EMAIL, "mailen": EMAIL, "bellen": TELEFOON, "tel": TELEFOON, "telefonisch": TELEFOON,
    "gebeld": TELEFOON, "chatten": CHAT,
}  # fmt: skip
# What every mail server and Open Klant take: O'Brien may mail, two dots in a row are a slip of the finger.
_ATOOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_EMAIL = re.compile(rf"{_ATOOM}(?:\.{_ATOOM})*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{{2,}}")
MAX_NAAM, MAX_EMAIL = 120, 200


class ContactFout(ValueError):
    """The contact details cannot be used; `fouten`: per field a Dutch reason."""

    def __init__(self, fouten: Mapping[str, str]) -> None:
        super().__init__(" ".join(fouten.values()))
        self.fouten = dict(fouten)


@dataclass(frozen=True)
class Contact:
    """Checked contact details; an empty text means: not given."""

    naam: str
    telefoon: str
    email: str
    voorkeur: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def lees_contact(ruw: Mapping[str, Any]) -> Contact:
    """The contact details as the resident gave them. Raises ContactFout.

    There must be a way to reach somebody who does not want to wait in the chat.
    """
    naam, telefoon, email, voorkeur = (str(ruw.get(v) or "").strip() for v in ("naam", "telefoon", "email", "voorkeur"))
    voorkeur = _ANDERS.get(voorkeur.lower(), voorkeur.lower())
    fouten: dict[str, str] = {}
    if len(naam) > MAX_NAAM:
        fouten["naam"] = tekst("overdracht.naam_lang", aantal=MAX_NAAM)
    # Nine digits without a nought in front may be a BSN: that is asked again, never kept.
    if telefoon and not (is_telefoon(telefoon) and mask(telefoon) == telefoon):
        fouten["telefoon"] = tekst("overdracht.telefoon")
    if email and not (len(email) <= MAX_EMAIL and _EMAIL.fullmatch(email)):
        fouten["email"] = tekst("overdracht.email")
    elif mask(email) != email:
        fouten["email"] = tekst("overdracht.email_bsn")
    if voorkeur not in (CHAT, TELEFOON, EMAIL, ""):
        fouten["voorkeur"] = tekst("overdracht.voorkeur")
    if not voorkeur:
        voorkeur = TELEFOON if telefoon else EMAIL if email else ""
    fouten |= _mist(voorkeur, telefoon, email) if not fouten else {}
    if fouten:
        raise ContactFout(fouten)
    return Contact(mask(naam)[:MAX_NAAM], telefoon, email, voorkeur)


def _mist(voorkeur: str, telefoon: str, email: str) -> dict[str, str]:
    if voorkeur == TELEFOON and not telefoon:
        return {"telefoon": tekst("overdracht.geen_telefoon")}
    if voorkeur == EMAIL and not email:
        return {"email": tekst("overdracht.geen_email")}
    return {} if voorkeur else {"telefoon": tekst("overdracht.geen_weg")}


def is_telefoon(nummer: str) -> bool:
    """Whether this is a number one can call from the Netherlands."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(nummer, "NL"))
    except phonenumbers.NumberParseException:
        return False


def normaliseer_telefoon(nummer: str) -> str | None:
    """The number as another system takes it (+31612345678); None when it is none."""
    if not is_telefoon(nummer):
        return None
    geparsed = phonenumbers.parse(nummer, "NL")
    return str(phonenumbers.format_number(geparsed, phonenumbers.PhoneNumberFormat.E164))


def mailadres(o: Overdracht) -> str:
    """Where this resident may be mailed: an address that they gave with their consent, or nothing."""
    contact = ((o.verslag or {}).get("contact") or {}) if o.toestemming else {}
    return str(contact.get("email") or "")
