// The socket of one gesprek. It only wakes and brings: what it misses, the gesprek fetches.

const HARTSLAG = 30000;
const STIL = 4000;

export class Stroom {
  constructor(gesprek) {
    this.gesprek = gesprek;
    const adres = new URL(`${gesprek.basis}/api/v1/gesprekken/${gesprek.id}/stroom?na=${gesprek.na}`, location.href);
    adres.protocol = adres.protocol === "https:" ? "wss:" : "ws:";
    try {
      // The token goes as a subprotocol, never in the address: addresses end up in logs.
      this.kanaal = new WebSocket(adres.href, ["voordeur.v1", `voordeur.token.${gesprek.staat.token}`]);
    } catch {
      gesprek.peil();
      return;
    }
    this.kanaal.onopen = () => this.begonnen();
    this.kanaal.onmessage = (e) => this.ontvang(e.data);
    this.kanaal.onclose = () => this.weg();
    this.slag = setInterval(() => this.leeftNog(), HARTSLAG);
  }

  get open() {
    return Boolean(this.kanaal) && this.kanaal.readyState === 1;
  }

  begonnen() {
    const g = this.gesprek;
    g.poging = 0;
    g.meld("verbinding", "goed");
    g.haal().catch(() => {});
    g.verstuur();
  }

  ontvang(tekst) {
    clearTimeout(this.stilte);
    this.stilte = null;
    let data;
    try {
      data = JSON.parse(tekst);
    } catch {
      return;
    }
    this.gesprek.verwerk(data);
  }

  // A socket can look open long after the network under it has gone.
  leeftNog() {
    if (!this.open || this.stilte) return;
    this.stuur({ soort: "ping" });
    this.stilte = setTimeout(() => this.weg(), STIL);
  }

  stuur(data) {
    if (this.open) this.kanaal.send(JSON.stringify(data));
  }

  weg() {
    const mijn = this.gesprek.stroom === this || !this.gesprek.stroom;
    this.sluit();
    if (mijn) {
      this.gesprek.stroom = null;
      this.gesprek.peil();
    }
  }

  sluit() {
    clearInterval(this.slag);
    clearTimeout(this.stilte);
    if (!this.kanaal) return;
    this.kanaal.onopen = this.kanaal.onmessage = this.kanaal.onclose = null;
    this.kanaal.close();
  }
}
