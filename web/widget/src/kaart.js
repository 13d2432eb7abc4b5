// One entry of the sociale kaart: what, where, when, cost, how to get in touch and when it was last checked.
import { el, link } from "./bouw.js";
import { pictogram } from "./pictogrammen.js";
import { T } from "./teksten.js";

// Opened only by who taps it; nothing is asked of it before.
const ROUTE = "https://www.openstreetmap.org/directions?to=";
const veilig = (adres) => /^https?:\/\//i.test(adres || "");

export function kaart(v, basis) {
  return el(
    "li",
    { klas: "vd-kaart" },
    el("h3", {}, v.naam),
    v.organisatie && v.organisatie !== v.naam ? el("p", { klas: "vd-klein" }, v.organisatie) : "",
    el("p", {}, v.omschrijving || ""),
    v.toegang_tekst ? el("p", { klas: v.toegang === "vrij" ? "" : "vd-toegang" }, v.toegang_tekst) : "",
    feiten(v),
    wegen(v),
    meer(v, basis),
    v.verouderd_tekst ? el("p", { klas: "vd-klein vd-letop" }, v.verouderd_tekst) : "",
    v.gecontroleerd_tekst ? el("p", { klas: "vd-klein" }, v.gecontroleerd_tekst) : "",
  );
}

const waar = (v) => v.adres_tekst || [v.adres, [v.postcode, v.plaats].filter(Boolean).join(" ")].filter(Boolean).join(", ");

function feiten(v) {
  const dl = el("dl", { klas: "vd-feiten" });
  const regel = (naam, ...inhoud) => dl.append(el("div", {}, el("dt", {}, naam), el("dd", {}, ...inhoud)));
  if (waar(v)) regel(T.kaart.waar, waar(v));
  if (v.open_tekst || v.openingstijden) {
    const nu = v.open_tekst ? el("strong", { klas: v.open_nu ? "vd-open" : "" }, v.open_tekst) : "";
    regel(T.kaart.wanneer, nu, v.openingstijden ? el("span", { klas: "vd-uren" }, v.openingstijden) : "");
  }
  if (v.kosten_tekst || v.kosten) regel(T.kaart.kosten, v.kosten_tekst || v.kosten);
  if (v.doelgroep) regel(T.kaart.voorWie, v.doelgroep);
  if (v.route) regel(T.kaart.route, v.route);
  return dl;
}

function wegen(v) {
  const p = el("p", { klas: "vd-wegen" });
  const weg = (icoon, href, tekst, meer = {}) =>
    p.append(el("a", { klas: "vd-weg", href, ...meer }, pictogram(icoon), el("span", {}, tekst)));
  if (v.telefoon) weg("telefoon", v.telefoon_link || `tel:${v.telefoon.replace(/[^\d+]/g, "")}`, T.kaart.bel(v.telefoon));
  if (v.email) weg("mail", `mailto:${v.email}`, T.kaart.mail, { "aria-label": `${T.kaart.mail} ${v.naam}` });
  // Only a real address, so never that of a confidential place.
  if (v.adres)
    weg("route", ROUTE + encodeURIComponent(waar(v)), T.kaart.zoekRoute, {
      target: "_blank",
      rel: "noopener noreferrer",
      "aria-label": `${T.kaart.zoekRoute}: ${v.naam} (${T.kaart.nieuwVenster})`,
    });
  if (veilig(v.website))
    weg("web", v.website, T.kaart.website, {
      target: "_blank",
      rel: "noopener noreferrer",
      "aria-label": `${T.kaart.website} ${v.naam} (${T.kaart.nieuwVenster})`,
    });
  return p.children.length ? p : "";
}

function meer(v, basis) {
  if (!v.id) return "";
  const adres = `${basis}/voorzieningen/${encodeURIComponent(v.id)}`;
  return el(
    "details",
    { klas: "vd-meer" },
    el("summary", {}, T.kaart.meer),
    el("p", {}, link(adres, T.kaart.bewaar, { target: "_blank", rel: "noopener", "aria-label": `${T.kaart.bewaar}: ${v.naam} (${T.kaart.nieuwVenster})` })),
    el("p", {}, link(mailMij(v, adres), T.kaart.mailMij, { "aria-label": `${T.kaart.mailMij}: ${v.naam}` })),
  );
}

// Only what is public stands in it: nothing of the gesprek.
function mailMij(v, adres) {
  const regels = [v.naam, v.organisatie, v.omschrijving, waar(v), v.openingstijden, v.kosten_tekst, v.telefoon, v.email, v.website, v.gecontroleerd_tekst, adres];
  return `mailto:?subject=${encodeURIComponent(T.kaart.mailOnderwerp(v.naam))}&body=${encodeURIComponent(regels.filter(Boolean).join("\r\n"))}`;
}
