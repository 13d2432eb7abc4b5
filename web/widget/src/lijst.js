// The messages in the window: in the server's order, with what is still under way after them.
import { el } from "./bouw.js";
import { T } from "./teksten.js";
import { toonBericht, vouwKnoppen } from "./weergave.js";

const veilig = (tekst) => (window.CSS && CSS.escape ? CSS.escape(tekst) : tekst);

export class Lijst {
  // paneel: the window it stands in; from it come the gesprek, the choices of the reader and what scrolls.
  constructor(paneel) {
    this.paneel = paneel;
    this.berichten = [];
    this.bouw();
  }

  bouw() {
    this.log = el("ol", { klas: "vd-log", "aria-label": T.berichten });
    this.bezig = el("p", { klas: "vd-bezig", hidden: true });
  }

  leeg() {
    this.berichten = [];
    this.anker = null;
  }

  element(bericht) {
    return toonBericht(bericht, {
      basis: this.paneel.basis,
      eenvoudig: this.paneel.keuzes.eenvoudig,
      doe: {
        kies: (k) => this.paneel.kies(k),
        verbeter: (tekst) => this.paneel.invoer.verbeter(tekst, this.paneel.omroep),
      },
    });
  }

  // What was sent stands there at once; the server's own copy takes its place when it comes.
  toonUit(post) {
    if (this.log.querySelector(`[data-client="${veilig(post.client_id)}"]`)) return;
    const li = this.element({ afzender: "inwoner", tekst: post.tekst || post.toon || "", client_id: post.client_id });
    li.classList.add("vd-onderweg");
    li.append(el("p", { klas: "vd-nietweg" }, T.wachtOpVerbinding));
    this.anker = li;
    this.log.append(li);
    this.vouw();
    this.straksNaarOnder();
  }

  voegToe(bericht, opnieuw = false) {
    if (!opnieuw) this.berichten.push(bericht);
    const { gesprek } = this.paneel;
    const mijn = bericht.afzender === "inwoner";
    const li = this.element({ ...bericht, verbeterbaar: mijn && bericht.tekst && !/^\[/.test(bericht.tekst) });
    const oud = mijn && bericht.client_id && this.log.querySelector(`.vd-onderweg[data-client="${veilig(bericht.client_id)}"]`);
    if (oud) {
      if (this.anker === oud) this.anker = li;
      oud.replaceWith(li);
    } else {
      // Before what is still under way: that will come after it in the server's order too.
      const wachtend = this.log.querySelector(".vd-onderweg");
      if (wachtend) wachtend.before(li);
      else this.log.append(li);
      // A notice under an answer (who reads along) must not push the numbers of that answer out of sight.
      const notitie = bericht.afzender === "systeem" && gesprek && gesprek.status === "assistent" && this.anker;
      if (!mijn && !notitie && gesprek && !gesprek.bezig) this.anker = li;
    }
    this.vouw();
    if (opnieuw) return;
    this.bezigTekst(gesprek.bezig && mijn && gesprek.status !== "opgepakt" ? T.bezig : "");
    this.straksNaarOnder();
  }

  // Only the newest word offers its shortcuts openly. A notice after it (what was hidden, who reads along) is no answer.
  vouw() {
    let laatste = this.log.lastElementChild;
    const { gesprek } = this.paneel;
    while (laatste && gesprek && gesprek.status === "assistent" && laatste.matches(".vd-systeem:not(:first-child)")) laatste = laatste.previousElementSibling;
    for (let li = laatste && laatste.previousElementSibling; li; li = li.previousElementSibling) vouwKnoppen(li);
  }

  // What scrolls: the messages, or on little height the window as a whole.
  get rol() {
    const { midden, dialoog } = this.paneel;
    return getComputedStyle(midden).overflowY === "visible" ? dialoog : midden;
  }

  // Once for all messages that come together: measuring the page for each of five hundred takes seconds.
  straksNaarOnder() {
    if (this.straks) return;
    this.straks = true;
    queueMicrotask(() => {
      this.straks = false;
      this.naarOnder();
    });
  }

  // Down, but never past the beginning of what is being answered.
  naarOnder() {
    const m = this.rol;
    const boven = m.getBoundingClientRect().top - m.scrollTop + 8;
    const grens = this.anker && this.anker.isConnected ? this.anker.getBoundingClientRect().top - boven : Infinity;
    m.scrollTop = Math.min(m.scrollHeight - m.clientHeight, grens);
  }

  // Read this one aloud, as if its own button was pressed; that button then stops it too.
  leesVoor(bericht) {
    const knop = this.log.querySelector(`[data-volgnummer="${bericht.volgnummer}"] .vd-lees`);
    if (knop) knop.lees();
  }

  bezigTekst(tekst) {
    this.bezig.textContent = tekst;
    this.bezig.hidden = !tekst;
    if (tekst) this.naarOnder();
  }

  toonTypt(tekst) {
    this.bezigTekst(tekst);
    clearTimeout(this.typtKlok);
    this.typtKlok = setTimeout(() => this.bezigTekst(""), 4000);
  }

  // Under the last own message that the medewerker has seen.
  toonGezien(tot = this.gezienTot || 0) {
    this.gezienTot = tot;
    for (const oud of this.log.querySelectorAll(".vd-gezien")) oud.remove();
    const mijn = [...this.log.querySelectorAll(".vd-inwoner[data-volgnummer]")].filter((li) => Number(li.dataset.volgnummer) <= tot);
    if (mijn.length) mijn.at(-1).append(el("p", { klas: "vd-gezien" }, T.gezien));
  }

  // This one was refused: it stays where it stood, with the reason.
  weiger(client_id, reden) {
    const li = this.log.querySelector(`[data-client="${veilig(client_id)}"]`);
    if (!li) return;
    li.classList.remove("vd-onderweg");
    li.append(el("p", { klas: "vd-fout", role: "alert" }, `${T.mislukt} ${reden}`));
  }
}
