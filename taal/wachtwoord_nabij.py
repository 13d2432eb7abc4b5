"""Passwords that stand further from the word that names them: "wachtwoord veranderd in …", "is … een goed wachtwoord".

Near that word, what looks made up counts, unless it is something else that is written so (a postcode, a phone's
model, a web address). A password that is an ordinary word counts only behind words that announce one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from taal.geheime_woorden import BEDRAG, OVER, VERDER, WACHTWOORD, Vondst, is_gewoon_woord, lijkt_verzonnen

_STUK = re.compile(r"\S{1,100}")
_RAND_VOOR, _RAND_NA = "\"'“”„‘’«([{<>*-–→", ".,;:?)]}\"'“”’»>*"
_GEPLAKT = re.compile(r"(?P<naam>[^\W\d_]{2,20})\.?(?:[:=]|->)+(?=\S)")
# "pass" and "pw" are much else too, and "parool" is a newspaper: only what looks made up counts behind them.
_NAAM = re.compile(rf"(?:{WACHTWOORD}|pass?|pw|parool|parola\w{{0,3}}|codewoord|geheimwoord)", re.IGNORECASE)
_VEEL_ANDERS = frozenset(("pas", "ww", "pw"))
_GEBRUIKER = re.compile(
    r"(?:gebruiker(?:snaam)?|inlog(?:naam)?|user(?:name)?|account(?:naam)?|login|mail\w{0,8}|e-?mail\w{0,8}|naam|skype|wifi)",
    re.IGNORECASE,
)
_ANDER_NUMMER = re.compile(
    r"\w*(?:nummer|nr|num|kenmerk|dossier|zaak|kenteken|polis|postcode|order|bestelling|factuur|brief|formulier|type"
    r"|model|versie|straat|weg|laan|plein|lijn|bus|kamer|artikel|meter)",
    re.IGNORECASE,
)
# Written with a digit or sign, and no password: an ordinal, a measure, a postcode, a name of a thing, an address.
_IETS_ANDERS = re.compile(
    r"\d{1,4}[ -]?[a-zë]{1,5}\.?|\d+[.,:/x-]\d+\w{0,4}|\d{4}[a-z]{2}|\d{1,3}(?:ste|de|e|x)?-\w{2,}"
    r"|(?:windows|win|iphone|ipad|galaxy|samsung|android|ios|office|microsoft|covid|corona|mp|h&|c&|m365|vmbo|havo|wmo|pw"
    r"|wlz|wvg|art|nr|no|a|b|s|g|v|p)[-.]?\d{1,4}[a-z]?|[a-z]&[a-z]|q&a|[^\s@]+@[^\s@]+\.[a-z]{2,8}|(?:https?:|www\.)\S*"
    r"|\S+\.(?:nl|com|org|net|eu|be|de)(?:/\S*)?|vd-\w{4}-\w{4}|[a-z]{1,3}-\d{2,3}-[a-z]{1,3}"
    r"|\d{1,2}-[a-z]{2,3}-\d{1,2}|[a-z]{2}-\d{2,3}-[a-z]|#\w{0,30}|[a-z'’]+/[a-z'’]+|\+?\d[\d-]+|\d{1,3}\+|@\S*|\S*['’]\d\d",
    re.IGNORECASE,
)
_VOOR, _NA = 12, 14
_KONDIGT_AAN = re.compile(
    r"(?:namelijk|(?:veranderd|verandert|gewijzigd|aangepast|omgezet) (?:in|naar)|changed (?:it )?to|gevolgd door"
    r"|(?:opgeslagen|genoteerd|opgeschreven|ingevuld|ingetypt|ingetikt|ingesteld) (?:als|op))\Z",
)
_NAAM_EN_CIJFERS = re.compile(r"[^\W\d_]{3,}[^\w\s]?\d{1,8}\W?")
# "hondje99" in a message about logging in.
_WOORD_EN_CIJFERS = re.compile(r"[^\W\d_]{4,}\d{2,4}!?")
_GEKOZEN = frozenset(("genomen", "gekozen", "bedacht", "verzonnen"))
_DOET_TEKST = "gebruik gebruikte heb had hebben hadden nam koos kies neem vul vulde typ typte met"
_DOET = frozenset(_DOET_TEKST.split())
_TUSSEN_TEKST = "ik we wij nu altijd steeds toen gewoon daar er overal dus voor alles alle sites die"
_TUSSEN = frozenset(_TUSSEN_TEKST.split())
# Behind "veranderd in" and the like, and no password either.
_GEWOON_TEKST = """
januari februari maart april mei juni juli augustus september oktober november december maandag dinsdag woensdag
donderdag vrijdag zaterdag zondag keer alles zelf nieuw nieuwe computer telefoon app brief website site geboortedatum
naam achternaam voornaam adres eenvoudig simpels gemakkelijk digid mijnoverheid overheid gemeente beide allebei samen
"""
_GEWOON = frozenset(_GEWOON_TEKST.split())
_DAARNA = re.compile(
    r"\s(?:en (?:dan|daarna)|gevolgd door|daarna|daarachter|met(?: het (?:jaar|jaartal|cijfer|getal))?)\s+"
    r"(?P<n>\d{2,8})(?![\w.,]?\d)"
)
_OF_ANDERS = re.compile(
    r"\s?[,/]?\s?(?:is het |was het )?(?:of|or|oder)"
    r"\s(?:(?:anders|misschien|toch|was|het|is|eerst|nee|juist|met|zo)\s){0,3}"
    r"(?P<n>[^\s\[\],;?]{4,40}?)(?=[.,;?!]?(?:\s(?:was|is|of|denk|dacht|zoiets|ofzo|weet)\b|\s*\Z|\n|[.,;?]))",
    re.IGNORECASE,
)
_OF_EERST = re.compile(
    r"(?<!\S)(?P<n>[^\s\[\],;?]{4,40})(?:\s(?:is|was))?,?\s(?:of|or|oder)\s(?:\w{2,8}\s){0,2}\Z", re.IGNORECASE
)
_OVER_INLOGGEN = re.compile(
    r"\bdig(?:i[- ]?d|[- ]id|it)\b|inlog|\blog\s?in\b|ingelog|\baccount|mijn ?overheid|gebruikersnaam|\bportaal"
    r"|\blogin|\blog(?:de|t)?\s\w{1,8}\sin\b|\buit te loggen|ingetypt|ingetikt|wachtw|password|paswoord",
    re.IGNORECASE,
)
_EIGEN_REGEL = re.compile(
    r"^[ \t]*(?:(?:mijn|me|mn|m'n|het|de|zijn|haar|oude|nieuwe|digid)[ \t]+){0,3}"
    r"(?:wach?t?\s?woo?r?[dt]|w8\s?woord|pas{1,2}wo?or[dt])[ \t]*[,;-]?[ \t]*(?P<n>[^\s?]{4,40})[ \t.]*$",
    re.IGNORECASE | re.MULTILINE,
)
# Alone behind "wachtwoord": what it is of, or what is the matter with it.
_NIET_KAAL_TEKST = """
bank rabobank gmail hotmail outlook facebook instagram whatsapp apps pagina portaal laptop tablet mobiel wifi internet
router ziggo account uwv belastingdienst duo zorgverzekeraar zorgverzekering ziekenhuis huisarts apotheek school kind
zoon dochter vrouw moeder vader partner probleem hulp vraag foutmelding herstel link tips advies code gebruikersnaam
inlog login fraude phishing oplichting veiligheid manager beheer kluis lijst boekje briefje papier post please asap
mail email e-mail office windows google apple spotify netflix toeslagen energie mijnuwv mijnggd bibliotheek verplicht
beveiligd overal onthouden elke ooit zelf gezocht bestaat verloren gemist weigert blokkade storing pincode
"""
_NIET_KAAL = frozenset(_NIET_KAAL_TEKST.split())
_WERKWOORD = re.compile(r"\w+en|\w+(?:lijk|ig|baar|loos)|ge\w+d|\w+ing")


@dataclass(frozen=True, slots=True)
class Stuk:
    """A word without the marks around it: where it stands, as written and in small letters; `slot` is what follows."""

    begin: int
    eind: int
    woord: str
    kaal: str
    slot: str


def vind_nabij(tekst: str) -> list[Vondst]:
    """Where a password stands that was told with other words around it."""
    stukken = _stukken(tekst)
    gevonden: list[Vondst] = []
    for i, stuk in enumerate(stukken):
        naam = stuk.kaal if _NAAM.fullmatch(stuk.kaal) else ""
        if i and not naam and _NAAM.fullmatch(f"{stukken[i - 1].kaal} {stuk.kaal}"):
            naam = f"{stukken[i - 1].kaal} {stuk.kaal}"
        if naam:
            plekken = {*_verzonnen(tekst, stukken, i, ver=naam not in _VEEL_ANDERS), *_gewoon(stukken, i, naam)}
            gevonden += [(stukken[k].begin, stukken[k].eind, "wachtwoord") for k in sorted(plekken)]
    return gevonden + _vervolg(tekst) + _los(tekst, stukken)


def _stukken(tekst: str) -> list[Stuk]:
    stukken: list[Stuk] = []
    for m in _STUK.finditer(tekst):
        begin = m.start()
        if (geplakt := _GEPLAKT.match(m[0])) and _NAAM.fullmatch(geplakt["naam"]):
            stukken.append(_stuk(tekst, begin, begin + geplakt.end()))
            begin += geplakt.end()
        stukken.append(_stuk(tekst, begin, m.end()))
    return stukken


def _stuk(tekst: str, begin: int, eind: int) -> Stuk:
    heel = tekst[begin:eind]
    a = begin + len(heel) - len(heel.lstrip(_RAND_VOOR))
    b = max(a, begin + len(heel.rstrip(_RAND_NA)))
    return Stuk(a, b, tekst[a:b], tekst[a:b].lower(), tekst[b:eind])


def _verzonnen(tekst: str, stukken: list[Stuk], i: int, *, ver: bool) -> set[int]:
    """What looks made up, some words before or behind the name; behind "ww" and its like only close by."""
    voor, na = (_VOOR, _NA) if ver else (0, 2)
    uit = {
        k for k in range(max(0, i - voor), min(len(stukken), i + na + 1)) if k != i and _is_geheim(tekst, stukken, k)
    }
    # "gebruikt overal Beppie33 als ww": a name with digits right before it.
    if not ver:
        dichtbij = range(max(0, i - 5), i)
        uit |= {k for k in dichtbij if _NAAM_EN_CIJFERS.fullmatch(stukken[k].woord) and _is_geheim(tekst, stukken, k)}
    return uit


def _is_geheim(tekst: str, stukken: list[Stuk], k: int) -> bool:
    stuk = stukken[k]
    if len(stuk.woord) < 4 or stuk.woord.isdigit() or not lijkt_verzonnen(stuk.woord) or "verwijderd" in stuk.kaal:
        return False
    if _IETS_ANDERS.fullmatch(stuk.kaal) or BEDRAG.match(tekst, stuk.eind) or stuk.woord[0] == "€":
        return False
    ervoor = [s.kaal for s in stukken[max(0, k - 2) : k]]
    ander = any(_ANDER_NUMMER.fullmatch(w) for w in ervoor)
    # The name of the user comes first: "inlog: rob.s RobSmit55" tells the password second.
    naam = ervoor[:-1] if ervoor and ervoor[-1] in ("is", "was", "mijn", "van", "") else ()
    gebruiker = any(_GEBRUIKER.fullmatch(w) for w in (*naam, *ervoor[-1:]))
    return not ander and not gebruiker


def _gewoon(stukken: list[Stuk], i: int, naam: str) -> set[int]:
    """Ordinary words that are announced as the password, behind its name or before it."""
    if naam in _VEEL_ANDERS:
        return {k for k in (i + 1,) if k < len(stukken) and _is_woord(stukken[k]) and _is_inlog(stukken, i)}
    achter = range(i + 1, min(len(stukken), i + _NA + 1))
    plekken = {k for k in achter if _is_woord(stukken[k]) and _is_aangekondigd(stukken, i, k)}
    plekken |= {k for k in range(max(1, i - _VOOR), i) if _is_woord(stukken[k]) and _is_gemaakt(stukken, k)}
    return plekken | _als(stukken, i)


def _is_aangekondigd(stukken: list[Stuk], i: int, k: int) -> bool:
    ervoor = " ".join(s.kaal for s in stukken[max(i, k - 2) : k])
    if _KONDIGT_AAN.search(ervoor) and _sluit(stukken, k):
        return True
    if k == i + 1:
        return _is_inlog(stukken, i) and _sluit(stukken, k)
    gekozen = k + 1 < len(stukken) and stukken[k + 1].kaal in _GEKOZEN
    return gekozen or _is_gemaakt(stukken, k) or _achter_dubbele_punt(stukken, i, k)


def _is_gemaakt(stukken: list[Stuk], k: int) -> bool:
    """ "ik heb er zeilboot van gemaakt"."""
    return stukken[k - 1].kaal == "er" and [s.kaal for s in stukken[k + 1 : k + 3]] == ["van", "gemaakt"]


def _is_inlog(stukken: list[Stuk], i: int) -> bool:
    """Whether a user name was told just before: "gebruiker ans, ww Bloempot"."""
    ervoor = stukken[max(0, i - 4) : max(0, i - 1)]
    return any(_GEBRUIKER.fullmatch(s.kaal) or s.kaal in ("digid", "digi-d", "digit") for s in ervoor)


def _als(stukken: list[Stuk], i: int) -> set[int]:
    """ "ik gebruik zonnebloem als (mijn) wachtwoord"."""
    als = next((k for k in (i - 1, i - 2) if k >= 2 and stukken[k].kaal in ("als", "as")), 0)
    if not als or not _is_woord(stukken[als - 1]):
        return set()
    ervoor = [s.kaal for s in stukken[max(0, als - 5) : als - 1]]
    plek = next((k for k in range(len(ervoor) - 1, -1, -1) if ervoor[k] in _DOET), len(ervoor))
    tussen = ervoor[plek + 1 :]
    return {als - 1} if plek < len(ervoor) and all(w in _TUSSEN for w in tussen) else set()


def _achter_dubbele_punt(stukken: list[Stuk], i: int, k: int) -> bool:
    """ "wachtwoord digid: zonnebloem": at most three words between, none of which says something about it."""
    if not 1 < k - i <= 4 or not any(c in ":=" for c in stukken[k - 1].slot or stukken[k - 1].woord or ":"):
        return False
    tussen = [s.kaal for s in stukken[i + 1 : k] if s.kaal]
    return all(w in ("van", "voor", "bij", "mijn", "de", "het", "is") or not is_gewoon_woord(w) for w in tussen)


def _is_woord(stuk: Stuk) -> bool:
    """One that may be a password: no function word, no month, nothing that is said about passwords."""
    kaal = stuk.kaal.rstrip("!")
    zomaar = kaal in OVER or kaal in VERDER or kaal in _GEWOON or is_gewoon_woord(kaal)
    return len(kaal) >= 4 and kaal.isalpha() and not zomaar


def _sluit(stukken: list[Stuk], k: int) -> bool:
    """The clause ends here, or goes on with a word that begins the next."""
    volgende = stukken[k + 1].kaal if k + 1 < len(stukken) else "en"
    return bool(stukken[k].slot) or volgende in (
        "en",
        "maar",
        "want",
        "dus",
        "toen",
        "of",
        "omdat",
        "alleen",
        "in",
        "bij",
    )


def _vervolg(tekst: str) -> list[Vondst]:
    """What somebody tells beside it: "[wachtwoord verwijderd] en dan 2019", "bloemkool of [wachtwoord verwijderd]"."""
    verborgen = "[wachtwoord verwijderd]"
    plekken = [m.span() for m in re.finditer(re.escape(verborgen), tekst)]
    vervolg = [m for _, plek in plekken if (m := _DAARNA.match(tekst, plek)) and not BEDRAG.match(tekst, m.end())]
    keuze = [m for _, plek in plekken if (m := _OF_ANDERS.match(tekst, plek)) and _is_keuze(tekst, m)]
    keuze += [
        m for plek, _ in plekken if (m := _OF_EERST.search(tekst, max(0, plek - 60), plek)) and _is_keuze(tekst, m)
    ]
    return [(*m.span("n"), "wachtwoord") for m in vervolg + keuze]


def _is_keuze(tekst: str, m: re.Match[str]) -> bool:
    return lijkt_verzonnen(m["n"]) or _is_woord(_stuk(tekst, *m.span("n")))


def _los(tekst: str, stukken: list[Stuk]) -> list[Vondst]:
    """What can hardly be anything but a password ("Tafel!Stoel2") in a message about logging in, and "wachtwoord
    zonnebloem" on a line of its own."""
    uit = [(*m.span("n"), "wachtwoord") for m in _EIGEN_REGEL.finditer(tekst) if _is_kaal(_stuk(tekst, *m.span("n")))]
    if _OVER_INLOGGEN.search(tekst):
        sterk = [
            k
            for k, stuk in enumerate(stukken)
            if (_is_sterk(stuk.woord) or _WOORD_EN_CIJFERS.fullmatch(stuk.woord)) and _is_geheim(tekst, stukken, k)
        ]
        uit += [(stukken[k].begin, stukken[k].eind, "wachtwoord") for k in sterk]
    return uit


def _is_sterk(woord: str) -> bool:
    """Letters with a digit and with a sign, or with both cases and two digits."""
    kaal = woord.rstrip("!?")
    cijfers = sum(c.isdigit() for c in woord)
    if len(woord) < 6 or not cijfers or sum(c.isalpha() for c in woord) < 3:
        return False
    teken = re.search(r"[!@#$%&*+=^~]", kaal) is not None or woord.endswith("!")
    letters = [c for c in woord if c.isalpha()]
    gemengd = any(c.islower() for c in letters) and any(c.isupper() for c in letters)
    midden = gemengd and re.search(r"[^\W\d_]\d{1,2}[^\W\d_]", kaal) is not None
    return teken or midden or (gemengd and (cijfers >= 2 or len(woord) >= 9))


def _is_kaal(stuk: Stuk) -> bool:
    kaal = stuk.kaal.rstrip("!")
    return _is_woord(stuk) and kaal not in _NIET_KAAL and not _WERKWOORD.fullmatch(kaal)
