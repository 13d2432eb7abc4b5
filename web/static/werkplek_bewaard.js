// Small things of the werkplek that are kept in this browser: choices, and what was typed and not sent yet.

export const keuze = {
  lees: (naam, standaard) => {
    try { return (localStorage.getItem(`werkplek-${naam}`) ?? standaard) === "aan"; } catch { return standaard === "aan"; }
  },
  zet: (naam, aan) => {
    try { localStorage.setItem(`werkplek-${naam}`, aan ? "aan" : "uit"); } catch { /* private mode: only for now */ }
  },
};

export const klad = {
  sleutel: (kenmerk) => `werkplek-klad-${kenmerk}`,
  lees: (kenmerk) => { try { return sessionStorage.getItem(klad.sleutel(kenmerk)) ?? ""; } catch { return ""; } },
  zet: (kenmerk, tekst) => {
    try {
      if (tekst) sessionStorage.setItem(klad.sleutel(kenmerk), tekst);
      else sessionStorage.removeItem(klad.sleutel(kenmerk));
    } catch { /* private mode: the text still stands in the field */ }
  },
};

// The last message of each gesprek that did not arrive yet, by kenmerk: the same text again is the same message.
export const onderweg = new Map();
