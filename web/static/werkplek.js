// The werkplek, live. The page works without this file; here it refetches itself after each wake-up.
// What is shown always comes whole from the server (/werkplek/stand), so nothing can be missed or doubled.

const werkplek = document.getElementById("werkplek");
const csrf = document.querySelector('input[name="csrf"]').value;
const lijst = document.getElementById("berichten");
const staat = { kenmerk: werkplek.dataset.kenmerk, delen: {}, html: new Map(), nieuw: null, crisis: null, wacht: 0, vanMij: null, gezien: {}, rij: null, voorU: null };
const zien = (id) => document.getElementById(id);
const DEMP = 250;
const FOCUSBAAR = "a[href], button, input, select, textarea, summary";

// --- small things kept in this browser ---------------------------------------------------------

const keuze = {
  lees: (naam, standaard) => {
    try { return (localStorage.getItem(`werkplek-${naam}`) ?? standaard) === "aan"; } catch { return standaard === "aan"; }
  },
  zet: (naam, aan) => {
    try { localStorage.setItem(`werkplek-${naam}`, aan ? "aan" : "uit"); } catch { /* private mode: only for now */ }
  },
};
const klad = {
  sleutel: (kenmerk) => `werkplek-klad-${kenmerk}`,
  lees: (kenmerk) => { try { return sessionStorage.getItem(klad.sleutel(kenmerk)) ?? ""; } catch { return ""; } },
  zet: (kenmerk, tekst) => {
    try {
      if (tekst) sessionStorage.setItem(klad.sleutel(kenmerk), tekst);
      else sessionStorage.removeItem(klad.sleutel(kenmerk));
    } catch { /* private mode: the text still stands in the field */ }
  },
};

// --- telling -----------------------------------------------------------------------------------

function meld(tekst, fout = false) {
  for (const [id, mijn] of [["melding", !fout], ["foutmelding", fout]]) {
    const vak = zien(id);
    vak.replaceChildren();
    if (!mijn || !tekst) continue;
    const p = document.createElement("p");
    p.className = fout ? "vd-melding vd-melding--fout" : "vd-melding";
    p.textContent = tekst;
    vak.append(p);
  }
}

function verbinding(tekst) {
  const vak = zien("verbinding");
  vak.hidden = !tekst;
  vak.textContent = tekst;
}

// --- refetching --------------------------------------------------------------------------------

let bezig = null;
let nogEens = false;
let gepland = 0;

function ververs() {
  if (!gepland) gepland = setTimeout(() => { gepland = 0; haal(); }, DEMP);
}

async function haal() {
  if (bezig) { nogEens = true; return bezig; }
  bezig = haalEens().finally(() => {
    bezig = null;
    if (nogEens) { nogEens = false; ververs(); }
  });
  return bezig;
}

// What an action changed: a fetch that was under way when it ended may not know of it yet.
async function haalVers() {
  while (bezig) await bezig;
  return haal();
}

async function haalEens() {
  const gevraagd = staat.kenmerk;
  let antwoord;
  try {
    antwoord = await fetch(`/werkplek/stand?o=${encodeURIComponent(gevraagd)}`, { headers: { Accept: "application/json" } });
  } catch {
    verbinding("Geen verbinding. Wat u typt blijft staan.");
    return;
  }
  if (antwoord.status === 401 || antwoord.status === 403) { uitgelogd(); return; }
  if (!antwoord.ok) { verbinding("De werkplek is even niet bij te werken."); return; }
  const stand = await antwoord.json();
  if (gevraagd === staat.kenmerk) toon(stand);
}

// Typed with spaces or without hyphens, it still is one kenmerk: of the address, the draft and the stream.
function heet(kenmerk) {
  staat.kenmerk = kenmerk;
  werkplek.dataset.kenmerk = kenmerk;
  history.replaceState({ kenmerk }, "", `/werkplek?o=${kenmerk}`);
  volg();
}

function uitgelogd() {
  verbinding("U bent uitgelogd. Wat u typte, staat er weer als u inlogt.");
  location.assign(`/login?naar=${encodeURIComponent("/werkplek")}`);
}

function toon(stand) {
  if (staat.kenmerk && !stand.kenmerk) {
    meld(`${staat.kenmerk} is er niet (meer), of is niet voor u. Misschien trok de inwoner de toestemming in.`, true);
    opent("");
  }
  if (stand.kenmerk !== staat.kenmerk && stand.kenmerk) heet(stand.kenmerk);
  const onderaan = isOnderaan();
  for (const deel of document.querySelectorAll("[data-deel]")) vervang(deel, stand.delen[deel.dataset.deel]);
  toonBerichten(stand.berichten, Boolean(stand.kenmerk));
  zien("zoekvak").hidden = !zien("schrijf");
  // A field that appears makes the list shorter: who read the last message keeps seeing it.
  if (onderaan) lijst.scrollTop = lijst.scrollHeight;
  document.querySelector('#zoekformulier input[name="o"]').value = stand.kenmerk;
  document.querySelector('.vd-w-stand input[name="o"]').value = stand.kenmerk;
  document.body.classList.toggle("vd-werkplek--open", Boolean(stand.kenmerk));
  document.title = `${stand.nieuw ? `(${stand.nieuw}) ` : ""}Werkplek${stand.kenmerk ? ` · ${stand.kenmerk}` : ""}`;
  if (staat.vanMij !== stand.van_mij) { staat.vanMij = stand.van_mij; volg(); }
  gezien(stand);
  waarschuw(stand);
}

// Tell the resident that it was seen: by who talks with them, in a page that is looked at.
function gezien(stand) {
  const laatste = stand.berichten.at(-1)?.volgnummer ?? 0;
  if (!stand.van_mij || document.hidden || laatste <= (staat.gezien[stand.kenmerk] ?? 0)) return;
  staat.gezien[stand.kenmerk] = laatste;
  stuurOpdracht({ soort: "gelezen", kenmerk: stand.kenmerk, volgnummer: laatste });
}

// Put new HTML in a part only when it changed, and keep what the user was doing in it.
function vervang(deel, html) {
  if (html === undefined || staat.delen[deel.dataset.deel] === html) return;
  staat.delen[deel.dataset.deel] = html;
  const actief = deel.contains(document.activeElement) ? document.activeElement : null;
  const focus = actief?.id ?? "";
  const plaats = actief && !focus ? [...deel.querySelectorAll(FOCUSBAAR)].indexOf(actief) : -1;
  const geopend = new Map([...deel.querySelectorAll("details[id]")].map((d) => [d.id, d.open]));
  const velden = new Map([...deel.querySelectorAll("textarea[id], select[id], input[id]")].map((v) => [v.id, v]));
  const boven = deel.scrollTop;
  deel.innerHTML = html;
  for (const d of deel.querySelectorAll("details[id]")) if (geopend.has(d.id)) d.open = geopend.get(d.id);
  for (const nieuw of deel.querySelectorAll("textarea[id], select[id], input[id]")) {
    const oud = velden.get(nieuw.id);
    if (!oud) continue;
    if (oud.value) nieuw.value = oud.value;
    if (focus === nieuw.id && oud.selectionStart != null) nieuw.setSelectionRange(oud.selectionStart, oud.selectionEnd);
  }
  deel.scrollTop = boven;
  if (focus) (zien(focus) ?? deel).focus?.({ preventScroll: true });
  // A button without a name of its own: the one in its place, if that says the same.
  const zelfde = deel.querySelectorAll(FOCUSBAAR)[plaats];
  if (zelfde && zelfde.textContent === actief.textContent) zelfde.focus({ preventScroll: true });
  if (deel.dataset.deel === "schrijven") klaarOmTeSchrijven();
}

function isOnderaan() {
  return lijst.scrollHeight - lijst.scrollTop - lijst.clientHeight < 60;
}

function toonBerichten(berichten, open) {
  lijst.hidden = !open;
  const nummers = new Set(berichten.map((b) => String(b.volgnummer)));
  for (const li of [...lijst.children]) {
    if (!nummers.has(li.dataset.volgnummer)) { staat.html.delete(li.dataset.volgnummer); li.remove(); }
  }
  let erbij = false;
  for (const b of berichten) {
    const sleutel = String(b.volgnummer);
    const bestaand = lijst.querySelector(`[data-volgnummer="${sleutel}"]`);
    if (bestaand && (!staat.html.has(sleutel) || staat.html.get(sleutel) === b.html)) { staat.html.set(sleutel, b.html); continue; }
    const hulp = document.createElement("ol");
    hulp.innerHTML = b.html;
    const li = hulp.firstElementChild;
    if (bestaand) werkBij(bestaand, li);
    else { lijst.append(li); erbij = true; }
    staat.html.set(sleutel, b.html);
  }
  if (erbij) zien("typt").textContent = "";
}

// Change only what differs: a screen reader reads out what is new in the list, and not a whole message again.
function werkBij(oud, nieuw) {
  let hier = oud.firstElementChild;
  for (const kind of [...nieuw.children]) {
    let gelijk = hier;
    while (gelijk && gelijk.outerHTML !== kind.outerHTML) gelijk = gelijk.nextElementSibling;
    if (!gelijk) { oud.insertBefore(kind, hier); continue; }
    while (hier !== gelijk) hier = haalWeg(hier);
    hier = hier.nextElementSibling;
  }
  while (hier) hier = haalWeg(hier);
}

function haalWeg(deel) {
  const volgende = deel.nextElementSibling;
  deel.remove();
  return volgende;
}

// --- sound and notifications, by choice ---------------------------------------------------------

function waarschuw(stand) {
  const erbij = (nu, eerder) => (eerder ? nu.filter((k) => !eerder.has(k)) : []);
  const crisis = stand.crisis.filter((k) => staat.crisis && !staat.crisis.includes(k));
  const voorU = erbij(stand.voor_u, staat.voorU);
  // What came back in the queue was told before.
  const rij = erbij(stand.rij, staat.rij).filter((k) => !crisis.includes(k) && !voorU.includes(k));
  if (staat.nieuw !== null && stand.nieuw > staat.nieuw) laatWeten("Nieuw bericht", "Een inwoner wacht op uw antwoord.");
  if (crisis.length) laatWeten("Crisis in de rij", "Er staat een crisis in de rij.");
  if (voorU.length) laatWeten("Een vraag voor u", "Een collega vraagt u om een vraag op te pakken of mee te kijken.");
  if (rij.length && stand.aanwezig && keuze.lees("rij", "uit")) laatWeten("Nieuwe vraag", "Er staat een nieuwe vraag in de rij.");
  staat.nieuw = stand.nieuw;
  staat.crisis = stand.crisis;
  staat.voorU = new Set(stand.voor_u);
  staat.rij = new Set([...(staat.rij ?? []), ...stand.rij]);
}

function laatWeten(titel, tekst) {
  if (keuze.lees("geluid", "uit")) piep();
  if (keuze.lees("melding", "uit") && !document.hasFocus() && window.Notification?.permission === "granted") {
    // No words of the resident: a notification shows on a locked screen too.
    const melding = new Notification(titel, { body: tekst, tag: "werkplek", renotify: true });
    melding.onclick = () => { window.focus(); melding.close(); };
  }
}

function piep() {
  try {
    const geluid = new AudioContext();
    const toon = geluid.createOscillator();
    const sterkte = geluid.createGain();
    sterkte.gain.value = 0.08;
    toon.frequency.value = 660;
    toon.connect(sterkte).connect(geluid.destination);
    toon.start();
    toon.stop(geluid.currentTime + 0.18);
  } catch { /* no sound on this machine */ }
}

// --- the event stream ---------------------------------------------------------------------------

let stroom = null;
let wachten = 500;
let typtKlok = 0;

function verbind() {
  const adres = new URL("/werkplek/stroom", location.href);
  adres.protocol = adres.protocol.replace("http", "ws");
  stroom = new WebSocket(adres);
  stroom.addEventListener("open", () => { wachten = 500; verbinding(""); volg(); ververs(); });
  stroom.addEventListener("message", (e) => ontvang(JSON.parse(e.data)));
  stroom.addEventListener("close", (e) => {
    if (e.code === 4401) { uitgelogd(); return; }
    verbinding("Verbinding weg. Wij proberen het opnieuw.");
    setTimeout(verbind, wachten * (0.75 + Math.random() / 2));
    wachten = Math.min(wachten * 2, 15000);
    ververs();
  });
}

function stuurOpdracht(opdracht) {
  if (stroom?.readyState === WebSocket.OPEN) stroom.send(JSON.stringify(opdracht));
}

const volg = () => stuurOpdracht({ soort: "volg", kenmerk: staat.kenmerk });

function ontvang(event) {
  if (event.soort === "wek") ververs();
  if (event.soort === "uitgelogd") uitgelogd();
  if (event.soort === "typt" && event.kenmerk === staat.kenmerk) {
    zien("typt").textContent = "De inwoner typt…";
    clearTimeout(typtKlok);
    typtKlok = setTimeout(() => { zien("typt").textContent = ""; }, 4000);
  }
}

// --- opening an overdracht without loading the page ---------------------------------------------

let stilKlok = 0;

function opent(kenmerk) {
  staat.kenmerk = kenmerk;
  werkplek.dataset.kenmerk = kenmerk;
  staat.html.clear();
  lijst.replaceChildren();
  zien("treffers").replaceChildren();
  zien("zoek").value = "";
  zien("typt").textContent = "";
  // What stood there already is no news: only what comes after it is read out.
  lijst.setAttribute("aria-live", "off");
  clearTimeout(stilKlok);
  stilKlok = setTimeout(() => lijst.setAttribute("aria-live", "polite"), 1000);
  // Fields of another overdracht are not this one's.
  for (const naam of ["verslag", "acties", "schrijven", "kop"]) delete staat.delen[naam];
  const velden = ["#verslag", "[data-deel=acties]", "[data-deel=schrijven]"].map((d) => `${d} textarea, ${d} select`);
  for (const veld of document.querySelectorAll(velden.join(", "))) veld.value = "";
  volg();
}

async function open(kenmerk, { geschiedenis = true, focus = "" } = {}) {
  if (geschiedenis) history.pushState({ kenmerk }, "", kenmerk ? `/werkplek?o=${kenmerk}` : "/werkplek");
  meld("");
  const begin = document.activeElement?.id;
  opent(kenmerk);
  await haalVers();
  lijst.scrollTop = lijst.scrollHeight;
  // Who has begun to write meanwhile goes on writing: half a sentence may not land beside the field.
  const veld = document.activeElement;
  const schrijft = veld?.matches("textarea, input, select") && veld.id !== begin;
  if (focus && !schrijft) (zien(focus) ?? zien("verslag")).focus();
}

addEventListener("popstate", () => {
  const kenmerk = new URLSearchParams(location.search).get("o") ?? "";
  if (kenmerk !== staat.kenmerk) open(kenmerk, { geschiedenis: false });
});

document.addEventListener("click", (e) => {
  const link = e.target.closest("a[data-kenmerk]");
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  open(link.dataset.kenmerk, { focus: "verslag" });
});

// --- forms --------------------------------------------------------------------------------------

async function post(pad, data) {
  const antwoord = await fetch(pad, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": csrf },
    body: new URLSearchParams(data),
  });
  if (antwoord.status === 401) { uitgelogd(); throw new Error("uitgelogd"); }
  const soort = antwoord.headers.get("Content-Type") ?? "";
  const inhoud = soort.includes("json") ? await antwoord.json() : { fout: "Dit lukte niet. Laad de pagina opnieuw." };
  return { goed: antwoord.ok, ...inhoud };
}

document.addEventListener("submit", (e) => {
  const formulier = e.target;
  if (formulier.id === "schrijf") { e.preventDefault(); verstuur(); return; }
  if (formulier.id === "snelformulier") { e.preventDefault(); voegSnelIn(); return; }
  if (formulier.id === "vindformulier") { e.preventDefault(); open(zien("vind").value.trim().toUpperCase(), { focus: "verslag" }); zien("vind").value = ""; return; }
  if (formulier.id === "zoekformulier") { e.preventDefault(); zoek(); return; }
  if (!formulier.matches("[data-actie]")) return;
  e.preventDefault();
  actie(formulier, e.submitter);
});

async function actie(formulier, knop) {
  const data = new FormData(formulier, knop);
  if (data.has("client_id")) data.set("client_id", crypto.randomUUID());
  const pad = knop?.getAttribute("formaction") ?? formulier.getAttribute("action");
  const terug = onthoudPlek(formulier, knop);
  if (knop) knop.disabled = true;
  try {
    const uit = await post(pad, data);
    meld(uit.goed ? uit.melding : uit.fout, !uit.goed);
    if (!uit.goed) { await haalVers(); return; }
    for (const veld of formulier.querySelectorAll("textarea")) veld.value = "";
    if (formulier.closest("details")) formulier.closest("details").open = false;
    if ("kenmerk" in uit && uit.kenmerk !== staat.kenmerk) { klad.zet(staat.kenmerk, ""); await open(uit.kenmerk, { focus: "rij" }); meld(uit.melding); }
    else { await haalVers(); if (pad.endsWith("/oppakken")) zien("tekst")?.focus(); }
  } catch {
    meld("Er is geen verbinding. Probeer het zo opnieuw.", true);
  } finally {
    if (knop) knop.disabled = false;
    terug();
  }
}

// A button that is switched off or replaced loses the focus to the page: who works by keyboard would begin at the top.
// Back to a button with a name of its own, to the first field of the form or, where that is gone or closed, to its pane.
function onthoudPlek(formulier, knop) {
  const veld = knop?.id || formulier.querySelector("textarea, select, input:not([type=hidden])")?.id;
  const vak = formulier.closest("section")?.id;
  return () => {
    if (document.activeElement !== document.body) return;
    const plek = (veld && zien(veld)?.checkVisibility() && zien(veld)) || zien(vak);
    plek?.focus({ preventScroll: true });
  };
}

let onderweg = null;

async function verstuur() {
  const veld = zien("tekst");
  const tekst = veld.value.trim();
  if (!tekst) return;
  // The same text after a failure goes with the same id: a retry is the same message.
  if (onderweg?.tekst !== tekst || onderweg?.kenmerk !== staat.kenmerk) {
    onderweg = { kenmerk: staat.kenmerk, tekst, client_id: crypto.randomUUID() };
  }
  const { kenmerk, client_id } = onderweg;
  veld.value = "";
  try {
    const uit = await post(`/werkplek/${kenmerk}/bericht`, { tekst, client_id });
    if (!uit.goed) throw new Error(uit.fout);
    onderweg = null;
    klad.zet(kenmerk, "");
    meld(uit.verborgen);
    await haalVers();
    lijst.scrollTop = lijst.scrollHeight;
  } catch (fout) {
    if (staat.kenmerk === kenmerk && zien("tekst") && !zien("tekst").value) zien("tekst").value = tekst;
    klad.zet(kenmerk, tekst);
    meld(fout instanceof TypeError ? "Er is geen verbinding. Uw bericht is niet verstuurd en staat er nog." : fout.message, true);
    if (!(fout instanceof TypeError)) haal();
  }
}

// At the start the browser may have put back an older text of before a reload; the draft is newer.
function klaarOmTeSchrijven({ eerste = false } = {}) {
  const veld = zien("tekst");
  if (!veld) return;
  const bewaard = onderweg?.kenmerk === staat.kenmerk ? "" : klad.lees(staat.kenmerk);
  if (bewaard && (eerste || !veld.value)) veld.value = bewaard;
  for (const uitleg of document.querySelectorAll("[data-met-script]")) uitleg.hidden = false;
}

document.addEventListener("input", (e) => {
  if (e.target.id !== "tekst") return;
  klad.zet(staat.kenmerk, e.target.value);
  const nu = Date.now();
  if (nu - staat.wacht > 1500) { staat.wacht = nu; stuurOpdracht({ soort: "typt" }); }
});

function voegSnelIn() {
  const veld = zien("tekst");
  const tekst = zien("snel").selectedOptions[0]?.dataset.tekst ?? "";
  veld.value = veld.value.trim() ? `${veld.value.trimEnd()}\n${tekst}` : tekst;
  klad.zet(staat.kenmerk, veld.value);
  veld.focus();
}

async function zoek() {
  const vraag = zien("zoek").value.trim();
  const adres = `/werkplek/zoeken?o=${encodeURIComponent(staat.kenmerk)}&zoek=${encodeURIComponent(vraag)}`;
  try {
    const antwoord = await fetch(adres, { headers: { Accept: "application/json" } });
    if (!antwoord.ok) throw new Error();
    zien("treffers").innerHTML = (await antwoord.json()).html;
    zien("treffers").scrollIntoView({ block: "nearest" });
  } catch {
    meld("Zoeken lukt nu even niet.", true);
  }
}

zien("beschikbaar").addEventListener("change", (e) => e.target.form.requestSubmit());
zien("maximum").addEventListener("change", (e) => e.target.form.requestSubmit());

// --- keyboard -----------------------------------------------------------------------------------

const inVeld = (el) => el.closest("input, textarea, select, [contenteditable], dialog") !== null;

function stap(richting) {
  const links = [...document.querySelectorAll("#rij a[data-kenmerk]")].filter((a) => a.checkVisibility());
  const hier = links.findIndex((a) => a === document.activeElement);
  const open_ = links.findIndex((a) => a.dataset.kenmerk === staat.kenmerk);
  links[Math.max(0, Math.min(links.length - 1, (hier < 0 ? open_ : hier) + richting))]?.focus();
}

function openDetails(id, veld) {
  const details = zien(id);
  if (details) { details.open = true; zien(veld)?.focus(); }
}

const TOETSEN = {
  j: () => stap(1),
  k: () => stap(-1),
  r: () => zien("rij").focus(),
  v: () => zien("verslag").focus(),
  g: () => lijst.focus(),
  b: () => zien("tekst")?.focus(),
  o: () => zien("oppakken")?.click(),
  i: () => zien("vind").focus(),
  d: () => openDetails("d-doorzetten", "naar"),
  f: () => openDetails("d-afronden", "uitkomst"),
  n: () => zien("notitie")?.focus(),
  l: () => zien("indeling")?.querySelector("button").focus(),
  z: () => zien("zoek").focus(),
  p: () => staat.kenmerk && print(),
  "?": () => zien("toetsen").showModal(),
};

document.addEventListener("keydown", (e) => {
  if (e.target.id === "tekst" && e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); verstuur(); return; }
  if (e.key === "Escape" && inVeld(e.target) && !e.target.closest("dialog")) { e.target.blur(); zien("gesprek").focus({ preventScroll: true }); return; }
  if (e.ctrlKey || e.metaKey || e.altKey || inVeld(e.target) || !keuze.lees("toetsen", "aan")) return;
  const doe = TOETSEN[e.key.toLowerCase()];
  if (doe) { e.preventDefault(); doe(); }
});

zien("toon-toetsen").hidden = false;
zien("toon-toetsen").addEventListener("click", () => zien("toetsen").showModal());
zien("sluit-toetsen").addEventListener("click", () => zien("toetsen").close());
for (const [naam, standaard] of [["toetsen", "aan"], ["geluid", "uit"], ["melding", "uit"], ["rij", "uit"]]) {
  const vak = zien(`${naam}-aan`);
  vak.checked = keuze.lees(naam, standaard);
  vak.addEventListener("change", async () => {
    if (naam === "melding" && vak.checked) vak.checked = (await window.Notification?.requestPermission()) === "granted";
    keuze.zet(naam, vak.checked);
    if (naam === "geluid" && vak.checked) piep();
  });
}

// --- start --------------------------------------------------------------------------------------

document.querySelector(".vd-w-stand button").hidden = true;
klaarOmTeSchrijven({ eerste: true });
lijst.scrollTop = lijst.scrollHeight;
if (location.search.includes("melding=")) history.replaceState(null, "", staat.kenmerk ? `/werkplek?o=${staat.kenmerk}` : "/werkplek");
verbind();
// A safety net, and what keeps the waiting times right on a quiet day.
setInterval(ververs, 60000);
addEventListener("online", ververs);
document.addEventListener("visibilitychange", () => { if (!document.hidden) ververs(); });
