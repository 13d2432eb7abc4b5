// The werkplek, live. The page works without this file; here it refetches itself after each wake-up.
// What is shown always comes whole from the server (/werkplek/stand), so nothing can be missed or doubled.

import { keuze, klad, onderweg } from "./werkplek_bewaard.js";
import { Paneel, onthoudOpen, vervang } from "./werkplek_paneel.js";

const werkplek = document.getElementById("werkplek");
const csrf = document.querySelector('input[name="csrf"]').value;
const staat = { delen: {}, nieuw: null, crisis: null, gezien: {}, rij: null, voorU: null, typte: 0 };
const zien = (id) => document.getElementById(id);
const DEMP = 250;
const MEESTE = Number(werkplek.dataset.meeste);

// --- what is open ------------------------------------------------------------------------------

// From left to right; one empty pane when nothing is open. `actief` is the one that has, or had last, the focus.
let panelen = [...zien("gesprekken").children].map((g) => new Paneel(zien(`verslag${g.id.slice("gesprek".length)}`), g));
let actief = panelen.find((p) => p.gesprek.classList.contains("vd-w-gesprek--actief")) ?? panelen[0];
// Panes that were closed, to be used again.
const vrij = [];

const paneelVan = (element) => panelen.find((p) => p.bevat(element)) ?? null;
const open_ = () => panelen.map((p) => p.kenmerk).filter(Boolean);

function adres() {
  const vraag = new URLSearchParams();
  for (const p of panelen) if (p.kenmerk) vraag.append(p === actief ? "o" : "naast", p.kenmerk);
  return vraag.size ? `/werkplek?${vraag}` : "/werkplek";
}

function nieuwPaneel(bezet) {
  if (vrij.length) return vrij.pop();
  const plek = [2, 3].find((n) => !bezet.some((p) => p.plek === String(n)));
  const inhoud = document.importNode(zien(`paneel-${plek}`).content, true);
  return new Paneel(...inhoud.querySelectorAll("section"));
}

// Have these open, in this order, with the focus on `naar`. A gesprek that stays open keeps its pane.
function zetOpen(kenmerken, naar) {
  const houdt = kenmerken.map((k) => panelen.find((p) => p.kenmerk === k));
  const over = panelen.filter((p) => !houdt.includes(p));
  const bezet = [...panelen];
  panelen = kenmerken.map((k, i) => {
    const paneel = houdt[i] ?? over.shift() ?? nieuwPaneel(bezet);
    bezet.push(paneel);
    return houdt[i] ?? paneel.opent(k);
  });
  for (const p of over) { p.verslag.remove(); p.gesprek.remove(); vrij.push(p); }
  zetOpVolgorde(zien("verslagen"), panelen.map((p) => p.verslag));
  zetOpVolgorde(zien("gesprekken"), panelen.map((p) => p.gesprek));
  actief = panelen.find((p) => p.kenmerk === naar) ?? panelen[0];
  teken();
  volg();
}

// Moves only what stands wrong: an element that is moved loses the focus and its place.
function zetOpVolgorde(vak, delen) {
  let volgende = null;
  for (const deel of delen.toReversed()) {
    if (deel.parentElement !== vak || deel.nextElementSibling !== volgende) vak.insertBefore(deel, volgende);
    volgende = deel;
  }
}

function teken() {
  for (const p of panelen) { p.luister(panelen.length === 1); p.zetActief(p === actief); }
  werkplek.dataset.aantal = panelen.length;
  document.body.classList.toggle("vd-werkplek--open", open_().length > 0);
  for (const a of document.querySelectorAll("[data-sprong]")) a.hash = `#${a.dataset.sprong}${actief.achter}`;
  zien("tabs").hidden = panelen.length < 2;
  document.title = `${staat.nieuw ? `(${staat.nieuw}) ` : ""}Werkplek${actief.kenmerk ? ` · ${actief.kenmerk}` : ""}`;
}

// The focus moves to another of the gesprekken beside each other: that one is being read now.
function activeer(paneel) {
  if (paneel === actief) return;
  actief = paneel;
  history.replaceState(null, "", adres());
  teken();
  gezien();
  ververs();
}

document.addEventListener("focusin", (e) => {
  const paneel = paneelVan(e.target);
  if (paneel) activeer(paneel);
});

function gaNaar(paneel, naam = "gesprek") {
  if (!paneel) return;
  activeer(paneel);
  (paneel.zien(naam) ?? paneel.gesprek).focus();
}

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

// With gesprekken beside each other a message says whose it is, and so does that it was seen. So it does while the list
// of one alone is silent.
function roepOm(paneel, berichten) {
  if (paneel.zegtZelf) return;
  const zeg = (tekst) => {
    const p = document.createElement("p");
    p.textContent = tekst;
    zien("omroep").append(p);
  };
  for (const bericht of berichten) {
    const van = bericht.querySelector(".vd-w-bericht__wie strong").textContent;
    const tekst = [...bericht.querySelectorAll("p:not(.vd-w-bericht__wie, .vd-w-gezien)")].map((a) => a.textContent).join(" ");
    zeg(`${van === "Inwoner" ? "" : `${van} aan `}${noem(paneel)}: ${tekst}`);
  }
  if (paneel.pasGezien) zeg(`${noem(paneel)} heeft uw bericht gezien.`);
  while (zien("omroep").children.length > 5) zien("omroep").firstElementChild.remove();
}

// Two who are called the same are told apart by their kenmerk.
function noem(paneel) {
  const ook = panelen.some((p) => p !== paneel && p.wie === paneel.wie);
  return ook ? `${paneel.wie}, ${paneel.kenmerk}` : paneel.wie;
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
  const gevraagd = panelen.map((p) => p.kenmerk);
  const vraag = new URLSearchParams();
  for (const p of panelen) vraag.append(p === actief ? "o" : "naast", p.kenmerk);
  vraag.set("plek", panelen.map((p) => p.plek).join(""));
  let antwoord;
  try {
    antwoord = await fetch(`/werkplek/stand?${vraag}`, { headers: { Accept: "application/json" } });
  } catch {
    verbinding("Geen verbinding. Wat u typt blijft staan.");
    return;
  }
  if (antwoord.status === 401 || antwoord.status === 403) { uitgelogd(); return; }
  if (!antwoord.ok) { verbinding("De werkplek is even niet bij te werken."); return; }
  const stand = await antwoord.json();
  if (panelen.length === gevraagd.length && panelen.every((p, i) => p.kenmerk === gevraagd[i])) toon(stand);
}

function uitgelogd() {
  verbinding("U bent uitgelogd. Wat u typte, staat er weer als u inlogt.");
  location.assign(`/login?naar=${encodeURIComponent("/werkplek")}`);
}

function toon(stand) {
  heet(stand.open, stand.gewist);
  for (const naam of ["rij", "tabs"]) vervang(zien(naam), stand.delen[naam], staat.delen);
  let volgen = false;
  for (const p of panelen) {
    const zijn = p.kenmerk === stand.kenmerk ? stand : stand.naast[p.kenmerk];
    if (!zijn) continue;
    volgen ||= p.vanMij !== zijn.van_mij;
    roepOm(p, p.toon(zijn));
  }
  if (volgen) volg();
  waarschuw(stand);
  teken();
  gezien();
}

// What each pane is called by the server: typed with spaces or without hyphens, it still is one kenmerk, of the
// address, the draft and the stream. What is not there (any more) is closed.
function heet(namen, gewist) {
  const [waren, weg] = [open_(), panelen.filter((p, i) => p.kenmerk && !namen[i])];
  panelen.forEach((p, i) => { if (namen[i]) p.kenmerk = namen[i]; });
  const blijft = [...new Set(panelen.filter((p) => !weg.includes(p)).map((p) => p.kenmerk))];
  if (weg.length) meld(weg.map((p) => (gewist.includes(p.kenmerk) ? `${p.kenmerk} is gewist door de inwoner. De vraag is daarmee gestopt.` : `${p.kenmerk} is er niet (meer), of is niet voor u. Misschien trok de inwoner de toestemming in.`)).join(" "), true);
  if (blijft.length < panelen.length) {
    const hier = paneelVan(document.activeElement);
    zetOpen(blijft.length ? blijft : [""], actief.kenmerk);
    if (hier && !panelen.includes(hier)) actief.gesprek.focus({ preventScroll: true });
    if (blijft.length) history.replaceState(null, "", adres());
  } else if (waren.join() !== open_().join()) {
    history.replaceState(null, "", adres());
    volg();
  }
}

// Tell the resident that it was seen: by who talks with them, in a page that is looked at. Of gesprekken beside each
// other only the one in focus is.
function gezien() {
  const { kenmerk, laatste, vanMij } = actief;
  if (!vanMij || document.hidden || laatste <= (staat.gezien[kenmerk] ?? 0)) return;
  staat.gezien[kenmerk] = laatste;
  stuurOpdracht({ soort: "gelezen", kenmerk, volgnummer: laatste });
}

// --- sound and notifications, by choice ---------------------------------------------------------

function waarschuw(stand) {
  const erbij = (nu, eerder) => (eerder ? nu.filter((k) => !eerder.has(k)) : []);
  const crisis = stand.crisis.filter((k) => staat.crisis && !staat.crisis.includes(k)).map((k) => k.split(" ")[0]);
  const voorU = erbij(stand.voor_u, staat.voorU);
  // What came back in the queue was told before.
  const rij = erbij(stand.rij, staat.rij).filter((k) => !crisis.includes(k) && !voorU.includes(k));
  if (staat.nieuw !== null && stand.nieuw > staat.nieuw) laatWeten("Nieuw bericht", "Een inwoner wacht op uw antwoord.");
  if (crisis.some((k) => stand.rij.includes(k))) laatWeten("Crisis in de rij", "Er staat een crisis in de rij.");
  else if (crisis.length) laatWeten("Gevaar genoemd", "In een gesprek dat al is opgepakt, is gevaar genoemd. Kijk nu.");
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

const volg = () => stuurOpdracht({ soort: "volg", kenmerken: open_() });

function ontvang(event) {
  if (event.soort === "wek") ververs();
  if (event.soort === "uitgelogd") uitgelogd();
  if (event.soort !== "typt") return;
  const paneel = panelen.find((p) => p.kenmerk === event.kenmerk);
  paneel?.typt(panelen.length > 1 ? `${noem(paneel)} typt…` : "De inwoner typt…");
}

// --- opening an overdracht without loading the page ---------------------------------------------

// In the place of the one in focus, or where it stood already.
async function open(kenmerk, { focus = "" } = {}) {
  const anders = panelen.map((p) => p.kenmerk).includes(kenmerk) ? open_() : panelen.map((p) => (p === actief ? kenmerk : p.kenmerk));
  await toonOpen(anders.length ? anders : [kenmerk], kenmerk, { focus });
}

async function openErnaast(kenmerk) {
  if (open_().includes(kenmerk) || !open_().length) return open(kenmerk, { focus: "gesprek" });
  if (panelen.length >= MEESTE) return meld("Er staan al drie gesprekken open. Sluit er eerst één.", true);
  return toonOpen([...open_(), kenmerk], kenmerk, { focus: "gesprek" });
}

// The neighbour gets the focus; the only one that is open leaves an empty pane.
async function sluit(paneel, { focus = "gesprek" } = {}) {
  const plek = panelen.indexOf(paneel);
  const over = panelen.filter((p) => p !== paneel);
  const naar = paneel !== actief ? actief : (over[plek] ?? over.at(-1));
  await toonOpen(over.length ? over.map((p) => p.kenmerk) : [""], naar?.kenmerk ?? "", { focus });
}

async function toonOpen(kenmerken, naar, { geschiedenis = true, focus = "" } = {}) {
  meld("");
  const begin = document.activeElement?.id;
  let getypt = false;
  const hoor = () => { getypt = true; };
  zetOpen(kenmerken, naar);
  if (geschiedenis) history.pushState(null, "", adres());
  const paneel = actief;
  document.addEventListener("input", hoor);
  await haalVers().finally(() => document.removeEventListener("input", hoor));
  if (paneel !== actief) return;
  paneel.naarOnderen();
  // Who has begun to write meanwhile goes on writing: half a sentence may not land beside the field.
  const veld = document.activeElement;
  const schrijft = veld?.matches("textarea, input, select") && (getypt || veld.id !== begin);
  if (focus && !schrijft) (paneel.zien(focus) ?? zien(focus)).focus();
}

addEventListener("popstate", () => {
  const vraag = [...new URLSearchParams(location.search)].filter(([naam, k]) => ["o", "naast"].includes(naam) && k);
  const kenmerken = [...new Set(vraag.map(([, k]) => k))].slice(0, MEESTE);
  const naar = vraag.find(([naam]) => naam === "o")?.[1] ?? kenmerken[0] ?? "";
  if (kenmerken.join() !== open_().join() || naar !== actief.kenmerk) toonOpen(kenmerken.length ? kenmerken : [""], naar, { geschiedenis: false });
});

document.addEventListener("click", (e) => {
  const link = e.target.closest("a[data-kenmerk], a[data-naar], a[data-sluit]");
  if (!link || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
  e.preventDefault();
  const { kenmerk, naar, focus } = link.dataset;
  if (link.closest("#gevonden")) { zien("gevonden").replaceChildren(); zien("vind").value = ""; }
  if (kenmerk) open(kenmerk, { focus: "verslag" });
  else if (naar) gaNaar(panelen.find((p) => p.kenmerk === naar), focus);
  else sluit(panelen.find((p) => p.kenmerk === link.dataset.sluit));
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
  const paneel = paneelVan(formulier);
  if (formulier.matches(".vd-w-schrijf")) { e.preventDefault(); verstuur(paneel); return; }
  if (formulier.matches(".vd-w-snel")) { e.preventDefault(); paneel.voegSnelIn(); return; }
  if (formulier.matches(".vd-w-zoek")) { e.preventDefault(); zoek(paneel); return; }
  if (formulier.id === "naastformulier") { e.preventDefault(); openErnaast(e.submitter.value); return; }
  if (formulier.id === "vindformulier") { e.preventDefault(); vind(); return; }
  if (!formulier.matches("[data-actie]")) return;
  e.preventDefault();
  actie(formulier, e.submitter);
});

// A kenmerk opens; a name, number or address is looked for by a form, since none of it may stand in an address.
async function vind() {
  try {
    const uit = await post("/werkplek/vinden", { vind: zien("vind").value.trim() });
    if (!uit.goed) throw new Error();
    vervang(zien("gevonden"), uit.html ?? "", {});
    if (uit.kenmerk) { zien("vind").value = ""; await open(uit.kenmerk, { focus: "verslag" }); return; }
    zien("gevonden").querySelector("a")?.focus();
  } catch {
    meld("Zoeken lukt nu even niet.", true);
  }
}

async function actie(formulier, knop) {
  const paneel = paneelVan(formulier);
  const kenmerk = paneel?.kenmerk;
  const data = new FormData(formulier, knop);
  if (data.has("client_id")) data.set("client_id", crypto.randomUUID());
  const pad = new URL(knop?.getAttribute("formaction") ?? formulier.getAttribute("action"), location.href).pathname;
  const terug = onthoudPlek(formulier, knop);
  if (knop) knop.disabled = true;
  try {
    const uit = await post(pad, data);
    meld(uit.goed ? uit.melding : uit.fout, !uit.goed);
    if (!uit.goed) { await haalVers(); return; }
    for (const veld of formulier.querySelectorAll("textarea")) veld.value = "";
    if (formulier.closest("details")) formulier.closest("details").open = false;
    if (uit.kenmerk === "") klad.zet(kenmerk, "");
    if (uit.kenmerk === "" && paneel.kenmerk === kenmerk) {
      await sluit(paneel, { focus: panelen.length > 1 ? "gesprek" : "rij" });
      meld(uit.melding);
    } else {
      await haalVers();
      if (pad.endsWith("/oppakken")) paneel.zien("tekst")?.focus();
    }
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

async function verstuur(paneel) {
  const veld = paneel.zien("tekst");
  const [kenmerk, tekst] = [paneel.kenmerk, veld.value.trim()];
  if (!tekst) return;
  // The same text after a failure goes with the same id: a retry is the same message.
  const eerder = onderweg.get(kenmerk);
  const bericht = eerder?.tekst === tekst ? eerder : { tekst, client_id: crypto.randomUUID() };
  onderweg.set(kenmerk, bericht);
  bericht.bezig = true;
  veld.value = "";
  try {
    const uit = await post(`/werkplek/${kenmerk}/bericht`, { tekst, client_id: bericht.client_id });
    if (!uit.goed) throw new Error(uit.fout);
    if (onderweg.get(kenmerk) === bericht) onderweg.delete(kenmerk);
    klad.zet(kenmerk, "");
    meld(uit.verborgen);
    await haalVers();
    paneel.naarOnderen();
  } catch (fout) {
    const leeg = panelen.find((p) => p.kenmerk === kenmerk)?.zien("tekst");
    if (leeg && !leeg.value) leeg.value = tekst;
    klad.zet(kenmerk, tekst);
    meld(fout instanceof TypeError ? "Er is geen verbinding. Uw bericht is niet verstuurd en staat er nog." : fout.message, true);
    if (!(fout instanceof TypeError)) haal();
  } finally {
    bericht.bezig = false;
  }
}

document.addEventListener("input", (e) => {
  const paneel = paneelVan(e.target);
  if (!paneel || e.target !== paneel.zien("tekst")) return;
  klad.zet(paneel.kenmerk, e.target.value);
  const nu = Date.now();
  if (nu - staat.typte > 1500) { staat.typte = nu; stuurOpdracht({ soort: "typt", kenmerk: paneel.kenmerk }); }
});

async function zoek(paneel) {
  try {
    // In the body and not in the address: what is typed here is often what the resident said.
    const uit = await post("/werkplek/zoeken", { o: paneel.kenmerk, zoek: paneel.zien("zoek").value.trim() });
    if (!uit.goed) throw new Error();
    paneel.toonTreffers(uit.html);
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
  const hierOpen = links.findIndex((a) => a.dataset.kenmerk === actief.kenmerk);
  links[Math.max(0, Math.min(links.length - 1, (hier < 0 ? hierOpen : hier) + richting))]?.focus();
}

function openDetails(id, veld) {
  const details = actief.zien(id);
  if (details) { details.open = true; actief.zien(veld)?.focus(); }
}

function zetErnaast() {
  const regel = document.activeElement.closest("#rij a[data-kenmerk]");
  if (regel) openErnaast(regel.dataset.kenmerk);
}

// From one gesprek to the next; who was writing goes on writing there.
function wissel(stappen) {
  const naar = panelen.at((panelen.indexOf(actief) + stappen) % panelen.length);
  const schrijft = document.activeElement === actief.zien("tekst");
  gaNaar(naar, schrijft && naar.zien("tekst") ? "tekst" : "gesprek");
}

const TOETSEN = {
  j: () => stap(1),
  k: () => stap(-1),
  r: () => zien("rij").focus(),
  v: () => actief.verslag.focus(),
  g: () => actief.lijst.focus(),
  b: () => actief.zien("tekst")?.focus(),
  a: () => actief.zien("snel")?.focus(),
  o: () => actief.zien("oppakken")?.click(),
  e: zetErnaast,
  s: () => panelen.length > 1 && sluit(actief),
  1: () => gaNaar(panelen[0]),
  2: () => gaNaar(panelen[1]),
  3: () => gaNaar(panelen[2]),
  i: () => zien("vind").focus(),
  d: () => openDetails("d-doorzetten", "naar"),
  f: () => openDetails("d-afronden", "uitkomst"),
  n: () => actief.zien("notitie")?.focus(),
  l: () => actief.zien("indeling")?.querySelector("button").focus(),
  z: () => actief.zien("zoek").focus(),
  p: () => actief.kenmerk && print(),
  "?": () => zien("toetsen").showModal(),
};

document.addEventListener("keydown", (e) => {
  const paneel = paneelVan(e.target);
  if (e.target === paneel?.zien("tekst") && e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); verstuur(paneel); return; }
  // With the arrows to one of them, and in: browsers differ in what Enter does in a list.
  if (e.target === paneel?.zien("snel") && e.key === "Enter") { e.preventDefault(); paneel.voegSnelIn(); return; }
  if (e.key === "Escape" && inVeld(e.target) && !e.target.closest("dialog")) { e.target.blur(); (paneel ?? actief).gesprek.focus({ preventScroll: true }); return; }
  if (e.ctrlKey || e.metaKey || e.altKey || !keuze.lees("toetsen", "aan")) return;
  if (e.key === "F6" && panelen.length > 1 && !e.target.closest("dialog")) { e.preventDefault(); wissel(e.shiftKey ? -1 : 1); return; }
  if (inVeld(e.target)) return;
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
onthoudOpen(zien("rij"));
for (const p of panelen) { p.klaarOmTeSchrijven({ eerste: true }); p.naarOnderen(); p.luister(panelen.length === 1); }
if (location.search.includes("melding=")) history.replaceState(null, "", adres());
verbind();
// A safety net, and what keeps the waiting times right on a quiet day.
setInterval(ververs, 60000);
addEventListener("online", ververs);
document.addEventListener("visibilitychange", () => { if (!document.hidden) ververs(); });
