// What this device remembers of a gesprek: its key, and each message that is not yet acknowledged under
// a name of its own, so that two tabs never overwrite each other's. Nothing else of what was said is kept.

export class Bewaarplek {
  constructor(naam) {
    this.sleutel = `voordeur:${naam}`;
    this.geheugen = new Map();
  }

  // A browser that forbids storage still gets a gesprek; it just ends with the page.
  probeer(doe, anders) {
    try {
      return doe(localStorage);
    } catch {
      return anders;
    }
  }

  haal(sleutel) {
    const tekst = this.probeer((o) => o.getItem(sleutel), null) ?? this.geheugen.get(sleutel);
    try {
      return tekst ? JSON.parse(tekst) : null;
    } catch {
      return null;
    }
  }

  zet(sleutel, waarde) {
    const tekst = JSON.stringify(waarde);
    this.geheugen.set(sleutel, tekst);
    this.probeer((o) => o.setItem(sleutel, tekst));
  }

  verwijder(sleutel) {
    this.geheugen.delete(sleutel);
    this.probeer((o) => o.removeItem(sleutel));
  }

  lees() {
    return this.haal(this.sleutel);
  }

  schrijf(waarde) {
    this.zet(this.sleutel, waarde);
  }

  // Messages that are still to be sent, oldest first.
  get uit() {
    const namen = this.probeer((o) => Object.keys(o), [...this.geheugen.keys()]);
    return namen
      .filter((n) => n.startsWith(`${this.sleutel}:uit:`))
      .map((n) => this.haal(n))
      .filter(Boolean)
      .sort((a, b) => a.op - b.op);
  }

  houd(post) {
    this.zet(`${this.sleutel}:uit:${post.client_id}`, post);
  }

  laatLos(client_id) {
    this.verwijder(`${this.sleutel}:uit:${client_id}`);
  }

  wis() {
    this.uit.forEach((p) => this.laatLos(p.client_id));
    this.verwijder(this.sleutel);
  }
}

// How the resident likes to read: outside the gesprek, since it is no secret and outlives it.
export const voorkeuren = {
  lees() {
    try {
      return JSON.parse(localStorage.getItem("voordeur:voorkeuren")) || {};
    } catch {
      return {};
    }
  },
  schrijf(waarde) {
    try {
      localStorage.setItem("voordeur:voorkeuren", JSON.stringify(waarde));
    } catch {
      // Then the choice lasts as long as the page.
    }
  },
  wis() {
    try {
      localStorage.removeItem("voordeur:voorkeuren");
    } catch {
      // Nothing was kept, so nothing needs to go.
    }
  },
};
