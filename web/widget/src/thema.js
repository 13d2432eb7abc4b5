// The styles of the widget: its own, and on top the colours of the gemeente and the size of the letters.
// Constructable stylesheets, so that a host page with a strict Content-Security-Policy allows them.
import CSS from "./.widget.samen.css";
import KNOP from "./.widget.knop.css";

// What nearly every browser is set to.
const MEDIUM = 16;

export class Thema {
  constructor(wortel) {
    this.wortel = wortel;
    // The button first: a page on which nobody opens the window reads a fifth of the rules.
    this.bladen = [blad(wortel, KNOP), blad(wortel, "")];
    this.kleuren = {};
    this.factor = 1;
    this.medium = MEDIUM;
  }

  // All of it, for the window.
  heel() {
    this.bladen[0](CSS);
    this.pas();
  }

  // Measured when the page has drawn anyway: asked for earlier, the whole page would be laid out once more for it.
  straks() {
    requestAnimationFrame(() => setTimeout(() => this.pas()));
  }

  pas() {
    const medium = this.meet();
    if (medium === this.medium) return;
    this.medium = medium;
    this.zet({});
  }

  zet({ kleuren = this.kleuren, factor = this.factor }) {
    Object.assign(this, { kleuren, factor });
    const regels = Object.entries(kleuren)
      .filter(([naam, waarde]) => /^--[\w-]+$/.test(naam) && /^[\w\s#.,()%-]+$/.test(waarde))
      .map(([naam, waarde]) => `${naam}:${waarde};`)
      .join("");
    // A host page may have set its own root size; `medium` is what the visitor chose in the browser.
    const basis = this.medium * factor;
    const wortel = this.wortel.querySelector(".vd-wortel");
    if (wortel) wortel.classList.toggle("vd-groteletters", basis >= 20);
    this.bladen[1](`.vd-wortel{${regels}--vd-rem:${basis}px}`);
  }

  meet() {
    const proef = this.wortel.querySelector(".vd-wortel");
    return (proef && parseFloat(getComputedStyle(proef).fontSize)) || MEDIUM;
  }
}

// A sheet in the shadow root, as a function that replaces its text.
function blad(wortel, css) {
  try {
    const stijl = new CSSStyleSheet();
    wortel.adoptedStyleSheets = [...wortel.adoptedStyleSheets, stijl];
    stijl.replaceSync(css);
    return (tekst) => stijl.replaceSync(tekst);
  } catch {
    // Safari before 16.4 has no constructable sheets.
    const stijl = document.createElement("style");
    stijl.textContent = css;
    wortel.append(stijl);
    return (tekst) => {
      stijl.textContent = tekst;
    };
  }
}
