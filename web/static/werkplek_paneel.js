// One gesprek that is open in the werkplek, with its verslag: what it shows, and what its user was doing in it.
// All HTML comes from the server, made by the templates of the page.

import { klad, onderweg } from "./werkplek_bewaard.js";

const FOCUSBAAR = "a[href], button, input, select, textarea, summary";
const HOUDT = "textarea[id], select[id], input[id]";
// How long a list says nothing after older messages were put in it: a screen reader looks at it a little later.
const RUST = 1000;

// What the user opened or closed stays so; the rest stands as the server says, as after a reload.
export function onthoudOpen(deel) {
  for (const d of deel.querySelectorAll("details[id]")) d.dataset.stond = d.open ? "open" : "";
}
const stond = (d) => d.dataset.stond === "open";

// Put new HTML in a part only when it changed, and keep what the user was doing in it. Whether it changed.
export function vervang(deel, html, eerder) {
  const naam = deel.dataset.deel;
  if (html === undefined || eerder[naam] === html) return false;
  eerder[naam] = html;
  const actief = deel.contains(document.activeElement) ? document.activeElement : null;
  const focus = actief?.id ?? "";
  const plaats = actief && !focus ? [...deel.querySelectorAll(FOCUSBAAR)].indexOf(actief) : -1;
  const gekozen = new Map([...deel.querySelectorAll("details[id]")].filter((d) => d.open !== stond(d)).map((d) => [d.id, d.open]));
  const velden = new Map([...deel.querySelectorAll(HOUDT)].map((v) => [v.id, v]));
  const boven = deel.scrollTop;
  deel.innerHTML = html;
  onthoudOpen(deel);
  for (const d of deel.querySelectorAll("details[id]")) if (gekozen.has(d.id)) d.open = gekozen.get(d.id);
  for (const nieuw of deel.querySelectorAll(HOUDT)) {
    const oud = velden.get(nieuw.id);
    if (!oud) continue;
    if (oud.value) nieuw.value = oud.value;
    if (focus === nieuw.id && oud.selectionStart != null) nieuw.setSelectionRange(oud.selectionStart, oud.selectionEnd);
  }
  deel.scrollTop = boven;
  if (focus) (document.getElementById(focus) ?? deel).focus?.({ preventScroll: true });
  // A button without a name of its own: the one in its place, if that says the same.
  const zelfde = deel.querySelectorAll(FOCUSBAAR)[plaats];
  if (zelfde && zelfde.textContent === actief.textContent) zelfde.focus({ preventScroll: true });
  return true;
}

// Change only what differs: a screen reader reads out what is new in the list, and not a whole message again.
function werkBij(oud, nieuw) {
  let hier = oud.firstElementChild;
  for (const kind of [...nieuw.children]) {
    let gelijk = hier;
    while (gelijk && gelijk.outerHTML !== kind.outerHTML) gelijk = gelijk.nextElementSibling;
    if (!gelijk) { oud.insertBefore(kind, hier); continue; }
    while (hier !== gelijk) hier = haalWeg(hier);
    hier = hier.nextElementSibling;
  }
  while (hier) hier = haalWeg(hier);
}

function haalWeg(deel) {
  const volgende = deel.nextElementSibling;
  deel.remove();
  return volgende;
}

export class Paneel {
  // A pane keeps its place, and so the ids of its HTML, for as long as it is on the page.
  constructor(verslag, gesprek) {
    this.verslag = verslag;
    this.gesprek = gesprek;
    this.plek = gesprek.dataset.plek;
    this.achter = this.plek === "1" ? "" : `-${this.plek}`;
    this.kenmerk = gesprek.dataset.kenmerk;
    this.lijst = this.zien("berichten");
    this.delen = {};
    for (const vak of [verslag, gesprek]) onthoudOpen(vak);
    this.html = new Map();
    this.vanMij = null;
    this.laatste = Number(this.lijst.lastElementChild?.dataset.volgnummer ?? 0);
    // Up to which message the resident is known to have seen it, and whether that was just heard.
    this.gezien = this.gezienTot;
    this.pasGezien = false;
    this.plaats = {};
    // Just opened: what stands there already is no news, and only what comes after it is read out.
    this.pasOpen = false;
    // The clock that runs while the list says nothing.
    this.stil = 0;
    this.typtKlok = 0;
    // Who read the last message keeps seeing it, also when a pane beside it makes this one narrower.
    this.onderaan = true;
    this.lijst.addEventListener("scroll", () => { this.onderaan = this.isOnderaan; });
    new ResizeObserver(() => { if (this.onderaan) this.naarOnderen(); }).observe(this.lijst);
  }

  zien(naam) {
    const id = naam + this.achter;
    const vakken = [this.verslag, this.gesprek];
    return vakken.find((v) => v.id === id) ?? vakken.map((v) => v.querySelector(`[id="${id}"]`)).find(Boolean) ?? null;
  }

  bevat(element) {
    return this.verslag.contains(element) || this.gesprek.contains(element);
  }

  // Whom it is with: the name, as far as the resident gave one.
  get wie() {
    return this.zien("kop-gesprek")?.dataset.wie || this.kenmerk;
  }

  get gezienTot() {
    return Number(this.lijst.querySelector(".vd-w-gezien")?.closest("[data-volgnummer]").dataset.volgnummer ?? 0);
  }

  get isOnderaan() {
    return this.lijst.scrollHeight - this.lijst.scrollTop - this.lijst.clientHeight < 60;
  }

  naarOnderen() {
    this.lijst.scrollTop = this.lijst.scrollHeight;
  }

  // --- opening and the focus -------------------------------------------------------------------

  opent(kenmerk) {
    this.kenmerk = kenmerk;
    this.gesprek.dataset.kenmerk = kenmerk;
    this.html.clear();
    this.lijst.replaceChildren();
    this.laatste = 0;
    this.gezien = 0;
    this.plaats = {};
    this.zien("treffers").replaceChildren();
    this.zien("zoek").value = "";
    this.typt("");
    this.pasOpen = true;
    this.luister();
    // Fields of another overdracht are not this one's.
    this.delen = {};
    for (const veld of [this.verslag, ...this.gesprek.querySelectorAll("[data-deel=acties], [data-deel=schrijven]")]) {
      for (const v of veld.querySelectorAll("textarea, select")) v.value = "";
    }
    return this;
  }

  // With others beside it, the page itself says what is new and with whom. Left alone, the list may just come in sight:
  // a screen reader would take all that stands in it for new.
  luister(alleen = this.alleen) {
    if (alleen && this.alleen === false) this.zwijg();
    this.alleen = alleen;
    this.lijst.setAttribute("aria-live", this.zegtZelf ? "polite" : "off");
  }

  // Whether what is added to the list is read out of the list itself.
  get zegtZelf() {
    return this.alleen && !this.pasOpen && !this.stil;
  }

  // Messages of before are about to be put in the list, or just were. What is new meanwhile, the page itself says.
  zwijg() {
    clearTimeout(this.stil);
    this.stil = setTimeout(() => { this.stil = 0; this.luister(); }, RUST);
    this.lijst.setAttribute("aria-live", "off");
  }

  // In focus: its verslag is shown and, where there is room for one gesprek, that is this one.
  zetActief(aan) {
    if (this.verslag.hidden === !aan && this.gesprek.classList.contains("vd-w-gesprek--actief") === aan) return;
    if (!aan) this.plaats = { verslag: this.verslag.scrollTop, lijst: this.isOnderaan ? null : this.lijst.scrollTop };
    const stond = this.lijst.checkVisibility();
    this.verslag.hidden = !aan;
    this.gesprek.classList.toggle("vd-w-gesprek--actief", aan);
    if (!aan) return;
    this.verslag.scrollTop = this.plaats.verslag ?? 0;
    if (!stond) this.lijst.scrollTop = this.plaats.lijst ?? this.lijst.scrollHeight;
  }

  // --- showing ---------------------------------------------------------------------------------

  // What is new in it, as the elements of those messages. What was said before it was opened, or before its user might
  // read it, is no news.
  toon(stand) {
    const onderaan = this.isOnderaan;
    for (const deel of [this.verslag, ...this.gesprek.querySelectorAll("[data-deel]")]) {
      const anders = vervang(deel, stand.delen[deel.dataset.deel], this.delen);
      if (anders && deel.dataset.deel === "schrijven") this.klaarOmTeSchrijven();
    }
    const nieuw = this.pasOpen ? [] : this.zoekNieuws(stand.berichten, stand.goedgekeurd);
    this.lijst.hidden = !this.kenmerk;
    const erbij = this.toonBerichten(stand.berichten).filter((li) => nieuw.includes(li.dataset.volgnummer));
    this.zien("zoekvak").hidden = !stand.van_mij;
    // A field that appears makes the list shorter: who read the last message keeps seeing it.
    if (onderaan) this.naarOnderen();
    this.laatste = stand.berichten.at(-1)?.volgnummer ?? 0;
    this.vanMij = stand.van_mij;
    // Of the last word only: who answered has seen it, and an older one was told of before.
    const gezien = this.gezienTot;
    this.pasGezien = !this.pasOpen && this.vanMij && gezien > this.gezien && gezien === this.laatste;
    this.gezien = gezien;
    if (!this.pasOpen) return erbij;
    this.pasOpen = false;
    this.zwijg();
    return [];
  }

  // The numbers of what was just said. A resident who shares the gesprek later puts all of it here at once: nothing that
  // was said before the verslag was approved is news.
  zoekNieuws(berichten, goedgekeurd) {
    const tot = Math.max(this.laatste, goedgekeurd);
    const erbij = berichten.filter((b) => !this.lijst.querySelector(`[data-volgnummer="${b.volgnummer}"]`));
    const nieuw = erbij.filter((b) => b.volgnummer > tot);
    if (nieuw.length < erbij.length) this.zwijg();
    return nieuw.map((b) => String(b.volgnummer));
  }

  toonBerichten(berichten) {
    const nummers = new Set(berichten.map((b) => String(b.volgnummer)));
    for (const li of [...this.lijst.children]) {
      if (!nummers.has(li.dataset.volgnummer)) { this.html.delete(li.dataset.volgnummer); li.remove(); }
    }
    const erbij = [];
    // In the order in which they were said, also what comes to light later.
    let vorig = null;
    for (const b of berichten) {
      const sleutel = String(b.volgnummer);
      let bestaand = this.lijst.querySelector(`[data-volgnummer="${sleutel}"]`);
      if (!bestaand || (this.html.has(sleutel) && this.html.get(sleutel) !== b.html)) {
        const hulp = document.createElement("ol");
        hulp.innerHTML = b.html;
        const li = hulp.firstElementChild;
        if (bestaand) werkBij(bestaand, li);
        else { this.lijst.insertBefore(li, vorig ? vorig.nextElementSibling : this.lijst.firstElementChild); erbij.push(li); bestaand = li; }
      }
      vorig = bestaand;
      this.html.set(sleutel, b.html);
    }
    if (erbij.length) this.typt("");
    return erbij;
  }

  typt(tekst) {
    clearTimeout(this.typtKlok);
    // The same words put there again would be read out again, for as long as somebody types.
    if (this.zien("typt").textContent !== tekst) this.zien("typt").textContent = tekst;
    if (tekst) this.typtKlok = setTimeout(() => this.typt(""), 4000);
  }

  toonTreffers(html) {
    this.zien("treffers").innerHTML = html;
    this.zien("treffers").scrollIntoView({ block: "nearest" });
  }

  // --- writing ---------------------------------------------------------------------------------

  // At the start the browser may have put back an older text of before a reload; the draft is newer.
  klaarOmTeSchrijven({ eerste = false } = {}) {
    const veld = this.zien("tekst");
    if (!veld) return;
    const bewaard = onderweg.get(this.kenmerk)?.bezig ? "" : klad.lees(this.kenmerk);
    if (bewaard && (eerste || !veld.value)) veld.value = bewaard;
    for (const uitleg of this.gesprek.querySelectorAll("[data-met-script]")) uitleg.hidden = false;
  }

  voegSnelIn() {
    const veld = this.zien("tekst");
    const tekst = this.zien("snel").selectedOptions[0]?.dataset.tekst ?? "";
    veld.value = veld.value.trim() ? `${veld.value.trimEnd()}\n${tekst}` : tekst;
    klad.zet(this.kenmerk, veld.value);
    veld.focus();
  }
}
