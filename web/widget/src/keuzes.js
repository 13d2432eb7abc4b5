// What a resident decides or puts right while the team has the verslag: whether another may read it too, and how the
// team reaches them.
import { el, knop } from "./bouw.js";
import { reden } from "./regels.js";
import { T, taal } from "./teksten.js";
import { NL } from "./talen/nl.js";

// One question, answered with one tap. na: called after the answer was kept, or was refused because nothing is asked.
export function doorzetvak(vraag, { gesprek, na }) {
  const K = T.keuze;
  const wie = (zin) => zin.replace("{naar}", vraag.ontvanger);
  const fout = el("p", { klas: "vd-fout", role: "alert" });
  const kies = async (antwoord) => {
    try {
      await gesprek.van("/overdracht/doorzetten", "POST", { antwoord, ontvanger: vraag.ontvanger });
    } catch (e) {
      fout.textContent = reden(e);
      if (e.status !== 409) return;
    }
    na();
  };
  return el(
    "section",
    { klas: "vd-keuzevak", "aria-labelledby": "vd-doorzet-kop" },
    el("h2", { id: "vd-doorzet-kop" }, wie(K.vraag)),
    // Dutch is what counts: a translation stands beside it, never in its place.
    taal === "nl" ? "" : el("p", { klas: "vd-klein", lang: "nl", dir: "ltr" }, wie(NL.keuze.vraag)),
    el("p", {}, `${wie(vraag.wat === "meekijken" ? K.meekijken : K.doorzetten)} ${K.vrij}`),
    fout,
    el("div", { klas: "vd-knoppen" }, knop(K.ja, () => kies("ja"), "primary-action"), knop(K.nee, () => kies("nee"))),
  );
}

// Closed until it is wanted; what is known of it is asked then.
export function bereikvak({ gesprek, omroep }) {
  const V = T.verslag;
  const fout = el("p", { klas: "vd-fout", role: "alert" });
  const keuze = (waarde, naam) => el("label", { klas: "vd-keuze" }, el("input", { type: "radio", name: "bereik-voorkeur", value: waarde }), el("span", {}, naam));
  const veld = (naam, label, type, auto) =>
    el("div", { klas: "vd-veld" }, el("label", { for: `vd-bereik-${naam}` }, label), el("input", { klas: "utrecht-textbox", id: `vd-bereik-${naam}`, name: naam, type, autocomplete: auto, dir: "auto" }));
  const form = el(
    "form",
    { novalidate: true, klas: "vd-contact" },
    el("fieldset", {}, el("legend", {}, V.voorkeur), keuze("chat", V.chat), keuze("telefoon", V.bellen), keuze("email", V.mailen)),
    veld("naam", V.naam, "text", "name"),
    veld("telefoon", V.telefoon, "tel", "tel"),
    veld("email", V.email, "email", "email"),
    fout,
    el("button", { type: "submit", klas: "utrecht-button utrecht-button--secondary-action", "aria-label": `${V.bewaar}: ${T.keuze.bereik}` }, V.bewaar),
  );
  const vak = el("details", { klas: "vd-eerder vd-bereik" }, el("summary", {}, T.keuze.bereik), form);
  const velden = () => ["naam", "telefoon", "email"].map((n) => form.elements[n]);
  vak.addEventListener("toggle", async () => {
    if (!vak.open || vak.dataset.vol) return;
    vak.dataset.vol = "ja";
    try {
      const { contact } = await gesprek.van("/verslag");
      velden().forEach((v) => (v.value = v.value || contact[v.name] || ""));
      const nu = form.querySelector(`[value="${contact.voorkeur || "chat"}"]`);
      if (nu) nu.checked = true;
    } catch (e) {
      delete vak.dataset.vol;
      fout.textContent = reden(e);
    }
  });
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const gekozen = form.querySelector("[type=radio]:checked");
    const contact = Object.fromEntries(velden().map((v) => [v.name, v.value.trim()]));
    fout.textContent = "";
    try {
      await gesprek.van("/overdracht/bereik", "POST", { ...contact, voorkeur: gekozen ? gekozen.value : "chat" });
      vak.open = false;
      vak.querySelector("summary").focus();
      omroep.zeg(T.keuze.bewaard);
    } catch (probleem) {
      fout.textContent = reden(probleem);
      if (probleem.veld && form.elements[probleem.veld]) form.elements[probleem.veld].focus();
    }
  });
  return vak;
}
