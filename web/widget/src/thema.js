// The styles of the widget: its own, and on top the colours of the gemeente and the size of the letters.
// Constructable stylesheets, so that a host page with a strict Content-Security-Policy allows them.
import CSS from "./.widget.samen.css";

export class Thema {
  constructor(wortel) {
    this.wortel = wortel;
    this.bladen = [blad(wortel, CSS), blad(wortel, "")];
    this.kleuren = {};
    this.factor = 1;
  }

  zet({ kleuren = this.kleuren, factor = this.factor }) {
    Object.assign(this, { kleuren, factor });
    const regels = Object.entries(kleuren)
      .filter(([naam, waarde]) => /^--[\w-]+$/.test(naam) && /^[\w\s#.,()%-]+$/.test(waarde))
      .map(([naam, waarde]) => `${naam}:${waarde};`)
      .join("");
    // A host page may have set its own root size; `medium` is what the visitor chose in the browser.
    const basis = this.meet() * factor;
    const wortel = this.wortel.querySelector(".vd-wortel");
    if (wortel) wortel.classList.toggle("vd-groteletters", basis >= 20);
    this.bladen[1](`.vd-wortel{${regels}--vd-rem:${basis}px}`);
  }

  meet() {
    const proef = this.wortel.querySelector(".vd-wortel");
    return (proef && parseFloat(getComputedStyle(proef).fontSize)) || 16;
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
