// Small builders for the page: text is always set as text, so that nobody's words become markup.

export function el(naam, eigenschappen = {}, ...kinderen) {
  const e = document.createElement(naam);
  for (const [k, v] of Object.entries(eigenschappen)) {
    if (v === undefined || v === null || v === false) continue;
    if (k === "klas") e.className = v;
    else if (typeof v === "function") e.addEventListener(k, v);
    else e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...kinderen.filter((k) => k !== null && k !== undefined && k !== "" && k !== false));
  return e;
}

// Milliseconds.
const LOSLATEN = 300;

// What had the focus goes out of sight at once, and away a moment after the focus. A screen reader whose place goes
// away together with the focus looks for a new place by itself, and says nothing of where the focus went.
export function laatGaan(e, weg = null) {
  if (weg) e.classList.add("vd-verborgen");
  else e.className = "vd-verborgen";
  const plek = e.getRootNode().activeElement;
  if (!weg && plek && plek.labels && plek.labels.length) plek.setAttribute("aria-label", plek.labels[0].textContent.trim());
  if (!weg) houdAlleen(e, plek);
  setTimeout(weg || (() => e.remove()), LOSLATEN);
}

// Only the place itself stays: fields without their words or a second region of the same name would be met meanwhile.
function houdAlleen(e, plek) {
  for (const naam of ["id", "role", "aria-label", "aria-labelledby", "aria-describedby"]) if (e !== plek) e.removeAttribute(naam);
  for (const deel of e === plek ? [] : [...e.childNodes]) {
    if (deel.contains(plek)) houdAlleen(deel, plek);
    else deel.remove();
  }
}

export const knop = (tekst, op, soort = "secondary-action", klas = "") =>
  el("button", { type: "button", klas: `utrecht-button utrecht-button--${soort} ${klas}`, click: op }, tekst);

// What one can tap in a text: phone numbers, e-mail addresses and web addresses. No lookbehind: an
// older Safari refuses the whole script for it.
const NUMMER = "112|113|14 0\\d{2,3}|0[89]00[- ]\\d{3,4}(?: \\d{1,4})?|06[ -]\\d{8}|0\\d{1,3}[ -]\\d{3,4}[ -]\\d{3,4}|0\\d{2,3} \\d{3} \\d{2} \\d{2}|0\\d{2,3}[ -]?\\d{6,7}";
const TIKBAAR = new RegExp(
  `(^|[^\\d€\\w-])(${NUMMER})(?![\\d-])|([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)|(https:\\/\\/[^\\s<>"]+[^\\s<>".,;:!?)])`,
  "g",
);

export function metLinks(tekst) {
  const uit = [];
  let vanaf = 0;
  for (const m of tekst.matchAll(TIKBAAR)) {
    const [heel, voor = "", nummer, mail, web] = m;
    uit.push(tekst.slice(vanaf, m.index) + voor);
    if (nummer) uit.push(link(`tel:${nummer.replace(/\D/g, "")}`, nummer, { dir: "ltr" }));
    else if (mail) uit.push(link(`mailto:${mail}`, mail));
    else uit.push(link(web, web, { target: "_blank", rel: "noopener noreferrer" }));
    vanaf = m.index + heel.length;
  }
  uit.push(tekst.slice(vanaf));
  return uit.filter(Boolean);
}

export const link = (href, inhoud, meer = {}) => el("a", { klas: "utrecht-link", href, ...meer }, inhoud);

// A message's text: paragraphs, and lists with "- "; each line in its own direction, since Arabic and Dutch meet here.
export function alineas(tekst) {
  const delen = [];
  let lijst = null;
  for (const regel of String(tekst).split("\n")) {
    const punt = /^\s*[-•] /.exec(regel);
    if (punt) {
      if (!lijst) delen.push((lijst = el("ul", { klas: "utrecht-unordered-list", dir: "auto" })));
      lijst.append(el("li", {}, ...metLinks(regel.slice(punt[0].length))));
      continue;
    }
    lijst = null;
    if (regel.trim()) delen.push(el("p", { dir: "auto" }, ...metLinks(regel)));
  }
  return delen;
}
