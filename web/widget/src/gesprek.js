// One gesprek with the server: start, resume, send (each message exactly once) and listen.
// The server's order is the truth: everything received passes through `ontvang`, which drops
// what is already known by its volgnummer.
import { Stroom } from "./stroom.js";

const WACHTTIJDEN = [500, 1000, 2000, 4000, 8000, 15000];
const GEDULD = 45000;
const VEEL = 5;

export class Fout extends Error {
  constructor(status, problem, wacht) {
    const fouten = problem.fouten || [];
    super(fouten.map((f) => f.reden).join(" ") || problem.detail || problem.title || "");
    this.status = status;
    this.vertalingen = problem.vertalingen || {};
    this.veld = fouten.length ? String(fouten[0].veld).split(".").pop() : "";
    this.wacht = wacht;
  }

  // Worth another try: the server was busy, away or too slow.
  get tijdelijk() {
    return this.status >= 500 || this.status === 429 || this.status === 408;
  }

  get verdwenen() {
    return this.status === 401 || this.status === 403;
  }
}

export class Gesprek extends EventTarget {
  constructor({ basis, gemeente, plek, taal }) {
    super();
    this.basis = basis;
    this.gemeente = gemeente;
    this.taal = taal;
    this.plek = plek;
    this.na = 0;
    this.status = "assistent";
    this.uit = [];
    this.poging = 0;
    this.vraagnummer = this.statusnummer = this.statustot = 0;
  }

  get id() {
    return this.staat ? this.staat.id : null;
  }

  meld(soort, detail) {
    if (!this.gestopt) this.dispatchEvent(new CustomEvent(soort, { detail }));
  }

  async vraag(methode, pad, body) {
    const kop = { Accept: "application/json, application/pdf" };
    if (this.staat) kop.Authorization = `Bearer ${this.staat.token}`;
    if (body !== undefined) kop["Content-Type"] = "application/json";
    const einde = new AbortController();
    const klok = setTimeout(() => einde.abort(), GEDULD);
    try {
      const antwoord = await fetch(`${this.basis}/api/v1/gesprekken${pad}`, {
        method: methode,
        headers: kop,
        body: body === undefined ? undefined : JSON.stringify(body),
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
        signal: einde.signal,
      });
      if (antwoord.ok && antwoord.headers.get("Content-Type") === "application/pdf") return await antwoord.blob();
      const data = antwoord.status === 204 ? {} : await antwoord.json().catch(() => ({}));
      if (!antwoord.ok) throw new Fout(antwoord.status, data, Number(antwoord.headers.get("Retry-After")) * 1000);
      return data;
    } finally {
      clearTimeout(klok);
    }
  }

  van(pad, methode = "GET", body) {
    return this.vraag(methode, `/${this.id}${pad}`, body);
  }

  // Resume the gesprek this device knows, or start one. Two tabs that open at once share one gesprek.
  async begin() {
    const doe = () => this.hervatOfStart();
    await (navigator.locks ? navigator.locks.request(this.plek.sleutel, doe) : doe());
    this.luister();
    this.verstuur();
  }

  async hervatOfStart() {
    const bewaard = this.plek.lees();
    if (bewaard && bewaard.id) {
      this.staat = bewaard;
      // Known from the first message on: what is restored is not told as new.
      this.hervat = true;
      try {
        await this.haal();
        this.uit = this.plek.uit;
        this.uit.forEach((post) => this.meld("uit", post));
        return;
      } catch (fout) {
        if (!(fout instanceof Fout) || fout.tijdelijk) throw fout;
        this.plek.wis();
        this.staat = null;
        this.hervat = false;
        this.na = this.statustot = 0;
      }
    }
    const nieuw = await this.vraag("POST", "", { taal: this.taal(), ...(this.gemeente ? { gemeente: this.gemeente } : {}) });
    this.staat = { id: nieuw.id, token: nieuw.token };
    this.plek.schrijf(this.staat);
    nieuw.berichten.forEach((b) => this.ontvang(b));
  }

  ontvang(bericht) {
    if (bericht.volgnummer <= this.na) return;
    this.na = bericht.volgnummer;
    if (bericht.client_id) this.klaarMet(bericht.client_id);
    this.meld("bericht", bericht);
  }

  klaarMet(client_id) {
    this.uit = this.uit.filter((u) => u.client_id !== client_id);
    this.plek.laatLos(client_id);
  }

  zetStatus(status) {
    if (!status || status === this.status) return;
    this.status = status;
    this.meld("status", status);
  }

  // A status is as old as the newest message it was told with and, with the same one, as its question: what was
  // overtaken no longer counts.
  volgStatus() {
    const nummer = (this.vraagnummer += 1);
    return (status, tot) => {
      if (tot < this.statustot || (tot === this.statustot && nummer < this.statusnummer)) return;
      this.statustot = tot;
      this.statusnummer = nummer;
      this.zetStatus(status);
    };
  }

  async haal() {
    const zet = this.volgStatus();
    const data = await this.van(`/berichten?na=${this.na}`);
    const nieuw = data.berichten.filter((b) => b.volgnummer > this.na && b.afzender !== "inwoner").length;
    // Many at once are told as a number: nobody listens to a night's worth of messages one by one.
    this.inhalen = nieuw > VEEL;
    data.berichten.forEach((b) => this.ontvang(b));
    if (this.inhalen) this.meld("ingehaald", nieuw);
    this.inhalen = false;
    zet(data.status, data.volgnummer);
  }

  zeg(inhoud) {
    const post = { client_id: nieuwId(), op: Date.now(), ...inhoud };
    this.uit.push(post);
    this.plek.houd(post);
    this.meld("uit", post);
    this.verstuur();
  }

  // One at a time and in order: a later message never overtakes an earlier one.
  async verstuur() {
    if (this.bezig || !this.staat || !this.uit.length) return;
    this.bezig = true;
    this.meld("bezig", true);
    while (this.uit.length && this.staat && (await this.verstuurEen(this.uit[0])));
    this.bezig = false;
    this.meld("bezig", false);
  }

  // True when the next may go.
  async verstuurEen(post) {
    const zet = this.volgStatus();
    const body = { client_id: post.client_id, ...(post.payload ? { payload: post.payload } : { tekst: post.tekst }) };
    try {
      const data = await this.van("/berichten", "POST", body);
      this.poging = 0;
      // What came in between (another tab, a medewerker) stands before these: fetch in order.
      const nieuw = [data.bericht, ...data.antwoorden].filter(Boolean).sort((a, b) => a.volgnummer - b.volgnummer);
      if (nieuw.length && nieuw[0].volgnummer > this.na + 1) await this.haal();
      nieuw.forEach((b) => this.ontvang(b));
      this.klaarMet(post.client_id);
      zet(data.status, nieuw.length ? nieuw[nieuw.length - 1].volgnummer : this.statustot);
      this.meld("verbinding", "goed");
      return true;
    } catch (fout) {
      if (!this.staat || this.gestopt) return false;
      if (fout instanceof Fout && fout.verdwenen) {
        this.meld("verwijderd", post.tekst);
        return false;
      }
      if (fout instanceof Fout && !fout.tijdelijk) {
        this.klaarMet(post.client_id);
        this.meld("geweigerd", { post, fout });
        return true;
      }
      this.meld("verbinding", fout.status === 429 ? "druk" : "weg");
      clearTimeout(this.straks);
      this.straks = setTimeout(() => this.verstuur(), fout.wacht || this.wacht());
      return false;
    }
  }

  wacht() {
    const basis = WACHTTIJDEN[Math.min(this.poging, WACHTTIJDEN.length - 1)];
    this.poging += 1;
    return basis * (0.75 + Math.random() / 2);
  }

  luister() {
    if (!this.staat || this.gestopt) return;
    if (this.stroom) this.stroom.sluit();
    this.stroom = new Stroom(this);
  }

  // A frame from the socket.
  verwerk(data) {
    if (data.soort === "bericht" && data.bericht) {
      if (data.bericht.volgnummer > this.na + 1) this.haal().catch(() => {});
      else this.ontvang(data.bericht);
    } else if (data.soort === "status") this.volgStatus()(data.status, data.volgnummer);
    else if (data.soort === "gelezen") this.meld("gelezen", data);
    else if (data.soort === "typt" || data.soort === "verwijderd") this.meld(data.soort, data);
  }

  // Without a socket: look now, then try the socket again a little later.
  peil() {
    clearTimeout(this.peiler);
    this.peiler = setTimeout(async () => {
      if (this.gestopt || !this.staat) return;
      try {
        await this.haal();
        this.meld("verbinding", "goed");
        this.verstuur();
      } catch (fout) {
        if (fout instanceof Fout && fout.verdwenen) return this.meld("verwijderd");
        this.meld("verbinding", "weg");
      }
      this.luister();
    }, this.wacht());
  }

  // After sleep or a dead network: do not wait for a timer.
  wakker() {
    if (!this.staat || this.gestopt) return;
    this.poging = 0;
    clearTimeout(this.straks);
    this.haal().then(() => this.meld("verbinding", "goed"), () => {});
    this.verstuur();
    if (this.stroom && this.stroom.open) this.stroom.leeftNog();
    else this.luister();
  }

  stop() {
    this.gestopt = true;
    clearTimeout(this.peiler);
    clearTimeout(this.straks);
    if (this.stroom) this.stroom.sluit();
  }

  // Delete on the server first: who deletes must be able to trust that it is gone.
  async wis() {
    if (this.id) {
      await this.van("", "DELETE").catch((fout) => {
        if (!(fout instanceof Fout) || fout.tijdelijk) throw fout;
      });
    }
    this.vergeet();
  }

  vergeet() {
    this.stop();
    this.plek.wis();
    this.staat = null;
    this.uit = [];
  }
}

export function nieuwId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  const h = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`;
}
