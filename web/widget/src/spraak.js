// Reading aloud and dictation, with what the browser itself has.
import { el } from "./bouw.js";
import { pictogram } from "./pictogrammen.js";
import { T, taal } from "./teksten.js";

export const kanVoorlezen = () => "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
const Herkenner = window.SpeechRecognition || window.webkitSpeechRecognition;
export const kanDicteren = () => Boolean(Herkenner);

let einde = null;

// Sentence by sentence: Chrome falls silent after a quarter of a minute of one utterance.
const zinnen = (tekst) => tekst.match(/[^]+?(?:[.!?…]+(?=\s|$)|\n|$)/g) || [];

// Whether the browser can say this language; while it has not told which voices it has, it may.
const heeftStem = (code) => {
  const stemmen = (speechSynthesis.getVoices && speechSynthesis.getVoices()) || [];
  return !stemmen.length || stemmen.some((s) => String(s.lang).toLowerCase().startsWith(code));
};

// `code`: the language the text is in; a Dutch voice makes nothing of Arabic.
export function leesVoor(tekst, opEinde = () => {}, code = "nl") {
  if (!kanVoorlezen()) return;
  zwijg();
  const mijn = (einde = opEinde);
  const klaar = () => einde === mijn && zwijg();
  const stemmen = zinnen(tekst).filter((z) => /[\p{L}\p{N}]/u.test(z)).map((zin) => new SpeechSynthesisUtterance(zin.trim()));
  stemmen.forEach((stem) => {
    stem.lang = code === "nl" ? "nl-NL" : code === "en" ? "en-GB" : code;
    stem.rate = 0.95;
    stem.onerror = klaar;
    speechSynthesis.speak(stem);
  });
  if (stemmen.length) stemmen[stemmen.length - 1].onend = klaar;
  else klaar();
}

export function zwijg() {
  if (!kanVoorlezen()) return;
  const wie = einde;
  einde = null;
  speechSynthesis.cancel();
  if (wie) wie();
}

// Reads aloud, and stops it while it reads; `geef()` gives the text at that moment, `code` its language.
export function leesknop(geef, code = taal) {
  if (!kanVoorlezen()) return "";
  const knop = el("button", { type: "button", klas: "vd-icoonknop vd-lees" });
  let bezig = false;
  const zet = (aan) => {
    bezig = aan;
    knop.setAttribute("aria-label", aan ? T.stopVoorlezen : T.leesVoor);
    knop.title = aan ? T.stopVoorlezen : T.leesVoor;
    knop.replaceChildren(pictogram(aan ? "stil" : "geluid"));
  };
  knop.lees = () => {
    if (knop.hidden) return;
    leesVoor(geef(), () => zet(false), code);
    zet(true);
  };
  knop.addEventListener("click", () => (bezig ? zwijg() : knop.lees()));
  zet(false);
  const toets = () => (knop.hidden = !heeftStem(code));
  toets();
  // Browsers tell their voices late.
  if (speechSynthesis.addEventListener) speechSynthesis.addEventListener("voiceschanged", toets, { once: true });
  return knop;
}

// Dutch speech into the field; `opStand(bezig)` at the begin and the end, `opFout()` when it cannot.
export class Dicteren {
  constructor(veld, opStand, opFout) {
    Object.assign(this, { veld, opStand, opFout });
  }

  begin() {
    const h = new Herkenner();
    h.lang = "nl-NL";
    h.interimResults = false;
    h.continuous = true;
    h.onresult = (e) => {
      for (let i = e.resultIndex; i < e.results.length; i += 1) {
        const tekst = e.results[i][0].transcript.trim();
        this.veld.value = [this.veld.value.trim(), tekst].filter(Boolean).join(" ");
        this.veld.dispatchEvent(new Event("input"));
      }
    };
    h.onend = () => this.klaar();
    h.onerror = (e) => {
      this.klaar();
      if (e.error !== "aborted" && e.error !== "no-speech") this.opFout();
    };
    this.bezig = h;
    this.opStand(true);
    try {
      h.start();
    } catch {
      this.klaar();
      this.opFout();
    }
  }

  klaar() {
    this.bezig = null;
    this.opStand(false);
  }

  stop() {
    if (this.bezig) this.bezig.stop();
  }
}

// What is heard of a message: the translation where there is one, else the words, and of the places their names and whether they are open.
export function alsSpraak(bericht, vertaald) {
  if (vertaald) return vertaald;
  const plekken = (bericht.voorzieningen || []).map((v) => `${v.naam}. ${v.omschrijving || ""} ${v.open_tekst || ""}`);
  return [bericht.tekst, ...plekken].join("\n");
}
