// Warns before the server ends an idle session, and lets one key extend it (KWCAG 6.2.1).
// Typing counts as being there: the session is kept alive by itself. When it has ended all the same, what was typed
// stays on the page; after logging in again in another window, the page's forms get the new session's token.

const KEY = "lms-last-contact";
const WARNING = 120;

export default function idle(dialog) {
  const limit = Number(dialog.dataset.seconds);
  const left = dialog.querySelector("[data-left]");
  const parts = { warn: dialog.querySelector("[data-part=warn]"), out: dialog.querySelector("[data-part=out]") };
  let lastActivity = 0;

  const contact = () => Number(window.localStorage.getItem(KEY)) || 0;
  const touched = () => window.localStorage.setItem(KEY, String(Date.now()));
  const show = (name) => {
    for (const [key, part] of Object.entries(parts)) part.hidden = key !== name;
    if (dialog.open) return;
    dialog.showModal();
    parts[name].querySelector("button, a").focus();
  };

  const extend = async () => {
    const answer = await fetch(dialog.dataset.stay, { headers: { Accept: "application/json" } });
    if (!answer.ok) return show("out");
    const { token } = await answer.json();
    for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = token;
    touched();
    dialog.close();
  };

  const tick = () => {
    const idleFor = (Date.now() - contact()) / 1000;
    const remaining = Math.ceil(limit - idleFor);
    if (remaining <= 0) return show("out");
    if (remaining <= WARNING) {
      left.textContent = `${Math.floor(remaining / 60)}:${String(remaining % 60).padStart(2, "0")}`;
      return show("warn");
    }
    if (dialog.open) dialog.close();
    if (idleFor > limit / 3 && lastActivity > contact()) {
      lastActivity = 0;
      extend();
    }
  };

  touched();
  document.addEventListener("htmx:afterRequest", touched);
  for (const kind of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(kind, () => { if (!dialog.open) lastActivity = Date.now(); }, { passive: true });
  }
  parts.warn.querySelector("button").addEventListener("click", extend);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); extend(); });
  window.addEventListener("focus", () => { if (dialog.open) extend(); });
  window.setInterval(tick, 1000);
}
