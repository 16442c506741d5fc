// Sends its form as soon as it is there; without this module its button does it.

export default function atOnce(form) {
  form.requestSubmit();
}
