"""Learns the weights by which secrets are found: `python -m taal.geheime_leren` writes them anew.

From every message in tests/ and data/geheimen that marks its secrets, except the rounds that are kept for measuring,
and from the residents' messages in data/nlu as examples of what tells none. Each secret is also seen exchanged for
another, so that the sentence is learned and not the word. scikit-learn is needed here only; finding needs none of it.
"""

from __future__ import annotations

import collections
import hashlib
import random
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from taal.geheime_kenmerken import Omgeving, is_verdacht, lees
from taal.persoonsgegevens import VERVANGING, verberg_met_regels

ROOT = Path(__file__).resolve().parent.parent
VOORRAAD = ROOT / "data" / "geheimen"
UIT = ROOT / "taal" / "geheime_gewichten.txt"
_NOOT = re.compile("|".join(re.escape(noot) for noot in VERVANGING.values()))
_TEKST = re.compile(r'text: "((?:[^"\\]|\\.)*)"')
_WOORD = re.compile(r"[^\W\d_]{4,}\d{0,4}!?")
_GETAL = re.compile(r"\d(?:[\d .-]*\d)?")
_AANTAL_GEWOON = 9000
_WISSELS = 2
# What else decides how a word is seen.
_ZIET = (
    "geheime_kenmerken.py", "geheime_groepen.txt", "geheime_woorden.py", "geheime_erover.txt", "gewone_woorden.txt",
)  # fmt: skip
_GROEPEN = 90
_MINST = 0.12
_GEVALLEN = ("te_verbergen", "niet_te_verbergen")
Voorbeeld = tuple[list[list[str]], list[bool], float]


def bronnen() -> list[Path]:
    """The files with marked messages; the rounds kept for measuring are in tests/taal/meetrondes and not among them."""
    return [
        *sorted((ROOT / "tests" / "taal").glob("geheimen_*.txt")),
        *(ROOT / "tests" / kamer / f"{naam}.txt" for kamer in ("taal", "gesprek") for naam in _GEVALLEN),
        *(p for p in sorted(VOORRAAD.glob("*.txt")) if not p.name.startswith("voorraad")),
    ]


def stempel() -> str:
    """What the weights were made from."""
    som = hashlib.sha256()
    for pad in (*bronnen(), *sorted(VOORRAAD.glob("voorraad*.txt")), *(ROOT / "taal" / naam for naam in _ZIET)):
        som.update(pad.name.encode() + b"\0" + pad.read_bytes())
    return som.hexdigest()


def berichten(paden: Iterable[Path]) -> list[str]:
    """Every marked message once, secrets between ⟦ and ⟧."""
    uit: list[str] = []
    for pad in paden:
        for regel in pad.read_text(encoding="utf-8").splitlines():
            if not regel or regel.startswith("#"):
                continue
            if pad.name == "te_verbergen.txt":
                regel = regel.split(" | ", 1)[1].replace("{", "⟦").replace("}", "⟧")
            if regel.startswith("⟦") and uit and uit[-1].endswith(":") and pad.name.startswith("geheimen"):
                uit[-1] += "\n" + regel
            else:
                uit.append(regel.replace("⏎", "\n").replace("\\n", "\n"))
    return list(dict.fromkeys(uit))


def ontleed(regel: str) -> tuple[str, list[tuple[int, int]]]:
    """The message without its marks, and where the secrets stand."""
    tekst, plekken, begin = "", [], 0
    for deel in re.split("([⟦⟧])", regel):
        if deel == "⟦":
            begin = len(tekst)
        elif deel == "⟧":
            plekken.append((begin, len(tekst)))
        else:
            tekst += deel
    return tekst, plekken


def na_de_regels(tekst: str, plekken: Sequence[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The message as the rules leave it, and where the secrets stand that they did not find."""
    uit = verberg_met_regels(tekst).tekst
    delen = _NOOT.split(uit)
    m = re.fullmatch("(.+?)".join(re.escape(deel) for deel in delen), tekst, re.DOTALL)
    if m is None or len(delen) == 1:
        return tekst, list(plekken)
    weg = [m.span(n) for n in range(1, len(delen))]
    over: list[tuple[int, int]] = []
    for begin, eind in plekken:
        los = [i for i in range(begin, eind) if not any(a <= i < b for a, b in weg) and tekst[i].isalnum()]
        over += [(i, i + 1) for i in los]
    noten = _NOOT.findall(uit)

    def plek(i: int) -> int:
        return i + sum(len(noot) - (b - a) for (a, b), noot in zip(weg, noten, strict=True) if b <= i)

    return uit, [(plek(a), plek(b - 1) + 1) for a, b in over]


def leer(regels: Sequence[str], gewoon: Sequence[str], *, c: float = 0.6) -> dict[str, float]:
    """The weight of each thing seen, "basis" among them."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    voorbeelden = [*_voorbeelden(regels), *(v for t in gewoon if (v := _voorbeeld(t, [], 0.5)))]
    tel = collections.Counter(k for zien, _, _ in voorbeelden for z in zien for k in set(z))
    plek = {k: i for i, k in enumerate(k for k, n in tel.items() if n >= 2)}
    kolommen, einden, labels, wegen = [], [0], [], []
    for zien, geheim, weging in voorbeelden:
        for kenmerken, label in zip(zien, geheim, strict=True):
            kolommen += sorted({plek[k] for k in kenmerken if k in plek})
            einden.append(len(kolommen))
            labels.append(label)
            wegen.append(weging)
    vorm = (len(labels), len(plek))
    x = csr_matrix((np.ones(len(kolommen)), kolommen, einden), shape=vorm)
    model = LogisticRegression(C=c, solver="liblinear", max_iter=200, random_state=0)
    model.fit(x, labels, sample_weight=wegen)
    # What hardly weighs is left out, and the rest weighed again without it: a file one can read, and quick to load.
    blijft = np.flatnonzero(np.abs(model.coef_[0]) >= _MINST)
    model = model.fit(x[:, blijft], labels, sample_weight=wegen)
    namen = list(plek)
    uit = {namen[i]: round(float(w), 2) for i, w in zip(blijft, model.coef_[0], strict=True)}
    return {"basis": round(float(model.intercept_[0]), 2), **dict(sorted(uit.items()))}


def _voorbeelden(regels: Sequence[str]) -> list[Voorbeeld]:
    """Each message as written and as the rules leave it, with its secrets exchanged, and with one of them found."""
    toeval = random.Random(5)
    voorraad = Voorraad(regels)
    uit: list[Voorbeeld | None] = []
    for regel in regels:
        tekst, plekken = ontleed(regel)
        rest, over = na_de_regels(tekst, plekken)
        uit.append(_voorbeeld(rest, over, 1.0))
        # Numbers with a check digit are the business of the rules.
        if rest != tekst and not re.search(r"\[(?:bsn|iban|kaart)", rest):
            uit.append(_voorbeeld(tekst, plekken, 1.0))
        anders = [voorraad.wissel(regel, toeval) for _ in range(_WISSELS)]
        uit += [_voorbeeld(*ontleed(a), 0.4) for a in anders if a != regel]
        if len(plekken) > 1:
            half = [_een_gevonden(r, n) for r in (regel, *anders) for n in (0, 1)]
            uit += [_voorbeeld(*ontleed(h), 0.5) for h in half]
    return [v for v in uit if v]


def _een_gevonden(regel: str, n: int) -> str:
    """The message in which the n-th secret is hidden already."""
    tel = iter(range(len(regel)))
    return re.sub("⟦.*?⟧", lambda m: VERVANGING["wachtwoord"] if next(tel) == n else m[0], regel)


def _voorbeeld(tekst: str, plekken: Sequence[tuple[int, int]], weging: float) -> Voorbeeld | None:
    woorden = lees(tekst)
    if not is_verdacht(woorden):
        return None
    omgeving = Omgeving(woorden)
    geheim = [any(a < w.eind and w.begin < b for a, b in plekken) for w in woorden]
    mee = [i for i, w in enumerate(woorden) if w.maak != "verborgen"]
    return [omgeving.kenmerken(i, i > 0 and geheim[i - 1]) for i in mee], [geheim[i] for i in mee], weging


class Voorraad:
    """What to exchange: passwords of one word and of more, and what is said about one instead."""

    def __init__(self, regels: Sequence[str]) -> None:
        geheimen = [t[a:b] for t, plekken in map(ontleed, regels) for a, b in plekken]
        self.een = [g for g in geheimen if " " not in g and re.search("[A-Za-z]{4}", g)]
        self.groepen = _lijst(VOORRAAD / "voorraad_groepen.txt", "\n")
        self.groepen += [g for g in geheimen if " " in g and re.search("[a-z]{3}", g)]
        self.woorden = _lijst(VOORRAAD / "voorraad_woorden.txt", None)
        self.erover = _lijst(ROOT / "taal" / "geheime_erover.txt", None)
        bekend = [*self.erover, "kwijt", "verlopen", "fout", "onjuist", "weg"]
        self._erover = re.compile(rf"\b(?:{'|'.join(map(re.escape, bekend))})\b")

    def wissel(self, regel: str, toeval: random.Random) -> str:
        """The message with another secret of the same make, or with something else said about it."""
        if "⟦" in regel:
            return re.sub("⟦(.*?)⟧", lambda m: f"⟦{self._ander(m[1], toeval)}⟧", regel)
        if not re.search("wachtwo|ww |code", regel):
            return regel
        return self._erover.sub(lambda _: toeval.choice(self.erover), regel, count=1)

    def _ander(self, waarde: str, toeval: random.Random) -> str:
        if _GETAL.fullmatch(waarde):
            return re.sub(r"\d", lambda _: str(toeval.randint(0, 9)), waarde)
        if " " in waarde and re.search("[a-z]{3}", waarde):
            return toeval.choice(self.groepen)
        if not _WOORD.fullmatch(waarde):
            return waarde
        soort = toeval.random()
        if soort < 0.25:
            return toeval.choice(self.groepen)
        if soort < 0.55:
            return toeval.choice(self.een)
        woord = toeval.choice(self.woorden)
        woord = woord.capitalize() if toeval.random() < 0.4 else woord
        return woord + toeval.choice(["", "", "", str(toeval.randint(1, 99)), "!"])


def _lijst(pad: Path, scheiding: str | None) -> list[str]:
    tekst = pad.read_text(encoding="utf-8")
    zonder_kop = "\n".join(regel for regel in tekst.splitlines() if not regel.startswith("#"))
    return [w for w in zonder_kop.split(scheiding) if w]


def gewone_berichten(aantal: int = _AANTAL_GEWOON) -> list[str]:
    """Messages of residents in which there is something to look for and nothing to find."""
    alles = {
        m[1].replace('\\"', '"').replace("\\n", "\n")
        for pad in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for m in _TEKST.finditer(pad.read_text(encoding="utf-8"))
    }
    kandidaten = [t for t in sorted(alles) if is_verdacht(lees(t))]
    random.Random(1).shuffle(kandidaten)
    return [t for t in kandidaten[: aantal * 2] if not verberg_met_regels(t).soorten][:aantal]


def groepeer() -> list[list[str]]:
    """The words of residents in groups that are used in the same places: what stands beside them is alike."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.cluster import MiniBatchKMeans
    from sklearn.utils.extmath import randomized_svd

    berichten_nlu = [
        re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*|[.,!?:]", m[1].lower().replace("\\n", " . "))
        for pad in sorted((ROOT / "data" / "nlu").glob("*.yml"))
        for m in _TEKST.finditer(pad.read_text(encoding="utf-8"))
    ]
    tel = collections.Counter(woord for woorden in berichten_nlu for woord in woorden)
    plek = {w: i for i, w in enumerate(w for w, n in tel.most_common() if (n >= 5 and len(w) > 1) or w in "u.,!?:")}
    buren = {w: i for i, (w, _) in enumerate(tel.most_common(1000))}
    buren |= {"^": len(buren), "$": len(buren) + 1}
    samen: collections.Counter[tuple[int, int]] = collections.Counter()
    for woorden in berichten_nlu:
        rij = ["^", "^", *woorden, "$", "$"]
        for i in range(2, len(rij) - 2):
            for k, afstand in enumerate((-1, 1, -2, 2)):
                if rij[i] in plek and rij[i + afstand] in buren:
                    samen[plek[rij[i]], k * len(buren) + buren[rij[i + afstand]]] += 2 if k < 2 else 1
    paren = np.array(list(samen))
    n = np.array(list(samen.values()), dtype=float)
    vorm = (len(plek), 4 * len(buren))
    tabel = csr_matrix((n, (paren[:, 0], paren[:, 1])), shape=vorm)
    per_woord, per_buur = np.asarray(tabel.sum(1)).ravel(), np.asarray(tabel.sum(0)).ravel() ** 0.75
    per_buur *= n.sum() / per_buur.sum()
    meer = np.log(n * n.sum() / (per_woord[paren[:, 0]] * per_buur[paren[:, 1]]))
    boven = meer > 0
    verrassend = csr_matrix((meer[boven], (paren[boven, 0], paren[boven, 1])), shape=vorm)
    u, s, _ = randomized_svd(verrassend, 60, random_state=0)
    punten = u * s**0.5
    punten /= np.linalg.norm(punten, axis=1, keepdims=True) + 1e-9
    labels = MiniBatchKMeans(_GROEPEN, random_state=0, n_init=5, batch_size=2000).fit(punten).labels_
    groepen: list[list[str]] = [[] for _ in range(_GROEPEN)]
    for woord, label in zip(plek, labels, strict=True):
        groepen[label].append(woord)
    return [sorted(groep) for groep in groepen]


def main() -> None:
    """Write the weight file, and with `--groepen` the groups of words before it."""
    if "--groepen" in sys.argv:
        kop = "# Words of residents (data/nlu) used in the same places, a group a line; `geheime_leren --groepen`.\n"
        regels = [" ".join(groep) for groep in groepeer()]
        (ROOT / "taal" / "geheime_groepen.txt").write_text(kop + "\n".join(regels) + "\n", encoding="utf-8")
        sys.stdout.write(f"{len(regels)} groepen; leer nu opnieuw zonder --groepen\n")
        return
    gewichten = leer(berichten(bronnen()), gewone_berichten())
    regels = [f"{k}\t{w:g}" for k, w in gewichten.items()]
    kop = "# What is seen around a word and how much it tells of a secret; made by `python -m taal.geheime_leren`.\n"
    UIT.write_text(f"{kop}# bron {stempel()}\n" + "\n".join(regels) + "\n", encoding="utf-8")
    sys.stdout.write(f"{len(regels)} gewichten in {UIT.name}\n")


if __name__ == "__main__":
    main()
