// The frame on another site: says how high it is, and keeps its number up to date.
const say = () => {
  const { height } = document.body.getBoundingClientRect();
  parent.postMessage({ petitions: "height", height: Math.ceil(height) }, "*");
};
addEventListener("load", say);
addEventListener("resize", say);
const box = document.querySelector("[data-from]");
setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch(box.dataset.from).catch(() => null);
  if (!answer?.ok) return;
  const { signatures, goal } = await answer.json();
  const number = box.querySelector("[data-counter]");
  number.dataset.value = signatures;
  number.textContent = signatures.toLocaleString(document.documentElement.lang);
  const bar = box.querySelector("progress");
  if (bar) Object.assign(bar, { max: goal, value: signatures });
}, 1000 * box.dataset.seconds);
