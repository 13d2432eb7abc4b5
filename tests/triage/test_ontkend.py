"""What somebody says is not the matter does not count; what somebody lacks does."""

import pytest

from triage.ontkend import zonder_ontkend


@pytest.mark.parametrize(
    ("tekst", "over"),
    [
        ("schulden heb ik niet, maar ik ben wel heel erg alleen", "maar ik ben wel heel erg alleen"),
        ("schulden heb ik gelukkig niet maar ik ben zo alleen", "maar ik ben zo alleen"),
        ("Ik heb geen schulden. Ik zoek een maatje.", "Ik zoek een maatje."),
        ("ik drink al jaren niet meer, maar ik vind geen werk", "maar ik vind geen werk"),
        ("ik ben niet depressief, ik zoek gewoon vrijwilligerswerk", "ik zoek gewoon vrijwilligerswerk"),
        ("geen ruzie thuis hoor, we komen alleen niet rond", "we komen alleen niet rond"),
        ("met de politie heeft het niets te maken, mijn zoon wil niet naar school", "mijn zoon wil niet naar school"),
        ("hulp in de huishouding heb ik al, ik zoek iemand om mee te kaarten", "ik zoek iemand om mee te kaarten"),
        ("ik gok nergens op en ik drink niet, ik heb gewoon een boete", "ik heb gewoon een boete"),
    ],
)
def test_a_clause_that_only_denies_is_left_out(tekst: str, over: str) -> None:
    assert zonder_ontkend(tekst) == over


@pytest.mark.parametrize(
    "tekst",
    [
        "ik heb geen geld, en ook geen werk",
        "ik kan niet slapen, en ik eet niet",
        "ik heb geen schulden",
        "ik drink niet genoeg, zegt de dokter van mijn moeder",
        "ik ben niet ziek genoeg, zegt het UWV tegen mij",
        "ik wil niet meer, het is genoeg geweest",
        "een uitkering heb ik al drie maanden niet gehad, help",
        "we hebben geen huis, we slapen bij mijn zus",
        "ik heb geen contact met mijn kinderen, maar dat wil ik wel",
        "ik gebruik mijn insuline niet meer, en ik ben zo moe",
        "ik drink al dagen niet meer, mijn mond is droog",
        "geen drank om te slapen, dat is nieuw voor mij",
        "we hebben geen zorgen om te klagen, het is de huur",
        "",
    ],
)
def test_what_somebody_lacks_or_cannot_do_stays(tekst: str) -> None:
    assert zonder_ontkend(tekst) == tekst
