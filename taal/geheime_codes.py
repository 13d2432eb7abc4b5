"""Passwords, PINs and DigiD codes that somebody tells as such; found by the words around them.

A password has no check digit: only the sentence shows it. So a word behind "wachtwoord is"
counts unless it is what people say *about* a password ("kwijt", "verlopen", "niet goed").
"""

from __future__ import annotations

import re

_WACHTWOORD = (
    r"(?:wacht\s?woord(?:en|t)?|wacht?wo{1,2}r?(?:dt|d|t)|wa(?:tch|cgt|hct)woord|wachtwrd|ww"
    r"|pass?\s?word|pass\s?wort|passwoord|paswoord"
    r"|mot de passe|contraseña|şifre|hasło)"
)
# "wachtwoord van mijn digid", "ww voor de site", "wachtwoord dat ik gebruik"; bounded, so that matching stays linear.
_BIJ = (
    r"(?:\s+(?:van|voor|bij|op|in|for|of)(?:\s+[\w-]{1,20}(?:\.\w{1,10})?){1,4}?|\s+(?:dat|die) ik(?:\s\w{1,12}){1,2})?"
)
_TOCH = (
    r"(?:\s(?:nu|dus|gewoon|namelijk|altijd|eigenlijk|steeds|nog(?:\s(?:steeds|altijd))?|volgens (?:mij|mn|me)"
    r"|(?:geloof|denk|dacht) ik))?"
)
_IS = rf"\s*(?:(?:\s(?:is|was|wordt|luidt){_TOCH}\s*:?)|[:=])\s*"
_WAARDE = r"(?P<waarde>\"[^\"\n]{1,60}\"|'[^'\n]{1,60}'|[^\s\"']{1,60})"
_GEZEGD = re.compile(rf"\b{_WACHTWOORD}\b{_BIJ}(?P<is>{_IS}){_WAARDE}", re.IGNORECASE)
_KAAL = re.compile(rf"\b{_WACHTWOORD}[?!]{{0,3}}\s+(?P<waarde>\"[^\"\n]{{4,60}}\"|[^\s\"']{{4,60}})", re.IGNORECASE)
# "pw" is also the Participatiewet: only what looks made up counts, and no article or year.
_PW = re.compile(r"\bpw\s*(?:\bis\b|[:=])?\s*(?!art|(?:19|20)\d\d\b)(?P<waarde>[^\s\"']{4,60})", re.IGNORECASE)
_OMGEKEERD = re.compile(
    r"(?<!\S)(?P<waarde>[^\s]{3,60})"
    r"(?:(?P<dat>,?\s+(?:dat|dit))?\s+(?:is|was)\s+(?:mijn|het|ons|zijn|haar|my)|(?P<als>\s+als)(?:\s+(?:mijn|het))?)\s+"
    rf"(?:digid[- ]?|nieuwe\s+|oude\s+)?{_WACHTWOORD}\b(?P<na>\s*(?:[.,!;]|$|en\b|van\b|voor\b))?",
    re.IGNORECASE,
)
# "inlog: piet56 / Fiets!2019": the second of the two.
_INLOG = re.compile(
    r"\b(?:inlog(?:naam|gegevens|gen)?|log\s?in|gebruikersnaam|account)\b[\s:=]{0,3}(?:is\s+)?"
    r"[^\s/+,\"']{2,40}\s*(?:[/+,]|\ben\b|\bmet\b)\s*(?P<waarde>[^\s\"']{4,60})",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"\b(?:pin(?:[- ]?(?:code|cod|k(?:ode|ood)|nummer|nr))?|(?:cvc2?|cvv2?)(?:[- ]?code)?|toegangscode|kluiscode)\b"
    r"(?:\s+(?:van|voor|bij|op)(?:\s+[a-z.-]{1,20}){1,4}?|\s+(?:die|dat) ik(?:\s\w{1,12}){1,2})?"
    r"[\s:=]*(?:is|was)?(?:\s+nu)?[\s:=]*"
    r"(?P<waarde>\d(?:[ .-]?\d){2,5})(?!\d)(?!\s*(?:euro|eur\b|€|keer|x\b|,\d|%))",
    re.IGNORECASE,
)
_PIN_VERTELD = re.compile(
    r"\bpin[- ]?code\b[^\d\n]{0,45}?(?P<waarde>(?<!\d)\d{4,5})(?!\d)"
    r"\s+(?:gezegd|gegeven|verteld|door\s?gegeven|in\s?ge(?:typt|tikt|toetst|vuld))\b",
    re.IGNORECASE,
)
_SOORT_CODE = (
    r"(?:sms|verificatie|activerings?|activatie|inlog|login|koppel|controle|beveiligings|bevestigings|herstel"
    r"|deblokkerings|eenmalige)"
)
_SCHEIDING = r"[\s:=\"'(-]*"
_CODE_TUSSEN = (
    rf"(?:{_SCHEIDING}(?:app|codes?|pincode|pin|sms|nummer|is|was|die ik kreeg|van|voor|mijn|de|het|dat|digid|nu|met"
    rf"|luidt|kreeg ik|krijg ik|zegt|uit|brief|staat|in|op)\b){{0,5}}{_SCHEIDING}"
)
_DIGID_CODE = re.compile(
    rf"\b(?P<soort>dig(?:i[- ]?d|[- ]id)(?:[- ]?(?:app|code|pincode|sms))?|{_SOORT_CODE}[- ]?code"
    r"|code\s+(?:van|voor|uit)\s+(?:mijn\s+|de\s+)?(?:digi[- ]?d|sms|app)"
    r"|sms(?:je)?\s+met\s+(?:de\s+|een\s+)?code|(?:de|mijn|een)\s+code\s+is|code\s*[:=])"
    rf"(?P<tussen>{_CODE_TUSSEN})(?P<waarde>\d(?:[ .-]?\d){{3,8}}|(?=[A-Z0-9]*\d)[A-Z0-9]{{4,10}})(?![\w])",
    re.IGNORECASE,
)
_CODE_DIGID = re.compile(
    r"(?<![\w])(?P<waarde>\d(?:[ .-]?\d){3,8})(?![\w])\W{1,3}(?:is|was|als|van|voor)\s+(?:mijn\s+|de\s+|het\s+|een\s+)?"
    r"(?:code\s+(?:van|voor|uit)\s+)?(?:mijn\s+|de\s+)?"
    rf"(?:digi[- ]?d[- ]?(?:code|pincode|app|sms)?|{_SOORT_CODE}[- ]?code)\b",
    re.IGNORECASE,
)
# A text message of DigiD holds six digits; who tells of one often says the rest in another order.
_ZES = re.compile(r"(?<![\w.,/@-])(?P<waarde>\d{6}|\d{3}[ -]\d{3}|\d\d \d\d \d\d)(?![ .,/-]?[\d@]|\w)")
_DIGID = re.compile(r"\bdig(?:i[- ]?d|[- ]id)", re.IGNORECASE)
_BERICHT_CODE = re.compile(r"\b(?:sms\w{0,6}|codes?)\b", re.IGNORECASE)
_ANDER = re.compile(
    r"(?:nummer|nr\.?|kenmerk|zaak|dossier|postcode|\btel\w{0,8}|\bbel\w{0,4}|klant|polis|€|eur|euro)\s*"
    r"(?:is|was)?[\s:=#(-]{0,3}\Z",
    re.IGNORECASE,
)
_BEDRAG = re.compile(r"\s*(?:euro|eur\b|€|keer\b|per (?:maand|week|dag)|bruto|netto|p/?m\b)", re.IGNORECASE)
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
mij hem hen haar hun ons u weet wist ken snap heb heeft had zal zou aanvraag uitkering per tot vanaf loopt stopt iets
alles langer korter bijna om veranderd
"""
_OVER = frozenset(_OVER_TEKST.split())
# A password of several words may begin with one of these, when the rest shows that it is one.
_LIDWOORD = frozenset(("de", "het", "een", "the", "mijn", "ik", "dit", "dat", "onze", "voor"))
# Where a password of several words ends: the sentence goes on, or something else is told.
_VERDER_TEKST = """
maar mag kom komt lukt klopt werkt wel wil wilt want zegt gaat doet doen help helpt graag alvast alstublieft aub svp
dank bedankt groet groeten groetjes mvg sorry toch hoor he hè hoi kunt kunnen kun bsn iban pin pincode code
gebruikersnaam inlog inlognaam naam mail email e-mail tel telefoon mobiel geboren adres postcode digid
heb hebt heeft had hij zij ze wij we u jij je die deze er zijn was waren blijft moet zou zal werd wordt worden snap
begrijp weet denk dacht geloof probeer gebruik gebruikt gebruiken staat
"""
_VERDER = frozenset(_VERDER_TEKST.split())
_MEER = re.compile(r"[ \t\u00a0]{1,2}(?P<woord>[^\s\"']{1,40})")
_MEESTE_WOORDEN = 5
_VOLTOOID = re.compile(r"(?:ge|ver|be|ont|her)[a-zëï]{3,}(?:d|t|en)|[a-z]{2,6}ge[a-z]{3,}(?:d|t|en)")

Vondst = tuple[int, int, str]


def vind_codes(tekst: str) -> list[Vondst]:
    """Where a password ("wachtwoord") or DigiD code ("digid_code") stands: begin, end and kind."""
    gevonden = [(*m.span("waarde"), "digid_code") for m in _DIGID_CODE.finditer(tekst) if _is_code(m)]
    gevonden += [(*m.span("waarde"), "digid_code") for m in _CODE_DIGID.finditer(tekst)]
    gevonden += [(*m.span("waarde"), "digid_code") for m in _ZES.finditer(tekst) if _is_van_digid(tekst, m)]
    gevonden += [(*m.span("waarde"), "wachtwoord") for patroon in (_PIN, _PIN_VERTELD) for m in patroon.finditer(tekst)]
    gevonden += [v for m in _GEZEGD.finditer(tekst) if (v := _gezegd(tekst, m))]
    gevonden += [_geheel(tekst, m) for p in (_KAAL, _PW) for m in p.finditer(tekst) if _lijkt_verzonnen(m["waarde"])]
    gevonden += [_zonder_leesteken(tekst, *m.span("waarde")) for m in _OMGEKEERD.finditer(tekst) if _is_omgekeerd(m)]
    gevonden += [_geheel(tekst, m) for m in _INLOG.finditer(tekst) if _is_tweede(m["waarde"])]
    return gevonden


def _zonder_leesteken(tekst: str, begin: int, eind: int) -> Vondst:
    """The span without the full stop or comma that ends the sentence."""
    kaal = len(tekst[begin:eind].rstrip(".,;:)"))
    return (begin, begin + kaal if kaal else eind, "wachtwoord")


def _geheel(tekst: str, m: re.Match[str]) -> Vondst:
    """The password with the words of it that stand behind a space ("Blauwe Fiets 12!")."""
    begin, eind = m.span("waarde")
    if m["waarde"][0] not in "\"'":
        verzonnen = _lijkt_verzonnen(m["waarde"])
        # Behind what looks made up already, an ordinary word is the sentence going on.
        for woord, plek in _woorden_erna(tekst, eind):
            if not verzonnen or _is_deel(woord):
                eind = plek
    return _zonder_leesteken(tekst, begin, eind)


def _woorden_erna(tekst: str, vanaf: int) -> list[tuple[str, int]]:
    """The next words with where they end, up to the end of the sentence or to a word that no password goes on with."""
    woorden: list[tuple[str, int]] = []
    while tekst[vanaf - 1] not in ".,;:)?" and len(woorden) < _MEESTE_WOORDEN and (m := _MEER.match(tekst, vanaf)):
        kaal = m["woord"].rstrip(".,;:!?)").lower()
        if (
            kaal in _VERDER
            or (_is_gewoon_woord(kaal) and m["woord"].islower())
            or m["woord"][0] in "[("
            or _is_lang(kaal)
        ):
            break
        vanaf = m.end()
        woorden.append((m["woord"], vanaf))
    return woorden


def _is_lang(woord: str) -> bool:
    """More digits than a year, or the beginning of a telephone number: that is something else."""
    return woord.isdigit() and (len(woord) > 4 or woord.startswith("06"))


def _is_deel(woord: str) -> bool:
    """Whether it may belong to a password that looks made up: a capital, a digit or a sign."""
    return not woord[0].islower() or _lijkt_verzonnen(woord)


def _is_van_digid(tekst: str, m: re.Match[str]) -> bool:
    """Six digits in one line with DigiD and with a text message or a code, and told as nothing else."""
    begin, eind = m.span("waarde")
    ervoor = tekst[max(0, begin - 60) : begin].rsplit("\n", 1)[-1]
    erna = tekst[eind : eind + 40].split("\n", 1)[0]
    if _ANDER.search(ervoor) or _BEDRAG.match(erna):
        return False
    return bool(_DIGID.search(ervoor + " " + erna) and _BERICHT_CODE.search(ervoor))


def _is_tweede(waarde: str) -> bool:
    """Behind a user name only what has letters and a digit or sign: no date, telephone number or e-mail address."""
    return "@" not in waarde and any(c.isalpha() for c in waarde) and _lijkt_verzonnen(waarde)


def _is_code(m: re.Match[str]) -> bool:
    """A year behind "DigiD" is no code, unless it is called one; one as short as Q4T9 stands in capitals."""
    if len(m["waarde"]) < 6 and not m["waarde"][0].isdigit() and not m["waarde"].isupper():
        return False
    genoemd = "code" in (m["soort"] + m["tussen"]).lower() or "pin" in m["tussen"].lower()
    return genoemd or (m["waarde"].isdigit() and not _JAAR.fullmatch(m["waarde"]))


def _is_gewoon_woord(waarde: str) -> bool:
    woord = waarde.rstrip(".,;:!?)").lower()
    return woord in _OVER or _VOLTOOID.fullmatch(woord) is not None


def _gezegd(tekst: str, m: re.Match[str]) -> Vondst | None:
    """What is told as a password; None for what is said about one."""
    waarde = m["waarde"]
    # "ww" is a benefit too, and its sum is no password.
    if re.fullmatch(r"\d[\d.,]*-?", waarde) and (_BEDRAG.match(tekst, m.end()) or re.search(r"\d[.,]\d", waarde)):
        return None
    if waarde[0] in "\"'" or _lijkt_verzonnen(waarde):
        return _geheel(tekst, m)
    if waarde.startswith("[") or not re.search(r"\w", waarde):
        return None
    return _zin(tekst, m) if _is_gewoon_woord(waarde) else _geheel(tekst, m)


def _zin(tekst: str, m: re.Match[str]) -> Vondst | None:
    """A password that is a few words and begins with an ordinary one: "de Zon 77", "wachtwoord: mijn hond heet Bello".

    It ends in something made up, or stands alone on its line behind a colon with nothing in it that is said
    about passwords.
    """
    begin, eind = m.span("waarde")
    if m["waarde"].lower() not in _LIDWOORD:
        return None
    woorden = _woorden_erna(tekst, eind)
    if not woorden:
        return None
    laatste, plek = woorden[-1]
    alleen = m["is"].strip() in (":", "=") and len(woorden) > 1 and tekst[plek : plek + 1] in ("", "\n")
    if alleen or (_heeft_hoofdletter(woorden) and re.search(r"\d", laatste)):
        return _zonder_leesteken(tekst, begin, plek)
    return None


def _heeft_hoofdletter(woorden: list[tuple[str, int]]) -> bool:
    return any(woord[0].isupper() for woord, _ in woorden)


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
    # "… als mijn ww ophoudt" is about a benefit.
    if m["als"] is not None:
        return _is_tweede(waarde) and not m[0].lower().endswith("ww")
    if _lijkt_verzonnen(waarde):
        return True
    return m["dat"] is None and m["na"] is not None and not _is_gewoon_woord(waarde)
