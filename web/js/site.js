// Adds to pages that work without it: the light/dark choice, keys, times that stay current, and
// pictures that cannot be loaded taken away. It comes before the other scripts, which use its
// functions.
"use strict";

// --- what the scripts of single pages use as well ----------------------------------------------
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Scrolls to where ELEMENT is seen, if need be. */
function reveal(element, block) {
  element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
}

/** Has the live region ELEMENT say TEXT; emptied first, so that the same text twice is announced
 * twice. CLASSES: which of them it then has. */
function announce(element, text, classes = {}) {
  element.textContent = "";
  requestAnimationFrame(() => {
    element.textContent = text;
    for (const [name, has] of Object.entries(classes)) element.classList.toggle(name, has);
  });
}

/** The page at ADDRESS, or that a FORM sent there by BUTTON leads to; DONE: it was led on, so that
 * what was sent has been taken. */
async function loadPage(address, form, button) {
  const options = { headers: { accept: "text/html" } };
  if (form) {
    const data = new FormData(form);
    if (button?.name) data.set(button.name, button.value);
    const files = form.enctype === "multipart/form-data";
    Object.assign(options, { method: "POST", body: files ? data : new URLSearchParams(data) });
  }
  const answer = await fetch(address, options);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return { page, url: answer.url, ok: answer.ok, done: answer.ok && answer.redirected };
}

// --- light and dark: the button offers the opposite of what is shown -------------------------
const root = document.documentElement;
const themeButton = document.getElementById("theme");
const systemDark = matchMedia("(prefers-color-scheme: dark)");

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches;
}

function showTheme() {
  themeButton.setAttribute("aria-pressed", String(isDark()));
}

themeButton.addEventListener("click", () => {
  const want = isDark() ? "light" : "dark";
  // Choosing what the system has anyway goes back to following it.
  const follows = (want === "dark") === systemDark.matches;
  if (follows) delete root.dataset.theme;
  else root.dataset.theme = want;
  try {
    if (follows) localStorage.removeItem("theme");
    else localStorage.setItem("theme", want);
  } catch {
    // The choice then lasts for this page.
  }
  showTheme();
});
systemDark.addEventListener("change", showTheme);
showTheme();
themeButton.hidden = false;

// --- times: the steps of words_put_relative in src/web/words.c -------------------------------
const MINUTE = 60e3, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const words = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });

function relative(then, now) {
  const ago = now - then;
  const days = Math.floor(now / DAY) - Math.floor(then / DAY);
  if (ago < MINUTE || days >= 7) return null;
  if (ago < HOUR) return words.format(-Math.floor(ago / MINUTE), "minute");
  if (ago < DAY) return words.format(-Math.floor(ago / HOUR), "hour");
  return words.format(-days, "day");
}

function refreshTimes() {
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const text = relative(Date.parse(time.dateTime), Date.now());
    if (text && text !== time.textContent) time.textContent = text;
  }
}
setInterval(refreshTimes, MINUTE);
document.addEventListener("visibilitychange", () => document.hidden || refreshTimes());

// --- pictures ----------------------------------------------------------------------------------
function dropPicture(img) {
  const whole = img.closest("figure") || img.closest(".picture") || img;
  whole.classList.add("no-picture");
  img.closest(".lead.pictured")?.classList.remove("pictured");
}
document.addEventListener("error", (e) => e.target.tagName === "IMG" && dropPicture(e.target), true);
for (const img of document.images) if (img.complete && img.src && !img.naturalWidth) dropPicture(img);

// --- keys --------------------------------------------------------------------------------------
const help = document.getElementById("keys");
const currentItem = () => document.querySelector("[data-item].current");

/** Moves on by STEP among the items that are there at present. */
function select(step) {
  const items = [...document.querySelectorAll("[data-item]")];
  if (!items.length) return;
  const at = items.indexOf(currentItem());
  items[at]?.classList.remove("current");
  const item = items[Math.max(0, Math.min(at + step, items.length - 1))];
  item.classList.add("current");
  item.querySelector("h1 a, h2 a, h3 a")?.focus({ preventScroll: true });
  reveal(item, "nearest");
}

const keys = {
  j: () => select(1),
  k: () => select(-1),
  o: () => currentItem()?.querySelector("h1 a, h2 a, h3 a")?.click(),
  h: () => document.querySelector(".wordmark a").click(),
  "/": () => {
    const field = document.getElementById("q") || document.getElementById("find");
    field.focus();
    field.select();
  },
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (e) => {
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || help.open) return;
  if (e.target.closest("input, textarea, select, [contenteditable]")) {
    if (e.key === "Escape") e.target.blur();
    return;
  }
  const act = keys[e.key];
  if (!act) return;
  e.preventDefault();
  act();
});

const helpButton = document.getElementById("keys-open");
helpButton.addEventListener("click", () => help.showModal());
helpButton.hidden = false;
