// A <details> that opens when a radio of its form (data-name) says anything but data-not, and closes when it says that.
// Without it the person opens it.

export default function openWhen(details) {
  const form = details.closest("form");
  const follow = (event) => {
    if (event.target.name !== details.dataset.name) return;
    details.open = event.target.value !== details.dataset.not;
  };
  form.addEventListener("change", follow);
}
