// The fixed texts in the language of the resident's choice. The gesprek itself stays Dutch.
import { NL } from "./talen/nl.js";
import { EN } from "./talen/en.js";
import { UK } from "./talen/uk.js";
import { TR } from "./talen/tr.js";
import { PL } from "./talen/pl.js";
import { AR } from "./talen/ar.js";

// As functions: a page pays for the language that is read, not for six.
const TALEN = { nl: () => NL, en: EN, uk: UK, tr: TR, pl: PL, ar: AR };
// Each in its own letters, also in the list of who reads another.
const NAMEN = { nl: "Nederlands", en: "English", uk: "Українська", tr: "Türkçe", pl: "Polski", ar: "العربية" };
export const KEUZES = Object.entries(NAMEN).map(([code, naam]) => ({ code, naam }));
// Clock and date as in this country: 14:05 and 4/3, not 02:05 PM and 3/4.
export const KLOK = () => (taal === "en" ? "en-GB" : taal);
export const RICHTING = (code) => (code === "ar" ? "rtl" : "ltr");

// A live binding: who imports T always reads the chosen language.
export let T = NL;
export let taal = "nl";

export function kiesTaal(code) {
  taal = NAMEN[code] ? code : "nl";
  T = taal === "nl" ? NL : samen(NL, TALEN[taal]());
}

// What a translation lacks is shown in Dutch rather than not at all.
function samen(basis, eigen) {
  const uit = { ...basis };
  for (const [k, v] of Object.entries(eigen)) {
    uit[k] = v && typeof v === "object" && !Array.isArray(v) ? samen(basis[k] || {}, v) : v;
  }
  return uit;
}
