// A short message in the live region at the page's foot, for what happened without a new page.
// An htmx answer asks for one with the header  HX-Trigger: {"toast": "..."} .

export default function toasts(region) {
  document.addEventListener("toast", (event) => {
    const message = document.createElement("p");
    message.textContent = event.detail.value ?? event.detail;
    region.append(message);
    window.setTimeout(() => message.remove(), 6000);
  });
}
