// The form of an entry, live: preview, readability and the tried question follow what is typed.
// Without this file the same stands there after pressing a button.

import { nieuweZijkant } from "./redactie_uren.js";

const formulier = document.getElementById("vz");
const zijkant = document.getElementById("zijkant");
const vraag = document.getElementById("vraag");
const proberen = document.getElementById("proberen");
const WACHT = 400;
let wacht = null;
let nummer = 0;

async function ververs() {
  const mijn = ++nummer;
  try {
    const antwoord = await fetch(zijkant.dataset.adres, {
      method: "POST", body: new URLSearchParams(new FormData(formulier)), headers: { Accept: "text/html" },
    });
    const html = antwoord.ok ? await antwoord.text() : null;
    // An answer that was overtaken by newer typing is old news.
    if (html === null || mijn !== nummer) return;
    zijkant.innerHTML = html;
    nieuweZijkant(zijkant);
  } catch { /* no connection: the button still works */ }
}

function later() {
  clearTimeout(wacht);
  wacht = setTimeout(ververs, WACHT);
}

async function probeer(gebeurtenis) {
  gebeurtenis.preventDefault();
  clearTimeout(wacht);
  await ververs();
  const plek = document.getElementById("plek");
  if (!plek) return;
  plek.tabIndex = -1;
  plek.focus();
}

if (formulier && zijkant) {
  formulier.addEventListener("input", later);
  formulier.addEventListener("change", later);
  proberen.addEventListener("click", probeer);
  vraag.addEventListener("keydown", (g) => { if (g.key === "Enter") probeer(g); });
  // Who is quick, or comes back to a form the browser filled in again, typed before anybody listened.
  if ([...formulier.elements].some((veld) => "defaultValue" in veld && veld.value !== veld.defaultValue)) later();
}
