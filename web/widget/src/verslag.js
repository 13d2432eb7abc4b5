// The concept-verslag as the resident sees it: read, change, take away, add, approve or refuse.
import { el, knop } from "./bouw.js";
import { bewaarPdf, reden, Regels } from "./regels.js";
import { leesknop } from "./spraak.js";
import { T, taal } from "./teksten.js";
import { NL } from "./talen/nl.js";

export class VerslagVenster {
  // `ingevuld`: what an earlier window of the same verslag held.
  constructor({ gesprek, opKlaar, opWeiger, omroep, ingevuld }) {
    const V = T.verslag;
    Object.assign(this, { gesprek, opKlaar, opWeiger, omroep });
    this.kop = el("h2", { tabindex: "-1", id: "vd-verslag-kop" }, V.titel);
    this.regels = new Regels({ gesprek, omroep, kop: this.kop, opVerslag: (v) => this.toonKeuze(v), klad: ingevuld && ingevuld.regels });
    this.fout = el("div", { role: "alert", klas: "vd-fout" });
    this.element = el(
      "section",
      { klas: "vd-verslag", "aria-labelledby": "vd-verslag-kop" },
      el("div", { klas: "vd-vakkop" }, this.kop, leesknop(() => this.alsTekst())),
      el("p", {}, V.uitleg),
      this.regels.zaak,
      this.regels.lijst,
      this.regels.vak,
      knop(V.pdf, () => bewaarPdf(gesprek, (tekst) => this.meldFout(tekst)), "subtle"),
      this.formulier(),
    );
    if (ingevuld && ingevuld.velden) this.vulIn(ingevuld.velden);
  }

  // What is heard of it: all that one agrees to, in the order in which it stands there.
  alsTekst() {
    const delen = this.element.querySelectorAll("h2, h3, p:not([lang]), .vd-regels p, .vd-toestemming");
    return [...new Set(delen)].filter((e) => !e.closest("[hidden]")).map((e) => e.textContent).join("\n");
  }

  get velden() {
    return [...this.form.elements].filter((v) => v.type !== "submit" && v.type !== "button");
  }

  get ingevuld() {
    const velden = this.velden.map((v) => (v.type === "checkbox" || v.type === "radio" ? v.checked : v.value));
    return { velden, regels: this.regels.ingevuld };
  }

  vulIn(waarden) {
    this.velden.forEach((v, i) => {
      if (typeof waarden[i] === "boolean") v.checked = waarden[i];
      else v.value = waarden[i] || "";
    });
  }

  // In danger the team reads along already: that is told, not asked.
  toonKeuze(verslag) {
    this.keuzeGesprek.hidden = Boolean(verslag.crisis);
    this.zonderKeuze.hidden = !verslag.crisis;
    // A yes is for who stood there: with another receiver it is asked again.
    if (this.ontvanger !== undefined && this.ontvanger !== verslag.ontvanger) this.vinkje.checked = false;
    this.ontvanger = verslag.ontvanger;
    this.naarWie.forEach(({ zin, tekst }) => (zin.textContent = tekst.replace("{naar}", verslag.ontvanger)));
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
      this.delen(),
      el("p", { klas: "vd-klein" }, V.vrij),
      this.fout,
      el(
        "div",
        { klas: "vd-knoppen" },
        el("button", { type: "submit", klas: "utrecht-button utrecht-button--primary-action" }, V.verstuur),
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

  // What the team may read: the verslag, and apart from it the gesprek, which goes along only for who chooses so.
  delen() {
    const V = T.verslag;
    // The Dutch text is what the resident agrees to; a translation stands beside it, never in its place.
    const ook = (naam) => (taal === "nl" ? "" : el("p", { klas: "vd-klein", lang: "nl", dir: "ltr" }, NL.verslag[naam]));
    const keuze = (vinkje, naam) => el("label", { klas: "vd-keuze vd-toestemming" }, vinkje, el("span", {}, V[naam]));
    this.gesprekMee = el("input", { type: "checkbox", name: "gesprek_mee", "aria-describedby": "vd-gesprek-uitleg" });
    this.keuzeGesprek = el(
      "div",
      {},
      keuze(this.gesprekMee, "gesprekMee"),
      ook("gesprekMee"),
      el("p", { klas: "vd-klein", id: "vd-gesprek-uitleg" }, V.gesprekUitleg),
    );
    this.zonderKeuze = el("div", { hidden: true }, el("p", {}, V.gesprekCrisis), ook("gesprekCrisis"));
    const legenda = el("legend", {}, V.delen);
    this.naarWie = [{ zin: el("p", { id: "vd-ontvanger" }), tekst: V.ontvanger }];
    if (taal !== "nl") this.naarWie.push({ zin: el("p", { klas: "vd-klein", lang: "nl", dir: "ltr" }), tekst: NL.verslag.ontvanger });
    const naarWie = this.naarWie.map(({ zin }) => zin);
    // Who gets it is heard too by who goes from field to field.
    return el("fieldset", { "aria-describedby": "vd-ontvanger" }, legenda, ...naarWie, keuze(this.vinkje, "toestemming"), ook("toestemming"), this.keuzeGesprek, this.zonderKeuze);
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
    if (!this.regels.isBewaard()) return undefined;
    if (!this.vinkje.checked) return this.meldFout(V.toestemmingNodig, this.vinkje);
    // Not disabled: that would take the focus away from it.
    if (this.bezig) return undefined;
    this.bezig = true;
    try {
      const onderdelen = ["verslag", "contact", ...(this.gesprekMee.checked && !this.keuzeGesprek.hidden ? ["gesprek"] : [])];
      const goed = { contact, toestemming: true, onderdelen, ontvanger: this.ontvanger, tekstversie: NL.verslag.tekstversie, taal, gelezen: this.regels.verslag.merk };
      const kenmerk = String(data.get("eerder_kenmerk") || "").trim();
      if (kenmerk) goed.eerder = { kenmerk, volgcode: String(data.get("eerder_code") || "").trim() };
      this.opKlaar(await this.gesprek.van("/verslag/goedkeuren", "POST", goed));
    } catch (fout) {
      this.meldFout(reden(fout), fout.veld && f.elements[fout.veld]);
      // It may be that another gets it now.
      if (fout.status === 409) this.regels.vernieuw();
    } finally {
      this.bezig = false;
    }
    return undefined;
  }
}
