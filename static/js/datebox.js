// Year, month, day in three boxes: S55 or 昭和55 becomes 1980, full-width digits are fine, a full box passes the focus on.
const ERAS = { M: 1867, T: 1911, S: 1925, H: 1988, R: 2018, 明治: 1867, 大正: 1911, 昭和: 1925, 平成: 1988, 令和: 2018 };
const ERA = /^(明治|大正|昭和|平成|令和|[MTSHR])\s*(元|\d{1,2})年?$/i;

/** The year of "S55", "昭和55年" or "令和元"; anything else comes back as it was, only in plain digits. */
export function plainYear(text) {
  const plain = text.normalize("NFKC").trim();
  const told = ERA.exec(plain);
  return told ? String(ERAS[told[1].toUpperCase()] + (told[2] === "元" ? 1 : Number(told[2]))) : plain;
}

function watch(group) {
  const boxes = [...group.querySelectorAll("input")];
  boxes.forEach((box, place) => {
    box.addEventListener("change", () => {
      box.value = place === 0 ? plainYear(box.value) : box.value.normalize("NFKC").trim();
    });
    box.addEventListener("input", (event) => {
      const full = /^\d+$/.test(box.value) && box.value.length === (place === 0 ? 4 : 2);
      if (full && !event.isComposing && event.inputType?.startsWith("insert")) boxes[place + 1]?.focus();
    });
  });
}

export function startDateBoxes() {
  document.querySelectorAll("[data-date-boxes]").forEach(watch);
}
