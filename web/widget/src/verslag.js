// The concept-verslag as the resident sees it: read, change, take away, add, approve or refuse.
import { el, knop } from "./bouw.js";
import { bewaarBlob } from "./opties.js";
import { leesknop } from "./spraak.js";
import { T, taal } from "./teksten.js";
import { NL } from "./talen/nl.js";

// The parts of the verslag that hold lines, in the order in which a person tells them.
function onderdelen(v) {
  const V = T.verslag;
  const delen = [];
  const voeg = (titel, regels) => regels && regels.length && delen.push({ titel, regels });
  voeg(V.hulpvraag, v.hulpvraag && v.hulpvraag.tekst && v.hulpvraag.id ? [v.hulpvraag] : []);
  voeg(V.urgentie, v.urgentie);
  (v.leefgebieden || []).forEach((g) => voeg(g.naam, g.regels));
  const p = v.al_geprobeerd || {};
  voeg(V.geprobeerd, [...(p.zelf || []), ...(p.netwerk || []), ...(p.voorzieningen || [])]);
  voeg(V.betrokken, v.betrokken);
  voeg(V.huishouden, v.huishouden);
  voeg(V.wens, v.wens);
  return delen;
}

export class VerslagVenster {
  // `ingevuld`: what an earlier window of the same verslag held.
  constructor({ gesprek, opKlaar, opWeiger, omroep, ingevuld }) {
    const V = T.verslag;
    Object.assign(this, { gesprek, opKlaar, opWeiger, omroep });
    this.kop = el("h2", { tabindex: "-1", id: "vd-verslag-kop" }, V.titel);
    this.lijst = el("div");
    this.fout = el("div", { role: "alert", klas: "vd-fout" });
    this.element = el(
      "section",
      { klas: "vd-verslag", "aria-labelledby": "vd-verslag-kop" },
      el("div", { klas: "vd-vakkop" }, this.kop, leesknop(() => this.alsTekst())),
      el("p", {}, V.uitleg),
      this.lijst,
      this.toevoegen(),
      knop(V.pdf, () => this.bewaarPdf(), "subtle"),
      this.formulier(),
    );
    if (ingevuld) this.vulIn(ingevuld);
  }

  // What is heard of it: all that one agrees to, in the order in which it stands there.
  alsTekst() {
    const delen = this.element.querySelectorAll("h2, h3, p:not([lang]), .vd-regels p, .vd-toestemming");
    return [...new Set(delen)].map((e) => e.textContent).join("\n");
  }

  get velden() {
    return [...this.form.elements, this.erbij].filter((v) => v.type !== "submit" && v.type !== "button");
  }

  get ingevuld() {
    return this.velden.map((v) => (v.type === "checkbox" || v.type === "radio" ? v.checked : v.value));
  }

  vulIn(waarden) {
    this.velden.forEach((v, i) => {
      if (typeof waarden[i] === "boolean") v.checked = waarden[i];
      else v.value = waarden[i] || "";
    });
  }

  async laad() {
    this.toon(await this.gesprek.van("/verslag"));
  }

  // Changed elsewhere (another tab, a later message): show it, unless somebody is writing here.
  vernieuw() {
    if (!this.element.querySelector(".vd-schrijft")) this.laad().catch(() => {});
  }

  toon(verslag) {
    const delen = onderdelen(verslag);
    this.lijst.replaceChildren(...(delen.length ? delen.map((d) => this.deel(d)) : [el("p", {}, T.verslag.leeg)]));
  }

  deel({ titel, regels }) {
    return el(
      "section",
      { klas: "vd-deel" },
      el("h3", {}, titel),
      el("ul", { klas: "vd-regels" }, ...regels.map((r) => this.regel(r, titel))),
    );
  }

  regel(r, titel) {
    const V = T.verslag;
    const li = el("li");
    const actie = (tekst, click) =>
      el("button", { type: "button", klas: "vd-tekstknop", "aria-label": `${tekst}: ${r.tekst}`, click }, tekst);
    const lees = () => {
      li.classList.remove("vd-schrijft");
      li.replaceChildren(
        el("p", { lang: "nl", dir: "auto" }, r.tekst),
        r.herkomst === "afgeleid" ? el("p", { klas: "vd-klein" }, V.afgeleid) : "",
        el("div", { klas: "vd-acties" }, actie(V.verander, schrijf), actie(V.haalWeg, () => this.wijzig({ id: r.id, verwijder: true }))),
      );
    };
    const schrijf = () => {
      const veld = el("textarea", { klas: "utrecht-textarea", rows: "3", "aria-label": `${titel}: ${V.verander}`, lang: "nl" });
      veld.value = r.tekst;
      const terug = () => {
        lees();
        li.querySelector("button").focus();
      };
      li.classList.add("vd-schrijft");
      li.replaceChildren(
        veld,
        el("div", { klas: "vd-knoppen" }, knop(V.bewaar, () => this.wijzig({ id: r.id, tekst: veld.value }), "primary-action"), knop(V.nietBewaren, terug)),
      );
      veld.focus();
    };
    lees();
    return li;
  }

  toevoegen() {
    const V = T.verslag;
    const veld = (this.erbij = el("textarea", { klas: "utrecht-textarea", rows: "2", id: "vd-erbij", lang: "nl" }));
    const voegToe = async () => {
      const tekst = veld.value.trim();
      if (!tekst) return veld.focus();
      if (await this.wijzig({ onderdeel: "wens", tekst })) veld.value = "";
      return undefined;
    };
    return el(
      "div",
      { klas: "vd-veld" },
      el("label", { for: "vd-erbij" }, V.erbij),
      veld,
      knop(V.voegToe, voegToe),
    );
  }

  async wijzig(regel) {
    try {
      this.toon(await this.gesprek.van("/verslag", "PATCH", { regels: [regel] }));
      this.fout.textContent = "";
      this.omroep.zeg(T.verslag.veranderd);
      this.kop.focus();
      return true;
    } catch (fout) {
      this.meldFout(fout.message || T.verslag.fout);
      return false;
    }
  }

  veld(naam, label, type, automatisch) {
    const invoer = el("input", { klas: "utrecht-textbox", id: `vd-${naam}`, name: naam, type, autocomplete: automatisch, dir: "auto" });
    return el("div", { klas: "vd-veld" }, el("label", { for: `vd-${naam}` }, label), invoer);
  }

  // Who comes back may get the same person, by the kenmerk and code of then.
  eerder() {
    const V = T.verslag;
    return el(
      "details",
      { klas: "vd-eerder" },
      el("summary", {}, V.eerder),
      el("p", { klas: "vd-klein" }, V.eerderUitleg),
      this.veld("eerder_kenmerk", V.eerderKenmerk, "text", "off"),
      this.veld("eerder_code", V.eerderCode, "text", "off"),
    );
  }

  async bewaarPdf() {
    try {
      bewaarBlob(await this.gesprek.van("/verslag.pdf"), "verslag.pdf");
    } catch (fout) {
      this.meldFout(fout.message || T.verslag.fout);
    }
  }

  formulier() {
    const V = T.verslag;
    const keuze = (waarde, label, aan) =>
      el("label", { klas: "vd-keuze" }, el("input", { type: "radio", name: "voorkeur", value: waarde, checked: aan }), el("span", {}, label));
    this.vinkje = el("input", { type: "checkbox", id: "vd-toestemming" });
    const f = el(
      "form",
      { novalidate: true, klas: "vd-contact" },
      el("h3", {}, V.contact),
      el("fieldset", {}, el("legend", {}, V.voorkeur), keuze("chat", V.chat, true), keuze("telefoon", V.bellen), keuze("email", V.mailen)),
      this.veld("naam", V.naam, "text", "name"),
      this.veld("telefoon", V.telefoon, "tel", "tel"),
      this.veld("email", V.email, "email", "email"),
      this.eerder(),
      el("label", { klas: "vd-keuze" }, el("input", { type: "checkbox", name: "alleen_verslag" }), el("span", {}, V.alleenVerslag)),
      el("label", { klas: "vd-keuze vd-toestemming" }, this.vinkje, el("span", {}, V.toestemming)),
      // The Dutch text is what the resident agrees to; a translation stands beside it, never in its place.
      taal === "nl" ? "" : el("p", { klas: "vd-klein", lang: "nl", dir: "ltr" }, NL.verslag.toestemming),
      el("p", { klas: "vd-klein" }, V.vrij),
      this.fout,
      el(
        "div",
        { klas: "vd-knoppen" },
        (this.stuurknop = el("button", { type: "submit", klas: "utrecht-button utrecht-button--primary-action" }, V.verstuur)),
        knop(V.weiger, () => this.opWeiger()),
      ),
    );
    f.addEventListener("submit", (e) => {
      e.preventDefault();
      this.keurGoed(f);
    });
    this.form = f;
    return f;
  }

  // The message stands by the button; the field it is about is marked and gets the focus.
  meldFout(tekst, veld) {
    this.form.querySelectorAll("[aria-invalid]").forEach((v) => {
      v.removeAttribute("aria-invalid");
      v.removeAttribute("aria-describedby");
    });
    this.fout.id = "vd-verslag-fout";
    this.fout.textContent = tekst;
    if (!veld) return;
    veld.setAttribute("aria-invalid", "true");
    veld.setAttribute("aria-describedby", "vd-verslag-fout");
    veld.focus();
  }

  async keurGoed(f) {
    const V = T.verslag;
    const data = new FormData(f);
    const contact = Object.fromEntries(["naam", "telefoon", "email", "voorkeur"].map((n) => [n, String(data.get(n) || "").trim()]));
    const nodig = V.nodig[contact.voorkeur];
    if (nodig && !contact[contact.voorkeur]) return this.meldFout(nodig, f.elements[contact.voorkeur]);
    if (!this.vinkje.checked) return this.meldFout(V.toestemmingNodig, this.vinkje);
    this.stuurknop.disabled = true;
    try {
      const goed = { contact, toestemming: true };
      if (data.get("alleen_verslag")) goed.onderdelen = ["verslag", "contact"];
      const kenmerk = String(data.get("eerder_kenmerk") || "").trim();
      if (kenmerk) goed.eerder = { kenmerk, volgcode: String(data.get("eerder_code") || "").trim() };
      this.opKlaar(await this.gesprek.van("/verslag/goedkeuren", "POST", goed));
    } catch (fout) {
      this.meldFout(fout.message || V.fout, fout.veld && f.elements[fout.veld]);
    } finally {
      this.stuurknop.disabled = false;
    }
    return undefined;
  }
}
