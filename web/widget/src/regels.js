// The lines of the verslag: read, change, take away and add, each saved by itself. What is typed and not
// saved yet stays, whatever is drawn anew around it.
import { el, knop } from "./bouw.js";
import { Fout } from "./gesprek.js";
import { bewaarBlob } from "./opties.js";
import { T, taal } from "./teksten.js";
import { deelkeuze, feiten } from "./zaak.js";

// The parts of the verslag that hold lines, in the order in which a person tells them.
function onderdelen(v) {
  const V = T.verslag;
  const delen = [];
  const voeg = (titel, regels) => regels && regels.length && delen.push({ titel, regels });
  voeg(V.hulpvraag, v.hulpvraag && v.hulpvraag.tekst && v.hulpvraag.id ? [v.hulpvraag] : []);
  voeg(V.urgentie, v.urgentie);
  (v.leefgebieden || []).forEach((g) => voeg(g.naam, g.regels));
  const p = v.al_geprobeerd || {};
  voeg(V.geprobeerd, [...(p.zelf || []), ...(p.netwerk || []), ...(p.voorzieningen || [])]);
  voeg(V.betrokken, v.betrokken);
  voeg(V.huishouden, v.huishouden);
  voeg(V.wens, v.wens);
  // Of what was shown only the name is ours: it can be taken away, not written anew.
  voeg(V.getoond, (v.getoonde_voorzieningen || []).flatMap((g) => [{ id: g.id, tekst: g.naam, vast: true }, ...(g.reactie || [])]));
  return delen;
}

// What the server says is plain Dutch; what the browser says of a lost connection is not.
export const reden = (fout) => (fout instanceof Fout && (fout.vertalingen[taal] || fout.message)) || T.verslag.fout;

export async function bewaarPdf(gesprek, meld) {
  try {
    bewaarBlob(await gesprek.van("/verslag.pdf"), "verslag.pdf");
  } catch (fout) {
    meld(reden(fout));
  }
}

const ERBIJ = "erbij";
const ZAAK = "zaak";

export class Regels {
  // klad: what an earlier window held. opVerslag: hears each verslag that is shown. opBericht: takes what was
  // typed to the field of the messages, once a medewerker has the verslag.
  constructor({ gesprek, omroep, kop, opVerslag, opBericht, klad }) {
    Object.assign(this, { gesprek, omroep, kop, opVerslag, opBericht });
    this.klad = { ...(klad && klad.regels) };
    this.fouten = {};
    // Questions and answers are numbered: an answer that was overtaken is not shown.
    this.beurt = this.getoond = 0;
    this.lijst = el("div");
    this.zaak = el("div");
    this.vak = this.toevoegen();
    this.erbij.value = (klad && klad.erbij) || "";
  }

  // For a window that is drawn again: also what is open without a change.
  get ingevuld() {
    return { regels: this.klad, erbij: this.erbij.value };
  }

  // What would be lost.
  get onbewaard() {
    const regels = Object.values(this.klad).filter((k) => k.tekst.trim() && k.tekst !== k.oud);
    return [...regels.map((k) => k.tekst), this.erbij.value.trim()].filter(Boolean);
  }

  async laad() {
    const beurt = (this.beurt += 1);
    const verslag = await this.gesprek.van("/verslag");
    if (beurt <= this.getoond) return;
    this.getoond = beurt;
    this.toon(verslag);
  }

  // Changed elsewhere (another tab, a later message).
  vernieuw() {
    this.laad().catch(() => {});
  }

  toon(verslag) {
    this.verslag = verslag;
    if (this.opVerslag) this.opVerslag(verslag);
    const delen = onderdelen(verslag);
    this.spaarWees(delen.flatMap((d) => d.regels.map((r) => r.id)));
    const terug = this.plek();
    this.toonZaak(verslag);
    this.lijst.replaceChildren(...(delen.length ? delen.map((d) => this.deel(d)) : [el("p", {}, T.verslag.leeg)]));
    terug();
  }

  // For whom it is, where, and how much goes on. What is being chosen is left alone.
  toonZaak(verslag) {
    const hier = this.zaak.getRootNode().activeElement;
    const bezig = !this.dicht && this.zaak.contains(hier) && hier.id;
    this.zaak.replaceChildren(feiten(verslag, this.dicht ? null : (anders) => this.stuur(anders, ZAAK)), this.foutregel(ZAAK));
    if (bezig) (this.zaak.querySelector(`#${bezig}`) || this.kop).focus();
    deelkeuze(this.erbijDeel, verslag.keuzes);
  }

  // Nothing can be changed any more; what was typed can be told to who has it.
  sluit() {
    this.dicht = true;
    for (const id of Object.keys(this.klad)) if (this.klad[id].tekst === this.klad[id].oud) this.laatLos(id);
    const oud = this.vak;
    const hier = oud.contains(oud.getRootNode().activeElement);
    oud.replaceWith((this.vak = this.toevoegen(this.erbij.value)));
    this.vak.hidden = !this.erbij.value.trim();
    if (hier) (this.vak.hidden ? this.kop : this.erbij).focus();
    if (this.verslag) this.toon(this.verslag);
  }

  // Typed in a line that was taken away meanwhile: it goes to the field for what is new.
  spaarWees(bekend) {
    for (const id of Object.keys(this.klad).filter((k) => !bekend.includes(k))) {
      const { tekst, oud } = this.klad[id];
      delete this.klad[id];
      delete this.fouten[id];
      if (tekst === oud || !tekst.trim()) continue;
      this.erbij.value = [this.erbij.value, tekst].filter(Boolean).join("\n");
      this.vak.hidden = false;
      this.meldFout(ERBIJ, T.verslag.regelWeg);
    }
  }

  // Where the reader is in the list, and how to get back there after it is drawn again.
  plek() {
    const hier = this.lijst.getRootNode().activeElement;
    const li = hier && this.lijst.contains(hier) && hier.closest("[data-regel]");
    if (!li) return () => {};
    const { regel } = li.dataset;
    const { selectionStart, selectionEnd } = hier;
    const nummer = [...li.querySelectorAll("textarea, button")].indexOf(hier);
    return () => {
      const nieuw = this.vakVan(regel);
      const doel = nieuw && nieuw.querySelectorAll("textarea, button")[nummer];
      (doel || this.kop).focus();
      if (doel && doel.matches("textarea")) doel.setSelectionRange(selectionStart, selectionEnd);
    };
  }

  deel({ titel, regels }) {
    return el(
      "section",
      { klas: "vd-deel" },
      el("h3", {}, titel),
      el("ul", { klas: "vd-regels" }, ...regels.map((r) => this.regel(r, titel))),
    );
  }

  regel(r, titel) {
    const li = el("li", { "data-regel": r.id });
    if (this.klad[r.id]) this.schrijf(li, r, titel);
    else this.lees(li, r, titel);
    return li;
  }

  lees(li, r, titel) {
    const V = T.verslag;
    const actie = (tekst, click) =>
      el("button", { type: "button", klas: "vd-tekstknop", "aria-label": `${tekst}: ${r.tekst} (${titel})`, click }, tekst);
    const verander = () => {
      this.klad[r.id] = { tekst: r.tekst, oud: r.tekst };
      this.schrijf(li, r, titel);
      li.querySelector("textarea").focus();
    };
    li.classList.remove("vd-schrijft");
    li.replaceChildren(
      el("p", { lang: "nl", dir: "auto" }, r.tekst),
      r.herkomst === "afgeleid" ? el("p", { klas: "vd-klein" }, V.afgeleid) : "",
      this.foutregel(r.id),
      this.dicht ? "" : el("div", { klas: "vd-acties" }, r.vast ? "" : actie(V.verander, verander), actie(V.haalWeg, () => this.wijzig({ id: r.id, verwijder: true }, r.id))),
    );
  }

  schrijf(li, r, titel) {
    const V = T.verslag;
    const klad = this.klad[r.id];
    const veld = el("textarea", { klas: "utrecht-textarea", rows: "3", "aria-label": `${titel}: ${V.verander}`, lang: "nl" });
    veld.value = klad.tekst;
    veld.addEventListener("input", () => (klad.tekst = veld.value));
    const terug = () => {
      this.laatLos(r.id);
      this.lees(li, r, titel);
      (li.querySelector("button") || this.kop).focus();
    };
    const naar = () => {
      this.laatLos(r.id);
      this.lees(li, r, titel);
      this.opBericht(veld.value);
    };
    const knoppen = this.dicht
      ? [knop(V.naarBericht, naar, "primary-action")]
      : [knop(V.bewaar, () => this.wijzig({ id: r.id, tekst: veld.value }, r.id), "primary-action"), knop(V.nietBewaren, terug)];
    li.classList.add("vd-schrijft");
    li.replaceChildren(veld, this.foutregel(r.id, veld), el("div", { klas: "vd-knoppen" }, ...knoppen));
  }

  laatLos(id) {
    delete this.klad[id];
    delete this.fouten[id];
  }

  toevoegen(tekst = "") {
    const V = T.verslag;
    const veld = (this.erbij = el("textarea", { klas: "utrecht-textarea", rows: "2", id: "vd-erbij", lang: "nl" }));
    veld.value = tekst;
    this.erbijDeel = el("select", { klas: "utrecht-select", id: "vd-erbij-deel" });
    deelkeuze(this.erbijDeel, this.verslag && this.verslag.keuzes);
    const voegToe = () => {
      const nieuw = veld.value.trim();
      if (!nieuw) return veld.focus();
      // Without a choice the server hears where it belongs.
      return this.wijzig({ onderdeel: this.erbijDeel.value, tekst: nieuw }, ERBIJ);
    };
    const naar = () => {
      this.opBericht(veld.value);
      veld.value = "";
      this.vak.hidden = true;
    };
    return el(
      "div",
      { klas: "vd-veld" },
      el("label", { for: "vd-erbij" }, V.erbij),
      veld,
      ...(this.dicht ? [] : [el("label", { for: "vd-erbij-deel" }, T.zaak.waarbij), this.erbijDeel]),
      this.foutregel(ERBIJ, veld),
      this.dicht ? knop(V.naarBericht, naar) : knop(V.voegToe, voegToe),
    );
  }

  // The reason stands by the field it is about.
  foutregel(id, veld) {
    const p = el("p", { klas: "vd-fout", role: "alert", id: `vd-fout-${id}`, dir: "auto" }, this.fouten[id] || "");
    if (veld) this.merk(veld, p);
    return p;
  }

  merk(veld, p) {
    if (p.textContent) {
      veld.setAttribute("aria-invalid", "true");
      veld.setAttribute("aria-describedby", p.id);
    } else {
      veld.removeAttribute("aria-invalid");
      veld.removeAttribute("aria-describedby");
    }
  }

  vakVan(id) {
    if (id === ZAAK) return this.zaak;
    return id === ERBIJ ? this.vak : [...this.lijst.querySelectorAll("[data-regel]")].find((e) => e.dataset.regel === id);
  }

  // Before the window is closed: true when nothing would be lost, else to what is not saved.
  isBewaard() {
    if (!this.onbewaard.length) return true;
    const id = Object.keys(this.klad).find((k) => this.klad[k].tekst !== this.klad[k].oud) || ERBIJ;
    this.meldFout(id, T.verslag.nogNiet);
    this.vakVan(id).querySelector("textarea").focus();
    return false;
  }

  meldFout(id, tekst) {
    this.fouten[id] = tekst;
    const vak = this.vakVan(id);
    if (!vak) return;
    const p = vak.querySelector(".vd-fout");
    p.textContent = tekst;
    const veld = vak.querySelector("textarea");
    if (veld) this.merk(veld, p);
  }

  wijzig(regel, plek) {
    return this.stuur({ regels: [regel] }, plek, regel);
  }

  async stuur(body, plek, regel = {}) {
    if (this.bezig) return;
    this.bezig = true;
    try {
      const verslag = await this.gesprek.van("/verslag", "PATCH", body);
      this.getoond = this.beurt += 1;
      const vak = this.vakVan(plek);
      // Who went on elsewhere meanwhile is left there.
      const hier = vak && vak.contains(vak.getRootNode().activeElement);
      this.bewaard(regel, plek);
      this.toon(verslag);
      this.omroep.zeg(T.verslag.veranderd);
      if (hier) this.kop.focus();
    } catch (fout) {
      this.meldFout(plek, reden(fout));
      if (fout.status !== 409 && fout.status !== 422) return;
      // Not what it was any more: somebody took it up, or the line is gone.
      this.gesprek.haal().catch(() => {});
      this.vernieuw();
    } finally {
      this.bezig = false;
    }
  }

  // What was typed on while it was being saved is not saved yet.
  bewaard(regel, plek) {
    delete this.fouten[plek];
    if (plek === ERBIJ) {
      this.meldFout(ERBIJ, "");
      if (this.erbij.value.trim() === regel.tekst) this.erbij.value = "";
    } else if (!this.klad[plek] || regel.verwijder || this.klad[plek].tekst === regel.tekst) this.laatLos(plek);
  }
}
