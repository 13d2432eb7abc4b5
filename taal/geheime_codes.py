"""Passwords, PINs and DigiD codes that somebody tells as such; found by the words around them.

A password has no check digit: only the sentence shows it. So a word behind "wachtwoord is"
counts unless it is what people say *about* a password ("kwijt", "verlopen", "niet goed").
"""

from __future__ import annotations

import re

from taal.cijfers_nabij import vind_cijfers
from taal.geheime_kenmerken import is_onbekend
from taal.geheime_plekken import vind_plekken
from taal.geheime_woorden import (
    BEDRAG,
    LIDWOORD,
    SOORT_CODE,
    VERDER,
    WACHTWOORD,
    Vondst,
    is_gewoon_woord,
    lijkt_verzonnen,
)
from taal.wachtwoord_nabij import vind_nabij

# "wachtwoord van mijn digid", "ww voor de site", "wachtwoord dat ik gebruik"; bounded, so that matching stays linear.
_BIJ = (
    r"(?:\s+(?:van|voor|bij|op|in|for|of)(?:\s+[\w-]{1,20}(?:\.\w{1,10})?){1,4}?"
    r"(?:\s+(?:van|voor|bij|op|in)(?:\s+[\w-]{1,20}){1,3}?)?|\s+(?:dat|die) ik(?:\s\w{1,12}){1,2})?"
)
_TOCH = (
    r"(?:\s(?:nu|dus|gewoon|namelijk|altijd|eigenlijk|steeds|nog(?:\s(?:steeds|altijd))?|volgens (?:mij|mn|me)"
    r"|(?:geloof|denk|dacht) ik))?"
)
_IS = rf"\.?\s*(?:(?:\s(?:is|was|wordt|werd|luidt|est|ist|es)\b{_TOCH}\s*:?)|[:=])\s*"
_WAARDE = r"(?P<waarde>\"[^\"\n]{1,60}\"|[“„][^“”\n]{1,60}[“”]|'[^'\n]{1,60}'|[^\s\"']{1,60})"
_GEZEGD = re.compile(rf"\b{WACHTWOORD}\b{_BIJ}(?P<is>{_IS}){_WAARDE}", re.IGNORECASE)
_KAAL = re.compile(rf"\b{WACHTWOORD}[?!]{{0,3}}\s+(?P<waarde>\"[^\"\n]{{4,60}}\"|[^\s\"']{{4,60}})", re.IGNORECASE)
# "pw" is also the Participatiewet: only what looks made up counts, and no article or year.
_PW = re.compile(r"\bpw\s*(?:\bis\b|[:=])?\s*(?!art|(?:19|20)\d\d\b)(?P<waarde>[^\s\"']{4,60})", re.IGNORECASE)
_OMGEKEERD = re.compile(
    r"(?<!\S)(?P<waarde>[^\s]{3,60})"
    r"(?:(?P<dat>,?\s+(?:dat|dit))?\s+(?:is|was)\s+(?:mijn|het|ons|zijn|haar|my)|(?P<als>\s+als)(?:\s+(?:mijn|het))?)\s+"
    rf"(?:digid[- ]?|nieuwe\s+|oude\s+)?{WACHTWOORD}\b(?P<na>\s*(?:[.,!;]|$|en\b|van\b|voor\b))?",
    re.IGNORECASE,
)
# "inlog: piet56 / Fiets!2019": the second of the two.
_INLOG = re.compile(
    r"\b(?:inlog(?:naam|gegevens|gen)?|log\s?in|gebruikersnaam|account|digi-?d)\b[\s:=]{0,3}(?:is\s+)?"
    r"[^\s/+,\"']{2,40}\s*(?:[/+,]|\ben\b|\bmet\b)\s*(?P<waarde>[^\s\"']{4,60})",
    re.IGNORECASE,
)
_PIN = re.compile(
    r"\b(?:pin(?:[- ]?(?:code|cod|k(?:ode|ood)|nummer|nr))?|(?:cvc2?|cvv2?)(?:[- ]?code)?|toegangscode|kluiscode)\b"
    r"(?:\s+(?:van|voor|bij|op)(?:\s+[a-z.-]{1,20}){1,4}?|\s+(?:die|dat) ik(?:\s\w{1,12}){1,2}"
    r"|\s(?:telefoon|mobiel\w{0,6}|tablet|simkaart))?"
    r"[\s:=]*(?:is|was)?(?:\s+nu)?[\s:=]*"
    r"(?P<waarde>\d(?:[ .-]?\d){2,5})(?!\d)(?!\s*(?:euro|eur\b|€|keer|x\b|,\d|%))",
    re.IGNORECASE,
)
# "het wachtwoord is de naam van onze hond, Bobbie".
_NAAM_VAN = re.compile(
    rf"\b{WACHTWOORD}\b[^.,!?\n]{{0,20}}?\b(?:is|was)\s(?:gewoon\s)?(?:de|het|mijn|onze|een|zijn|haar)\s"
    r"(?:(?:achter|voor|roep)?naam|geboorte\w+|straat|stad|dorp|plaats|merk|kat|hond|dier|woord|jaar\w*|meisjesnaam)\b"
    r"[^.,!?:\n]{0,40}"
    r"(?:[,:]|\s(?:dus|namelijk)\b)\s?(?:dus\s|en dat is\s)?(?P<waarde>[^\s.,!?]{3,30})"
    r"(?=[.!]?\s*(?:\n|\Z|en\b|maar\b)|[.,!?])",
    re.IGNORECASE,
)
_PIN_VERTELD = re.compile(
    r"\bpin[- ]?code\b[^\d\n]{0,45}?(?P<waarde>(?<!\d)\d{4,5})(?!\d)"
    r"\s+(?:gezegd|gegeven|verteld|door\s?gegeven|in\s?ge(?:typt|tikt|toetst|vuld))\b",
    re.IGNORECASE,
)
_SCHEIDING = r"[\s:=\"'(-]*"
_PIN_HERHAALD = re.compile(
    r"\bpin[- ]?code\s+(?:is|was)\s+(?P<waarde>(?:twee|drie|vier|[2-4])"
    r"\s?(?:keer|maal|x)\s+(?:een\s+|de\s+)?\d{1,2})(?!\d)",
    re.IGNORECASE,
)
# "DigiD-gebruikersnaam is sjaan.de.wit": half of what opens the door.
_DIGID_NAAM = re.compile(
    r"\b(?:dig(?:i[- ]?d|it)[- ]?(?:gebruikers|inlog|login)?naam"
    r"|(?:gebruikers|inlog|login)naam\s(?:(?:van|voor|bij|mijn|me|mn)\s)*digi-?d)\b"
    r"(?:\s(?:is|was|van mij is))?\s?[:=]?\s?(?P<waarde>[^\s,;?!\[\]]{3,40})",
    re.IGNORECASE,
)
_CODE_TUSSEN = (
    rf"(?:{_SCHEIDING}(?:app|codes?|pincode|pin|sms|nummer|is|was|die ik kreeg|van|voor|mijn|de|het|dat|digid|nu|met"
    rf"|luidt|kreeg ik|krijg ik|zegt|uit|brief|staat|in|op)\b){{0,5}}{_SCHEIDING}"
)
_DIGID_CODE = re.compile(
    rf"\b(?P<soort>dig(?:i[- ]?d|[- ]id)(?:[- ]?(?:app|code|pincode|sms))?|{SOORT_CODE}[- ]?code"
    r"|code\s+(?:van|voor|uit)\s+(?:mijn\s+|de\s+)?(?:digi[- ]?d|sms|app)"
    r"|sms(?:je)?\s+met\s+(?:de\s+|een\s+)?code|(?:de|mijn|een)\s+code\s+is|code\s*[:=])"
    rf"(?P<tussen>{_CODE_TUSSEN})(?P<waarde>\d(?:[ .-]?\d){{3,8}}|(?=[A-Z0-9]*\d)[A-Z0-9]{{4,10}})(?![\w])",
    re.IGNORECASE,
)
_CODE_DIGID = re.compile(
    r"(?<![\w])(?P<waarde>\d(?:[ .-]?\d){3,8})(?![\w])\W{1,3}(?:is|was|als|van|voor)\s+(?:mijn\s+|de\s+|het\s+|een\s+)?"
    r"(?:code\s+(?:van|voor|uit)\s+)?(?:mijn\s+|de\s+)?"
    rf"(?:digi[- ]?d[- ]?(?:code|pincode|app|sms)?|{SOORT_CODE}[- ]?code)\b",
    re.IGNORECASE,
)
# A text message of DigiD holds six digits; who tells of one often says the rest in another order.
_ZES = re.compile(r"(?<![\w.,/@-])(?P<waarde>\d{6}|\d{3}[ -]\d{3}|\d\d \d\d \d\d)(?![ .,/-]?[\d@]|\w)")
_DIGID = re.compile(r"\bdig(?:i[- ]?d|[- ]id)", re.IGNORECASE)
# "Ik moet vijf cijfers intoetsen in de DigiD-app, ik doe 71640": what was keyed in, told with no code named.
_VIER_TOT_ZES = re.compile(r"(?<![\w.,/@€#-])(?P<waarde>\d{5,6}|\d(?: \d){3,5})(?![ .,/-]?[\d@%]|\w)")
_TOETST = re.compile(
    r"(?:toets|\btyp|tik(?:te|t)?\b|invul|ingevul|\bvul\w*|invoer|ingevoer)|\bcijfers\b", re.IGNORECASE
)
# The second half of a letter's code: "[DigiD-code verwijderd] 9PLW".
_CODE_VERDER = re.compile(
    r"(?<=\[DigiD-code verwijderd\])[ -]{1,2}(?P<waarde>(?=[A-Z]*\d)[A-Z0-9]{3,8}|[B-DF-HJ-NP-TV-Z]{4})(?![\w.,]?\w)"
)
_OP_PAPIER = re.compile(r"(?:formulier|aanvraag|melding|beschikking|aanslag)\w{0,8}\W{0,3}\Z", re.IGNORECASE)
# The code of a letter, told in a message about DigiD or activating.
_HOOFDLETTERS = re.compile(r"(?<![\w@./-])(?P<waarde>(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{6,10})(?![\w@/-])")
_OVER_DIGID = re.compile(
    r"\bdig(?:i[- ]?d|[- ]id)|\ba[ck]tiv(?:er|at)\w{0,8}|\b(?:koppel|herstel|inlog)\w{0,6}", re.IGNORECASE
)
_BERICHT_CODE = re.compile(r"\b(?:sms\w{0,6}|codes?)\b", re.IGNORECASE)
_ANDER = re.compile(
    r"(?:nummer|nr\.?|kenmerk|zaak|dossier|postcode|\btel\w{0,8}|\bbel\w{0,4}|klant|polis|€|eur|euro)\s*"
    r"(?:is|was)?[\s:=#(-]{0,3}\Z",
    re.IGNORECASE,
)
_INKOMEN = re.compile(
    r"huur|uitkering|inkomen|toeslag|bijstand|netto|bruto|\bmaand|\bkrijg\b|schuld|rondkom|\brond\b|hypotheek|loon|salaris|\bw[iw]a\b"
    r"|bedrag|premie|kosten|betaal|betalen|werkloos|euro",
    re.IGNORECASE,
)
_MAAND = re.compile(r"\s(?:jan|feb|maart|apr|mei|juni|juli|aug|sep|okt|nov|dec)", re.IGNORECASE)
_JAAR = re.compile(r"(?:19|20)\d\d")
_MEER = re.compile(r"[ \t\u00a0]{1,2}(?P<woord>[^\s\"']{1,40})")
_MEESTE_WOORDEN = 5
_ZIN_ALLEEN = re.compile(r"(?:[^\W\d_]{1,15} ){2,5}[^\W\d_]{1,15}(?=[.!]?\s*(?:\n|\Z))")
_KLEIN = LIDWOORD | frozenset(("van", "in", "op", "en", "met", "is", "bij", "naar", "mij", "ons"))


def vind_codes(tekst: str) -> list[Vondst]:
    """Where a password ("wachtwoord") or DigiD code ("digid_code") stands: begin, end and kind."""
    gevonden = [(*m.span("waarde"), "digid_code") for m in _DIGID_CODE.finditer(tekst) if _is_code(m)]
    gevonden += [(*m.span("waarde"), "digid_code") for m in _CODE_DIGID.finditer(tekst)]
    gevonden += [(*m.span("waarde"), "digid_code") for m in _ZES.finditer(tekst) if _is_van_digid(tekst, m)]
    gevonden += [(*m.span("waarde"), "digid_code") for m in _VIER_TOT_ZES.finditer(tekst) if _is_ingetoetst(tekst, m)]
    if _OVER_DIGID.search(tekst):
        gevonden += [
            (*m.span("waarde"), "digid_code")
            for m in _HOOFDLETTERS.finditer(tekst)
            if not _ANDER.search(tekst[max(0, m.start() - 30) : m.start()])
            and not re.fullmatch(r"\d{4}[A-Z]{2}", m["waarde"])
        ]
    gevonden += [(*m.span("waarde"), "digid_code") for m in _CODE_VERDER.finditer(tekst)]
    gevonden += [(*m.span("waarde"), "digid_code") for m in _DIGID_NAAM.finditer(tekst) if _is_naam(m["waarde"])]
    gevonden += [
        (*m.span("waarde"), "wachtwoord")
        for patroon in (_PIN, _PIN_VERTELD, _PIN_HERHAALD)
        for m in patroon.finditer(tekst)
    ]
    gevonden += [
        (*m.span("waarde"), "wachtwoord") for m in _NAAM_VAN.finditer(tekst) if not is_gewoon_woord(m["waarde"])
    ]
    gevonden += [v for m in _GEZEGD.finditer(tekst) if (v := _gezegd(tekst, m))]
    gevonden += [
        _geheel(tekst, m)
        for p in (_KAAL, _PW)
        for m in p.finditer(tekst)
        if lijkt_verzonnen(m["waarde"]) and not _is_uitkering(tekst, m)
    ]
    gevonden += [_zonder_leesteken(tekst, *m.span("waarde")) for m in _OMGEKEERD.finditer(tekst) if _is_omgekeerd(m)]
    gevonden += [_geheel(tekst, m) for m in _INLOG.finditer(tekst) if _is_tweede(m["waarde"])]
    return _samen([*gevonden, *vind_cijfers(tekst), *vind_nabij(tekst), *vind_plekken(tekst)])


def _samen(vondsten: list[Vondst]) -> list[Vondst]:
    """Finds that overlap as one, so that no part of a secret stays; its kind is that of the surest way, the first."""
    samen: list[Vondst] = []
    volgorde = {vondst: plek for plek, vondst in reversed(list(enumerate(vondsten)))}
    beste = 0
    for vondst in sorted(volgorde):
        if samen and vondst[0] < samen[-1][1]:
            begin, eind, soort = samen[-1]
            soort = vondst[2] if volgorde[vondst] < beste else soort
            beste = min(beste, volgorde[vondst])
            samen[-1] = (begin, max(eind, vondst[1]), soort)
        else:
            samen.append(vondst)
            beste = volgorde[vondst]
    return samen


def _zonder_leesteken(tekst: str, begin: int, eind: int) -> Vondst:
    """The span without the full stop or comma that ends the sentence."""
    kaal = len(tekst[begin:eind].rstrip(".,;:)"))
    return (begin, begin + kaal if kaal else eind, "wachtwoord")


def _geheel(tekst: str, m: re.Match[str]) -> Vondst:
    """The password with the words of it that stand behind a space ("Blauwe Fiets 12!")."""
    begin, eind = m.span("waarde")
    if m["waarde"][0] not in "\"'":
        verzonnen = lijkt_verzonnen(m["waarde"])
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
            kaal in VERDER
            or (is_gewoon_woord(kaal) and m["woord"].islower())
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
    return not woord[0].islower() or lijkt_verzonnen(woord)


def _is_van_digid(tekst: str, m: re.Match[str]) -> bool:
    """Six digits in one line with DigiD and with a text message or a code, and told as nothing else."""
    begin, eind = m.span("waarde")
    ervoor = tekst[max(0, begin - 60) : begin].rsplit("\n", 1)[-1]
    erna = tekst[eind : eind + 40].split("\n", 1)[0]
    if _ANDER.search(ervoor) or BEDRAG.match(erna):
        return False
    if re.fullmatch(r"\d\d[ -]\d\d[ -]\d\d|\d{3}000", m["waarde"]) and not _BERICHT_CODE.search(ervoor):
        return False
    return bool(_DIGID.search(ervoor + " " + erna) and not _OP_PAPIER.search(ervoor))


def _is_ingetoetst(tekst: str, m: re.Match[str]) -> bool:
    """Four to six digits in one line with DigiD and with keying in, and told as nothing else."""
    begin, eind = m.span("waarde")
    ervoor = tekst[max(0, begin - 90) : begin].rsplit("\n", 1)[-1]
    erna = tekst[eind : eind + 60].split("\n", 1)[0]
    if _ANDER.search(ervoor) or BEDRAG.match(erna) or m["waarde"].endswith("000"):
        return False
    rond = ervoor + " " + erna
    return bool(_DIGID.search(rond) and _TOETST.search(rond))


def _is_naam(waarde: str) -> bool:
    """Written as nobody writes a word of a sentence: with a digit or a mark in it, or unknown."""
    kaal = waarde.rstrip(".:").lower()
    if "@" in kaal or kaal in VERDER or is_gewoon_woord(kaal):
        return False
    return any(not c.isalpha() for c in kaal) or is_onbekend(kaal)


def _is_tweede(waarde: str) -> bool:
    """Behind a user name only what has letters and a digit or sign: no date, telephone number or e-mail address."""
    return "@" not in waarde and any(c.isalpha() for c in waarde) and lijkt_verzonnen(waarde)


def _is_code(m: re.Match[str]) -> bool:
    """A year behind "DigiD" is no code, unless it is called one; one as short as Q4T9 stands in capitals."""
    if len(m["waarde"]) < 6 and not m["waarde"][0].isdigit() and not m["waarde"].isupper():
        return False
    genoemd = "code" in (m["soort"] + m["tussen"]).lower() or "pin" in m["tussen"].lower()
    return genoemd or (m["waarde"].isdigit() and not _JAAR.fullmatch(m["waarde"]))


def _gezegd(tekst: str, m: re.Match[str]) -> Vondst | None:
    """What is told as a password; None for what is said about one."""
    waarde = m["waarde"]
    # "ww" is a benefit too, and its sum or its last day is no password.
    if waarde.isdigit() and _MAAND.match(tekst, m.end()):
        return None
    if re.fullmatch(r"\d[\d.,]*-?", waarde) and (BEDRAG.match(tekst, m.end()) or re.search(r"\d[.,]\d", waarde)):
        return None
    if _is_uitkering(tekst, m):
        return None
    if waarde[0] in "\"'" or lijkt_verzonnen(waarde):
        return _geheel(tekst, m)
    if waarde.startswith("[") or not re.search(r"\w", waarde):
        return None
    return _zin(tekst, m) if is_gewoon_woord(waarde) else _geheel(tekst, m)


def _is_uitkering(tekst: str, m: re.Match[str]) -> bool:
    """ "ww" is a benefit too: a number behind it is its sum when the message is about money."""
    getal = m["waarde"].rstrip(".,")
    if not (getal.isdigit() or getal.isalpha()) or not m[0].lower().startswith(("ww", "w.w")):
        return False
    return bool(_INKOMEN.search(tekst) or BEDRAG.match(tekst, m.end()))


def _zin(tekst: str, m: re.Match[str]) -> Vondst | None:
    """A password that is a few words and begins with an ordinary one: "de Zon 77", "wachtwoord: mijn hond heet Bello".

    It ends in something made up, or stands alone on its line behind a colon with nothing in it that is said
    about passwords.
    """
    begin, eind = m.span("waarde")
    if ":" in m["is"] and (zin := _ZIN_ALLEEN.match(tekst, begin)) and _is_wachtzin(zin[0]):
        return (begin, zin.end(), "wachtwoord")
    if m["waarde"].lower() not in LIDWOORD:
        return None
    woorden = _woorden_erna(tekst, eind)
    if not woorden:
        return None
    laatste, plek = woorden[-1]
    alleen = m["is"].strip() in (":", "=") and len(woorden) > 1 and tekst[plek : plek + 1] in ("", "\n")
    if alleen or (_heeft_hoofdletter(woorden) and re.search(r"\d", laatste)):
        return _zonder_leesteken(tekst, begin, plek)
    return None


def _is_wachtzin(zin: str) -> bool:
    """A few words of which none says something about a password, though small words may join them."""
    woorden = zin.lower().split()
    echt = [w for w in woorden if w not in _KLEIN]
    return len(woorden) >= 3 and bool(echt) and not any(w in VERDER or is_gewoon_woord(w) for w in echt)


def _heeft_hoofdletter(woorden: list[tuple[str, int]]) -> bool:
    return any(woord[0].isupper() for woord, _ in woorden)


def _is_omgekeerd(m: re.Match[str]) -> bool:
    waarde = m["waarde"]
    # "… als mijn ww ophoudt" is about a benefit.
    if m["als"] is not None:
        return _is_tweede(waarde) and not m[0].lower().endswith("ww")
    if lijkt_verzonnen(waarde):
        return True
    return m["dat"] is None and m["na"] is not None and not is_gewoon_woord(waarde)
