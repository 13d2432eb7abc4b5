// What stands under the messages, by where the gesprek stands: the verslag, the queue, or how it went.
import { laatGaan } from "./bouw.js";
import { Inzage } from "./inzage.js";
import { bereikvak, doorzetvak } from "./keuzes.js";
import { reden } from "./regels.js";
import { T } from "./teksten.js";
import { VerslagVenster } from "./verslag.js";
import { leesvak, oordeelvak, wachtvak } from "./wachten.js";

export class Fase {
  constructor(paneel) {
    this.paneel = paneel;
  }

  get gesprek() {
    return this.paneel.gesprek;
  }

  leeg() {
    this.verslag = this.stand = this.ingevuld = this.inzage = this.klad = null;
    this.weerOpen = false;
  }

  // Before all is drawn again: what was filled in must be there afterwards.
  onthoud() {
    if (this.verslag) this.ingevuld = this.verslag.ingevuld;
    if (this.inzage) this.klad = this.inzage.regels.ingevuld;
    this.weerOpen = Boolean(this.inzage);
    this.verslag = this.inzage = null;
  }

  // Something was said or changed, perhaps in another tab: what is open follows.
  vernieuw() {
    const open = this.verslag || this.inzage;
    if (open && open.element.isConnected) open.regels.vernieuw();
    if (this.gesprek && this.gesprek.status === "opgepakt") this.volgKeuzes();
  }

  // Something may be asked, or not any more: the stand tells.
  async volgKeuzes() {
    const g = this.gesprek;
    const stand = await g.van("/overdracht").catch(() => null);
    if (!stand || this.gesprek !== g || g.status !== "opgepakt") return;
    const ander = !this.stand || this.stand.medewerker !== stand.medewerker;
    this.stand = stand;
    if (ander) this.paneel.status.zet(this.tekst());
    this.toonKeuzes();
  }

  // After all else under the messages. What is open or being typed there is left alone.
  toonKeuzes() {
    const g = this.gesprek;
    const { onder, omroep } = this.paneel;
    if (!this.stand || this.stand.verslag === false) return;
    const vraag = g.status === "opgepakt" ? this.stand.doorzetvraag : null;
    const was = onder.querySelector(".vd-keuzevak");
    if (was && (!vraag || was.dataset.wie !== vraag.ontvanger)) was.remove();
    if (vraag && !onder.querySelector(".vd-keuzevak")) {
      const vak = doorzetvak(vraag, { gesprek: g, na: () => this.naKeuze() });
      vak.dataset.wie = vraag.ontvanger;
      onder.append(vak);
      if (!this.paneel.stil && this.paneel.zichtbaar) omroep.zeg(vak.querySelector("h2").textContent);
    }
    if (!onder.querySelector(".vd-bereik")) onder.append(bereikvak({ gesprek: g, omroep }));
  }

  naKeuze() {
    const vak = this.paneel.onder.querySelector(".vd-keuzevak");
    if (vak) vak.remove();
    this.paneel.invoer.focus();
    this.gesprek.haal().catch(() => {});
    this.vernieuw();
  }

  // The verslag in which somebody was typing goes: what was not saved goes to where it can be said.
  redt(regels) {
    const { invoer } = this.paneel;
    if (regels && regels.onbewaard.length && !invoer.waarde) invoer.waarde = regels.onbewaard.join("\n");
  }

  // Who holds it now; who said the last word may have passed it on.
  medewerker() {
    if (this.stand && this.stand.medewerker) return this.stand.medewerker;
    const laatste = [...this.paneel.lijst.berichten].reverse().find((b) => b.afzender === "medewerker");
    return laatste ? laatste.naam : "";
  }

  tekst() {
    const status = this.gesprek ? this.gesprek.status : "";
    const buiten = status === "opgepakt" && this.stand && this.stand.buiten_chat;
    const tekst = T.status[buiten ? "opgepaktBuiten" : status] || "";
    return typeof tekst === "function" ? tekst(this.medewerker()) : tekst;
  }

  async toon() {
    const g = this.gesprek;
    this.paneel.status.zet(this.tekst());
    this.paneel.mensknop.hidden = g.status === "opgepakt";
    this.paneel.geenMens.textContent = g.status === "opgepakt" ? T.metMens : T.geenMens;
    this.paneel.zegGezien();
    const wacht = g.status === "wachtend" || g.status === "opgepakt";
    if (g.status !== "verslag_ter_goedkeuring") this.verlaatVerslag(wacht);
    if (!wacht) {
      if (this.inzage) this.redt(this.inzage.regels);
      this.inzage = this.klad = this.stand = null;
    }
    if (g.status === "verslag_ter_goedkeuring") await this.toonVerslag();
    else if (wacht) await this.toonWachten();
    else this.vak(g.status === "afgerond" ? oordeelvak(g, this.paneel.omroep) : null);
    if (this.gesprek === g && g.status === "opgepakt") this.paneel.status.zet(this.tekst());
  }

  vak(element, focus = null) {
    const { paneel } = this;
    const oud = focus && [...paneel.onder.children].find((e) => e.contains(e.getRootNode().activeElement));
    for (const e of [...paneel.onder.children]) if (e !== oud) e.remove();
    if (element) paneel.onder.prepend(element);
    if (oud) laatGaan(oud);
    if (!element || paneel.stil || !paneel.zichtbaar) return;
    paneel.lijst.anker = element;
    paneel.lijst.naarOnder();
    if (focus) focus.focus();
  }

  // Approved, here or in another tab, with a line still being written: it can be saved while it waits.
  verlaatVerslag(wacht) {
    const { regels } = this.verslag || {};
    this.verslag = null;
    if (!regels || !regels.onbewaard.length) return;
    if (wacht) this.klad = regels.ingevuld;
    // What was ticked was for the verslag as it stood there: only the lines come back.
    else this.ingevuld = { regels: regels.ingevuld };
    this.weerOpen = wacht;
  }

  async toonVerslag() {
    if (this.verslag) return;
    const g = this.gesprek;
    const verslag = new VerslagVenster({
      gesprek: g,
      ingevuld: this.ingevuld,
      omroep: this.paneel.omroep,
      opKlaar: (stand) => {
        this.stand = stand;
        g.haal().catch(() => {});
      },
      opWeiger: () => {
        this.verslag = this.ingevuld = null;
        this.vak(null);
        this.paneel.invoer.focus();
        g.zeg({ payload: "/verslag_weigeren", toon: T.verslag.weiger });
      },
    });
    this.verslag = verslag;
    this.ingevuld = null;
    const { stil } = this.paneel;
    try {
      await verslag.regels.laad();
    } catch {
      this.verslag = null;
      this.ingevuld = verslag.ingevuld;
      return;
    }
    if (this.verslag === verslag) this.vak(verslag.element, stil ? null : verslag.kop);
  }

  async toonWachten() {
    const g = this.gesprek;
    const { stil } = this.paneel;
    // Who picked it up is known from then on only.
    if (!this.stand || Boolean(this.stand.medewerker) !== (g.status === "opgepakt")) this.stand = await g.van("/overdracht").catch(() => this.stand || null);
    if (this.gesprek !== g) return;
    if (g.status === "opgepakt") this.toonOpgepakt();
    else if (g.status === "wachtend") this.toonWachtvak(stil);
    this.toonKeuzes();
  }

  toonWachtvak(stil) {
    const { basis } = this.paneel;
    const vak = wachtvak(this.stand, { basis, opIntrekken: () => this.trekIn(), opVerslag: () => this.wisselInzage() });
    const wasOpen = this.inzage || this.weerOpen;
    if (this.inzage) this.klad = this.inzage.regels.ingevuld;
    this.inzage = null;
    this.vak(vak, stil ? null : vak.querySelector("h2"));
    if (wasOpen) this.openInzage({ focus: false });
  }

  // Whoever was in the verslag stays there; it only can no longer be changed.
  toonOpgepakt() {
    const metVerslag = this.stand ? this.stand.verslag !== false : Boolean(this.inzage);
    const vak = metVerslag && leesvak(() => this.wisselInzage());
    if (this.inzage && metVerslag) {
      this.inzage.sluit({ zeg: true });
      const oud = this.paneel.onder.querySelector(".vd-vak");
      const hier = oud.contains(oud.getRootNode().activeElement);
      oud.replaceWith(vak);
      const knop = this.meldOpen(true);
      if (hier) knop.focus();
      return undefined;
    }
    this.paneel.onder.replaceChildren(...(vak ? [vak] : []));
    if (vak && this.weerOpen) this.openInzage({ focus: false });
    return undefined;
  }

  meldOpen(open) {
    const knop = this.paneel.onder.querySelector(".vd-openverslag");
    knop.setAttribute("aria-expanded", String(open));
    // In the open verslag it says so too.
    const dicht = this.paneel.onder.querySelector(".vd-dicht");
    if (dicht) dicht.hidden = open;
    return knop;
  }

  wisselInzage() {
    if (!this.inzage) return this.openInzage({ focus: true });
    if (!this.inzage.regels.isBewaard()) return undefined;
    laatGaan(this.inzage.element);
    this.inzage = null;
    return this.meldOpen(false).focus();
  }

  async openInzage({ focus }) {
    const g = this.gesprek;
    const { paneel } = this;
    this.weerOpen = false;
    const inzage = (this.inzage = new Inzage({
      gesprek: g,
      omroep: paneel.omroep,
      klad: this.klad,
      dicht: g.status === "opgepakt",
      opSluit: () => this.wisselInzage(),
      opBericht: (tekst) => {
        paneel.invoer.waarde = [paneel.invoer.waarde, tekst].filter(Boolean).join("\n");
        paneel.invoer.focus();
      },
    }));
    this.klad = null;
    paneel.onder.append(inzage.element);
    this.meldOpen(true);
    try {
      await inzage.regels.laad();
    } catch (fout) {
      inzage.fout.textContent = reden(fout);
    }
    if (this.inzage !== inzage || !focus) return;
    paneel.lijst.anker = inzage.element;
    paneel.lijst.naarOnder();
    inzage.kop.focus();
  }

  async trekIn() {
    try {
      await this.gesprek.van("/verslag/intrekken", "POST", {});
      this.stand = null;
      await this.gesprek.haal();
      this.paneel.invoer.focus();
      this.paneel.omroep.zeg(T.wachten.ingetrokken);
    } catch (fout) {
      this.paneel.status.zet(reden(fout), true);
    }
  }
}
