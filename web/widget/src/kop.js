// The upper edge of the window, and what must be known at the start by who reads another language.
import { alineas, el, link } from "./bouw.js";
import { pictogram } from "./pictogrammen.js";
import { T, taal } from "./teksten.js";

const icoonknop = (icoon, tekst, click, klas = "") =>
  el("button", { type: "button", klas: `vd-kopknop ${klas}`, click }, pictogram(icoon), el("span", {}, tekst));

// Gives the edge with the parts of it that the window uses later.
export function bouwKop({ naam, opSnelWeg, opOpties, opSluit }) {
  const weg = icoonknop("weg", T.snelWeg, opSnelWeg, "vd-snelweg");
  weg.title = T.snelWegUitleg;
  const titel = el("h2", { id: "vd-titel", tabindex: "-1" }, T.titel);
  // Who one talks to, always in sight: a computer, until a person takes over.
  const geenMens = el("p", { klas: "vd-geenmens" }, T.geenMens);
  const optieknop = icoonknop("opties", T.opties.titel, opOpties);
  optieknop.setAttribute("aria-expanded", "false");
  // No header and footer elements: those of the host page are the page's.
  const kop = el(
    "div",
    { klas: "vd-kop" },
    el("div", { klas: "vd-kopregel" }, el("div", { klas: "vd-naam" }, titel, naam ? el("p", {}, naam) : ""), optieknop, icoonknop("kruis", T.sluit, opSluit)),
    el("div", { klas: "vd-balk" }, geenMens, weg),
  );
  return { kop, titel, optieknop, geenMens };
}

// Marked as translated; nothing in Dutch, where the welcome says it.
export function vertaald({ team, telefoon, bewaar_dagen: dagen }) {
  if (taal === "nl") return [];
  return [
    el(
      "section",
      { klas: "vd-vak vd-vertaald", "aria-label": T.vertaald.kop },
      el("p", { klas: "vd-klein" }, T.vertaald.kop),
      ...T.vertaald.uitleg.flatMap((regel, i) => alineas(i === 1 && dagen ? `${regel.slice(0, -1)}: ${dagen}.` : regel)),
      telefoon ? el("p", { lang: "nl", dir: "ltr" }, `${team}: `, link(`tel:${telefoon.replace(/\D/g, "")}`, telefoon, { dir: "ltr" })) : "",
    ),
  ];
}
