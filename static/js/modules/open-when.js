// A <details> that is there, and open, while a radio of its form (data-name) says anything but data-not.
// Without it the person opens it.

export default function openWhen(details) {
  const form = details.closest("form");
  const follow = () => {
    details.open = new FormData(form).get(details.dataset.name) !== details.dataset.not;
    details.hidden = !details.open;
  };
  form.addEventListener("change", (event) => {
    if (event.target.name === details.dataset.name) follow();
  });
  follow();
}
