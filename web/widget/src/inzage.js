// The verslag that is with the team: to be read, and to be changed for as long as it waits.
import { el, knop } from "./bouw.js";
import { bewaarPdf, Regels } from "./regels.js";
import { leesknop } from "./spraak.js";
import { T } from "./teksten.js";

export class Inzage {
  // dicht: a medewerker has it, so nothing can be changed. klad: what an earlier window held.
  constructor({ gesprek, omroep, opSluit, opBericht, klad, dicht }) {
    const V = T.verslag;
    this.omroep = omroep;
    this.kop = el("h2", { tabindex: "-1", id: "vd-verslag-kop" }, V.titel);
    this.uitleg = el("p", {}, V.uitlegWacht);
    this.fout = el("p", { klas: "vd-fout", role: "alert" });
    this.regels = new Regels({ gesprek, omroep, kop: this.kop, opBericht, klad });
    this.element = el(
      "section",
      { klas: "vd-verslag", "aria-labelledby": "vd-verslag-kop", id: "vd-inzage" },
      el("div", { klas: "vd-vakkop" }, this.kop, leesknop(() => this.alsTekst())),
      this.uitleg,
      this.regels.zaak,
      this.regels.lijst,
      this.regels.vak,
      this.fout,
      el(
        "div",
        { klas: "vd-knoppen" },
        knop(T.opties.klaar, opSluit),
        knop(V.pdf, () => bewaarPdf(gesprek, (tekst) => (this.fout.textContent = tekst)), "subtle"),
      ),
    );
    if (dicht) this.sluit();
  }

  alsTekst() {
    return [...this.element.querySelectorAll("h2, h3, p")].map((e) => e.textContent).join("\n");
  }

  // From here on it can only be read; said aloud when it was open already.
  sluit({ zeg = false } = {}) {
    if (this.regels.dicht) return;
    this.uitleg.textContent = T.verslag.dicht;
    this.regels.sluit();
    if (zeg) this.omroep.zeg(T.verslag.dicht);
  }
}
