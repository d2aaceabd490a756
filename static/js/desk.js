// What organisers' pages do beyond HTML. Everything here can be missing, but for passkeys.

// A page with unsaved words warns before it is left: forms marked data-keep.
const unsaved = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-keep]");
  if (form) unsaved.add(form.id);
});
document.addEventListener("submit", (event) => unsaved.delete(event.target.id));
addEventListener("beforeunload", (event) => {
  for (const id of unsaved) if (!document.getElementById(id)) unsaved.delete(id);
  if (unsaved.size) event.preventDefault();
});

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
      form.elements.credential.value = JSON.stringify(answer);
      form.requestSubmit();
    } catch {
      problem.hidden = false;
    }
  });
}
