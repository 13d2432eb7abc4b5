// Reading aloud and dictation, with what the browser itself has.
export const kanVoorlezen = () => "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
const Herkenner = window.SpeechRecognition || window.webkitSpeechRecognition;
export const kanDicteren = () => Boolean(Herkenner);

export function leesVoor(tekst, opEinde = () => {}) {
  if (!kanVoorlezen()) return;
  speechSynthesis.cancel();
  const stem = new SpeechSynthesisUtterance(tekst);
  stem.lang = "nl-NL";
  stem.rate = 0.95;
  stem.onend = stem.onerror = opEinde;
  speechSynthesis.speak(stem);
}

export const zwijg = () => kanVoorlezen() && speechSynthesis.cancel();

// Dutch speech into the field; `opStand(bezig)` at the begin and the end.
export class Dicteren {
  constructor(veld, opStand) {
    this.veld = veld;
    this.opStand = opStand;
  }

  wissel() {
    if (this.bezig) {
      this.bezig.stop();
      return;
    }
    const h = new Herkenner();
    h.lang = "nl-NL";
    h.interimResults = false;
    h.continuous = true;
    h.onresult = (e) => {
      for (let i = e.resultIndex; i < e.results.length; i += 1) {
        const tekst = e.results[i][0].transcript.trim();
        this.veld.value = [this.veld.value.trim(), tekst].filter(Boolean).join(" ");
      }
    };
    h.onend = h.onerror = () => {
      this.bezig = null;
      this.opStand(false);
    };
    h.start();
    this.bezig = h;
    this.opStand(true);
  }

  stop() {
    if (this.bezig) this.bezig.stop();
  }
}

// What is heard of a message: the words, and of the places their names and whether they are open.
export function alsSpraak(bericht) {
  const plekken = (bericht.voorzieningen || []).map((v) => `${v.naam}. ${v.omschrijving || ""} ${v.open_tekst || ""}`);
  return [bericht.tekst, ...plekken].join(" ");
}
