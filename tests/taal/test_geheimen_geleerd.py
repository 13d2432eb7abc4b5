"""What was learned finds secrets that no rule knows, measured on messages that nothing was learned from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from taal import geheime_geleerd, geheime_leren, persoonsgegevens
from taal.persoonsgegevens import Verborgen, verberg, verberg_met_regels

HIER = Path(__file__).parent
RONDES = HIER / "meetrondes"


def _ronde(naam: str) -> tuple[list[str], list[str]]:
    regels = geheime_leren.berichten([RONDES / naam])
    return [r for r in regels if "⟦" in r], [r for r in regels if "⟦" not in r]


def _is_weg(regel: str, uit: str) -> bool:
    """Whether no word of a secret is left; the same word elsewhere in the message may stand."""
    rest = re.sub("⟦.*?⟧", " ", regel)
    delen = [deel for geheim in re.findall("⟦(.*?)⟧", regel) for deel in re.findall(r"\w{2,}|\d", geheim)]
    zonder_noten = re.sub(r"\[[\w-]+ verwijderd\]", " ", uit)
    return not [
        d
        for d in delen
        if len(re.findall(rf"\b{re.escape(d)}\b", zonder_noten)) > len(re.findall(rf"\b{re.escape(d)}\b", rest))
    ]


# The bounds stand under what was measured when each round was new; a worse finder fails them.
@pytest.mark.parametrize(
    ("naam", "minstens", "hoogstens"), [("zeventiende.txt", 0.94, 0.03), ("achttiende.txt", 0.97, 0.01)]
)
def test_a_round_that_was_never_learned_from_keeps_its_figures(naam: str, minstens: float, hoogstens: float) -> None:
    met, zonder = _ronde(naam)
    assert len(met) >= 115
    assert len(zonder) >= 150
    gevonden = sum(_is_weg(regel, verberg(re.sub("[⟦⟧]", "", regel)).tekst) for regel in met)
    vals = sum(verberg(regel).tekst != regel for regel in zonder)
    assert gevonden / len(met) >= minstens
    assert vals / len(zonder) <= hoogstens


@pytest.mark.parametrize("naam", ["zeventiende.txt", "achttiende.txt"])
def test_learning_adds_to_the_rules(naam: str) -> None:
    met, _ = _ronde(naam)
    plat = [(regel, re.sub("[⟦⟧]", "", regel)) for regel in met]
    met_regels = sum(_is_weg(regel, verberg_met_regels(tekst).tekst) for regel, tekst in plat)
    samen = sum(_is_weg(regel, verberg(tekst).tekst) for regel, tekst in plat)
    assert samen >= met_regels + 5


def test_no_message_of_a_round_is_among_those_learned_from() -> None:
    geleerd = {r.lower() for r in geheime_leren.berichten(geheime_leren.bronnen())}
    rondes = geheime_leren.berichten(sorted(RONDES.glob("*.txt")))
    eigen = [r for r in rondes if "⟦" in r and r.lower() in geleerd]
    assert eigen == []


def test_the_weights_are_made_from_the_messages_that_stand_here() -> None:
    """Changed messages or a changed way of looking ask for `python -m taal.geheime_leren`."""
    eerste = geheime_leren.UIT.read_text(encoding="utf-8").splitlines()[1]
    assert eerste == f"# bron {geheime_leren.stempel()}"


def test_learning_from_a_few_messages_finds_a_sentence_of_their_make(monkeypatch: pytest.MonkeyPatch) -> None:
    woorden = ["zonnebloem", "kabouter", "pindakaas", "hagelslag", "fietsbel", "koekoek"]
    regels = [f"ik doe altijd ⟦{w}⟧ bij het kastje met mijn code" for w in woorden] + [
        f"ik doe altijd {w} bij het kastje met mijn zus" for w in ("boodschappen", "oefeningen", "spelletjes")
    ]
    gewichten = geheime_leren.leer(regels, ["ik heb geen code gekregen", "mijn code is weg"] * 3)
    basis = gewichten.pop("basis")
    monkeypatch.setattr(geheime_geleerd, "_gewichten", lambda: (basis, gewichten))
    tekst = "ik doe altijd wandklok bij het kastje met mijn code"
    assert [tekst[a:b] for a, b, _ in geheime_geleerd.vind_geleerd(tekst)] == ["wandklok"]


@pytest.mark.parametrize(
    ("bericht", "soort"),
    [
        ("de geldautomaat weigert 2291", "wachtwoord"),
        ("ik gebruik voor alles vergiet3", "wachtwoord"),
        ("digid stuurde 90 22 18", "digid_code"),
        ("5 cijfers van digid zijn 66120", "digid_code"),
        ("digid gebruikersnaam is sjaan.de.wit", "digid_code"),
        ("iban NL72 BUNQ 6096 4382 93", "iban"),
    ],
)
def test_the_kind_is_that_of_what_was_told(bericht: str, soort: str) -> None:
    assert verberg(bericht).soorten == (soort,)


@pytest.mark.parametrize(
    "bericht",
    [
        "mijn wachtwoord is onvindbaar",
        "het wachtwoord is per ongeluk gewist",
        "de code kwam pas om 14.05",
        "seizoenskaart 2026-2027",
        "toestel 4417",
        "mijn kenmerk is VD-K7PM-2QWX, de code klopt niet",
        "digid gebruikersnaam vergeten",
        "betalingskenmerk 1002 3304 1189 7720",
    ],
)
def test_what_is_said_about_a_secret_and_other_numbers_stay(bericht: str) -> None:
    assert verberg(bericht).tekst == bericht


def test_small_words_within_a_password_of_several_go_with_it() -> None:
    assert "van" not in verberg("mijn wachtwoord is nog steeds Bloemkool van de kat").tekst


@pytest.mark.parametrize("stuk", ["ik gebruik x1 ", "wachtwoord van de ", "A1b2 ", "code 1 en 2 ", "[wachtwoord "])
def test_a_very_long_message_is_searched_whole(stuk: str) -> None:
    lang = stuk * (9_000 // len(stuk)) + "\nik gebruik voor alles Vergiet35"
    assert "Vergiet35" not in verberg(lang).tekst


def test_a_text_made_to_be_slow_is_read_a_fixed_number_of_times(monkeypatch: pytest.MonkeyPatch) -> None:
    gelezen: list[int] = []
    eens = persoonsgegevens._verberg_eens

    def tel(tekst: str, *, geleerd: bool) -> Verborgen:
        gelezen.append(len(tekst))
        return eens(tekst, geleerd=geleerd)

    monkeypatch.setattr(persoonsgegevens, "_verberg_eens", tel)
    keren = []
    for lengte in (1_000, 4_000):
        gelezen.clear()
        assert "Vergiet35" not in verberg("A1b2 " * (lengte // 5) + "\nik gebruik voor alles Vergiet35").tekst
        keren.append(len(gelezen))
    assert keren[1] <= keren[0] + 2


def test_hiding_twice_changes_nothing_in_a_round() -> None:
    met, zonder = _ronde("achttiende.txt")
    for regel in (*met, *zonder):
        eens = verberg(re.sub("[⟦⟧]", "", regel)).tekst
        assert verberg(eens).tekst == eens
