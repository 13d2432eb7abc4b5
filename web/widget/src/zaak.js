// What stands beside the lines of the verslag: for whom it is, where it plays and how much goes on; and the parts
// that a new line can be put under.
import { el } from "./bouw.js";
import { T } from "./teksten.js";

const plek = (v) => (v.kern ? `${v.kern} (${v.gemeente})` : v.gemeente || T.zaak.onbekend);

const optie = (value, naam, gekozen, vast = {}) => el("option", { value, ...(gekozen ? { selected: true } : {}), ...vast }, naam);

const rij = (naam, waarde) => el("div", {}, el("dt", {}, naam), el("dd", { dir: "auto" }, waarde));

// opAnders: takes what was chosen otherwise; without it all of it is only read.
export function feiten(v, opAnders) {
  const Z = T.zaak;
  const zwaarte = rij(Z.hoeveel, Z.zwaarte[v.zwaarte] || "");
  if (!opAnders) return el("dl", { klas: "vd-feiten" }, rij(Z.voorWie, Z.namens[v.namens] || ""), rij(Z.waar, plek(v)), zwaarte);
  const keuzes = v.keuzes || { plaatsen: [] };
  const hier = `${v.gemeente || ""}|${v.kern || ""}`;
  const namens = el("select", { klas: "utrecht-select", id: "vd-namens" }, ...Object.entries(Z.namens).map(([w, n]) => optie(w, n, w === v.namens)));
  const groepen = keuzes.plaatsen.map((p) =>
    el(
      "optgroup",
      { label: p.gemeente },
      optie(`${p.gemeente}|`, p.gemeente, `${p.gemeente}|` === hier),
      ...p.kernen.map((k) => optie(`${p.gemeente}|${k}`, `${k} (${p.gemeente})`, `${p.gemeente}|${k}` === hier)),
    ),
  );
  const plaats = el("select", { klas: "utrecht-select", id: "vd-plaats" }, ...(v.gemeente ? [] : [optie("|", Z.onbekend, true)]), ...groepen);
  const bewaar = () => {
    const [gemeente, kern] = plaats.value.split("|");
    const anders = {};
    if (namens.value !== v.namens) anders.namens = namens.value;
    if (plaats.value !== hier) anders.plaats = { gemeente, kern: kern || null };
    if (Object.keys(anders).length) opAnders(anders);
  };
  const veld = (label, keuze, ...meer) => el("div", { klas: "vd-veld" }, el("label", { for: keuze.id }, label), keuze, ...meer);
  return el(
    "fieldset",
    { klas: "vd-zaak" },
    el("legend", {}, Z.kop),
    el("dl", { klas: "vd-feiten" }, zwaarte),
    veld(Z.voorWie, namens),
    veld(Z.waar, plaats, keuzes.bij_team ? el("p", { klas: "vd-klein" }, Z.vast) : ""),
    el("button", { type: "button", klas: "utrecht-button utrecht-button--secondary-action", "aria-label": `${T.verslag.bewaar}: ${Z.voorWie} ${Z.waar}`, click: bewaar }, T.verslag.bewaar),
  );
}

// The parts for a new line; what was chosen stays chosen.
export function deelkeuze(select, keuzes) {
  const was = select.value;
  const eigen = ["urgentie", "geprobeerd", "betrokken", "huishouden", "wens"].map((d) => optie(d, T.verslag[d]));
  const gebieden = ((keuzes && keuzes.leefgebieden) || []).map((g) => optie(`leefgebied-${g.code}`, g.naam, false, { lang: "nl", dir: "ltr" }));
  select.replaceChildren(optie("", T.zaak.weetNiet), ...eigen, ...gebieden);
  select.value = was;
}
