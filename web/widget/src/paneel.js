// The window of the gesprek: what is said, what one can do, and who one is talking to.
import { alineas, el, knop, link } from "./bouw.js";
import { Gesprek } from "./gesprek.js";
import { Invoer } from "./invoer.js";
import { Omroep } from "./omroep.js";
import { bewaarAlsBestand, GROOTTES, optiesvak } from "./opties.js";
import { pictogram } from "./pictogrammen.js";
import { alsSpraak, leesVoor, zwijg } from "./spraak.js";
import { kiesTaal, RICHTING, T, taal } from "./teksten.js";
import { VerslagVenster } from "./verslag.js";
import { oordeelvak, wachtvak } from "./wachten.js";
import { toonBericht, vouwKnoppen, wie } from "./weergave.js";

const KLEIN = "(max-width: 40rem), (max-height: 30rem)";
const veilig = (tekst) => (window.CSS && CSS.escape ? CSS.escape(tekst) : tekst);

export class Paneel {
  constructor(eigen) {
    // basis, gemeente, plek, gegevens, keuzes (how one likes to read), opKeuze, opSluit, opSnelWeg, opNieuw
    Object.assign(this, eigen);
    this.berichten = [];
    this.omroep = new Omroep();
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
    document.addEventListener("visibilitychange", () => this.zegGezien());
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
    if (this.klein.matches && this.dialoog.showModal) this.dialoog.showModal();
    else this.dialoog.setAttribute("open", "");
    this.hoortOpen = true;
    if (focus) this.invoer.focus();
    else if (this.klein.matches && !had) this.titel.focus();
    if (!this.gesprek) this.begin();
    else this.naarOnder();
    this.zegGezien();
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
    this.log = el("ol", { klas: "vd-log", "aria-label": T.berichten });
    this.bezig = el("p", { klas: "vd-bezig", hidden: true });
    this.statusregel = el("p", { klas: "vd-status", role: "status" });
    this.onder = el("div", { klas: "vd-onder" });
    this.invoer = new Invoer({ opStuur: (tekst) => this.gesprek && this.gesprek.zeg({ tekst }), opTypt: () => this.typ() });
    this.invoer.waarde = concept;
    this.midden = el("div", { klas: "vd-midden", tabindex: "0", role: "region", "aria-label": T.titel }, ...this.vertaald(), this.log, this.bezig, this.onder);
    this.mensknop = knop(T.mens, () => this.kies({ tekst: T.mens, payload: "/medewerker" }), "secondary-action", "vd-mens");
    this.mensknop.prepend(pictogram("mens"));
    const wis = knop(T.wis, () => this.vraagWissen(), "subtle", "vd-wis");
    wis.prepend(pictogram("prullenbak"));
    this.voet = el("div", { klas: "vd-voet" }, this.mensknop, wis);
    this.dialoog.replaceChildren(this.kop(), this.omroep.element, this.midden, this.statusregel, this.invoer.element, this.voet);
    this.dialoog.lang = taal;
    this.dialoog.dir = RICHTING(taal);
  }

  kop() {
    const icoonknop = (icoon, tekst, click, klas = "") =>
      el("button", { type: "button", klas: `vd-kopknop ${klas}`, click }, pictogram(icoon), el("span", {}, tekst));
    const weg = icoonknop("weg", T.snelWeg, () => this.opSnelWeg(), "vd-snelweg");
    weg.title = T.snelWegUitleg;
    this.titel = el("h2", { id: "vd-titel", tabindex: "-1" }, T.titel);
    this.optieknop = icoonknop("opties", T.opties.titel, () => this.wisselOpties());
    this.optieknop.setAttribute("aria-expanded", "false");
    return el(
      // No header and footer elements: those of the host page are the page's.
      "div",
      { klas: "vd-kop" },
      el("div", { klas: "vd-kopregel" }, el("div", { klas: "vd-naam" }, this.titel, this.gegevens.naam ? el("p", {}, this.gegevens.naam) : ""), this.optieknop, icoonknop("kruis", T.sluit, () => this.opSluit())),
      el("div", { klas: "vd-balk" }, el("p", { klas: "vd-geenmens" }, T.geenMens), weg),
    );
  }

  // Who reads another language gets what must be known at the start in that language, marked as translated.
  vertaald() {
    if (taal === "nl") return [];
    const { team, telefoon } = this.gegevens;
    return [
      el(
        "section",
        { klas: "vd-vak vd-vertaald", "aria-label": T.vertaald.kop },
        el("p", { klas: "vd-klein" }, T.vertaald.kop),
        ...T.vertaald.uitleg.flatMap((regel) => alineas(regel)),
        telefoon ? el("p", {}, `${team}: `, link(`tel:${telefoon.replace(/\D/g, "")}`, telefoon, { dir: "ltr" })) : "",
      ),
    ];
  }

  // --- the gesprek ---

  async begin() {
    const g = (this.gesprek = this.gesprek || this.nieuwGesprek());
    this.bezigTekst(T.start);
    try {
      this.stil = true;
      await g.begin();
      if (this.gesprek !== g) return;
      this.bijVerbinding("goed");
      this.na(g);
    } catch {
      if (this.gesprek !== g) return;
      this.bijVerbinding("weg");
      clearTimeout(this.opnieuw);
      this.opnieuw = setTimeout(() => this.gesprek === g && this.begin(), g.wacht());
    } finally {
      this.stil = false;
      this.bezigTekst("");
    }
  }

  nieuwGesprek() {
    const g = new Gesprek({ basis: this.basis, gemeente: this.gemeente, plek: this.plek });
    const bij = (soort, doe) => g.addEventListener(soort, (e) => doe(e.detail));
    bij("bericht", (b) => this.voegToe(b));
    bij("uit", (post) => this.toonUit(post));
    bij("status", () => this.bijStatus());
    bij("bezig", (aan) => this.bezigTekst(aan && g.status !== "opgepakt" ? T.bezig : ""));
    bij("verbinding", (hoe) => this.bijVerbinding(hoe));
    bij("geweigerd", (d) => this.bijGeweigerd(d));
    bij("verwijderd", (tekst) => this.leeg(T.weg, typeof tekst === "string" ? tekst : ""));
    bij("gelezen", (d) => this.toonGezien(d.medewerker));
    bij("typt", (d) => d.wie !== "inwoner" && this.toonTypt(d.wie === "medewerker" ? T.typt(d.naam || this.medewerker()) : T.bezig));
    return g;
  }

  // Right after resuming or starting: say so once, and stand at the newest.
  na(g) {
    if (g.hervat) this.omroep.zeg(T.hersteld);
    this.naarOnder();
    if (!g.hervat) this.rol.scrollTop = 0;
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

  // --- messages ---

  element(bericht) {
    return toonBericht(bericht, {
      basis: this.basis,
      eenvoudig: this.keuzes.eenvoudig,
      doe: {
        kies: (k) => this.kies(k),
        verbeter: (tekst) => this.invoer.verbeter(tekst, this.omroep),
        lees: (b) => leesVoor(alsSpraak(b)),
      },
    });
  }

  // What was sent stands there at once; the server's own copy takes its place when it comes.
  toonUit(post) {
    if (this.log.querySelector(`[data-client="${veilig(post.client_id)}"]`)) return;
    const li = this.element({ afzender: "inwoner", tekst: post.tekst || post.toon || "", client_id: post.client_id });
    li.classList.add("vd-onderweg");
    li.append(el("p", { klas: "vd-nietweg" }, T.wachtOpVerbinding));
    this.anker = li;
    this.log.append(li);
    this.vouw();
    this.naarOnder();
  }

  voegToe(bericht, opnieuw = false) {
    if (!opnieuw) this.berichten.push(bericht);
    const mijn = bericht.afzender === "inwoner";
    const li = this.element({ ...bericht, verbeterbaar: mijn && bericht.tekst && !/^\[/.test(bericht.tekst) });
    const oud = mijn && bericht.client_id && this.log.querySelector(`.vd-onderweg[data-client="${veilig(bericht.client_id)}"]`);
    if (oud) {
      if (this.anker === oud) this.anker = li;
      oud.replaceWith(li);
    } else {
      // Before what is still under way: that will come after it in the server's order too.
      const wachtend = this.log.querySelector(".vd-onderweg");
      if (wachtend) wachtend.before(li);
      else this.log.append(li);
      if (!mijn && this.gesprek && !this.gesprek.bezig) this.anker = li;
    }
    this.vouw();
    if (opnieuw) return;
    this.bezigTekst(this.gesprek.bezig && mijn && this.gesprek.status !== "opgepakt" ? T.bezig : "");
    this.naarOnder();
    if (this.stil && this.plek.lees() && this.berichten.length > 2) return;
    this.meld(bericht);
  }

  meld(bericht) {
    if (bericht.afzender === "inwoner") return;
    if (this.zichtbaar) this.omroep.bericht(bericht);
    else this.opNieuw();
    if (this.keuzes.voorlezen && this.zichtbaar && !this.stil) leesVoor(alsSpraak(bericht));
    if (this.verslag) this.verslag.vernieuw();
    this.zegGezien();
  }

  // Only the newest message offers its shortcuts openly.
  vouw() {
    const alle = [...this.log.children];
    alle.slice(0, -1).forEach(vouwKnoppen);
  }

  // What scrolls: the messages, or on little height the window as a whole.
  get rol() {
    return getComputedStyle(this.midden).overflowY === "visible" ? this.dialoog : this.midden;
  }

  // Down, but never past the beginning of what is being answered.
  naarOnder() {
    const m = this.rol;
    const boven = m.getBoundingClientRect().top - m.scrollTop + 8;
    const grens = this.anker && this.anker.isConnected ? this.anker.getBoundingClientRect().top - boven : Infinity;
    m.scrollTop = Math.min(m.scrollHeight - m.clientHeight, grens);
  }

  bezigTekst(tekst) {
    this.bezig.textContent = tekst;
    this.bezig.hidden = !tekst;
    if (tekst) this.naarOnder();
  }

  toonTypt(tekst) {
    this.bezigTekst(tekst);
    clearTimeout(this.typtKlok);
    this.typtKlok = setTimeout(() => this.bezigTekst(""), 4000);
  }

  // Under the last own message that the medewerker has seen.
  toonGezien(tot = this.gezienTot || 0) {
    this.gezienTot = tot;
    for (const oud of this.log.querySelectorAll(".vd-gezien")) oud.remove();
    const mijn = [...this.log.querySelectorAll(".vd-inwoner[data-volgnummer]")].filter((li) => Number(li.dataset.volgnummer) <= tot);
    if (mijn.length) mijn.at(-1).append(el("p", { klas: "vd-gezien" }, T.gezien));
  }

  // Tell the medewerker that it was seen: only while a person is in the gesprek and the window is looked at.
  zegGezien() {
    const g = this.gesprek;
    if (!g || g.status !== "opgepakt" || !g.stroom || !this.zichtbaar || document.hidden) return;
    const laatste = Math.max(0, ...this.berichten.map((b) => b.volgnummer || 0));
    if (laatste <= (this.gezegdTot || 0)) return;
    this.gezegdTot = laatste;
    g.stroom.stuur({ soort: "gelezen", volgnummer: laatste });
  }

  medewerker() {
    const laatste = [...this.berichten].reverse().find((b) => b.afzender === "medewerker");
    return laatste ? laatste.naam : (this.stand && this.stand.medewerker) || "";
  }

  bijGeweigerd({ post, fout }) {
    const li = this.log.querySelector(`[data-client="${veilig(post.client_id)}"]`);
    if (li) {
      li.classList.remove("vd-onderweg");
      li.append(el("p", { klas: "vd-fout", role: "alert" }, `${T.mislukt} ${fout.message}`));
    }
    if (post.tekst && !this.invoer.waarde) this.invoer.waarde = post.tekst;
  }

  bijVerbinding(hoe) {
    this.dialoog.classList.toggle("vd-los", hoe !== "goed");
    const tekst = hoe === "weg" ? T.geenVerbinding : hoe === "druk" ? T.druk : this.statusTekst();
    if (this.statusregel.textContent !== tekst) this.statusregel.textContent = tekst;
  }

  // --- where the gesprek stands ---

  statusTekst() {
    const tekst = T.status[this.gesprek ? this.gesprek.status : ""] || "";
    return typeof tekst === "function" ? tekst(this.medewerker()) : tekst;
  }

  async bijStatus() {
    const g = this.gesprek;
    this.statusregel.textContent = this.statusTekst();
    this.mensknop.hidden = g.status === "opgepakt";
    this.zegGezien();
    if (g.status !== "verslag_ter_goedkeuring") this.verslag = null;
    if (g.status === "verslag_ter_goedkeuring") await this.toonVerslag();
    else if (g.status === "wachtend" || g.status === "opgepakt") await this.toonWachten();
    else this.vak(g.status === "afgerond" ? oordeelvak(g, this.omroep) : null);
    if (this.gesprek === g && g.status === "opgepakt") this.statusregel.textContent = this.statusTekst();
  }

  vak(element, focus = null) {
    this.onder.replaceChildren(...(element ? [element] : []));
    if (!element || this.stil || !this.zichtbaar) return;
    this.anker = element;
    this.naarOnder();
    if (focus) focus.focus();
  }

  async toonVerslag() {
    if (this.verslag) return;
    const g = this.gesprek;
    const verslag = new VerslagVenster({
      gesprek: g,
      omroep: this.omroep,
      opKlaar: (stand) => {
        this.stand = stand;
        g.haal().catch(() => {});
      },
      opWeiger: () => {
        this.verslag = null;
        this.vak(null);
        this.invoer.focus();
        g.zeg({ payload: "/verslag_weigeren", toon: T.verslag.weiger });
      },
    });
    this.verslag = verslag;
    const stil = this.stil;
    try {
      await verslag.laad();
    } catch {
      this.verslag = null;
      return;
    }
    if (this.verslag === verslag) this.vak(verslag.element, stil ? null : verslag.kop);
  }

  async toonWachten() {
    const g = this.gesprek;
    const stil = this.stil;
    if (!this.stand) this.stand = await g.van("/overdracht").catch(() => null);
    if (this.gesprek !== g || g.status !== "wachtend") {
      if (this.gesprek === g && g.status === "opgepakt") this.vak(null);
      return;
    }
    const vak = wachtvak(this.stand, { basis: this.basis, opIntrekken: () => this.trekIn() });
    this.vak(vak, stil ? null : vak.querySelector("h2"));
  }

  async trekIn() {
    try {
      await this.gesprek.van("/verslag/intrekken", "POST", {});
      this.stand = null;
      await this.gesprek.haal();
      this.invoer.focus();
      this.omroep.zeg(T.wachten.ingetrokken);
    } catch (fout) {
      this.statusregel.textContent = fout.message || T.verslag.fout;
    }
  }

  // --- ending ---

  vraagWissen() {
    this.sluitZeker(false);
    const kop = el("h2", { id: "vd-zeker-kop", tabindex: "-1" }, T.wisTitel);
    this.fout = el("p", { klas: "vd-fout", role: "alert" });
    const doos = el(
      "section",
      { klas: "vd-zeker", role: "alertdialog", "aria-labelledby": "vd-zeker-kop", "aria-describedby": "vd-zeker-uitleg" },
      kop,
      el("p", { id: "vd-zeker-uitleg" }, T.wisZeker),
      this.fout,
      el("div", { klas: "vd-knoppen" }, knop(T.wisJa, () => this.wis(), "primary-action"), knop(T.wisNee, () => this.sluitZeker())),
    );
    this.statusregel.before(doos);
    this.invoer.element.hidden = this.voet.hidden = true;
    kop.focus();
  }

  sluitZeker(focus = true) {
    const doos = this.dialoog.querySelector(".vd-zeker");
    if (doos) doos.remove();
    this.invoer.element.hidden = this.voet.hidden = false;
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
    zwijg();
    this.gesprek = this.verslag = this.stand = this.anker = null;
    this.berichten = [];
    this.omroep.gezegd.clear();
    this.omroep.element.replaceChildren();
    this.bouw();
    this.invoer.waarde = tekst;
    if (!melding) return;
    const begin = () => {
      this.vak(null);
      this.invoer.element.hidden = this.voet.hidden = false;
      this.invoer.focus();
      this.begin();
    };
    this.invoer.element.hidden = this.voet.hidden = true;
    const kop = el("p", { tabindex: "-1" }, melding);
    this.onder.replaceChildren(el("section", { klas: "vd-vak" }, kop, el("div", { klas: "vd-knoppen" }, knop(T.nieuw, begin, "primary-action"))));
    if (this.zichtbaar) kop.focus();
  }

  // --- options ---

  wisselOpties() {
    const open = this.dialoog.querySelector(".vd-opties");
    const toon = !open;
    if (open) open.remove();
    for (const e of [this.midden, this.invoer.element, this.voet]) e.hidden = toon;
    this.optieknop.setAttribute("aria-expanded", String(toon));
    if (open) return this.optieknop.focus();
    const vak = optiesvak({
      voorkeuren: this.keuzes,
      op: (naam, waarde) => this.kiesOptie(naam, waarde),
      opBewaar: () => bewaarAlsBestand(this.berichten, wie),
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
    this.verslag = null;
    this.berichten.forEach((b) => this.voegToe(b, true));
    if (!this.gesprek) return;
    this.gesprek.uit.forEach((post) => this.toonUit(post));
    this.bijStatus();
  }
}

export { GROOTTES };
