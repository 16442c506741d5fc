// One tap on the roll call is saved at once: each change of a person is sent by itself, one after the other.
// Without a connection taps wait, on the device as well (a closed page loses none), and are sent in order when it
// returns; "undo" sends back what was there before. Who scans the code in the room appears by itself.
// Without this module the form is sent as a whole by its button.

const OF_THE_PAGE = ["sign-in", "stale-form"];
const RETRY = 4000;
const LIVE = 8000;

export default function rollCall(form) {
  const status = form.querySelector("[data-status]");
  const undoButton = form.querySelector("[data-undo]");
  const waiting = new Set();
  let sending = null;  // the person whose tap is on its way
  let undo = null;
  let byArrow = false;

  status.textContent = form.dataset.sayReady;

  form.addEventListener("change", (event) => {
    const person = event.target.closest("[data-person]");
    if (!person) return;
    count();
    if (ready(person, event.target)) send(person);
  });

  // Who walks through the marks with arrow keys shall not be thrown into a field on the way.
  form.addEventListener("keydown", (event) => { byArrow = event.key.startsWith("Arrow"); });
  form.addEventListener("pointerdown", () => { byArrow = false; });

  function ready(person, changed) {
    const mark = chosen(person);
    const [came, left, out, reason] = ["arrived", "left", "out", "reason"].map((name) => field(person, name));
    const missing = mark === "excused" ? !reason.value && reason
      : form.dataset.on === "no" && mark === "late" ? !came.value && came
        : form.dataset.on === "no" && mark === "left_early" ? !left.value && left : null;
    if (!missing) return Boolean(mark);
    if (changed.type === "radio" && !byArrow) missing.focus();
    say(mark === "excused" ? form.dataset.sayReason : form.dataset.sayTime, { name: person.dataset.name });
    return false;
  }

  function send(person) {
    waiting.add(person);
    person.dataset.state = "waiting";
    person.dataset.tapped = Date.now();
    keep();
    next();
  }

  // What waits is kept on the device, in order, so that a closed page or an empty battery loses none of it.
  function keep() {
    const unsent = new Set(sending ? [sending, ...waiting] : waiting);
    const taps = [...unsent].map((person) => [person.dataset.person, {
      tapped: person.dataset.tapped,
      ...Object.fromEntries(NAMES.map((name) => [name, name === "mark" ? chosen(person) : field(person, name).value])),
    }]);
    try {
      if (taps.length) localStorage.setItem(`roll-call-${form.dataset.key}`, JSON.stringify(taps));
      else localStorage.removeItem(`roll-call-${form.dataset.key}`);
    } catch { /* a private window keeps nothing; the page itself still does */ }
  }

  function takeUp() {
    let taps = [];
    try {
      taps = JSON.parse(localStorage.getItem(`roll-call-${form.dataset.key}`) ?? "[]");
    } catch { /* nothing is kept */ }
    for (const [id, tap] of taps) {
      const person = form.querySelector(`[data-person="${id}"]`);
      if (person) {
        show(person, tap);
        waiting.add(person);
        person.dataset.state = "waiting";
        person.dataset.tapped = tap.tapped;
      }
    }
    if (taps.length) say(form.dataset.sayKept, { count: taps.length });
    next();
  }

  async function next() {
    if (sending || !waiting.size) return;
    const [person] = waiting;
    waiting.delete(person);
    sending = person;
    const [before, mark] = [field(person, "was").value, chosen(person)];
    status.textContent = form.dataset.saySaving;
    try {
      const answer = await fetch(form.action, { method: "POST", body: data(person), headers: { Accept: "application/json" } });
      if (answer.status === 429 || answer.status >= 500) throw new Error(answer.statusText);  // the server is away
      if (!answer.ok && !(await refused(person, answer))) return;
      if (answer.ok) saved(person, before, mark, await answer.json());
    } catch {
      again(person);
      say(form.dataset.sayWaiting, { count: waiting.size });
      window.setTimeout(next, RETRY);
      return;
    } finally {
      sending = null;
      keep();
    }
    next();
  }

  function again(person) {
    const others = [...waiting];
    waiting.clear();
    for (const one of [person, ...others]) waiting.add(one);  // in order: this one is next again
  }

  function data(person) {
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    for (const input of person.querySelectorAll("input[name]")) {
      if (input.type !== "radio" || input.checked) body.set(input.name, input.value);
    }
    // How long ago, not when: the device's clock may be wrong, the difference is right.
    const ago = Math.round((Date.now() - Number(person.dataset.tapped)) / 1000);
    body.set(`ago-${person.dataset.person}`, Math.max(0, ago || 0));
    if (!chosen(person)) body.set(`mark-${person.dataset.person}`, "unconfirmed");
    return body;
  }

  function saved(person, before, mark, answer) {
    const kept = answer.saved[person.dataset.person];
    const tappedAgain = waiting.has(person) || chosen(person) !== mark;
    if (kept && tappedAgain) field(person, "was").value = kept.was;
    if (kept && !tappedAgain) show(person, kept);
    fault(person, "");
    if (!tappedAgain) person.dataset.state = "saved";
    undo = { person, before };
    undoButton.hidden = false;
    const word = checked(person)?.dataset.word ?? form.dataset.sayUndone;
    say(form.dataset.saySaved, { name: person.dataset.name, mark: word });
  }

  // The tap was refused, or only the page that sent it: then it waits on the device until the page is opened anew.
  async function refused(person, answer) {
    const problem = await answer.json().catch(() => ({}));
    status.textContent = problem.detail || answer.statusText;
    if (OF_THE_PAGE.includes(problem.code)) {
      again(person);
      return false;
    }
    person.dataset.state = "refused";
    fault(person, problem.detail || answer.statusText);
    return true;
  }

  function show(person, kept) {
    for (const radio of radios(person)) radio.checked = radio.value === kept.mark;
    field(person, "arrived").value = kept.arrived;
    field(person, "left").value = kept.left;
    field(person, "out").value = kept.out;
    field(person, "back").value = kept.back;
    field(person, "reason").value = kept.reason;
    field(person, "was").value = kept.was;
    count();
  }

  undoButton.addEventListener("click", () => {
    const { person, before } = undo;
    const [mark = "", arrived = "", left = "", out = "", back = "", ...reason] = before.split("/");
    const was = field(person, "was").value;
    show(person, { mark, arrived, left, out, back, reason: reason.join("/"), was });
    undo = null;
    undoButton.hidden = true;
    send(person);
  });

  async function live() {
    if (document.hidden || waiting.size || sending) return;
    const answer = await fetch(form.dataset.live, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || waiting.size || sending) return;
    const now = await answer.json();
    for (const person of form.querySelectorAll("[data-person]")) {
      const kept = now.people[person.dataset.person];
      if (!kept || person.contains(document.activeElement) || person.dataset.state === "refused") continue;
      person.querySelector("[data-note]").textContent = kept.note;
      if (kept.was !== field(person, "was").value) show(person, kept);
    }
  }

  if (form.dataset.live) setInterval(live, LIVE);
  window.addEventListener("online", next);
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size || sending) event.preventDefault();
  });

  function count() {
    const people = [...form.querySelectorAll("[data-person]")];
    for (const place of document.querySelectorAll("[data-count]")) {
      const mark = place.dataset.count;
      if (mark !== "all") place.textContent = people.filter((one) => (chosen(one) || "open") === mark).length;
    }
  }

  function say(words, values) {
    status.textContent = Object.entries(values).reduce((text, [name, value]) => text.replace(`%(${name})s`, value), words);
  }

  find(form);
  takeUp();
}

const NAMES = ["mark", "arrived", "left", "out", "back", "reason", "was"];

const radios = (person) => [...person.querySelectorAll("input[type=radio]")];
const checked = (person) => person.querySelector("input[type=radio]:checked");
const chosen = (person) => checked(person)?.value ?? "";
const field = (person, name) => person.querySelector(`[name="${name}-${person.dataset.person}"]`);

function fault(person, sentence) {
  person.querySelector("[data-error]").textContent = sentence;
  person.classList.toggle("has-error", Boolean(sentence));
}

// Finding a person: half-typed syllables and initial consonants will do, as on the server (lms/core/searching.py).

const FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const MIDDLE = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ";
const LAST = " ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ".split(" ");
const PAIRS = Object.fromEntries([..."ㄳㄵㄶㄺㄻㄼㄽㄾㄿㅀㅄ"].map((pair, at) => [pair, LAST.filter((one) => one.length === 2)[at]]));

function letters(text) {
  return [...text.normalize("NFC").toLowerCase()].map((one) => {
    const at = one.codePointAt(0) - 0xac00;
    if (at < 0 || at > 11171) return PAIRS[one] ?? one;
    return FIRST[Math.floor(at / 588)] + MIDDLE[Math.floor((at % 588) / 28)] + LAST[at % 28];
  }).join("");
}

function find(form) {
  const box = form.querySelector("[data-search-box]");
  const people = [...form.querySelectorAll("[data-person]")];
  if (people.length <= Number(box.dataset.from)) return;
  box.hidden = false;
  const input = box.querySelector("input");
  const found = box.querySelector("[data-found]");
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  input.addEventListener("input", () => {
    const words = input.value.split(/\s+/).filter(Boolean).map(letters);
    for (const person of people) person.hidden = !words.every((word) => person.dataset.search.includes(word));
    const left = people.filter((person) => !person.hidden).length;
    found.textContent = words.length ? form.dataset.sayFound.replace("%(count)s", left) : "";
  });
}
