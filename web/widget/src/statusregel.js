// The line above the field: how the connection is, and who helps.
import { el, link } from "./bouw.js";
import { T } from "./teksten.js";

export class Statusregel {
  constructor(telefoon) {
    this.telefoon = telefoon || "";
    this.element = el("p", { klas: "vd-status", role: "status" });
  }

  // Said anew only when it changed; without a connection the telephone is the way to a person that is left.
  zet(tekst, metBellen = false) {
    const bel = metBellen ? this.telefoon : "";
    if (this.gezet === tekst + bel) return;
    this.gezet = tekst + bel;
    const delen = tekst ? [tekst] : [];
    if (bel) delen.push(" ", link(`tel:${bel.replace(/\D/g, "")}`, T.kaart.bel(bel)));
    this.element.replaceChildren(...delen);
  }
}
