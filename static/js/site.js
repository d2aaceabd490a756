// What htmx leaves open: when to ask for the counter, where to look after an answer, copying.
// Everything here can be missing: the pages work without it.

const live = "[data-live]";
const explained = [409, 410, 422, 429]; // answers that bring their own words into the page
let failures = 0;
let pauses = 0;

const isLive = (event) => event.detail.ctx?.sourceElement?.matches(live);

// Ask for the counter only while somebody can see it, and less often while the server is away.
document.addEventListener("htmx:config:request", (event) => {
  if (!isLive(event)) return;
  if (document.hidden || pauses > 0) {
    pauses -= document.hidden ? 0 : 1;
    event.preventDefault();
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  for (const element of document.querySelectorAll(live)) htmx.trigger(element, "every");
});

const failed = (event) => {
  if (isLive(event)) {
    failures = Math.min(failures + 1, 3); // to an eighth, and no less: the interval may be minutes
    pauses = 2 ** failures - 1;
  } else {
    const source = event.detail.ctx?.sourceElement;
    const near = source?.matches("button") ? source.closest("section") : source;
    const words = near?.querySelector("[data-trouble]");
    if (words) words.hidden = false;
  }
};
document.addEventListener("htmx:error", failed);
document.addEventListener("htmx:response:error", (event) => {
  if (!explained.includes(event.detail.ctx.response.raw.status) || isLive(event)) failed(event);
});

// An answer without the part that was asked for would leave a hole, and so would an error in place
// of a number: keep what stands there, and say so; where the campaign was closed meanwhile, show
// the page that says why.
let unfolded = [];
document.addEventListener("htmx:before:swap", (event) => {
  const { select, text, response, target } = event.detail.ctx;
  unfolded = [...(target?.querySelectorAll?.("details[open][id]") ?? [])].map(({ id }) => id);
  if (select ? text.includes(`id="${select.slice(1)}"`) : response.raw.ok) return;
  event.preventDefault();
  if (!select) return; // an error, which was heard of above
  if (response.raw.status === 410) location.reload();
  else failed(event);
});

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

document.addEventListener("htmx:after:swap", (event) => {
  if (isLive(event)) {
    failures = 0;
    return;
  }
  const region = document.getElementById(event.detail.ctx?.target?.id) ?? document;
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  for (const words of document.querySelectorAll("[data-trouble]")) words.hidden = true;
  offer(region);
  showOwn();
  showOtherWays();
  region.querySelector("[data-focus]")?.focus();
});

// Buttons that need more than HTML, shown where the browser can do it.
const offer = (region) => {
  for (const button of region.querySelectorAll("[data-copy]")) button.hidden = !navigator.clipboard;
  for (const button of region.querySelectorAll("[data-share]")) button.hidden = !navigator.share;
};
offer(document);

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-copy], [data-share]");
  if (!button) return;
  const { copy, done, share, title } = button.dataset;
  if (share) {
    navigator.share({ title, url: share }).catch(() => {}); // closed without sending
    return;
  }
  await navigator.clipboard.writeText(document.getElementById(copy).textContent);
  document.getElementById("said").textContent = button.textContent = done;
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

// A page that came with errors, or with thanks: begin with them.
document.querySelector(".notice[data-focus], #report [data-focus]")?.focus();
