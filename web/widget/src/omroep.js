// What a screen reader hears: each new message once. The log itself is silent, so that restoring,
// re-ordering or translating it is never read out again.
import { el } from "./bouw.js";
import { T } from "./teksten.js";
import { wie } from "./weergave.js";

export class Omroep {
  constructor() {
    this.element = el("div", { klas: "vd-verborgen", "aria-live": "polite", "aria-atomic": "false" });
    this.gezegd = new Set();
  }

  zeg(tekst) {
    const p = el("p", {}, tekst);
    this.element.append(p);
    // Read by then; what stays would be met again when browsing through the page.
    setTimeout(() => p.remove(), 15000);
  }

  bericht(b) {
    if (b.afzender === "inwoner" || this.gezegd.has(b.volgnummer)) return;
    this.gezegd.add(b.volgnummer);
    const namen = (b.voorzieningen || []).map((v) => v.naam);
    this.zeg(`${T.zegt(wie(b), b.tekst)}${namen.length ? ` ${T.kaartjes(namen)}` : ""}`);
  }
}
