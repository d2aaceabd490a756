// What organisers' pages do beyond HTML. Everything here can be missing, but for passkeys.

// A page with unsaved words warns before it is left: forms marked data-keep.
const unsaved = new Set();
let sending = ""; // the form that one leaves the page with

// What came back from the server unsaved; buttons that only stand in for this script.
const keep = (region) => {
  for (const form of region.querySelectorAll("form[data-unsaved]")) unsaved.add(form.id);
  for (const button of region.querySelectorAll("[data-plain]")) button.hidden = true;
};
keep(document);

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-keep]");
  if (form) unsaved.add(form.id);
});
document.addEventListener("submit", (event) => {
  if (!event.target.dataset.hxPost) sending = event.target.id;
});
addEventListener("beforeunload", (event) => {
  for (const id of unsaved) if (!document.getElementById(id)) unsaved.delete(id);
  if ([...unsaved].some((id) => id !== sending)) event.preventDefault();
  sending = "";
});

// While a form is on its way nothing is typed into it: the answer takes its place.
const kept = (event) => {
  const form = event.detail.ctx?.sourceElement;
  return form?.matches?.("form[data-keep]") ? form : null;
};
document.addEventListener("htmx:before:request", (event) => {
  const form = kept(event);
  if (form) form.inert = true;
});
document.addEventListener("htmx:finally:request", (event) => {
  const form = kept(event);
  if (!form?.isConnected) return;
  form.inert = false;
  event.detail.ctx.request.submitter?.focus();
});
// Where the session is over, or a proof is asked for, saving again in half a minute would not help.
const AWAITED = { 401: "[data-logged-out]", 403: "[data-proof-needed]" };
document.addEventListener("htmx:response:error", (event) => {
  const form = event.detail.ctx.sourceElement?.closest("form[data-keep]");
  const awaited = AWAITED[event.detail.ctx.response.raw.status];
  const words = awaited && form?.querySelectorAll(awaited);
  if (!words?.length) return;
  queueMicrotask(() => {
    // after site.js, which knows no more than that something failed
    for (const one of words) one.hidden = false;
    for (const trouble of form.querySelectorAll("[data-trouble]")) trouble.hidden = true;
  });
});
document.addEventListener("htmx:before:swap", (event) => {
  const { select, text, response } = event.detail.ctx;
  const leads = response.raw.ok && response.raw.redirected;
  if (select && leads && !text.includes(`id="${select.slice(1)}"`)) unsaved.clear(); // all is saved
});
document.addEventListener("htmx:after:swap", (event) => {
  const region = document.getElementById(event.detail.ctx?.target?.id);
  for (const form of region?.querySelectorAll("form[data-keep]") ?? []) unsaved.delete(form.id);
  for (const words of document.querySelectorAll("[data-logged-out]")) words.hidden = true;
  keep(region ?? document);
});

// The editor keeps what is typed every ten seconds, and shows beside it what becomes of it.
const KEEP_MS = 10_000;
const LOOK_MS = 1_500;
const editor = () => document.getElementById("editor");
const sent = (address) =>
  fetch(address, { method: "POST", body: new FormData(editor()) }).catch(() => null);
let keeping = 0;
let looking = 0;
const keepTyped = async () => {
  keeping = 0;
  const answer = editor() && unsaved.has("editor") && (await sent(editor().dataset.autosave));
  const words = document.getElementById("kept");
  if (!answer?.ok || !words || !unsaved.has("editor")) return;
  const hour = new Date().toLocaleTimeString(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
  });
  words.textContent = `${words.dataset.kept} ${hour}`;
};
const look = async () => {
  looking = 0;
  const frame = document.querySelector(".look");
  if (!frame || !editor() || !matchMedia("(min-width: 80rem)").matches) return;
  const answer = await sent(editor().dataset.look);
  if (!answer?.ok) return;
  const place = frame.contentWindow?.scrollY ?? 0;
  frame.hidden = false;
  frame.addEventListener("load", () => frame.contentWindow.scrollTo(0, place), { once: true });
  frame.srcdoc = await answer.text();
};
document.addEventListener("input", (event) => {
  if (event.target.form !== editor() || !editor()) return;
  const words = document.getElementById("kept");
  words.textContent ||= words.dataset.typed;
  keeping ||= setTimeout(keepTyped, KEEP_MS);
  clearTimeout(looking);
  looking = setTimeout(look, LOOK_MS);
});
document.addEventListener("htmx:after:swap", () => {
  if (editor()) look();
});
look();

// Passkeys: ask the browser, put its answer into the form beside, send that.
const passkeys = {
  create: (options) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
  get: (options) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
};
for (const part of document.querySelectorAll("[data-passkey]")) {
  part.hidden = !globalThis.PublicKeyCredential?.parseCreationOptionsFromJSON;
  part.querySelector("button").addEventListener("click", async () => {
    const problem = part.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      const answer = await passkeys[part.dataset.passkey](JSON.parse(part.dataset.options));
      const form = part.closest("form");
      form.querySelector("[data-passkey-answer]").value = JSON.stringify(answer);
      form.requestSubmit();
    } catch {
      problem.hidden = false;
    }
  });
}
