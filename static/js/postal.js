// A postal code, however it is written, fills prefecture, municipality and town; several towns: one chooses.
// The server answers {"places": [{"prefecture": …, "municipality": …, "town": …}], "said": what to say of an unknown code}.
const SEVEN = /^\d{7}$/;
const plain = (text) => text.normalize("NFKC").replace(/[^\d]/g, "");

function fill(form, place, asked) {
  for (const [name, value] of Object.entries({ ...place, address: place.town })) {
    const field = form.elements[name];
    if (field && (!field.value || asked.has(field))) {
      field.value = value;
      asked.add(field);
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer(list, places) {
  list.replaceChildren(...places.map(({ prefecture, municipality, town }) => {
    const one = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-outline-primary btn-sm" });
    one.textContent = `${prefecture}${municipality}${town}`;
    return one;
  }));
}

function watch(box) {
  const asked = new Set(); // fields this module filled itself and may therefore change again
  const list = Object.assign(document.createElement("div"), { className: "actions towns quiet" });
  list.setAttribute("role", "status");
  box.after(list);
  let places = [];
  list.addEventListener("click", (event) => {
    const place = places[[...list.children].indexOf(event.target)];
    if (!place) return;
    fill(box.form, place, asked);
    list.replaceChildren();
  });
  box.addEventListener("input", async (event) => {
    const code = plain(box.value);
    if (event.isComposing || !SEVEN.test(code)) return list.replaceChildren();
    const answer = await fetch(`${box.dataset.postalUrl}?code=${code}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || plain(box.value) !== code) return;
    const told = await answer.json();
    ({ places } = told);
    if (places.length === 1) fill(box.form, places[0], asked);
    offer(list, places.length > 1 ? places : []);
    if (!places.length) list.textContent = told.said;
  });
}

export function startPostal() {
  document.querySelectorAll("[data-postal-url]").forEach(watch);
}
