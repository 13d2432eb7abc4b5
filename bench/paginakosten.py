"""What the widget costs the page of a gemeente: `python -m bench.paginakosten [http://localhost:8080]`.

The demo page is opened in Chromium as a slow phone (processor slowed down, small screen), in turn with
and without the widget; the work of the main thread until the button stands is compared. Needs a running server.
"""

from __future__ import annotations

import argparse
import gzip
import shutil
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = ROOT / "web/static/dist/widget.js"
# A phone of some years ago beside this machine; Lighthouse uses 4 for a mid-range one.
TRAGER = 6
# What the issue allows: kB compressed, and milliseconds of work before the button can be seen.
MAX_KB, MAX_WERK_MS = 60.0, 100.0


@dataclass(frozen=True)
class Meting:
    """One visit. script, opmaak (style and layout) and alles in milliseconds of the main thread; kb over the network.

    `alles` holds what the measuring itself asks of the page too, and so is no measure of the widget.
    """

    verzoeken: int
    kb: float
    script: float
    opmaak: float
    alles: float
    geheugen_mb: float
    geladen: float


def _bezoek(pagina: Page, url: str, *, met: bool) -> Meting:
    cdp = pagina.context.new_cdp_session(pagina)
    # Time of the thread itself, so that other work on this machine does not count.
    cdp.send("Performance.enable", {"timeDomain": "threadTicks"})
    cdp.send("Network.enable")
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": TRAGER})
    bytes_, verzoeken = [], []
    cdp.on("Network.loadingFinished", lambda e: bytes_.append(e["encodedDataLength"]))
    cdp.on("Network.requestWillBeSent", lambda e: verzoeken.append(e["request"]["url"]))
    if not met:
        pagina.route("**/widget.js", lambda r: r.abort())
    pagina.goto(url)
    if met:
        pagina.locator("voordeur-chat .vd-opener").wait_for()
    cijfers = {m["name"]: m["value"] for m in cdp.send("Performance.getMetrics")["metrics"]}
    geladen = pagina.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    return Meting(
        verzoeken=len(verzoeken),
        kb=sum(bytes_) / 1000,
        script=cijfers["ScriptDuration"] * 1000,
        opmaak=(cijfers["LayoutDuration"] + cijfers["RecalcStyleDuration"]) * 1000,
        alles=cijfers["TaskDuration"] * 1000,
        geheugen_mb=cijfers["JSHeapUsedSize"] / 1e6,
        geladen=geladen,
    )


def measure(browser: Browser, url: str, *, met: bool, keer: int) -> Meting:
    """The median of each figure over so many visits, each in a fresh profile."""
    metingen = []
    for _ in range(keer):
        context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
        metingen.append(_bezoek(context.new_page(), url, met=met))
        context.close()
    return Meting(**{n: statistics.median(asdict(m)[n] for m in metingen) for n in asdict(metingen[0])})


def werk(zonder: Meting, met: Meting) -> float:
    """Milliseconds of script, style and layout that the widget adds until its button stands."""
    return met.script + met.opmaak - zonder.script - zonder.opmaak


def rapport(zonder: Meting, met: Meting) -> str:
    """A table in Markdown with the difference, and whether it is within bounds."""
    ruw = SCRIPT.read_bytes()
    klein = len(gzip.compress(ruw, 9)) / 1000
    regels = [
        f"widget.js: {len(ruw) / 1000:.0f} kB, {klein:.1f} kB compressed (bound {MAX_KB:.0f})",
        "",
        f"| per visit, processor {TRAGER} times slower | without | with | difference |",
        "|---|---|---|---|",
    ]
    for naam, een in asdict(zonder).items():
        twee = asdict(met)[naam]
        regels.append(f"| {naam} | {een:.1f} | {twee:.1f} | {twee - een:+.1f} |")
    regels += ["", f"work until the button stands: {werk(zonder, met):.0f} ms (bound {MAX_WERK_MS:.0f})"]
    return "\n".join(regels)


def main(argv: Sequence[str] | None = None) -> int:
    """Print the report; 1 when a bound is passed."""
    lezer = argparse.ArgumentParser(description=__doc__)
    lezer.add_argument("url", nargs="?", default="http://localhost:8080")
    lezer.add_argument("--keer", type=int, default=7)
    gevraagd = lezer.parse_args(argv)
    pad = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)
    with sync_playwright() as playwright:
        opties = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=pad, args=opties)
        zonder, met = (measure(browser, gevraagd.url, met=m, keer=gevraagd.keer) for m in (False, True))
        browser.close()
    print(rapport(zonder, met))
    te_groot = len(gzip.compress(SCRIPT.read_bytes(), 9)) / 1000 > MAX_KB
    return int(te_groot or werk(zonder, met) > MAX_WERK_MS)


if __name__ == "__main__":
    sys.exit(main())
