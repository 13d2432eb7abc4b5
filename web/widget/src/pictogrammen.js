// Our own simple pictures: lines on a grid of 24, drawn with the text's colour. /chat draws the same ones.
import PADEN from "./pictogrammen.json";

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
