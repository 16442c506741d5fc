// A <details> that stands open where there is room beside the page, so that what is seen and what is heard agree.

export default function wideOpen(details) {
  const wide = window.matchMedia("(min-width: 1024px)");
  const openOnPhone = details.open;
  const follow = () => { details.open = wide.matches || openOnPhone; };
  follow();
  wide.addEventListener("change", follow);
}
