// <script src="…/widget.js" data-gemeente="castricum" async></script>
// A web component in its own shadow root: the host page's styles stay out, ours stay in.
import { Bewaarplek, voorkeuren } from "./bewaren.js";
import { el, knop, laatGaan } from "./bouw.js";
import { GROOTTES, Paneel } from "./paneel.js";
import { pictogram } from "./pictogrammen.js";
import { kiesTaal, RICHTING, T, taal } from "./teksten.js";
import { Thema } from "./thema.js";

const SCRIPT = document.currentScript || document.querySelector('script[src*="/widget.js"]');
const BASIS = new URL(SCRIPT ? SCRIPT.src : location.href, location.href).origin;
const NEUTRAAL = "https://www.weeronline.nl/";
const OPEN = "voordeur:open";
const NAAM = "voordeur-chat";
const OPNIEUW = 60000;

class VoordeurChat extends HTMLElement {
  connectedCallback() {
    if (!this.wortel) this.bouw();
    this.wek = () => document.visibilityState === "visible" && this.wakker();
    this.opslag = (e) => this.anderTabblad(e);
    for (const [doel, soort] of LUISTER) doel.addEventListener(soort, this.wek);
    window.addEventListener("storage", this.opslag);
    // Taken out of the page and put back (a host that renders again): where it was, it goes on.
    if (this.open_) this.paneel.toon({ focus: false });
    if (this.gestopt) this.hervat();
  }

  disconnectedCallback() {
    for (const [doel, soort] of LUISTER) doel.removeEventListener(soort, this.wek);
    window.removeEventListener("storage", this.opslag);
    this.gestopt = true;
    if (this.gesprek) this.gesprek.stop();
  }

  hervat() {
    this.gestopt = false;
    const g = this.gesprek;
    if (!g) return;
    g.gestopt = false;
    g.luister();
    g.wakker();
  }

  bouw() {
    this.keuzes = voorkeuren.lees();
    kiesTaal(this.keuzes.taal || this.dataset.taal || "nl");
    this.gegevens = this.gegevens || {};
    const gemeente = this.dataset.gemeente || "";
    const wortel = this.attachShadow({ mode: "open" });
    this.wortel = el("div", { klas: `vd-wortel ${this.dataset.positie === "links" ? "vd-links" : ""}` });
    wortel.append(this.wortel);
    this.thema = new Thema(wortel);
    this.opener = knop("", () => this.open(), "primary-action", "vd-opener");
    this.opener.setAttribute("aria-haspopup", "dialog");
    this.ongelezen = 0;
    this.plek = new Bewaarplek(gemeente || "alle");
    // Beside the button, not in it: there its own text would be told to whoever just came to read the page.
    this.nieuws = el("div", { klas: "vd-verborgen", "aria-live": "polite" });
    this.wortel.append(this.opener, this.nieuws);
    this.thema.zet({ kleuren: this.gegevens.kleuren || {}, factor: GROOTTES[this.keuzes.letters] || 1 });
    this.tekenKnop();
    this.thema.straks();
    if (this.hasAttribute("open") || location.hash === "#voordeur") this.open();
    else if (sessie("lees")) this.open({ focus: false });
    else if (this.plek.lees()) this.paneel.begin();
  }

  // Made when it is first needed: a page on which nobody opens it pays for a button only.
  get paneel() {
    if (!this.venster) {
      this.thema.heel();
      this.venster = new Paneel({
        basis: BASIS,
        gemeente: this.dataset.gemeente || "",
        plek: this.plek,
        gegevens: this.gegevens,
        keuzes: this.keuzes,
        opKeuze: (naam, waarde) => this.kies(naam, waarde),
        opSluit: () => this.sluit(),
        opSnelWeg: () => this.snelWeg(),
        opNieuw: () => this.telOngelezen(),
      });
      this.wortel.append(this.venster.dialoog);
    }
    return this.venster;
  }

  get gesprek() {
    return this.venster ? this.venster.gesprek : null;
  }

  tekenKnop() {
    const tekst = this.ongelezen ? T.nieuwBericht(this.ongelezen) : this.plek.lees() ? T.openVerder : T.open;
    this.opener.replaceChildren(pictogram("vraag"), el("span", {}, tekst));
    this.wortel.lang = taal;
    this.wortel.dir = RICHTING(taal);
  }

  open({ focus = true } = {}) {
    this.open_ = true;
    this.ongelezen = 0;
    this.nieuws.textContent = "";
    sessie("zet");
    this.paneel.toon({ focus });
    laatGaan(this.opener, () => {
      this.opener.classList.remove("vd-verborgen");
      this.opener.hidden = this.open_;
    });
  }

  sluit() {
    this.open_ = false;
    sessie("wis");
    this.paneel.stilte();
    this.paneel.verberg();
    this.opener.hidden = false;
    this.opener.classList.remove("vd-verborgen");
    this.tekenKnop();
    this.opener.focus();
  }

  telOngelezen() {
    if (this.paneel.stil) return;
    this.ongelezen += 1;
    this.tekenKnop();
    this.nieuws.textContent = T.nieuwBericht(this.ongelezen);
  }

  kies(naam, waarde) {
    this.keuzes[naam] = waarde;
    voorkeuren.schrijf(this.keuzes);
    if (naam === "letters") this.thema.zet({ factor: GROOTTES[waarde] });
    if (naam === "taal") {
      kiesTaal(waarde);
      this.tekenKnop();
    }
  }

  wakker() {
    if (this.gesprek) this.gesprek.wakker();
    // A service that went down takes its button along, and brings it back.
    else if (!this.open_) isErDienst().then((goed) => (this.hidden = !goed));
  }

  // Another tab began, ended or left the gesprek: this one follows.
  anderTabblad(e) {
    if (e.key !== this.plek.sleutel) return;
    const g = this.gesprek;
    const nieuw = this.plek.lees();
    if (g && (!nieuw || nieuw.id !== g.id)) {
      g.stop();
      g.staat = null;
      g.plek = new Bewaarplek("");
      this.paneel.leeg("");
      if (!nieuw) {
        if (this.open_) this.sluit();
        this.tekenKnop();
        return;
      }
    }
    if (nieuw && this.open_ && !this.gesprek) this.paneel.begin();
    else this.tekenKnop();
  }

  // For who is watched: gone at once, and nothing of it left on this device or in the history entry.
  snelWeg() {
    weg = true;
    if (this.venster) this.venster.stilte();
    if (this.gesprek) this.gesprek.vergeet();
    this.plek.wis();
    sessie("wis");
    voorkeuren.wis();
    document.title = "";
    document.body.replaceChildren();
    location.replace(this.dataset.snelweg || NEUTRAAL);
  }
}

const LUISTER = [
  [document, "visibilitychange"],
  [window, "online"],
  [window, "pageshow"],
];
let weg = false;

// Whether the window was open in this tab, so that it stays open over a reload.
function sessie(doe) {
  try {
    if (doe === "zet") sessionStorage.setItem(OPEN, "1");
    if (doe === "wis") sessionStorage.removeItem(OPEN);
    return sessionStorage.getItem(OPEN) === "1";
  } catch {
    return false;
  }
}

async function isErDienst() {
  try {
    return (await fetch(`${BASIS}/healthz`, { credentials: "omit", cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

// Name, team and colours of the gemeente; without them the default theme does.
async function haalGegevens(gemeente) {
  try {
    const antwoord = await fetch(`${BASIS}/huisstijl/${encodeURIComponent(gemeente)}.json`, { credentials: "omit" });
    return antwoord.ok ? await antwoord.json() : {};
  } catch {
    return {};
  }
}

async function plaats() {
  const data = SCRIPT ? { ...SCRIPT.dataset } : {};
  const [goed, gegevens] = await Promise.all([isErDienst(), data.gemeente ? haalGegevens(data.gemeente) : {}]);
  if (!goed) {
    // The page goes on without us; perhaps the service is back later.
    setTimeout(plaats, OPNIEUW);
    return;
  }
  const zelf = [...document.querySelectorAll(NAAM)];
  zelf.forEach((e) => (e.gegevens = gegevens));
  if (!customElements.get(NAAM)) customElements.define(NAAM, VoordeurChat);
  if (zelf.length) return;
  const e = document.createElement(NAAM);
  e.gegevens = gegevens;
  Object.assign(e.dataset, data);
  document.body.append(e);
  blijf(e);
}

// A host that renders its whole body again takes us out: come back, once it is done.
function blijf(e) {
  const terug = () => !weg && !e.isConnected && !document.querySelector(NAAM) && document.body.append(e);
  // The body itself may be replaced too.
  const kijk = () => waarnemer.observe(document.body, { childList: true });
  const waarnemer = new MutationObserver(terug);
  kijk();
  new MutationObserver(() => {
    terug();
    kijk();
  }).observe(document.documentElement, { childList: true });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", plaats);
else plaats();
