// What was just done is said for ten seconds; a pointer or the keyboard on it stops the time; errors stay.
const STAY = 10_000;

function leaveAfterAWhile(note) {
  let timer;
  const stop = () => clearTimeout(timer);
  const start = () => {
    stop();
    if (!note.matches(":hover, :focus-within")) timer = setTimeout(() => note.remove(), STAY);
  };
  for (const kind of ["mouseenter", "focusin", "touchstart"]) note.addEventListener(kind, stop, { passive: true });
  note.addEventListener("mouseleave", start);
  note.addEventListener("focusout", () => setTimeout(start)); // only then is it known where the focus went
  start();
}

/** Closed from the keyboard, it hands the focus on; else the next Tab would begin at the top of the page. */
function close(note) {
  const held = note.contains(document.activeElement);
  note.remove();
  if (held) document.getElementById("main").focus({ preventScroll: true });
}

export function startToasts() {
  for (const note of document.querySelectorAll(".notes li")) {
    note.querySelector(".close")?.addEventListener("click", () => close(note));
    if (!note.matches(".error, .warning, .stay")) leaveAfterAWhile(note);
  }
}
