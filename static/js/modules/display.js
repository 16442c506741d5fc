// A display's clock, and the wish that the screen stays on. The hours shown are those of Seoul, wherever the tablet thinks it is.

const HOURS = new Intl.DateTimeFormat("ko-KR", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Asia/Seoul" });

export default function display(element) {
  const clock = element.querySelector("#display-clock");
  // The server's clock counts: what is shown as "now" follows it, and a tablet's own is often wrong.
  const [hour, minute] = clock.textContent.split(":").map(Number);
  const shown = new Date();
  const [ownHour, ownMinute] = HOURS.format(shown).split(":").map(Number);
  let ahead = ((hour - ownHour) * 60 + minute - ownMinute) * 60_000;
  if (Math.abs(ahead) < 120_000) ahead = 0;
  const tick = () => { clock.textContent = HOURS.format(Date.now() + ahead); };
  setInterval(tick, 1000);

  const stayOn = () => !document.hidden && navigator.wakeLock?.request("screen").catch(() => {});
  document.addEventListener("visibilitychange", stayOn);
  stayOn();
}
