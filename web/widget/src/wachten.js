// What stands under the conversation while somebody waits, and after a person has helped.
import { alineas, el, knop, link } from "./bouw.js";
import { leesknop } from "./spraak.js";
import { T, taal } from "./teksten.js";

// The place in the queue, the promise, the kenmerk and how to follow it. `stand` is the answer of
// .../overdracht (or of the approval); without it only that one waits. opVerslag: opens and closes the verslag.
export function wachtvak(stand, { basis, opIntrekken, opVerslag }) {
  const W = T.wachten;
  const kop = el("h2", { id: "vd-wacht-kop", tabindex: "-1" }, W.kop);
  const lees = leesknop(() => [kop, ...vak.querySelectorAll("p")].map((e) => e.textContent).join("\n"));
  const vak = el("section", { klas: "vd-vak", "aria-labelledby": "vd-wacht-kop" }, el("div", { klas: "vd-vakkop" }, kop, lees));
  if (stand) {
    const belofte = (stand.belofte && stand.belofte.tekst) || (stand.wachttijd && stand.wachttijd.tekst);
    if (stand.positie) vak.append(el("p", {}, el("strong", {}, W.positie(stand.positie))));
    const inTaal = stand.belofte && stand.belofte.vertalingen && stand.belofte.vertalingen[taal];
    if (inTaal) vak.append(el("p", { klas: "vd-klein" }, T.vertaald.kop), ...alineas(inTaal));
    if (belofte) vak.append(el("p", { lang: "nl", dir: "ltr" }, belofte));
    vak.append(
      el(
        "dl",
        { klas: "vd-feiten vd-kenmerk" },
        ...[[W.kenmerk, stand.kenmerk], [W.code, stand.volgcode]].map(([n, w]) => el("div", {}, el("dt", {}, n), el("dd", { dir: "ltr" }, w))),
      ),
      el("p", {}, W.bewaar),
      el("p", {}, link(`${basis}/volg/${encodeURIComponent(stand.kenmerk)}`, W.volg, { target: "_blank", rel: "noopener", "aria-label": `${W.volg} (${T.kaart.nieuwVenster})` })),
    );
  }
  const zonderVerslag = stand && stand.verslag === false;
  if (stand) vak.append(el("p", {}, zonderVerslag ? W.gedeeldCrisis : stand.gesprek_gedeeld ? W.gedeeldGesprek : W.gedeeldVerslag));
  vak.append(el("p", {}, `${W.typen} ${W.sluiten}`));
  if (!zonderVerslag) vak.append(el("div", { klas: "vd-knoppen" }, openknop(W.bekijk, opVerslag), knop(W.intrekken, opIntrekken)));
  return vak;
}

const openknop = (tekst, op) => {
  const k = knop(tekst, op, "secondary-action", "vd-openverslag");
  k.setAttribute("aria-expanded", "false");
  return k;
};

// Once a person has the verslag it can be read only; that is said, and to whom to say it instead.
export function leesvak(opVerslag) {
  return el(
    "div",
    { klas: "vd-vak" },
    el("p", { klas: "vd-dicht" }, T.verslag.dicht),
    el("div", { klas: "vd-knoppen" }, openknop(T.wachten.bekijkAlleen, opVerslag)),
  );
}

// How it went, in one tap.
export function oordeelvak(gesprek, omroep) {
  const O = T.oordeel;
  const vak = el("section", { klas: "vd-vak", "aria-labelledby": "vd-oordeel-kop" }, el("h2", { id: "vd-oordeel-kop", tabindex: "-1" }, O.kop));
  const fout = el("p", { klas: "vd-fout", role: "alert" });
  const kies = async (score) => {
    try {
      await gesprek.van("/feedback", "POST", { score });
    } catch {
      fout.textContent = T.verslag.fout;
      return;
    }
    vak.replaceChildren(el("p", { tabindex: "-1" }, O.dank));
    vak.firstChild.focus();
    omroep.zeg(O.dank);
  };
  vak.append(el("div", { klas: "vd-knoppen" }, ...O.scores.map((naam, i) => knop(naam, () => kies(i + 1)))), fout);
  return vak;
}
