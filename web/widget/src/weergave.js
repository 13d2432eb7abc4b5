// How a message looks: who says it, what, which places, and what one can do next.
import { el, knop, alineas } from "./bouw.js";
import { kaart } from "./kaart.js";
import { pictogram, plaatje } from "./pictogrammen.js";
import { alsSpraak, leesknop } from "./spraak.js";
import { KLOK, RICHTING, T, taal } from "./teksten.js";

const tijd = (op) => {
  const d = new Date(op);
  return Number.isNaN(d.getTime()) ? "" : d.toLocaleTimeString(KLOK(), { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
};

const ICOON = { assistent: "computer", medewerker: "mens", systeem: "info", inwoner: "u" };

export const wie = (b) => (b.afzender === "inwoner" ? T.u : (b.afzender !== "assistent" && b.naam) || T.titel);

// `doe`: kies(knop), verbeter(tekst); `basis`: where public pages of entries stand.
export function toonBericht(bericht, { doe, basis, eenvoudig }) {
  const li = el("li", { klas: `vd-bericht vd-${bericht.afzender}` });
  if (bericht.volgnummer) li.dataset.volgnummer = bericht.volgnummer;
  if (bericht.client_id) li.dataset.client = bericht.client_id;
  li.append(kop(bericht, doe));
  const vertaald = bericht.vertalingen && bericht.vertalingen[taal];
  if (taal !== "nl" && (vertaald || isCrisis(bericht))) li.append(nood(vertaald || T.vertaald.uitleg[2]));
  li.append(el("div", { klas: "vd-tekst", lang: "nl" }, ...alineas(bericht.tekst || "")));
  if (bericht.voorzieningen && bericht.voorzieningen.length)
    li.append(el("ul", { klas: "vd-kaarten", lang: "nl", dir: "ltr" }, ...bericht.voorzieningen.map((v) => kaart(v, basis))));
  if (bericht.knoppen && bericht.knoppen.length) li.append(knoppen(bericht.knoppen, doe, eenvoudig));
  return li;
}

// Only the reply to a crisis offers a person at once.
const isCrisis = (bericht) => (bericht.knoppen || []).some((k) => k.payload === "/mens_nu");

// Who reads no Dutch reads the whole text of the crisis in their own language, and at least its numbers.
const nood = (tekst) =>
  el("div", { klas: "vd-tekst", lang: taal, dir: RICHTING(taal), "data-vertaald": "" }, el("p", { klas: "vd-klein" }, T.vertaald.kop), ...alineas(tekst));

function kop(bericht, doe) {
  const e = el("p", { klas: "vd-wie" }, pictogram(ICOON[bericht.afzender] || "info"), el("strong", {}, wie(bericht)));
  if (bericht.op) e.append(" ", el("time", { datetime: bericht.op }, `${T.om} ${tijd(bericht.op)}`));
  if (bericht.afzender === "inwoner" && bericht.verbeterbaar)
    e.append(klein("potlood", T.verbeter, () => doe.verbeter(bericht.tekst)));
  const vertaald = bericht.vertalingen && bericht.vertalingen[taal];
  if (bericht.afzender !== "inwoner") e.append(leesknop(() => alsSpraak(bericht, vertaald), vertaald ? taal : "nl"));
  return e;
}

const klein = (icoon, tekst, click) =>
  el("button", { type: "button", klas: "vd-icoonknop", "aria-label": tekst, title: tekst, click }, pictogram(icoon));

function knoppen(lijst, doe, eenvoudig) {
  const rij = el("div", { klas: "vd-knoppen", lang: "nl", dir: "ltr" });
  const met = eenvoudig && lijst.some((k) => plaatje(k.payload));
  if (met) rij.classList.add("vd-plaatjes");
  for (const k of lijst) {
    const p = met && plaatje(k.payload);
    const e = knop(p ? T.plaatjes[p] || k.tekst : k.tekst, () => doe.kies(k));
    if (p) {
      e.prepend(pictogram(p));
      if (T.plaatjes[p]) Object.assign(e, { lang: taal, dir: RICHTING(taal) });
    }
    rij.append(e);
  }
  if (met) rij.append(el("a", { klas: "utrecht-button utrecht-button--secondary-action vd-noodtegel", href: "tel:112", lang: taal, dir: RICHTING(taal) }, pictogram("nood"), T.plaatjes.nood));
  return rij;
}

// A choice that was passed by stays within reach, but out of the way.
export function vouwKnoppen(li) {
  const rij = li.querySelector(":scope > .vd-knoppen");
  if (!rij) return;
  const doos = el("details", { klas: "vd-eerder" }, el("summary", {}, T.eerder));
  rij.replaceWith(doos);
  doos.append(rij);
}
