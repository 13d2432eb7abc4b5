// The window of the gesprek: what is said, what one can do, and who one is talking to.
import { alineas, el, knop, laatGaan, link } from "./bouw.js";
import { Fase } from "./fase.js";
import { Gesprek } from "./gesprek.js";
import { Invoer } from "./invoer.js";
import { bouwKop, vertaald } from "./kop.js";
import { Lijst } from "./lijst.js";
import { Omroep } from "./omroep.js";
import { bewaarAlsBestand, GROOTTES, optiesvak } from "./opties.js";
import { pictogram } from "./pictogrammen.js";
import { zwijg } from "./spraak.js";
import { Statusregel } from "./statusregel.js";
import { kiesTaal, RICHTING, T, taal } from "./teksten.js";
import { wie } from "./weergave.js";

const KLEIN = "(max-width: 40rem), (max-height: 30rem)";

export class Paneel {
  constructor(eigen) {
    // basis, gemeente, plek, gegevens, keuzes (how one likes to read), opKeuze, opSluit, opSnelWeg, opNieuw
    Object.assign(this, eigen);
    this.omroep = new Omroep();
    this.lijst = new Lijst(this);
    this.fase = new Fase(this);
    this.dialoog = el("dialog", { klas: "vd-paneel", "aria-labelledby": "vd-titel" });
    this.dialoog.addEventListener("cancel", (e) => {
      e.preventDefault();
      this.terug();
    });
    this.dialoog.addEventListener("keydown", (e) => {
      if (e.key !== "Escape") return;
      // Else a modal dialog would take the same key as a second request to close.
      e.preventDefault();
      this.terug();
    });
    // The event comes later than the closing: only a window that should stand open and does not was closed by others.
    this.dialoog.addEventListener("close", () => this.hoortOpen && !this.zichtbaar && this.opSluit());
    document.addEventListener("visibilitychange", () => {
      this.zegGezien();
      if (!document.hidden) this.fase.vernieuw();
    });
    this.klein = matchMedia(KLEIN);
    this.klein.addEventListener("change", () => this.zichtbaar && this.toon({ focus: false }));
    this.bouw();
  }

  get zichtbaar() {
    return this.dialoog.hasAttribute("open");
  }

  // On a small screen the window is all there is, so it is modal; else the page beside it stays usable.
  toon({ focus }) {
    const had = this.dialoog.contains(this.dialoog.getRootNode().activeElement);
    this.verberg();
    // What was told already would be told again with the window.
    this.omroep.wis();
    if (this.klein.matches && this.dialoog.showModal) this.dialoog.showModal();
    else this.dialoog.setAttribute("open", "");
    this.hoortOpen = true;
    if (focus) this.invoer.focus();
    else if (this.klein.matches && !had) this.titel.focus();
    // Who wiped their gesprek begins the next one themselves: not by turning the telephone.
    if (!this.gesprek && !this.gestopt) this.begin();
    else this.lijst.naarOnder();
    this.zegGezien();
  }

  // What nobody else in the room should hear stops at once when the window goes.
  stilte() {
    zwijg();
    this.invoer.luisterNietMeer();
  }

  verberg() {
    this.hoortOpen = false;
    if (this.dialoog.close && this.zichtbaar) this.dialoog.close();
    this.dialoog.removeAttribute("open");
  }

  terug() {
    const doos = this.dialoog.querySelector(".vd-zeker, .vd-opties");
    if (!doos) return this.opSluit();
    return doos.classList.contains("vd-opties") ? this.wisselOpties() : this.sluitZeker();
  }

  bouw() {
    const concept = this.invoer ? this.invoer.waarde : "";
    this.lijst.bouw();
    this.status = new Statusregel(this.gegevens.telefoon);
    this.onder = el("div", { klas: "vd-onder" });
    this.invoer = new Invoer({ opStuur: (tekst) => this.gesprek && this.gesprek.zeg({ tekst }), opTypt: () => this.typ() });
    this.invoer.waarde = concept;
    this.midden = el("div", { klas: "vd-midden", tabindex: "0", role: "region", "aria-label": T.titel }, ...vertaald(this.gegevens), this.lijst.log, this.lijst.bezig, this.onder);
    this.mensknop = knop(T.mens, () => this.kies({ tekst: T.mens, payload: "/medewerker" }), "secondary-action", "vd-mens");
    this.mensknop.prepend(pictogram("mens"));
    const wis = knop(T.wis, () => this.vraagWissen(), "subtle", "vd-wis");
    wis.prepend(pictogram("prullenbak"));
    this.voet = el("div", { klas: "vd-voet" }, this.mensknop, wis);
    const kop = bouwKop({
      naam: this.gegevens.naam,
      opSnelWeg: () => this.opSnelWeg(),
      opOpties: () => this.wisselOpties(),
      opSluit: () => this.opSluit(),
    });
    this.titel = kop.titel;
    this.optieknop = kop.optieknop;
    this.geenMens = kop.geenMens;
    this.dialoog.replaceChildren(kop.kop, this.omroep.element, this.midden, this.status.element, this.invoer.element, this.voet);
    this.dialoog.lang = taal;
    this.dialoog.dir = RICHTING(taal);
  }

  async begin() {
    if (this.gestopt) {
      this.gestopt = false;
      this.fase.vak(null);
      this.invoer.element.hidden = this.voet.hidden = false;
    }
    const g = (this.gesprek = this.gesprek || this.nieuwGesprek());
    this.lijst.bezigTekst(T.start);
    try {
      this.stil = true;
      await g.begin();
      if (this.gesprek !== g) return;
      this.zegNietBegonnen(false);
      this.bijVerbinding("goed");
      this.na(g);
    } catch {
      if (this.gesprek !== g) return;
      this.zegNietBegonnen(!this.lijst.berichten.length);
      this.bijVerbinding("weg");
      clearTimeout(this.opnieuw);
      this.opnieuw = setTimeout(() => this.gesprek === g && this.begin(), g.wacht());
    } finally {
      this.stil = false;
      this.lijst.bezigTekst("");
    }
  }

  // A window without a gesprek is no empty window: what is the matter, and how to reach a person without it.
  zegNietBegonnen(aan) {
    if (aan === Boolean(this.nietBegonnen && this.nietBegonnen.isConnected)) return;
    if (this.nietBegonnen) this.nietBegonnen.remove();
    this.nietBegonnen = null;
    if (!aan) return;
    const { kop, uitleg, bel, belTeam, gevaar, nu } = T.nietBegonnen;
    const { team, telefoon } = this.gegevens;
    const hoe = telefoon ? [bel, " ", el("span", { lang: "nl" }, team || ""), team ? ", " : "", link(`tel:${telefoon.replace(/\D/g, "")}`, telefoon, { dir: "ltr" })] : [belTeam];
    this.nietBegonnen = el(
      "section",
      { klas: "vd-vak", "aria-labelledby": "vd-niet-kop" },
      el("h2", { id: "vd-niet-kop" }, kop),
      el("p", {}, uitleg),
      el("p", {}, ...hoe),
      ...alineas(gevaar),
      el("div", { klas: "vd-knoppen" }, knop(nu, () => this.gesprek && this.begin())),
    );
    this.lijst.bezig.before(this.nietBegonnen);
    // Its heading stays in sight while it is tried again.
    this.lijst.anker = this.nietBegonnen;
    this.lijst.naarOnder();
  }

  nieuwGesprek() {
    const g = new Gesprek({ basis: this.basis, gemeente: this.gemeente, plek: this.plek, taal: () => taal });
    const bij = (soort, doe) => g.addEventListener(soort, (e) => doe(e.detail));
    bij("bericht", (b) => this.voegToe(b));
    bij("ingehaald", (n) => this.zichtbaar && !this.stil && this.omroep.zeg(T.nieuwBericht(n)));
    bij("uit", (post) => this.lijst.toonUit(post));
    bij("status", () => this.fase.toon());
    bij("bezig", (aan) => this.lijst.bezigTekst(aan && g.status !== "opgepakt" ? T.bezig : ""));
    bij("verbinding", (hoe) => this.bijVerbinding(hoe));
    bij("geweigerd", (d) => this.bijGeweigerd(d));
    bij("verwijderd", (tekst) => this.leeg(T.weg, typeof tekst === "string" ? tekst : ""));
    bij("gelezen", (d) => this.lijst.toonGezien(d.medewerker));
    bij("typt", (d) => d.wie !== "inwoner" && this.lijst.toonTypt(d.wie === "medewerker" ? T.typt(d.naam || this.fase.medewerker()) : T.bezig));
    return g;
  }

  // Right after resuming or starting: say so once, and stand at the newest.
  na(g) {
    if (g.hervat) this.omroep.zeg(T.hersteld);
    this.lijst.naarOnder();
    if (!g.hervat) this.lijst.rol.scrollTop = 0;
  }

  kies(k) {
    if (!this.gesprek) return;
    this.gesprek.zeg({ payload: k.payload, toon: k.tekst });
    // The pressed button moves out of sight; on a phone the keyboard should not jump up for it.
    if (matchMedia("(pointer: coarse)").matches) this.midden.focus();
    else this.invoer.focus();
  }

  typ() {
    const g = this.gesprek;
    if (!g || g.status !== "opgepakt" || !g.stroom || Date.now() - (this.getypt || 0) < 2000) return;
    this.getypt = Date.now();
    g.stroom.stuur({ soort: "typt" });
  }

  voegToe(bericht) {
    this.lijst.voegToe(bericht);
    if (this.stil && this.gesprek.hervat) return;
    this.meld(bericht);
  }

  meld(bericht) {
    this.fase.vernieuw();
    if (bericht.afzender === "inwoner") return;
    const inhalen = this.gesprek && this.gesprek.inhalen;
    if (!this.zichtbaar) this.opNieuw();
    else if (!inhalen) this.omroep.bericht(bericht);
    if (this.keuzes.voorlezen && this.zichtbaar && !this.stil && !inhalen) this.lijst.leesVoor(bericht);
    this.zegGezien();
  }

  // Tell the medewerker that it was seen: only while a person is in the gesprek and the window is looked at.
  zegGezien() {
    const g = this.gesprek;
    if (!g || g.status !== "opgepakt" || !g.stroom || !this.zichtbaar || document.hidden) return;
    const laatste = Math.max(0, ...this.lijst.berichten.map((b) => b.volgnummer || 0));
    if (laatste <= (this.gezegdTot || 0)) return;
    this.gezegdTot = laatste;
    g.stroom.stuur({ soort: "gelezen", volgnummer: laatste });
  }

  bijGeweigerd({ post, fout }) {
    this.lijst.weiger(post.client_id, fout.message);
    if (post.tekst && !this.invoer.waarde) this.invoer.waarde = post.tekst;
  }

  bijVerbinding(hoe) {
    this.dialoog.classList.toggle("vd-los", hoe !== "goed");
    // Without a gesprek the window itself says so: no promise about a message that nobody typed.
    if (hoe !== "goed" && this.gesprek && !this.gesprek.uit.length && this.nietBegonnen) return this.status.zet("");
    this.status.zet(hoe === "weg" ? T.geenVerbinding : hoe === "druk" ? T.druk : this.fase.tekst(), hoe !== "goed");
  }

  vraagWissen() {
    this.sluitZeker(false);
    const kop = el("h2", { id: "vd-zeker-kop", tabindex: "-1" }, T.wisTitel);
    // What is open at the team stops too: that is said, with a way to tidy this device alone.
    const bijTeam = ["wachtend", "opgepakt"].includes(this.gesprek?.status);
    const hier = () => {
      this.leeg(T.gewistHier);
    };
    this.fout = el("p", { klas: "vd-fout", role: "alert" });
    const doos = el(
      "section",
      { klas: "vd-zeker", role: "alertdialog", "aria-labelledby": "vd-zeker-kop", "aria-describedby": "vd-zeker-uitleg" },
      kop,
      el("p", { id: "vd-zeker-uitleg" }, bijTeam ? `${T.wisZeker} ${T.wisZekerTeam}` : T.wisZeker),
      bijTeam ? el("p", {}, T.wisHierUitleg) : "",
      this.fout,
      el("div", { klas: "vd-knoppen" }, bijTeam ? knop(T.wisHier, hier) : "", knop(T.wisJa, () => this.wis(), "primary-action"), knop(T.wisNee, () => this.sluitZeker())),
    );
    this.status.element.before(doos);
    this.invoer.element.hidden = this.voet.hidden = true;
    kop.focus();
  }

  sluitZeker(focus = true) {
    const doos = this.dialoog.querySelector(".vd-zeker");
    this.invoer.element.hidden = this.voet.hidden = false;
    if (doos && focus) {
      laatGaan(doos);
    } else if (doos) doos.remove();
    if (focus) this.invoer.focus();
  }

  async wis() {
    try {
      if (this.gesprek) await this.gesprek.wis();
      this.leeg(T.gewist);
    } catch {
      this.fout.textContent = T.wisMislukt;
    }
  }

  // Nothing of the gesprek is left here; `tekst` is what was typed and may be used again.
  leeg(melding, tekst = "") {
    if (this.gesprek) this.gesprek.vergeet();
    clearTimeout(this.opnieuw);
    this.stilte();
    this.gesprek = null;
    this.fase.leeg();
    this.lijst.leeg();
    this.omroep.leeg();
    this.bouw();
    this.invoer.waarde = tekst;
    this.gestopt = Boolean(melding);
    if (!melding) return;
    const begin = () => {
      this.begin();
      this.invoer.focus();
    };
    this.invoer.element.hidden = this.voet.hidden = true;
    const kop = el("p", { tabindex: "-1" }, melding);
    this.onder.replaceChildren(el("section", { klas: "vd-vak" }, kop, el("div", { klas: "vd-knoppen" }, knop(T.nieuw, begin, "primary-action"))));
    if (this.zichtbaar) kop.focus();
  }

  wisselOpties() {
    const open = this.dialoog.querySelector(".vd-opties");
    const toon = !open;
    if (open) {
      laatGaan(open);
    }
    for (const e of [this.midden, this.invoer.element, this.voet]) e.hidden = toon;
    this.optieknop.setAttribute("aria-expanded", String(toon));
    if (open) return this.optieknop.focus();
    const vak = optiesvak({
      voorkeuren: this.keuzes,
      op: (naam, waarde) => this.kiesOptie(naam, waarde),
      opBewaar: () => bewaarAlsBestand(this.lijst.berichten, wie),
      opKlaar: () => this.wisselOpties(),
    });
    this.midden.before(vak);
    return vak.querySelector("h2").focus();
  }

  kiesOptie(naam, waarde) {
    this.opKeuze(naam, waarde);
    if (naam === "voorlezen" && !waarde) zwijg();
    if (naam !== "taal" && naam !== "eenvoudig") return;
    this.herbouw();
    this.wisselOpties();
    this.dialoog.querySelector(naam === "taal" ? "#vd-taal" : ".vd-opties input[type=checkbox]").focus();
  }

  // In another language or with pictures: the same messages, drawn again and not read out again.
  herbouw() {
    kiesTaal(this.keuzes.taal);
    this.bouw();
    this.fase.onthoud();
    this.lijst.berichten.forEach((b) => this.lijst.voegToe(b, true));
    this.zegNietBegonnen(Boolean(this.nietBegonnen));
    if (!this.gesprek) return;
    this.gesprek.uit.forEach((post) => this.lijst.toonUit(post));
    this.fase.toon();
  }
}

export { GROOTTES };
