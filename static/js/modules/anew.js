// Reads the page anew every data-seconds and puts the part with the id data-part in place of the old one.
// When the network is away the old part stays, and the element says so by the class is-offline. Nothing is read while
// nobody sees the page, or while somebody's focus is inside.

export default function anew(element) {
  const id = element.dataset.part;
  const read = async () => {
    const part = document.getElementById(id);
    if (document.hidden || part.contains(document.activeElement)) return;
    try {
      const answer = await fetch(location.href, { cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      part.replaceWith(page.getElementById(id));
      element.classList.remove("is-offline");
      element.dispatchEvent(new CustomEvent("anew"));
    } catch {
      element.classList.add("is-offline");
    }
  };
  setInterval(read, Number(element.dataset.seconds) * 1000);
  document.addEventListener("visibilitychange", read);
  window.addEventListener("online", read);
}
