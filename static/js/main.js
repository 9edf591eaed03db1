// Polish only: every page works without this file. Each module finds what it polishes and leaves the rest alone.
import { startContact } from "./contact.js";
import { startDateBoxes } from "./datebox.js";
import { startIme } from "./ime.js";
import { startKeeping } from "./keep.js";
import { startMenus } from "./menus.js";
import { startOnce } from "./once.js";
import { startPhone } from "./phone.js";
import { startPlace } from "./place.js";
import { startPostal } from "./postal.js";
import { startPrint } from "./print.js";
import { startPrivacy } from "./privacy.js";
import { startPush } from "./push.js";
import { startRows } from "./rows.js";
import { startShortcuts } from "./shortcuts.js";
import { startSimilar } from "./similar.js";
import { startToasts } from "./toast.js";
import { startWeek } from "./week.js";

document.documentElement.classList.add("js");
// The input method first: the others must not see keys that belong to a word being composed.
const modules = [
  startIme, startOnce, startKeeping, startToasts, startMenus, startPrivacy, startShortcuts, startDateBoxes, startPhone,
  startRows, startContact, startPostal, startSimilar, startPlace, startPrint, startPush,
  startWeek,
];
for (const start of modules) {
  try {
    start();
  } catch (error) {
    reportError(error); // said aloud, and the rest of the page stays as it was polished
  }
}
