// Our own simple pictures: lines on a grid of 24, drawn with the text's colour.
const PADEN = {
  computer: "M4 5h16v11H4zM9 20h6M12 16v4",
  mens: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.6-4 3.2-6 7-6s6.4 2 7 6",
  u: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c.6-4 3.4-6 8-6s7.4 2 8 6",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5M12 7.5v.5",
  potlood: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  geluid: "M4 10v4h4l5 4V6L8 10zM16 9c1.5 2 1.5 4 0 6M18.500 6.500c3 3.500 3 7.500 0 11",
  stil: "M6 6h12v12H6z",
  micro: "M12 14a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v5a3 3 0 0 0 3 3zM6 11a6 6 0 0 0 12 0M12 17v4",
  telefoon: "M6 3h4l1.500 5-2.500 1.500a11 11 0 0 0 5 5l1.500-2.500 5 1.500v4c0 1.500-1 2.500-2.500 2.500C10 20 4 14 3.500 5.500 3.500 4 4.500 3 6 3z",
  mail: "M3 6h18v12H3zM3 7l9 6 9-6",
  web: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  route: "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  opties: "M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4",
  kruis: "M6 6l12 12M18 6L6 18",
  weg: "M4 4h8v16H4zM10 12h10M16 8l4 4-4 4",
  vraag: "M4 4h16v12h-9l-5 4v-4H4zM9.500 8.500c0-3.500 5-3 5 0 0 1.500-2.500 1.500-2.500 3M12 13.500v.2",
  prullenbak: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  financien: "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM15.500 8.500a4.500 4.500 0 1 0 0 7M7 11h6M7 13.500h5",
  activiteiten_dagelijks_leven: "M3 12l9-8 9 8M6 10v10h12V10M12 18c-3-2-4-3.500-3-5 .800-1.200 2.400-1 3 .300.600-1.300 2.200-1.500 3-.300 1 1.500 0 3-3 5z",
  huisvesting: "M3 12l9-8 9 8M6 10v10h12V10M10 20v-6h4v6",
  sociaal_netwerk: "M8 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM16 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 20c.5-4 2.500-6 6-6 1.500 0 3 .500 4 1.500 1-1 2.500-1.500 4-1.500 3.500 0 5.500 2 6 6",
  gezin_en_opvoeding: "M7 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM17 9a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 15a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2 20c0-5 2-8 5-8M22 20c0-5-2-8-5-8M8 21c0-3 1.500-4.500 4-4.500s4 1.500 4 4.500",
  dagbesteding: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
  geestelijke_gezondheid: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9 9v1.500M15 9v1.500M8 16c2-2 6-2 8 0",
  nood: "M12 3l10 18H2zM12 9v6M12 17.500v.5",
};

export function pictogram(naam) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const zet = { viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false", class: "vd-pictogram", fill: "none", stroke: "currentColor", "stroke-width": "2", "stroke-linecap": "round", "stroke-linejoin": "round" };
  for (const [k, v] of Object.entries(zet)) svg.setAttribute(k, v);
  const pad = document.createElementNS("http://www.w3.org/2000/svg", "path");
  pad.setAttribute("d", PADEN[naam] || PADEN.info);
  svg.append(pad);
  return svg;
}

// The picture that belongs to a choice; empty when the choice has none.
export function plaatje(payload) {
  if (payload === "/medewerker") return "mens";
  const m = /^\/kies_onderwerp\{"onderwerp":"(\w+)"\}$/.exec((payload || "").replace(/\s/g, ""));
  return m && PADEN[m[1]] ? m[1] : "";
}
