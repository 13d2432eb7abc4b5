// Small things of the werkplek that are kept in this browser: choices, and what was typed and not sent yet.

// In a cookie: logging out empties the storage of this browser, and with it the drafts, but not what somebody chose.
export const keuze = {
  lees: (naam, standaard) => {
    const gekozen = document.cookie.split("; ").find((c) => c.startsWith(`werkplek-${naam}=`));
    return (gekozen ? gekozen.split("=")[1] : standaard) === "aan";
  },
  zet: (naam, aan) => {
    const veilig = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `werkplek-${naam}=${aan ? "aan" : "uit"}; path=/werkplek; max-age=31536000; samesite=strict${veilig}`;
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
