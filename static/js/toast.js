// What was just done is said for ten seconds; a pointer or the keyboard on it stops the time; errors stay.
const STAY = 10_000;

function leaveAfterAWhile(note) {
  let timer;
  const start = () => (timer = setTimeout(() => note.remove(), STAY));
  const stop = () => clearTimeout(timer);
  for (const kind of ["mouseenter", "focusin", "touchstart"]) note.addEventListener(kind, stop, { passive: true });
  for (const kind of ["mouseleave", "focusout"]) note.addEventListener(kind, () => (stop(), start()));
  start();
}

export function startToasts() {
  for (const note of document.querySelectorAll(".notes li")) {
    note.querySelector(".close")?.addEventListener("click", () => note.remove());
    if (!note.matches(".error, .warning, .stay")) leaveAfterAWhile(note);
  }
}
