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
// the page that says why, and where an answer leads on to another page, go there.
let unfolded = [];
document.addEventListener("htmx:before:swap", (event) => {
  const { select, text, response, target } = event.detail.ctx;
  unfolded = [...(target?.querySelectorAll?.("details[open][id]") ?? [])].map(({ id }) => id);
  if (select ? text.includes(`id="${select.slice(1)}"`) : response.raw.ok) return;
  event.preventDefault();
  if (!select) return; // an error, which was heard of above
  if (response.raw.status === 410) location.reload();
  else if (response.raw.ok && response.raw.redirected) location.assign(response.raw.url);
  else if (response.raw.ok || explained.includes(response.raw.status)) failed(event);
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

// The bar that leads to the form is not needed while one sees it.
const bar = document.querySelector(".signbar");
const pledge = document.getElementById("pledge");
if (bar && pledge) {
  new IntersectionObserver(([seen]) => (bar.hidden = seen.isIntersecting)).observe(pledge);
}
addEventListener("beforeprint", () => {
  for (const more of document.querySelectorAll("details")) more.open = true;
});

// How much room a text has left, in characters as the server counts them. Read aloud where one stops
// typing, and only towards the end.
let pause;
document.addEventListener("input", ({ target }) => {
  const { most, left, over } = target.dataset;
  if (!most) return;
  const rest = most - [...target.value.normalize("NFC").trim()].length;
  const number = Math.abs(rest).toLocaleString(document.documentElement.lang);
  const words = target.nextElementSibling ?? target.parentNode.appendChild(document.createElement("p"));
  words.className = rest < 0 ? "problem" : "help";
  words.textContent = `${rest < 0 ? over : left} ${number}`;
  clearTimeout(pause);
  if (rest > most / 10) return;
  pause = setTimeout(() => (document.getElementById("said").textContent = words.textContent), 1000);
});

// A page that came with errors, or with thanks: begin with them.
document.querySelector(".notice[data-focus], #report [data-focus]")?.focus();
