// The field in which the resident writes, with sending, length, correcting and dictation.
import { el, knop } from "./bouw.js";
import { pictogram } from "./pictogrammen.js";
import { Dicteren, kanDicteren } from "./spraak.js";
import { T } from "./teksten.js";

const MAX = 10000;

export class Invoer {
  constructor({ opStuur, opTypt }) {
    this.opStuur = opStuur;
    this.uitleg = el("div", { klas: "vd-uitleg", hidden: true });
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
      this.uitleg,
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
    this.luisterNietMeer();
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
    const knop = el("button", { type: "button", klas: "vd-icoonknop vd-micro", "aria-label": T.dicteer, title: T.dicteer }, pictogram("micro"));
    const opStand = (bezig) => {
      knop.setAttribute("aria-label", bezig ? T.dicteerStop : T.dicteer);
      knop.title = bezig ? T.dicteerStop : T.dicteer;
      knop.classList.toggle("vd-aan", bezig);
      knop.replaceChildren(pictogram(bezig ? "stil" : "micro"));
    };
    this.dicteren = new Dicteren(this.veld, opStand, () => (this.fout.textContent = T.dicteerMislukt));
    knop.addEventListener("click", () => {
      if (this.dicteren.bezig) this.dicteren.stop();
      else if (this.uitgelegd) this.dicteren.begin();
      else this.legUit(knop);
    });
    return knop;
  }

  // Before the first use, and before anything is heard: a voice is more than a text.
  legUit(micro) {
    const kies = (ja) => {
      this.uitleg.hidden = true;
      micro.focus();
      if (!ja) return;
      this.uitgelegd = true;
      this.dicteren.begin();
    };
    const begin = knop(T.dicteerBegin, () => kies(true), "primary-action");
    begin.setAttribute("aria-describedby", "vd-dicteer-uitleg");
    this.uitleg.replaceChildren(el("p", { id: "vd-dicteer-uitleg" }, T.dicteerUitleg), el("div", { klas: "vd-knoppen" }, begin, knop(T.dicteerNiet, () => kies(false))));
    this.uitleg.hidden = false;
    begin.focus();
  }

  luisterNietMeer() {
    if (this.dicteren) this.dicteren.stop();
  }
}
