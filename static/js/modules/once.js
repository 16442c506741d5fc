// A form is sent once: a second click while the first is on its way does nothing.

export default function once(form) {
  if (form.dataset.once) return;
  form.dataset.once = "ready";
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.once === "sent") {
      event.preventDefault();
      return;
    }
    form.dataset.once = "sent";
    event.submitter?.setAttribute("aria-busy", "true");
  });
  // Back from the next page (the browser keeps this one as it was left): ready again.
  window.addEventListener("pageshow", () => {
    form.dataset.once = "ready";
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
}
