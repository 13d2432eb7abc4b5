// The field in which the resident writes, with sending, length, correcting and dictation.
import { el } from "./bouw.js";
import { pictogram } from "./pictogrammen.js";
import { Dicteren, kanDicteren } from "./spraak.js";
import { T } from "./teksten.js";

const MAX = 10000;

export class Invoer {
  constructor({ opStuur, opTypt }) {
    this.opStuur = opStuur;
    this.fout = el("p", { klas: "vd-fout", id: "vd-invoer-fout", role: "alert" });
    this.veld = el("textarea", { klas: "utrecht-textarea vd-invoer", rows: "2", id: "vd-invoer", autocomplete: "off", enterkeyhint: "send", dir: "auto", "aria-describedby": "vd-invoer-hulp vd-invoer-fout" });
    this.veld.addEventListener("keydown", (e) => {
      if (e.key !== "Enter" || e.shiftKey || e.isComposing) return;
      e.preventDefault();
      this.stuur();
    });
    this.veld.addEventListener("input", () => {
      this.keur(false);
      opTypt();
    });
    this.element = el(
      "form",
      { klas: "vd-formulier", submit: (e) => { e.preventDefault(); this.stuur(); } },
      el("div", { klas: "vd-labelregel" }, el("label", { for: "vd-invoer" }, T.invoer), el("span", { klas: "vd-klein", id: "vd-invoer-hulp" }, T.invoerHulp)),
      this.fout,
      el("div", { klas: "vd-rij" }, this.veld, kanDicteren() ? this.microfoon() : "", el("button", { type: "submit", klas: "utrecht-button utrecht-button--primary-action" }, T.stuur)),
    );
  }

  get waarde() {
    return this.veld.value;
  }

  set waarde(tekst) {
    this.veld.value = tekst;
  }

  focus() {
    this.veld.focus();
  }

  // True when it can go; what is too long stays in the field, whole.
  keur(streng) {
    const { length } = this.veld.value.trim();
    const fout = length > MAX ? T.teLang(MAX, length) : streng && !length ? T.leeg : "";
    if (this.fout.textContent !== fout) this.fout.textContent = fout;
    if (fout) this.veld.setAttribute("aria-invalid", "true");
    else this.veld.removeAttribute("aria-invalid");
    return !fout;
  }

  stuur() {
    if (!this.keur(true)) return this.focus();
    const tekst = this.waarde.trim();
    if (this.dicteren) this.dicteren.stop();
    this.waarde = "";
    this.opStuur(tekst);
    return this.focus();
  }

  verbeter(tekst, omroep) {
    this.waarde = tekst;
    this.focus();
    omroep.zeg(T.verbeterUitleg);
  }

  microfoon() {
    const knop = el("button", { type: "button", klas: "vd-icoonknop vd-micro", "aria-label": T.dicteer, title: T.dicteerUitleg, "aria-pressed": "false" }, pictogram("micro"));
    this.dicteren = new Dicteren(this.veld, (bezig) => {
      knop.setAttribute("aria-pressed", String(bezig));
      knop.setAttribute("aria-label", bezig ? T.dicteerStop : T.dicteer);
      knop.replaceChildren(pictogram(bezig ? "stil" : "micro"));
    });
    knop.addEventListener("click", () => {
      // Said before the first use: a voice is more than a text.
      if (!this.uitgelegd) {
        this.uitgelegd = true;
        this.fout.textContent = T.dicteerUitleg;
      }
      this.dicteren.wissel();
    });
    return knop;
  }
}
