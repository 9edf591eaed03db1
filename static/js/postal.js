// A postal code, however it is written, fills prefecture, municipality and town; several towns: what they share, and
// one chooses. The server answers {"places": [{"prefecture": …, "municipality": …, "town": …}], "said": what to say}.
const SEVEN = /^\d{7}$/;
const PARTS = { prefecture: "prefecture", municipality: "municipality", address: "town" };
const plain = (text) => text.normalize("NFKC").replace(/[^\d]/g, "");
const shared = (places, part) => (new Set(places.map((place) => place[part])).size === 1 ? places[0][part] : "");

function fill(form, places, asked) {
  for (const [name, part] of Object.entries(PARTS)) {
    const field = form.elements[name];
    const value = places.length ? shared(places, part) : "";
    if (field && (asked.has(field) || (value && !field.value))) {
      field.value = value;
      asked.add(field);
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function choiceOf(places, said) {
  const select = Object.assign(document.createElement("select"), { className: "form-select" });
  const whole = shared(places, "municipality") ? "" : "municipality";
  select.setAttribute("aria-label", said);
  select.append(new Option(said, ""), ...places.map((place, at) => new Option((place[whole] ?? "") + place.town, at)));
  return select;
}

function watch(box) {
  const asked = new Set(); // fields this module filled itself and may therefore change again
  const said = Object.assign(document.createElement("output"), { className: "form-text" });
  const choice = document.createElement("div");
  box.after(said, choice);
  let places = [];
  const show = (words) => {
    said.textContent = words;
    said.classList.toggle("visually-hidden", places.length > 1); // then the list itself shows the words
    choice.replaceChildren(...(places.length > 1 ? [choiceOf(places, words)] : []));
  };
  choice.addEventListener("input", (event) => event.stopPropagation());
  choice.addEventListener("change", (event) => event.target.value && fill(box.form, [places[event.target.value]], asked));
  async function look() {
    const code = plain(box.value);
    places = [];
    show("");
    if (!SEVEN.test(code)) return;
    const address = `${box.dataset.postalUrl}?code=${code}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" }).catch(() => null);
    if (!answer?.ok || plain(box.value) !== code) return;
    const told = await answer.json();
    ({ places } = told);
    fill(box.form, places, asked);
    show(told.said);
  }
  box.addEventListener("input", (event) => event.isComposing || look());
  box.addEventListener("compositionend", look); // full-width digits come through the input method, and no input follows
}

export function startPostal() {
  document.querySelectorAll("[data-postal-url]").forEach(watch);
}
