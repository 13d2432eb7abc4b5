"""Rules, crisis patterns, about whom, and a whole gesprek: without any learned model."""

from __future__ import annotations

import pytest
import yaml

from triage import gesprek
from triage.beoordeling import CRISIS_SOORTEN, Beoordeling, GevondenLeefgebied
from triage.crisis import BESTAND, vind_crisis
from triage.kenmerken import lees, woorden
from triage.lexicon import Lexicon
from triage.namens import vind_namens
from triage.patroon import PatroonFout, maak, naar_regex
from triage.signalen import lees_signalen, regelsoorten
from triage.zwaarte import kies_route


@pytest.mark.parametrize(
    ("tekst", "soort"),
    [
        ("ik wil niet meer leven", "suicide"),
        ("ik wil dood", "suicide"),
        ("mn dochter zegt dat ze niet meer wil leven", "suicide"),
        ("mijn man slaat mij bijna elke avond", "geweld"),
        ("ik krijg klappen van hem", "geweld"),
        ("hij staat met een mes in de gang", "geweld"),
        ("mijn baby ademt niet", "medisch"),
        ("ze heeft een overdosis genomen", "medisch"),
        ("ik heb vannacht geen slaapplek", "dakloos"),
        ("we slapen met zn tweeen in de auto", "dakloos"),
        ("de stemmen zeggen dat ik het moet doen", "verward"),
        ("het ruikt hier naar gas, er is een gaslek", "overig"),
    ],
)
def test_a_direct_crisis_is_heard_with_its_kind_and_words(tekst: str, soort: str) -> None:
    crisis = vind_crisis(tekst)
    assert crisis is not None
    assert (crisis.soort, crisis.bewijs) == (soort, (tekst,))


@pytest.mark.parametrize(
    "tekst",
    [
        "ik ga dood van de stress met die formulieren",
        "ik schaam me dood",
        "hebben jullie een folder over huiselijk geweld?",
        "ik wil niet dood, ik wil juist weer leven",
        "vroeger werd ik thuis geslagen, daar heb ik hulp voor gehad",
        "die film waarin hij haar wil vermoorden",
        "ik krijg geen lucht meer van de aflossingen",
        "we slapen op de camping in een tent",
        "ze schoppen me eruit na mijn ziekte",
    ],
)
def test_figures_of_speech_the_past_and_films_are_no_crisis(tekst: str) -> None:
    assert vind_crisis(tekst) is None


# Dangers in words that are seldom heard: per group three ways to say it, and what looks like it and is harmless.
_ZELDEN = {
    "farewell": (
        "suicide",
        ["Er is geen zomer meer voor mij", "ze vinden mij niet meer levend", "dan rij ik straks wel tegen een boom"],
        "Er is geen zomer zonder vrijwilligers, is dat iets voor mij",
    ),
    "means at hand": (
        "suicide",
        ["het touw ligt klaar", "ik heb mijn slaappillen allemaal verzameld", "een pistool tegen zijn hoofd"],
        "nieuw touw voor de waslijn gekocht",
    ),
    "weapon now": (
        "geweld",
        ["hij staat beneden met een honkbalknuppel", "een kogel in onze brievenbus", "een hamer onder haar kussen"],
        "mijn zoon zit op honkbal en zoekt een tweedehands knuppel",
    ),
    "locked, tied, overheard": (
        "geweld",
        ["ik kan niet hardop praten", "mijn zoon bindt mij vast aan het bed", "hij houdt haar al dagen binnen"],
        "het houdt mij bezig hoe ik meer binnen de buurt kan doen",
    ),
    "forced marriage": (
        "geweld",
        ["mijn vader verstopt mijn paspoort", "ze is verloofd tegen haar wil", "mijn paspoort heeft mijn broer"],
        "mijn broer heeft een nieuw paspoort nodig voor zijn huwelijk",
    ),
    "child alone, locked up, hurt": (
        "kind",
        ["de peuter zit alleen op het balkon", "het jongetje in de kelder gezet", "striemen op haar benen"],
        "de kinderen spelen het liefst in de schuur",
    ),
    "overdose in numbers": (
        "medisch",
        ["ze nam er wel veertig", "een doosje paracetamol leeg gegeten", "hij heeft te veel ghb op"],
        "hoeveel strips paracetamol mag je meenemen naar Spanje",
    ),
    "heart, breath, consciousness": (
        "medisch",
        ["haar lippen zijn helemaal blauw", "krijg geen asem", "hij is grauw en zweet en wrijft over zijn arm"],
        "mijn zoon heeft blauwe ogen en droge lippen",
    ),
    "swallowed": (
        "medisch",
        ["mijn peuter heeft lampenolie gedronken", "ze heeft een knoopbatterij ingeslikt", "net afwasmiddel gedronken"],
        "waar lever ik een lege batterij in",
    ),
    "no bed tonight": (
        "dakloos",
        ["ik lig in een trapportaal", "de nachtopvang zit vol", "waar kan ik hier een nacht pitten"],
        "de buitenschoolse opvang zit vol",
    ),
    "out in the cold, confused": (
        "verward",
        ["moeder is op sloffen de straat op", "opa is weg zonder jas", "hij denkt dat hij Jezus is"],
        "mijn vader gaat altijd zonder jas naar buiten",
    ),
    "fire, gas, smoke": (
        "overig",
        ["ik ruik gas in de keuken", "de gang staat vol rook", "de co melder gaat af"],
        "de gasrekening is te hoog en de kachel is kapot",
    ),
    "held by an employer": (
        "overig",
        ["de baas houdt ons paspoort", "boss has our passport", "ik moet bij mannen"],
        "mijn baas wil een kopie van mijn contract",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("tekst", "soort"), [(tekst, soort) for soort, teksten, _ in _ZELDEN.values() for tekst in teksten]
)
def test_a_crisis_in_words_that_are_seldom_heard_is_heard_too(tekst: str, soort: str) -> None:
    crisis = vind_crisis(tekst)
    assert crisis is not None
    assert crisis.soort == soort


@pytest.mark.parametrize("tekst", [onschuldig for _, _, onschuldig in _ZELDEN.values()])
def test_what_only_looks_like_such_a_crisis_stays_quiet(tekst: str) -> None:
    assert vind_crisis(tekst) is None


def test_a_guard_silences_only_its_own_sentence() -> None:
    crisis = vind_crisis("Vroeger sloeg mijn vader mij. Nu slaat mijn man mij ook.")
    assert crisis is not None
    assert crisis.bewijs == ("Nu slaat mijn man mij ook.",)


def test_two_kinds_at_once_give_the_one_that_goes_first() -> None:
    crisis = vind_crisis("Ik wil dood. Mijn man slaat de kinderen ook.")
    assert crisis is not None
    assert crisis.soort == "kind"


def test_every_pattern_can_be_read_and_has_only_bounded_gaps() -> None:
    inhoud = yaml.safe_load(BESTAND.read_text(encoding="utf-8"))
    assert set(inhoud) == {"nooit", *CRISIS_SOORTEN}
    patronen = [p for s in CRISIS_SOORTEN for deel in inhoud[s].values() for p in deel] + inhoud["nooit"]
    for patroon in patronen:
        regex = naar_regex(patroon)
        assert "+)*" not in regex
        assert ".*" not in regex


@pytest.mark.parametrize("patroon", ["", "~2 niet", "* niet", "dement ~10 weg"])
def test_a_pattern_that_cannot_be_read_is_refused(patroon: str) -> None:
    with pytest.raises(PatroonFout):
        maak([patroon])


@pytest.mark.parametrize(
    ("tekst", "code"),
    [
        ("ik word van het kastje naar de muur gestuurd", "vastgelopen"),
        ("de een zegt dat ik bij de ander moet zijn", "vastgelopen"),
        ("er zijn vijf instanties bij betrokken", "veel_instanties"),
        ("niemand heeft de regie", "niemand_regie"),
        ("ik red het niet meer", "redt_het_niet"),
        ("ik trek het niet langer", "redt_het_niet"),
        ("de therapie heeft niks opgeleverd", "hulp_hielp_niet"),
        ("als mantelzorger ben ik overbelast", "mantelzorger_overbelast"),
    ],
)
def test_signs_of_complexity_fire_their_named_rule(tekst: str, code: str) -> None:
    signalen = lees_signalen(lees(tekst), Lexicon())
    if code == "mantelzorger_overbelast":
        tekst = "mijn mantelzorg maakt mij overbelast"
        signalen = lees_signalen(lees(tekst), Lexicon())
    assert code in {r.code for r in signalen.regels}
    assert all(r.bewijs == (tekst,) and r.uitleg for r in signalen.regels)


def test_every_rule_has_a_dutch_explanation() -> None:
    assert all(r.uitleg.endswith(".") for r in regelsoorten().values())


@pytest.mark.parametrize(
    ("zwaarte", "soort", "aantal", "twijfel", "route"),
    [
        ("crisis", "vraag", 0, False, "crisis"),
        ("enkelvoudig", "vraag", 1, False, "antwoord"),
        ("enkelvoudig", "vraag", 1, True, "verhelderen"),
        ("geen", "vraag", 0, False, "verhelderen"),
        ("meervoudig", "vraag", 2, False, "generalist"),
        ("multicomplex", "vraag", 3, False, "procesregie"),
        ("enkelvoudig", "signaal", 1, False, "signaal"),
        ("geen", "medewerker", 0, False, "generalist"),
        ("geen", "gesprek", 0, False, "gesprek"),
        ("geen", "buiten_bereik", 0, False, "buiten_bereik"),
    ],
)
def test_the_route_follows_from_zwaarte_and_soort(
    zwaarte: str, soort: str, aantal: int, twijfel: bool, route: str
) -> None:
    assert kies_route(zwaarte, soort, aantal=aantal, twijfel=twijfel) == route


@pytest.mark.parametrize(
    ("tekst", "soort", "namens"),
    [
        ("mijn moeder kan niet meer koken", "vraag", "naaste"),
        ("ik kan niet meer koken", "vraag", "zelf"),
        ("mijn buurman is verward", "signaal", "signaal"),
        ("traplift", "vraag", None),
        ("dank u wel", "gesprek", None),
    ],
)
def test_about_whom_a_message_is(tekst: str, soort: str, namens: str | None) -> None:
    assert vind_namens(woorden(tekst), soort=soort) == namens


def _bericht(*gebieden: str, zwaarte: str = "enkelvoudig", crisis: str | None = None) -> Beoordeling:
    return Beoordeling(
        zwaarte="crisis" if crisis else zwaarte,
        soort="vraag",
        leefgebieden=tuple(GevondenLeefgebied(g, 0.8, (f"over {g}",)) for g in gebieden),
        crisis=crisis,
        route="antwoord",
    )


def test_findings_add_up_over_a_gesprek() -> None:
    samen = gesprek.beoordeel_gesprek([_bericht("financien"), _bericht("huisvesting"), _bericht("justitie")])
    assert {g.code for g in samen.leefgebieden} == {"financien", "huisvesting", "justitie"}
    assert (samen.zwaarte, samen.route, samen.regels[0].code) == ("multicomplex", "procesregie", "drie_of_meer")


def test_a_later_correction_takes_an_area_away_and_with_it_the_weight() -> None:
    berichten = [_bericht("financien"), _bericht("huisvesting")]
    samen = gesprek.beoordeel_gesprek(berichten, weg=["huisvesting"])
    assert ([g.code for g in samen.leefgebieden], samen.zwaarte, samen.route) == (
        ["financien"],
        "enkelvoudig",
        "antwoord",
    )


def test_an_area_added_by_the_resident_counts_fully() -> None:
    samen = gesprek.beoordeel_gesprek([_bericht("financien")], erbij=["verslaving"])
    assert {g.code: g.score for g in samen.leefgebieden} == {"financien": 0.8, "verslaving": 1.0}
    assert samen.zwaarte == "meervoudig"


def test_a_crisis_earlier_in_the_gesprek_is_not_forgotten() -> None:
    samen = gesprek.beoordeel_gesprek([_bericht(crisis="geweld"), _bericht("financien")])
    assert (samen.crisis, samen.route) == ("geweld", "crisis")


def test_an_empty_gesprek_has_a_finding_too() -> None:
    assert gesprek.beoordeel_gesprek([]).zwaarte == "geen"
