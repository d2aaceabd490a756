// An appeal while it is composed: own words, a mail program that does not open, on to the next.
// Everything here can be missing: the pages work without it.

// How much of the letter is in one's own words, while one types: by the rule of `own_share` in
// petitions/appeals/composing.py.
const unspaced =
  "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}" +
  "\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}]";
const parts = [
  [new RegExp(`(?:(?!${unspaced})[\\p{L}\\p{M}\\p{N}])+`, "gu"), 3],
  [new RegExp(unspaced, "gu"), 6],
];
const shingles = (text) => {
  const found = new Set();
  for (const line of text.normalize("NFC").toLowerCase().split("\n")) {
    for (const [part, size] of parts) {
      const all = line.match(part) ?? [];
      const last = all.length ? Math.max(0, all.length - size) : -1;
      for (let at = 0; at <= last; at++) found.add(all.slice(at, at + size).join(" "));
    }
  }
  return found;
};
const showOwn = () => {
  const meter = document.getElementById("own");
  const text = document.getElementById("text");
  if (!meter || !text) return; // a form with mistakes has no letter
  const given = shingles(text.dataset.given ?? text.textContent);
  const letter = new Set([...given, ...shingles(document.getElementById("words").value)]);
  meter.value = Math.ceil((100 * (letter.size - given.size)) / Math.max(1, letter.size));
  const said = document.getElementById("own-words");
  const words = Object.entries(JSON.parse(said.dataset.words));
  said.textContent = words.filter(([least]) => least <= meter.value).pop()[1];
};

addEventListener("pageshow", showOwn); // with what a browser has kept in the form

// What was made of words that have changed since must not be sent.
document.addEventListener("input", (event) => {
  if (!event.target.closest("#compose")) return;
  document.getElementById("ready").inert = true;
  showOwn();
});

// A mail program that opens takes the page out of sight, or its focus. Where neither happens there
// is none: then what works without one comes first, and how often that happened is counted.
const OPENING_MS = 1500;
let unopened = false;
const showOtherWays = () => {
  const words = document.getElementById("unopened");
  const ways = document.getElementById("other-ways");
  if (!unopened || !words || !ways) return;
  words.hidden = false;
  ways.open = true;
  document.getElementById("ready-title").after(words, ways);
};
document.addEventListener("click", (event) => {
  if (!event.target.closest?.("[data-mailto]")) return;
  const left = new AbortController();
  const leave = () => left.abort();
  window.addEventListener("blur", leave, { signal: left.signal });
  document.addEventListener("visibilitychange", leave, { signal: left.signal });
  setTimeout(() => {
    const words = document.getElementById("unopened");
    if (left.signal.aborted || document.hidden || !document.hasFocus() || !words) return;
    leave();
    const token = document.querySelector("[name=csrf_token]"); // of an organiser, in a preview
    const body = token && new URLSearchParams({ csrf_token: token.value });
    if (!unopened) fetch(words.dataset.unopened, { method: "POST", body }).catch(() => {});
    unopened = true;
    showOtherWays();
    words.focus();
  }, OPENING_MS);
});

// First, before site.js puts the focus where an answer wants it.
document.addEventListener(
  "htmx:after:swap",
  () => {
    showOwn();
    showOtherWays();
  },
  { capture: true },
);

// On to another appeal, with what stands in the form now: the page may be older than that.
document.addEventListener("click", (event) => {
  const way = event.target.closest?.("[data-onward]");
  const form = document.getElementById("compose");
  if (!way || !form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const boxes = [...form.querySelectorAll("input:not([type]), input[type=text], textarea")];
  if (!way.form && !boxes.some(({ value }) => value.trim())) return;
  event.preventDefault();
  form.action = way.formAction ?? way.href;
  const { address, deal } = form.elements; // of this official and letter, and of no other
  const stay = [address, deal].filter(Boolean);
  for (const field of stay) field.disabled = true;
  form.submit();
  for (const field of stay) field.disabled = false;
});
