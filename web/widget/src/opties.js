// How the resident likes to read and hear: language, letters, pictures, aloud; and saving the gesprek.
import { el, knop } from "./bouw.js";
import { KEUZES, KLOK, T, taal } from "./teksten.js";
import { kanVoorlezen } from "./spraak.js";

export const GROOTTES = { gewoon: 1, groot: 1.25, grootst: 1.5 };

// `op(naam, waarde)` for each change; `opBewaar()` gives the text to save.
export function optiesvak({ voorkeuren, op, opBewaar, opKlaar }) {
  const O = T.opties;
  const kies = el(
    "select",
    { klas: "utrecht-select", id: "vd-taal", change: (e) => op("taal", e.target.value) },
    ...KEUZES.map((k) => el("option", { value: k.code, lang: k.code, selected: k.code === taal }, k.naam)),
  );
  const letter = (code) =>
    el(
      "label",
      { klas: "vd-keuze" },
      el("input", { type: "radio", name: "letters", value: code, checked: (voorkeuren.letters || "gewoon") === code, change: () => op("letters", code) }),
      el("span", {}, O[code]),
    );
  const vinkje = (naam, tekst) =>
    el("label", { klas: "vd-keuze" }, el("input", { type: "checkbox", checked: Boolean(voorkeuren[naam]), change: (e) => op(naam, e.target.checked) }), el("span", {}, tekst));
  return el(
    "section",
    { klas: "vd-opties", id: "vd-opties", "aria-labelledby": "vd-opties-kop" },
    el("h2", { id: "vd-opties-kop", tabindex: "-1" }, O.titel),
    el("div", { klas: "vd-veld" }, el("label", { for: "vd-taal" }, taal === "nl" ? `${O.taal} / Language` : O.taal), kies),
    el("fieldset", {}, el("legend", {}, O.letters), ...Object.keys(GROOTTES).map(letter)),
    vinkje("eenvoudig", O.eenvoudig),
    kanVoorlezen() ? vinkje("voorlezen", O.voorlezen) : "",
    el("div", { klas: "vd-knoppen" }, knop(O.bewaar, opBewaar), knop(O.klaar, opKlaar, "primary-action")),
  );
}

// The gesprek as a text file, made here: it goes nowhere.
export function bewaarAlsBestand(berichten, wie) {
  const tekst = berichten
    .map((b) => {
      const plekken = (b.voorzieningen || []).map((v) => `  * ${[v.naam, v.adres_tekst, v.telefoon, v.openingstijden].filter(Boolean).join(", ")}`);
      return [`${wie(b)}${b.op ? ` (${new Date(b.op).toLocaleString(KLOK(), { hourCycle: "h23" })})` : ""}:`, b.tekst, ...plekken].join("\n");
    })
    .join("\n\n");
  bewaarBlob(new Blob([tekst], { type: "text/plain;charset=utf-8" }), T.opties.bestand);
}

export function bewaarBlob(blob, naam) {
  const adres = URL.createObjectURL(blob);
  el("a", { href: adres, download: naam }).click();
  setTimeout(() => URL.revokeObjectURL(adres), 10000);
}
