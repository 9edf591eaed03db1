// Asks the browser for a place to push to, fills the plain form with it and sends it. Without a browser that can, says so.
const octets = (text) => {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (one) => one.charCodeAt(0));
};

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const can = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

async function subscribe(form) {
  if ((await Notification.requestPermission()) !== "granted") return null;
  const { worker, key } = form.dataset;
  await navigator.serviceWorker.register(worker);
  const registration = await active(worker);
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: octets(key) });
}

// `ready` waits for a worker whose scope holds the page; this one's scope is the folder of scripts.
async function active(worker) {
  const registration = await navigator.serviceWorker.getRegistration(worker);
  const coming = registration.installing ?? registration.waiting;
  if (coming && !registration.active) {
    await new Promise((done) => coming.addEventListener("statechange", () => coming.state === "activated" && done()));
  }
  return registration;
}

export function startPush() {
  const form = document.querySelector("form[data-worker]");
  if (!form) return;
  const notes = form.querySelectorAll("[data-when]");
  const say = (when) => notes.forEach((note) => note.toggleAttribute("hidden", note.dataset.when !== when));
  const button = form.querySelector("button");
  if (!can()) {
    button.disabled = true;
    say("cannot");
    return;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      const made = await subscribe(form);
      if (!made) {
        say("denied");
        return;
      }
      form.elements.endpoint.value = made.endpoint;
      form.elements.p256dh.value = text(made.getKey("p256dh"));
      form.elements.auth.value = text(made.getKey("auth"));
      form.submit();
    } catch {
      say("failed");
    } finally {
      button.disabled = false;
    }
  });
}
