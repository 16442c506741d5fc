// Taps that a device has kept for want of a network (roll-call.js), and whose sheet was locked meanwhile: they are shown
// until the person has seen them, instead of being forgotten.

export default function unsentTaps(root) {
  const name = `roll-call-${root.dataset.key}`;
  let taps = [];
  try {
    taps = JSON.parse(localStorage.getItem(name) ?? "[]");
  } catch { /* nothing is kept */ }
  for (const [person, { mark }] of taps) {
    const line = root.querySelector(`[data-tap="${person}-${mark}"]`);
    if (!line) continue;
    line.hidden = false;
    root.hidden = false;
  }
  root.querySelector("[data-seen]").addEventListener("click", () => {
    localStorage.removeItem(name);
    root.hidden = true;
  });
}
