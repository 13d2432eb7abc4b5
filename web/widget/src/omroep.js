// What a screen reader hears: each new message once. The log itself is silent, so that restoring,
// re-ordering or translating it is never read out again.
import { el } from "./bouw.js";
import { T } from "./teksten.js";
import { wie } from "./weergave.js";

// Milliseconds. Parts that are put in together are told in reverse by Chromium, and a screen reader may then leave
// one out: what comes at about the same time is put in as one.
const SAMEN = 200;

// What ends with its line, such as a telephone number in a list, does not run on into the next.
const inZinnen = (tekst) => tekst.replace(/^\s*[-•] /gm, "").replace(/([^\s.,:;!?…])\s*\n\s*(?=\S)/g, "$1.\n");

export class Omroep {
  constructor() {
    this.element = el("div", { klas: "vd-verborgen", "aria-live": "polite", "aria-atomic": "false" });
    this.gezegd = new Set();
    this.straks = [];
  }

  zeg(tekst) {
    this.straks.push(tekst);
    if (this.straks.length === 1) this.klok = setTimeout(() => this.nu(), SAMEN);
  }

  nu() {
    const p = el("p", {}, this.straks.map(inZinnen).join("\n"));
    this.straks = [];
    this.element.append(p);
    // Read by then; what stays would be met again when browsing through the page.
    setTimeout(() => p.remove(), 15000);
  }

  wis() {
    this.element.replaceChildren();
  }

  // Nothing of this gesprek is said any more.
  leeg() {
    clearTimeout(this.klok);
    this.straks = [];
    this.gezegd.clear();
    this.wis();
  }

  bericht(b) {
    if (b.afzender === "inwoner" || this.gezegd.has(b.volgnummer)) return;
    this.gezegd.add(b.volgnummer);
    const namen = (b.voorzieningen || []).map((v) => v.naam);
    this.zeg(`${T.zegt(wie(b), b.tekst)}${namen.length ? ` ${T.kaartjes(namen)}` : ""}`);
  }
}
