// Adds to the pages of whoever looks after subscriptions, which work without it: forms answer in
// place, lists follow what is typed, and what is under way is looked at until it is done. It reads
// the very pages that browsers without it get, and shows their parts.
"use strict";
{
  const place = (id) => document.getElementById(id);
  const POLL = 2000, POLL_MAX = 60; // milliseconds, times

  /** Announces TEXT, and shows it unless it is only for ears. */
  function say(text, unseen = false) {
    const said = place("said");
    if (said) announce(said, text, { note: text !== "" && !unseen, unseen });
  }

  /** As loadPage, of pages like this one. */
  async function load(address, form, button) {
    const found = await loadPage(address, form, button);
    if (!found.page.querySelector("main .admin")) throw new Error("another page");
    return found;
  }

  /** What has the focus, in a way that finds it again on another page. */
  function remember() {
    const e = document.activeElement;
    if (!e || !place("main").contains(e)) return () => null;
    const row = e.closest("[data-item]")?.id, label = e.getAttribute("aria-label");
    const next = e.closest("[data-item]")?.nextElementSibling?.id;
    const text = e.textContent, at = e.selectionStart;
    return () => {
      const box = (row && place(row)) || (row ? null : document);
      const same = (e.id && place(e.id)) || (box && [...box.querySelectorAll(e.tagName)].find((x) =>
        label ? x.getAttribute("aria-label") === label : x.textContent === text));
      const near = row && (place(row) || place(next))?.querySelector("h2 a, a, button");
      const found = same || near || null;
      if (found && at !== undefined && at !== null && found.setSelectionRange && found.type !== "checkbox")
        found.setSelectionRange(at, at);
      return found;
    };
  }

  /** Puts the content of PAGE in the place of this one's. */
  function show(page, url, quietly) {
    const find = remember(), undo = page.getElementById("undo");
    const picked = new Set([...document.querySelectorAll("[name=feed]:checked")].map((x) => x.value));
    const text = page.getElementById("said")?.textContent || "";
    const main = place("main");
    main.replaceChildren(...[...page.querySelector("main").childNodes]
      .filter((n) => n.nodeName !== "SCRIPT").map((n) => document.importNode(n, true)));
    document.title = page.title;
    if (url) history.replaceState(null, "", url);
    for (const box of document.querySelectorAll("[name=feed]")) box.checked = quietly && picked.has(box.value);
    ready();
    const target = (!quietly && undo && place("undo")) || find() ||
      (quietly ? null : main.querySelector("[role=alert], h1"));
    if (target && target !== document.activeElement) {
      if (!target.matches("a, button, input, select, textarea")) target.tabIndex = -1;
      target.focus({ preventScroll: quietly || target.id !== "undo" });
    }
    if (!quietly) say(text);
  }

  // --- what is under way -----------------------------------------------------------------------

  let timer = 0, polls = 0;

  function watch() {
    clearTimeout(timer);
    if (!document.querySelector("[data-asking]") || polls >= POLL_MAX) return;
    timer = setTimeout(async () => {
      polls++;
      try {
        const address = new URL(location.href);
        for (const name of ["done", "id", "n", "at"]) address.searchParams.delete(name);
        const { page } = await load(address);
        const said = place("said"), undo = document.querySelector(".admin-undo");
        if (!document.hidden && !busy) {
          show(page, null, true);
          if (said && place("said")) place("said").replaceWith(said);
          if (undo && said) said.after(undo);
          if (!document.querySelector("[data-asking]") && page.querySelector("main .admin").dataset.ready)
            say(page.querySelector("main .admin").dataset.ready, true);
        }
      } catch { /* looked at again the next time */ }
      watch();
    }, POLL);
  }

  // --- forms -----------------------------------------------------------------------------------

  let busy = false;

  async function send(form, button) {
    busy = true;
    form.setAttribute("aria-busy", "true");
    const failed = place("said")?.dataset.failed || "";
    try {
      const { page, url } = await load(button?.getAttribute("formaction") || form.action, form, button);
      polls = 0;
      show(page, url, false);
    } catch {
      say(failed);
    }
    form.removeAttribute("aria-busy");
    busy = false;
    watch();
  }

  document.addEventListener("submit", (e) => {
    const form = e.target;
    if (!form.matches("form[data-live]")) return;
    e.preventDefault();
    if (!busy) send(form, e.submitter);
  });

  // --- the list --------------------------------------------------------------------------------

  let typing = 0, asked = 0;

  async function filter(form) {
    const mine = ++asked;
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const address = form.action + (query.size ? "?" + query : "");
    try {
      const { page } = await load(address);
      if (mine === asked) show(page, address, true);
    } catch {
      form.submit();
    }
  }

  document.addEventListener("input", (e) => {
    const form = e.target.form;
    if (form?.id !== "find-feeds") return;
    clearTimeout(typing);
    typing = setTimeout(() => filter(form), e.target.tagName === "SELECT" ? 0 : 250);
  });

  function count() {
    const boxes = [...document.querySelectorAll("[name=feed]")], all = place("pick-page");
    if (!all) return;
    const n = boxes.filter((box) => box.checked).length;
    all.checked = n > 0 && n === boxes.length;
    all.indeterminate = n > 0 && n < boxes.length;
    place("bulk").classList.toggle("idle", n === 0 && !place("pick-all")?.checked);
  }

  document.addEventListener("change", (e) => {
    if (e.target.id === "pick-page")
      for (const box of document.querySelectorAll("[name=feed]")) box.checked = e.target.checked;
    if (e.target.form?.id === "feeds") count();
  });

  /** After the page is there, or anew. */
  function ready() {
    const all = place("pick-page");
    if (all) all.closest("[hidden]")?.removeAttribute("hidden");
    count();
    watch();
  }

  ready();
}
