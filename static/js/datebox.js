// Year, month, day in three boxes: S55 or 昭和55 becomes 1980, full-width digits are fine, a full box passes the focus
// on, a whole day written or pasted into the first is spread over all, and a calendar stands beside them.
const ERAS = { M: 1867, T: 1911, S: 1925, H: 1988, R: 2018, 明治: 1867, 大正: 1911, 昭和: 1925, 平成: 1988, 令和: 2018 };
const ERA = /^(明治|大正|昭和|平成|令和|[MTSHR])\.?\s*(元|\d{1,2})年?$/i;
const WHOLE = /^(.+?)[年./-](\d{1,2})[月./-](\d{1,2})日?$/;

/** The year of "S55", "昭和55年" or "令和元"; anything else comes back as it was, only in plain digits. */
export function plainYear(text) {
  const plain = text.normalize("NFKC").trim();
  const told = ERA.exec(plain);
  return told ? String(ERAS[told[1].toUpperCase()] + (told[2] === "元" ? 1 : Number(told[2]))) : plain;
}

const put = (boxes, parts) => boxes.forEach((box, place) => (box.value = parts[place]));

function tidy(boxes, box) {
  const whole = box === boxes[0] && WHOLE.exec(box.value.normalize("NFKC").trim());
  if (whole) put(boxes, [plainYear(whole[1]), whole[2], whole[3]]);
  else box.value = box === boxes[0] ? plainYear(box.value) : box.value.normalize("NFKC").trim();
}

function offerCalendar(group, boxes) {
  const calendar = group.querySelector(".calendar");
  const native = calendar?.querySelector("input");
  if (!native?.showPicker) return;
  calendar.hidden = false;
  calendar.querySelector("button").addEventListener("click", () => {
    const [year, month, day] = boxes.map((box) => box.value);
    native.value = `${plainYear(year)}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    native.showPicker();
  });
  native.addEventListener("change", () => {
    if (!native.value) return;
    put(boxes, native.value.split("-").map((part) => String(Number(part))));
    boxes[0].dispatchEvent(new Event("input", { bubbles: true }));
    boxes[2].focus();
  });
}

function watch(group) {
  const boxes = [...group.querySelectorAll("input.form-control")];
  boxes.forEach((box, place) => {
    box.addEventListener("change", () => tidy(boxes, box));
    box.addEventListener("input", (event) => {
      const full = /^\d+$/.test(box.value) && box.value.length === (place === 0 ? 4 : 2);
      if (full && !event.isComposing && event.inputType?.startsWith("insert")) boxes[place + 1]?.focus();
    });
  });
  offerCalendar(group, boxes);
}

export function startDateBoxes() {
  document.querySelectorAll("[data-date-boxes]").forEach(watch);
}
