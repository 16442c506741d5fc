// Asks before a form is sent. The question stands in data-confirm; without JavaScript the form is sent at once,
// so what cannot be undone has a page of its own (ui.confirm_box) instead.

export default function confirm(form) {
  const dialog = document.getElementById("confirm-dialog");
  form.addEventListener("submit", (event) => {
    if (form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    dialog.querySelector("#confirm-dialog-question").textContent = form.dataset.confirm;
    dialog.querySelector("[value=yes]").textContent = form.dataset.confirmLabel;
    dialog.returnValue = "no";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return;
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    }, { once: true });
    dialog.showModal();
  }, { capture: true });
}
