// The review of a text: what is looked at on one side shows itself on the other. Without this,
// marks and fields still lead to each other by links.

const partners = (keys) =>
  keys.flatMap((key) => [...document.querySelectorAll(`[data-found~="${CSS.escape(key)}"]`)]);

// Scrolls the text within its frame, never the page: nothing moves under the pointer.
const bringIntoView = (mark) => {
  const frame = mark.closest(".source-text");
  if (!frame) return;
  const [inner, outer] = [mark.getBoundingClientRect(), frame.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) {
    frame.scrollTop += inner.top - outer.top - outer.height / 4;
  }
};

const show = (element, scrolls) => {
  for (const lit of document.querySelectorAll(".lit")) lit.classList.remove("lit");
  if (!element) return;
  const found = partners(element.dataset.found.split(" "));
  for (const one of found) one.classList.add("lit");
  const mark = found.find((one) => one.matches("mark"));
  if (scrolls && mark && element.matches(".filled")) bringIntoView(mark);
};
const foundAt = (element) => element?.closest?.("[data-found]");

document.addEventListener("focusin", (event) => show(foundAt(event.target), true));

// What comes under a pointer that rests, because the page scrolls, shall not scroll the text too.
let place = "";
const moves = (event) => {
  const before = place;
  place = `${event.screenX} ${event.screenY}`;
  return place !== before;
};
document.addEventListener("pointermove", moves);
document.addEventListener("pointerover", (event) => {
  const found = foundAt(event.target);
  show(found ?? foundAt(document.activeElement), moves(event) && Boolean(found));
});
