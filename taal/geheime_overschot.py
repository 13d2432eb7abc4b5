"""What is left of a message about a password when every word that residents use is taken away.

The words come from the messages that residents wrote for the assistant to learn from. One that stands in none of
them, bare (no article, adjective or preposition before it), in small letters and close to "wachtwoord", is more
likely the password than part of the story. Names, misspellings and what is grammatically a thing stay.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import OSA

from taal.geheime_woorden import OVER, VERDER, WACHTWOORD, is_gewoon_woord
from taal.woorden import functiewoorden

_NAAM = re.compile(rf"(?!ww(?!\w)|w\.w)(?:{WACHTWOORD}|inlogcode)", re.IGNORECASE)
_WOORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_LATIJN = re.compile(r"[A-Za-zÀ-ÿ]+")
_BEREIK = 8
_EERSTE = 60
# Before it: what makes it a thing that is told about, and not a word that is quoted.
_MAAKT_DING_TEKST = """
de het een mijn mn m'n me onze ons zijn haar hun uw jouw die dat deze dit geen elke alle wat welke van voor bij naar aan
door over tegen uit via per zonder om heel erg zo zeer te veel weinig meer minder twee drie vier vijf zes nieuwe
oude eerste andere goede verkeerde dezelfde hetzelfde tot sinds na tijdens volgens dhr mevr mevrouw meneer heer
"""
_MAAKT_DING = frozenset(_MAAKT_DING_TEKST.split())
# Of whom or what it is, how and when it fails, and what people fill in besides a password.
_GEEN_TEKST = """
ineens opeens plotseling plots vanochtend vanmiddag vanavond vannacht meteen direct eindelijk sowieso totaal absoluut
eergisteren tegenwoordig meestal daardoor hierdoor hopelijk vanmorgen inmiddels momenteel volgend vorig vorige volgende
knop knopje scherm veld vak vakje app pagina melding site website formulier mailtje sms brief systeem venster functie
ding dingen gebeuren verhaal portaal account bank rabobank ing abn amro sns triodos bunq knab gmail hotmail outlook kpn
odido vodafone ziggo telfort facebook instagram whatsapp tiktok snapchat teams zoom icloud youtube google apple samsung
microsoft windows spotify netflix marktplaats bol uwv svb duo cak ciz belastingdienst toeslagen gemeente mijnoverheid
overheid digid eherkenning zorgverzekeraar ziekenhuis huisarts apotheek school bibliotheek kind zoon dochter vrouw man
moeder vader partner zus broer oma opa buurvrouw buurman zij hij computer laptop tablet telefoon mobiel mobieltje wifi
internet router email e-mail mail gegevens code codes naam namen adres gebruikersnaam letters cijfers tekens antwoord
antwoorden vragen formulieren datum geboortedatum postcode huisnummer bsn burgerservicenummer rekeningnummer nummer
telefoonnummer mailadres e-mailadres emailadres woonplaats bedrag inkomen wachtwoord wachtwoorden paswoord password pin
pincode vingerafdruk gezichtsherkenning hulp iemand niemand iedereen mensen medewerker ambtenaar beheerder veilig
keer keren vaak dagen weken jaar maand uur tijd moment dag week avond ochtend middag helemaal verkeerde juiste goede
hetzelfde dezelfde ander andere eigen eerste tweede laatste sterk sterker beter makkelijker moeilijker kaart pas pasje
welk welke bril handen hand vinger vingers ogen toetsenbord muis word excel kluis boekje briefje papier manager lijst
tussendoor samen alleen thuis buiten binnen achter voorlopig gratis zomaar overnieuw correct alsnog verplicht
mevrouw meneer dhr mevr sorry beste hallo goedemorgen goedemiddag goedenavond sowieso inlogcode smscode sms-code
does doesnt isnt cannot were jarenlang gedoe bieb gezeur gezeik unuttum forgot forgotten
vergessen oublie oublié olvide olvidé
"""
GEEN_WACHTWOORD = frozenset(_GEEN_TEKST.split())
_VREEMD_KLEIN_TEKST = "my i can the and for not der und ich nie moi mes"
_VREEMD_KLEIN = frozenset(_VREEMD_KLEIN_TEKST.split())
_VOORWERP_TEKST = "mij me mijn mn hem haar ons hen hun zich je u het de een dat die"
_VOORWERP = frozenset(_VOORWERP_TEKST.split())
_ONDERWERP = frozenset(("ik", "we", "wij", "u", "jij", "hij", "ze", "zij", "jullie"))
_NAMEN = frozenset(
    (
        "gebruikersnaam",
        "gebruiker",
        "inlognaam",
        "naam",
        "heet",
        "heten",
        "achternaam",
        "voornaam",
        "user",
        "login",
        "account",
    )
)
_WAT = frozenset(("dat", "dit", "het", "die", "nu", "eerst", "wachtwoord"))
_GEBRUIKT_TEKST = "probeerde gebruikte typte vulde tikte toetste koos"
_GEBRUIKT = frozenset(_GEBRUIKT_TEKST.split())
# Before a word with a capital: the password is told here, where a name of somebody would stand otherwise.
_ZEGT_TEKST = "is was zou nieuw oud nieuwe oude als dus doe neem nam probeer heet luidt werd"
_ZEGT = frozenset(_ZEGT_TEKST.split())
_VORM = re.compile(
    r"\w*(?:lijk|lijke|baar|bare|loos|loze|ing|ingen|heid|heden|portaal|account|app|apps|site|mail|pagina|scherm|code|codes"
    r"|nummer|fout|hulp|systeem|sleutel|instelling|woord|woorden|teit|isch|ische|ief|ieve|eel|ele|erd|erde)"
    r"|\w{2,}(?:en|de|te|den|ten)|(?:ge|ver|be|ont|her|in|op|aan|af|uit|terug|door|over)\w{3,}[dt]e?"
)


def vind_overschot(tekst: str) -> list[tuple[int, int]]:
    """Where a word stands near the name of a password that nobody uses in telling of one."""
    woorden = list(_WOORD.finditer(tekst))
    namen = [i for i, m in enumerate(woorden) if _NAAM.fullmatch(m[0])]
    dichtbij = sorted({k for i in namen for k in range(max(0, i - _BEREIK), min(len(woorden), i + _BEREIK + 1))})
    if not namen or _is_andere_taal(woorden):
        return []
    bloot = (
        k for k in dichtbij if woorden[k][0].islower() and woorden[k][0].isalpha() and _is_bloot(tekst, woorden, k)
    )
    return [woorden[k].span() for k in bloot if is_vreemd(woorden[k][0].lower())]


def _is_andere_taal(woorden: list[re.Match[str]]) -> bool:
    """In another language every word is strange; the first words tell."""
    eerste = [w for m in woorden[:_EERSTE] if not _NAAM.fullmatch(w := m[0].lower())]
    tellen = [w for w in eerste if (len(w) >= 4 and w != "digid") or w in functiewoorden() or w in _VREEMD_KLEIN]
    bekend = sum(w in functiewoorden() or w in _gewone_woorden().get(len(w), ()) for w in tellen)
    return 2 * bekend < len(tellen)


def _is_gezegd(woorden: list[re.Match[str]], k: int) -> bool:
    """One capital, behind a word that tells what the password is."""
    ervoor = woorden[k - 1][0].lower() if k else ""
    wie = woorden[k - 2][0].lower() if k > 1 else ""
    return woorden[k][0].istitle() and ervoor in _ZEGT and (ervoor not in ("is", "was") or wie in _WAT)


def _is_bloot(tekst: str, woorden: list[re.Match[str]], k: int) -> bool:
    """No article or the like before it, and it does not join two words ("zorg-hulp", "x@y")."""
    begin, eind = woorden[k].span()
    if tekst[max(0, begin - 1) : begin] in ("@", "/", "#", "[", "-", "_") or tekst[eind : eind + 1] in ("@", "/", "_"):
        return False
    # "met als titel: …" announces something else.
    if re.match(r"\s?[:\"“'‘(]", tekst[eind : eind + 2]):
        return False
    erna = woorden[k + 1][0].lower() if k + 1 < len(woorden) else ""
    # "hoe wijzig ik", "mijn partner dwingt mij": a verb.
    if erna in _ONDERWERP or (woorden[k][0].endswith("t") and erna in _VOORWERP):
        return False
    # "mijn gebruikersnaam is anja": a name that somebody logs in with.
    if any(m[0].lower() in _NAMEN for m in woorden[max(0, k - 2) : k]):
        return False
    ervoor = woorden[k - 1][0].lower() if k else ""
    return ervoor not in _MAAKT_DING and (ervoor in _GEBRUIKT | _ZEGT or not _is_bijvoeglijk(ervoor))


def _is_bijvoeglijk(woord: str) -> bool:
    return len(woord) > 4 and woord.endswith(("e", "lijk", "ig"))


@lru_cache(maxsize=8192)
def is_vreemd(woord: str) -> bool:
    """A word of four letters or more that is not among those residents use, nor a misspelling or a form of one."""
    if not 4 <= len(woord) <= 24 or woord in functiewoorden() or woord in OVER | VERDER | GEEN_WACHTWOORD:
        return False
    if is_gewoon_woord(woord) or _NAAM.fullmatch(woord) or _VORM.fullmatch(woord):
        return False
    per_lengte = _gewone_woorden()
    if woord in per_lengte.get(len(woord), ()):
        return False
    fouten = 1 if len(woord) < 8 else 2
    buren = [w for n in range(len(woord) - fouten, len(woord) + fouten + 1) for w in per_lengte.get(n, ())]
    return process.extractOne(woord, buren, scorer=OSA.distance, score_cutoff=fouten) is None


@lru_cache(maxsize=1)
def _gewone_woorden() -> dict[int, frozenset[str]]:
    tekst = (files("taal") / "gewone_woorden.txt").read_text(encoding="utf-8")
    woorden = (w for regel in tekst.splitlines() if not regel.startswith("#") for w in regel.split())
    uit: dict[int, set[str]] = {}
    for woord in woorden:
        uit.setdefault(len(woord), set()).add(woord)
    return {n: frozenset(w) for n, w in uit.items()}
