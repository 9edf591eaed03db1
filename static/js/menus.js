// Menus made of <details> close on Escape and on a tap outside.
const MENUS = "details.menu, details.more";

function closeOthers(event) {
  for (const menu of document.querySelectorAll(`:is(${MENUS})[open]`)) {
    if (!menu.contains(event.target)) menu.open = false;
  }
}

function closeOnEscape(event) {
  const menu = event.key === "Escape" && event.target.closest?.(`:is(${MENUS})[open]`);
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
}

export function startMenus() {
  addEventListener("click", closeOthers);
  addEventListener("focusin", closeOthers);
  addEventListener("keydown", closeOnEscape);
}
