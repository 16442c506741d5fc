// Drag in the rooms' day at the desk: over free time to book it, a booking to another time or room. It only spares the way
// through the links, which do the same: free time links to the booking form, each booking to its move form.
// Operators may book outside the opening hours too; what is closed the form says.
// With a finger: hold until the bar lifts, so that the page can still be scrolled. Escape lets go.

const QUARTER = 15; // minutes of a column
const HALF_HOUR = 2; // columns
const HOLD = 350; // milliseconds
const NEAR = 6; // pixels that a pointer may tremble
const EDGE = 48; // pixels from the window's edge within which a drag scrolls the page

export default function roomDrag(timeline) {
  const dialog = document.getElementById(timeline.dataset.dialog);
  let drag = null;

  timeline.addEventListener("pointerdown", (event) => {
    if (drag?.pointer === event.pointerId) drop(); // it was let go outside the window
    const track = event.target.closest(".track");
    if (drag || !track || event.button !== 0 || event.target.closest(".slot-move")) return;
    const slot = event.target.closest(".slot[data-move]");
    if (!slot && event.target.closest(".slot")) return;
    drag = { pointer: event.pointerId, track, slot, x: event.clientX, y: event.clientY, from: column(track, event.clientX), touch: event.pointerType === "touch" };
    if (drag.touch) drag.hold = setTimeout(() => lift(event.clientX, event.clientY), HOLD);
  });

  document.addEventListener("pointermove", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > NEAR;
    if (drag.ghost) follow(event.clientX, event.clientY);
    else if (far && drag.touch) drop();
    else if (far) lift(event.clientX, event.clientY);
  });

  document.addEventListener("pointerup", (event) => {
    if (drag?.pointer !== event.pointerId) return;
    if (drag.ghost) (drag.slot ? ask : book)();
    drop();
  });
  document.addEventListener("pointercancel", (event) => drag?.pointer === event.pointerId && drop());
  document.addEventListener("keydown", (event) => event.key === "Escape" && drop());
  timeline.addEventListener("dragstart", (event) => event.preventDefault());
  timeline.addEventListener("contextmenu", (event) => drag?.ghost && event.preventDefault());
  timeline.addEventListener("touchmove", (event) => drag?.ghost && event.preventDefault(), { passive: false });
  timeline.addEventListener("click", (event) => {
    if (timeline.dataset.dragged) event.preventDefault(); // the end of a drag is no click on the link below
    delete timeline.dataset.dragged;
  }, { capture: true });
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());

  function lift(x, y) {
    drag.ghost = document.createElement("li");
    drag.ghost.className = "drag-ghost";
    if (drag.slot) {
      const shown = drag.slot.className.match(/span-(\d+)/);
      drag.length = Number(shown[1]);
      drag.begun = Number(drag.slot.dataset.column);
      drag.slot.classList.add("is-dragged");
    }
    timeline.classList.add("is-dragging");
    follow(x, y);
    drag.scroll = setInterval(() => {
      const pull = drag.at[1] < EDGE ? -1 : drag.at[1] > innerHeight - EDGE ? 1 : 0;
      if (!pull) return;
      scrollBy(0, pull * 12);
      follow(...drag.at);
    }, 30);
  }

  function follow(x, y) {
    drag.at = [x, y];
    const over = document.elementFromPoint(x, y)?.closest(".track");
    if (drag.slot && over && timeline.contains(over)) drag.target = over;
    const track = drag.target ?? drag.track;
    const at = column(track, x);
    const last = columns(track);
    if (drag.slot) {
      const moved = Math.round((at - drag.from) / HALF_HOUR) * HALF_HOUR;
      drag.start = clamp(drag.begun + moved, 0, last - drag.length);
      drag.end = drag.start + drag.length;
    } else {
      const [low, high] = drag.from < at ? [drag.from, at] : [at, drag.from];
      drag.start = clamp(Math.floor(low / HALF_HOUR) * HALF_HOUR, 0, last - HALF_HOUR);
      drag.end = clamp(Math.ceil((high + 0.01) / HALF_HOUR) * HALF_HOUR, drag.start + HALF_HOUR, last);
    }
    drag.ghost.style.gridColumn = `${drag.start + 1} / ${drag.end + 1}`;
    drag.ghost.textContent = hours(...minutes(track));
    track.append(drag.ghost);
  }

  // Minutes of the day at which the dragged time begins and ends; a booking keeps its odd minutes.
  function minutes(track) {
    const { slot, start, end, begun } = drag;
    if (!slot) return [start, end].map((at) => Number(track.dataset.begins) + at * QUARTER);
    const first = Number(slot.dataset.start) + (start - begun) * QUARTER;
    return [first, first + Number(slot.dataset.length)];
  }

  function book() {
    const { track } = drag;
    const [from, until] = minutes(track).map((minute) => moment(track, minute));
    const address = new URL(timeline.dataset.new, location);
    address.search = new URLSearchParams({ room: track.dataset.room, from, until });
    location.assign(address);
  }

  function ask() {
    const { slot, track, start, begun } = drag;
    const target = drag.target ?? track;
    if (target === track && start === begun) return;
    const [first, last] = minutes(target);
    const was = Number(slot.dataset.start);
    const form = dialog.querySelector("form");
    form.action = slot.dataset.move;
    form.elements.room.value = target.dataset.room;
    form.elements.starts_at.value = moment(target, first);
    form.elements.ends_at.value = moment(target, last);
    dialog.querySelector(".move-what").textContent = slot.dataset.title;
    dialog.querySelector(".move-old").textContent = `${track.dataset.name}, ${hours(was, was + Number(slot.dataset.length))}`;
    dialog.querySelector(".move-new").textContent = `${target.dataset.name}, ${hours(first, last)}`;
    dialog.showModal();
  }

  function drop() {
    if (!drag) return;
    clearTimeout(drag.hold);
    clearInterval(drag.scroll);
    if (drag.ghost) {
      timeline.dataset.dragged = "yes";
      setTimeout(() => delete timeline.dataset.dragged);
      drag.ghost.remove();
    }
    drag.slot?.classList.remove("is-dragged");
    timeline.classList.remove("is-dragging");
    drag = null;
  }
}

const clamp = (value, low, high) => Math.max(low, Math.min(value, high));

const columns = (track) => Number(getComputedStyle(track).getPropertyValue("--columns"));

function column(track, x) {
  const box = track.getBoundingClientRect();
  return clamp((x - box.left) / box.width, 0, 1) * columns(track);
}

const two = (number) => String(number).padStart(2, "0");

const clock = (minute) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;

const hours = (start, end) => `${clock(start)}–${clock(end)}`;

function moment(track, minute) {
  const day = new Date(`${track.dataset.day}T00:00:00Z`);
  day.setUTCMinutes(minute); // minute 1440 is midnight of the next day
  return day.toISOString().slice(0, 16);
}
