// What stands under the messages, by where the gesprek stands: the verslag, the queue, or how it went.
import { T } from "./teksten.js";
import { VerslagVenster } from "./verslag.js";
import { oordeelvak, wachtvak } from "./wachten.js";

export class Fase {
  constructor(paneel) {
    this.paneel = paneel;
  }

  get gesprek() {
    return this.paneel.gesprek;
  }

  leeg() {
    this.verslag = this.stand = this.ingevuld = null;
  }

  // Before all is drawn again: what was filled in must be there afterwards.
  onthoud() {
    this.ingevuld = this.verslag && this.verslag.ingevuld;
    this.verslag = null;
  }

  medewerker() {
    const laatste = [...this.paneel.lijst.berichten].reverse().find((b) => b.afzender === "medewerker");
    return laatste ? laatste.naam : (this.stand && this.stand.medewerker) || "";
  }

  tekst() {
    const tekst = T.status[this.gesprek ? this.gesprek.status : ""] || "";
    return typeof tekst === "function" ? tekst(this.medewerker()) : tekst;
  }

  async toon() {
    const g = this.gesprek;
    this.paneel.status.zet(this.tekst());
    this.paneel.mensknop.hidden = g.status === "opgepakt";
    this.paneel.geenMens.textContent = g.status === "opgepakt" ? T.metMens : T.geenMens;
    this.paneel.zegGezien();
    if (g.status !== "verslag_ter_goedkeuring") this.verslag = null;
    if (g.status === "verslag_ter_goedkeuring") await this.toonVerslag();
    else if (g.status === "wachtend" || g.status === "opgepakt") await this.toonWachten();
    else this.vak(g.status === "afgerond" ? oordeelvak(g, this.paneel.omroep) : null);
    if (this.gesprek === g && g.status === "opgepakt") this.paneel.status.zet(this.tekst());
  }

  vak(element, focus = null) {
    const { paneel } = this;
    paneel.onder.replaceChildren(...(element ? [element] : []));
    if (!element || paneel.stil || !paneel.zichtbaar) return;
    paneel.lijst.anker = element;
    paneel.lijst.naarOnder();
    if (focus) focus.focus();
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
        this.verslag = null;
        this.vak(null);
        this.paneel.invoer.focus();
        g.zeg({ payload: "/verslag_weigeren", toon: T.verslag.weiger });
      },
    });
    this.verslag = verslag;
    const { stil } = this.paneel;
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
    const { stil } = this.paneel;
    // Who picked it up is known from then on only.
    if (!this.stand || (g.status === "opgepakt" && !this.stand.medewerker)) this.stand = await g.van("/overdracht").catch(() => this.stand || null);
    if (this.gesprek !== g || g.status !== "wachtend") {
      if (this.gesprek === g && g.status === "opgepakt") this.vak(null);
      return;
    }
    const vak = wachtvak(this.stand, { basis: this.paneel.basis, opIntrekken: () => this.trekIn() });
    this.vak(vak, stil ? null : vak.querySelector("h2"));
  }

  async trekIn() {
    try {
      await this.gesprek.van("/verslag/intrekken", "POST", {});
      this.stand = null;
      await this.gesprek.haal();
      this.paneel.invoer.focus();
      this.paneel.omroep.zeg(T.wachten.ingetrokken);
    } catch (fout) {
      this.paneel.status.zet(fout.message || T.verslag.fout, true);
    }
  }
}
