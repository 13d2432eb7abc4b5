// Opening hours by filling in. What is chosen is written as text in the field `openingstijden`, in the form that files
// know too; that text is what is stored. Without this file the text field stands there alone.

export const KORT = ["ma", "di", "wo", "do", "vr", "za", "zo"];

// "ma-vr", "ma,wo", "ma-wo,vr": three or more in a row as a stretch.
function dagenTekst(dagen) {
  const stukken = [];
  for (const dag of dagen) {
    const laatste = stukken.at(-1);
    if (laatste && laatste.at(-1) === dag - 1) laatste.push(dag);
    else stukken.push([dag]);
  }
  return stukken.map((s) => (s.length > 2 ? `${KORT[s[0]]}-${KORT[s.at(-1)]}` : s.map((d) => KORT[d]).join(","))).join(",");
}

function groepeer(paren) {
  const groepen = new Map();
  for (const [sleutel, waarde] of paren) groepen.set(sleutel, [...(groepen.get(sleutel) ?? []), waarde]);
  return groepen;
}

const keerTekst = (keer) => (keer === "-1" ? "laatste" : /^\d$/.test(keer) ? `${keer}e` : keer);

function somsTekst(soms) {
  // Of one day the hours together, then the occasions with the same hours, then the days with the same of both.
  const perDag = groepeer(soms.map(({ keer, dag, tijd }) => [`${keer}|${dag}`, tijd]));
  const perKeer = groepeer([...perDag].map(([sleutel, tijden]) => {
    const [keer, dag] = sleutel.split("|");
    return [`${/^-?\d$/.test(keer) ? "" : keer}|${dag}|${tijden.join(",")}`, keer];
  }));
  const samen = groepeer([...perKeer].map(([sleutel, keren]) => {
    const [, dag, tijden] = sleutel.split("|");
    return [`${keren.map(keerTekst).join(",")} |${tijden}`, Number(dag)];
  }));
  return [...samen].map(([sleutel, dagen]) => {
    const [keer, tijden] = sleutel.split("|");
    return `${keer}${dagenTekst(dagen.sort((a, b) => a - b))} ${tijden}`;
  });
}

// From what is chosen to the text. vast: per day the hours; soms: {keer, dag, tijd}; feestdag: null, or hours ([] = shut).
export function alsTekst({ wat, vast, soms, feestdag, ookAfspraak }) {
  if (wat === "onbekend") return "";
  if (wat === "afspraak") return "op afspraak";
  const delen = [];
  if (wat === "altijd") delen.push("24/7");
  else {
    const perUren = groepeer(vast.map((tijden, dag) => [tijden.join(","), dag]).filter(([tijden]) => tijden));
    for (const [tijden, dagen] of perUren) delen.push(`${dagenTekst(dagen)} ${tijden}`);
    delen.push(...somsTekst(soms));
    if (feestdag) delen.push(`feestdagen ${feestdag.join(",") || "gesloten"}`);
  }
  if (ookAfspraak) delen.push("op afspraak");
  return delen.join("; ");
}

const veld = document.getElementById("uren");
const tekstveld = document.getElementById("openingstijden");
const op = (id) => document.getElementById(`uren-${id}`);
const dagvakken = veld ? [...veld.querySelectorAll(".rd-uren__dag")] : [];
let feestdagGenoemd = false;
let metDeHand = false;

function nieuwBlok(vak, [van, tot] = ["", ""], soms = null) {
  const blok = op(soms ? "soms-blok" : "blok").content.firstElementChild.cloneNode(true);
  blok.querySelector("[data-tijd=van]").value = van;
  blok.querySelector("[data-tijd=tot]").value = tot;
  if (soms) {
    blok.querySelector("[data-keer]").value = soms.keer;
    blok.querySelector("[data-dag]").value = soms.dag;
  }
  vak.querySelector(".rd-uren__blokken").append(blok);
  return blok;
}

// "9", "930", "9.30" and "9u30" as "09:30"; what is no time stays as it was typed, and the reason is told.
function alsTijd(getypt) {
  const gelezen = /^(\d{1,2})(?:[:.u]?(\d{2}))?$/i.exec(getypt.trim());
  return gelezen ? `${gelezen[1].padStart(2, "0")}:${gelezen[2] ?? "00"}` : getypt.trim();
}

function tijdVan(blok) {
  const [van, tot] = ["van", "tot"].map((n) => blok.querySelector(`[data-tijd=${n}]`));
  for (const [een, ander] of [[van, tot], [tot, van]]) {
    if (!een.value && ander.value) een.setAttribute("aria-invalid", "true");
    else een.removeAttribute("aria-invalid");
  }
  // Half filled in is written as it is: nothing that was typed is lost in silence, and the reason is told.
  return van.value.trim() || tot.value.trim() ? `${alsTijd(van.value)}-${alsTijd(tot.value)}` : "";
}

const blokkenIn = (vak) => [...vak.querySelectorAll(".rd-uren__blok")];
const tijdenIn = (vak) => blokkenIn(vak).map(tijdVan).filter(Boolean);

function gekozen() {
  const open = op("feest").value === "open";
  return {
    wat: op("wat").value,
    vast: dagvakken.map(tijdenIn),
    soms: blokkenIn(op("soms"))
      .map((b) => ({ keer: b.querySelector("[data-keer]").value, dag: b.querySelector("[data-dag]").value, tijd: tijdVan(b) }))
      .filter((s) => s.tijd),
    feestdag: open ? tijdenIn(op("feestdag")) : feestdagGenoemd ? [] : null,
    ookAfspraak: op("ook-afspraak").checked,
  };
}

function toonStand() {
  op("vast").hidden = op("wat").value !== "vast";
  for (const vak of dagvakken) {
    const leeg = blokkenIn(vak).length === 0;
    vak.querySelector(".rd-uren__dicht").hidden = !leeg;
    const over = vak.querySelector("[data-doe=neem-over]");
    if (over) over.hidden = !leeg || tijdenIn(dagvakken[Number(vak.dataset.dag) - 1]).length === 0;
  }
  const feest = op("feestdag");
  const open = op("feest").value === "open";
  feest.querySelector("[data-doe=erbij]").hidden = !open;
  feest.querySelector(".rd-uren__blokken").hidden = !open;
  for (const vak of [...dagvakken, op("soms"), feest]) {
    blokkenIn(vak).forEach((b, n) => { b.querySelector("[data-welke]").textContent = `: ${vak.getAttribute("aria-label")}, ${n + 1}`; });
  }
}

function schrijf() {
  const keuze = gekozen();
  // Open on a feestdag without hours yet says nothing.
  if (op("feest").value === "open" && keuze.feestdag.length === 0) keuze.feestdag = null;
  tekstveld.value = alsTekst(keuze);
  op("onleesbaar").hidden = true;
  toonStand();
}

// Fill the editor from hours that the server read; null: it cannot read them.
function vul(uren) {
  op("onleesbaar").hidden = uren !== null;
  if (uren === null) return;
  for (const vak of veld.querySelectorAll(".rd-uren__blokken")) vak.replaceChildren();
  const vast = uren.regels.length > 0 || (uren.feestdag ?? []).length > 0;
  op("wat").value = uren.altijd ? "altijd" : vast ? "vast" : uren.op_afspraak ? "afspraak" : "onbekend";
  for (const { dagen, keer, blokken } of uren.regels) {
    for (const dag of dagen) {
      for (const blok of blokken) {
        if (keer.length === 0) nieuwBlok(dagvakken[dag], blok);
        else for (const k of keer) nieuwBlok(op("soms"), blok, { keer: k, dag });
      }
    }
  }
  feestdagGenoemd = uren.feestdag !== null;
  op("feest").value = (uren.feestdag ?? []).length ? "open" : "dicht";
  for (const blok of uren.feestdag ?? []) nieuwBlok(op("feestdag"), blok);
  op("ook-afspraak").checked = uren.op_afspraak && (uren.altijd || vast);
  toonStand();
}

// After the side of the page was read anew: how the assistant says it, and what was typed by hand.
export function nieuweZijkant(zijkant) {
  if (!veld) return;
  const { uren, zin } = zijkant.querySelector("#uren-stand").dataset;
  op("voorbeeld").textContent = zin;
  if (metDeHand) vul(JSON.parse(uren));
  metDeHand = false;
}

function doe(knop) {
  const vak = knop.closest("[role=group]");
  const wat = knop.dataset.doe;
  if (wat === "erbij") nieuwBlok(vak).querySelector("input").focus();
  if (wat === "soms") nieuwBlok(vak, ["", ""], { keer: "1", dag: "5" }).querySelector("select").focus();
  if (wat === "neem-over") {
    const eerder = dagvakken[Number(vak.dataset.dag) - 1];
    for (const blok of blokkenIn(eerder)) nieuwBlok(vak, ["van", "tot"].map((n) => blok.querySelector(`[data-tijd=${n}]`).value));
    (dagvakken[Number(vak.dataset.dag) + 1] ?? vak).querySelector("[data-doe]").focus();
  }
  if (wat === "weg") {
    knop.closest(".rd-uren__blok").remove();
    vak.querySelector("[data-doe=erbij], [data-doe=soms]").focus();
  }
  schrijf();
  veld.dispatchEvent(new Event("change", { bubbles: true }));
}

if (veld && tekstveld) {
  const { uren, zin } = document.getElementById("uren-stand").dataset;
  vul(JSON.parse(uren));
  op("voorbeeld").textContent = zin;
  veld.hidden = false;
  const meer = op("meer");
  meer.hidden = false;
  meer.append(op("tekst"));
  meer.open = !op("onleesbaar").hidden || tekstveld.hasAttribute("aria-invalid");
  veld.addEventListener("click", (g) => {
    const knop = g.target.closest("button[data-doe]");
    if (knop) doe(knop);
  });
  for (const soort of ["input", "change"]) veld.addEventListener(soort, (g) => { if (g.target !== veld) schrijf(); });
  veld.addEventListener("change", (g) => { if (g.target.dataset?.tijd) g.target.value = alsTijd(g.target.value); });
  op("feest").addEventListener("change", () => {
    feestdagGenoemd = true;
    if (op("feest").value === "open" && blokkenIn(op("feestdag")).length === 0) nieuwBlok(op("feestdag")).querySelector("input").focus();
    schrijf();
  });
  tekstveld.addEventListener("input", () => { metDeHand = true; });
}
