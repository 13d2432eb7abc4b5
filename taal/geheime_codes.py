"""Passwords, PINs and DigiD codes that somebody tells as such; found by the words around them.

A password has no check digit: only the sentence shows it. So a word behind "wachtwoord is"
counts unless it is what people say *about* a password ("kwijt", "verlopen", "niet goed").
"""

from __future__ import annotations

import re

_WACHTWOORD = (
    r"(?:wacht\s?woord(?:en|t)?|wachtwrd|ww|pass?\s?word|pass\s?wort|passwoord|paswoord"
    r"|mot de passe|contraseña|şifre|hasło)"
)
# "wachtwoord van mijn digid", "ww voor de site", "wachtwoord dat ik gebruik"; bounded, so that matching stays linear.
_BIJ = r"(?:\s+(?:van|voor|bij|op|in|for|of)(?:\s+[\w.-]{1,20}){1,4}?|\s+(?:dat|die) ik(?:\s\w{1,12}){1,2})?"
_TOCH = r"(?:\s(?:nu|dus|gewoon|namelijk|altijd|eigenlijk|steeds|nog(?:\s(?:steeds|altijd))?))?"
_IS = rf"\s*(?:(?:\s(?:is|was|wordt|luidt){_TOCH}\s*:?)|[:=])\s*"
_WAARDE = r"(?P<waarde>\"[^\"\n]{1,60}\"|'[^'\n]{1,60}'|[^\s\"']{1,60})"
_GEZEGD = re.compile(rf"\b{_WACHTWOORD}\b{_BIJ}(?P<is>{_IS}){_WAARDE}(?P<na>[^\n]?)", re.IGNORECASE)
_KAAL = re.compile(rf"\b{_WACHTWOORD}\s+(?P<waarde>\"[^\"\n]{{4,60}}\"|[^\s\"']{{4,60}})", re.IGNORECASE)
# "pw" is also the Participatiewet: only what looks made up counts, and no article or year.
_PW = re.compile(r"\bpw\s*(?:\bis\b|[:=])?\s*(?!art|(?:19|20)\d\d\b)(?P<waarde>[^\s\"']{4,60})", re.IGNORECASE)
_OMGEKEERD = re.compile(
    rf"(?<!\S)(?P<waarde>[^\s]{{3,60}})\s+(?:is|was)\s+(?:mijn|het|ons|zijn|haar|my)\s+"
    rf"(?:digid[- ]?|nieuwe\s+|oude\s+)?{_WACHTWOORD}\b(?P<na>\s*(?:[.,!;]|$|en\b|van\b|voor\b))?",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"\b(?:pin(?:[- ]?(?:code|k(?:ode|ood)|nummer|nr))?|(?:cvc2?|cvv2?)(?:[- ]?code)?|toegangscode|kluiscode)\b"
    r"(?:\s+(?:van|voor|bij|op)(?:\s+[a-z.-]{1,20}){1,4}?)?[\s:=]*(?:is|was)?(?:\s+nu)?[\s:=]*"
    r"(?P<waarde>\d(?:[ .-]?\d){2,5})(?!\d)(?!\s*(?:euro|eur\b|€|keer|x\b|,\d|%))",
    re.IGNORECASE,
)
_SOORT_CODE = (
    r"(?:sms|verificatie|activerings?|activatie|inlog|login|koppel|controle|beveiligings|bevestigings|herstel"
    r"|deblokkerings|eenmalige)"
)
_SCHEIDING = r"[\s:=\"'(-]*"
_CODE_TUSSEN = (
    rf"(?:{_SCHEIDING}(?:app|codes?|pincode|pin|sms|nummer|is|was|die ik kreeg|van|voor|mijn|de|het|dat|digid|nu|met"
    rf"|luidt|kreeg ik|krijg ik|zegt|uit|brief)\b){{0,5}}{_SCHEIDING}"
)
_DIGID_CODE = re.compile(
    rf"\b(?P<soort>digi[- ]?d(?:[- ]?(?:app|code|pincode|sms))?|{_SOORT_CODE}[- ]?code"
    r"|code\s+(?:van|voor|uit)\s+(?:mijn\s+|de\s+)?(?:digi[- ]?d|sms|app)"
    r"|sms(?:je)?\s+met\s+(?:de\s+|een\s+)?code|(?:de|mijn|een)\s+code\s+is|code\s*[:=])"
    rf"(?P<tussen>{_CODE_TUSSEN})(?P<waarde>\d(?:[ .-]?\d){{3,8}}|(?=[A-Z0-9]*\d)[A-Z0-9]{{6,10}})(?![\w])",
    re.IGNORECASE,
)
_CODE_DIGID = re.compile(
    r"(?<![\w])(?P<waarde>\d(?:[ .-]?\d){3,8})(?![\w])\W{1,3}(?:is|was|als|van|voor)\s+(?:mijn\s+|de\s+|het\s+|een\s+)?"
    r"(?:code\s+(?:van|voor|uit)\s+)?(?:mijn\s+|de\s+)?"
    rf"(?:digi[- ]?d[- ]?(?:code|pincode|app|sms)?|{_SOORT_CODE}[- ]?code)\b",
    re.IGNORECASE,
)
_JAAR = re.compile(r"(?:19|20)\d\d")
# What is said about a password, and so is none.
_OVER_TEKST = """
niet kwijt weg nog te al ook fout onjuist verkeerd verlopen geblokkeerd gestolen gehackt goed juist  correct
ongeldig zoek onbekend nodig anders moeilijk lastig veilig onveilig sterk zwak lang kort oud nieuw  steeds
altijd nooit weer wel een het de mijn dat dit die hetzelfde dezelfde echt heel erg helemaal  waarschijnlijk denk
ik gewoon dus nu toch maar in op bij voor van opnieuw ingesteld aangepast uitgelekt  bekend leeg vol raar
makkelijk simpel ingewikkeld klaar over blijkbaar misschien zeker sinds door met  gister gisteren vandaag morgen
not wrong lost forgotten expired incorrect blocked the a geen iets niets  zo hoe wat waar wie waarom wanneer
daarom want omdat als of en net pas vaak soms hier daar afgelopen  toegestaan opgeslagen opgeschreven iemand
afgekeurd stuk kapot foutief actief inactief tijdelijk uit aan  nou helaas jammer genoeg nogal best persoonlijk
prive privé geheim dicht open naar wordt moet kan gaat  doet werkt lukt vergeten reset resetten invullen
ingevuld wijzigen veranderen instellen aanvragen
"""
_OVER = frozenset(_OVER_TEKST.split())
_VOLTOOID = re.compile(r"(?:ge|ver|be|ont|her)[a-zëï]{3,}(?:d|t|en)|[a-z]{2,6}ge[a-z]{3,}(?:d|t|en)")

Vondst = tuple[int, int, str]


def vind_codes(tekst: str) -> list[Vondst]:
    """Where a password ("wachtwoord") or DigiD code ("digid_code") stands: begin, end and kind."""
    gevonden = [(*m.span("waarde"), "digid_code") for m in _DIGID_CODE.finditer(tekst) if _is_code(m)]
    gevonden += [(*m.span("waarde"), "digid_code") for m in _CODE_DIGID.finditer(tekst)]
    gevonden += [(*m.span("waarde"), "wachtwoord") for m in _PIN.finditer(tekst)]
    gevonden += [_zonder_leesteken(m) for m in _GEZEGD.finditer(tekst) if _is_gezegd(m)]
    gevonden += [_zonder_leesteken(m) for m in _KAAL.finditer(tekst) if _lijkt_verzonnen(m["waarde"])]
    gevonden += [_zonder_leesteken(m) for m in _PW.finditer(tekst) if _lijkt_verzonnen(m["waarde"])]
    gevonden += [_zonder_leesteken(m) for m in _OMGEKEERD.finditer(tekst) if _is_omgekeerd(m)]
    return gevonden


def _zonder_leesteken(m: re.Match[str]) -> Vondst:
    """The span without the full stop or comma that ends the sentence."""
    begin, eind = m.span("waarde")
    kaal = len(m["waarde"].rstrip(".,;:)"))
    return (begin, begin + kaal if kaal else eind, "wachtwoord")


def _is_code(m: re.Match[str]) -> bool:
    """A year behind "DigiD" is no code, unless it is called one."""
    genoemd = "code" in (m["soort"] + m["tussen"]).lower() or "pin" in m["tussen"].lower()
    return genoemd or (m["waarde"].isdigit() and not _JAAR.fullmatch(m["waarde"]))


def _is_gewoon_woord(waarde: str) -> bool:
    woord = waarde.rstrip(".,;:!?)").lower()
    return woord in _OVER or _VOLTOOID.fullmatch(woord) is not None


def _is_gezegd(m: re.Match[str]) -> bool:
    waarde = m["waarde"]
    if waarde[0] in "\"'" or _lijkt_verzonnen(waarde):
        return True
    return not (_is_gewoon_woord(waarde) or waarde.startswith("[") or not re.search(r"\w", waarde))


def _lijkt_verzonnen(waarde: str) -> bool:
    """Made up rather than said: a digit in it with something else, or four digits or more."""
    kaal = waarde.rstrip(".,;:)?")
    cijfers = sum(c.isdigit() for c in kaal)
    if kaal.isdigit():
        return cijfers >= 4
    letters = any(c.isalpha() for c in kaal)
    teken = re.search(r"[^\w\s.,:;()/'?-]", kaal.rstrip("!")) is not None
    return letters and (cijfers > 0 or teken) and not kaal.startswith("[")


def _is_omgekeerd(m: re.Match[str]) -> bool:
    waarde = m["waarde"]
    return _lijkt_verzonnen(waarde) or (m["na"] is not None and not _is_gewoon_woord(waarde))
