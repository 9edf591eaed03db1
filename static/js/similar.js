// While a name is being typed, people already known appear beside the form; a word still being composed is not asked for.
import { isComposing } from "./ime.js";

const PAUSE = 350;
const TELLING = /^((family|given)_(name|kana)|birth_told|person_phone|postal_code|(relatives-\d+-)?phone_told)$/;

function watch(region) {
  const form = document.querySelector(region.dataset.similarForm ?? "form[data-keep]");
  if (!form) return;
  let timer;
  let last = "";
  async function look() {
    if (isComposing()) return;
    const told = [...new FormData(form)].filter(([name]) => TELLING.test(name));
    const asked = new URLSearchParams(told).toString();
    if (asked === last) return;
    last = asked;
    const body = new URLSearchParams([...told, ["csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value]]);
    const answer = await fetch(region.dataset.similarUrl, { method: "POST", body, redirect: "error" }).catch(() => null);
    if (!answer?.ok || asked !== last) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    region.replaceChildren(...page.body.childNodes);
  }
  const later = (event) => {
    if (!TELLING.test(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(look, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("compositionend", later);
}

export function startSimilar() {
  document.querySelectorAll("[data-similar-url]").forEach(watch);
}
