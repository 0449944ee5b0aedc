// Adds to comments, which work without it: forms open and answer in place, votes count without
// leaving the page, a selected sentence can be quoted, and moderators decide by one key. It reads
// the very pages that browsers without it get, and puts their parts where they belong.
"use strict";
{
  const said = document.getElementById("comments-said");
  const place = (id) => document.getElementById(id);
  const ownOf = (li) => li.querySelector(":scope > .comment-own");

  const say = (text) => announce(said, text, { note: text !== "" });

  /** What a page that is no answer to a form says. */
  const refusal = (page) => page.querySelector("main [role=alert], main .intro")?.textContent || said.dataset.failed;

  function reach(element) {
    element.focus({ preventScroll: true });
    reveal(element, "nearest");
  }

  // --- a comment's place ------------------------------------------------------------------------

  function listBelow(li) {
    let box = li.querySelector(":scope > .replies");
    if (!box) {
      box = document.createElement("details");
      box.className = "replies";
      box.innerHTML = '<summary></summary><ol class="thread"></ol>';
      ownOf(li).after(box);
    }
    box.open = true;
    return box;
  }

  function topList() {
    let list = place("thread");
    if (!list) {
      list = document.createElement("ol");
      list.id = "thread";
      list.className = "thread top-thread";
      place("thread-none").replaceWith(list);
    }
    return list;
  }

  /** Puts the marked comment of PAGE where it belongs here; PARENT: what it answers. */
  function settle(page, parent) {
    const made = page.querySelector("li.comment.marked");
    if (!made) return null;
    let li = place(made.id);
    if (li) {
      ownOf(li).replaceWith(document.importNode(ownOf(made), true));
      return li;
    }
    li = document.importNode(made, true);
    if (parent) {
      const box = listBelow(parent);
      const there = page.getElementById(parent.id)?.querySelector(":scope > .replies > summary");
      box.querySelector("summary").textContent = there ? there.textContent : "↳";
      box.lastElementChild.append(li);
    } else {
      topList().prepend(li);
    }
    const count = place("comments-count");
    if (count) count.textContent = (Number(count.textContent.replace(/\D/g, "")) + 1).toLocaleString("en");
    return li;
  }

  // --- forms in place ---------------------------------------------------------------------------

  const opened = new WeakMap(); // link to form, and form to link

  function close(form) {
    const link = opened.get(form);
    form.remove();
    link?.setAttribute("aria-expanded", "false");
    return link;
  }

  function focusIn(form) {
    reach(form.querySelector(".preview") || form.querySelector("[aria-invalid]") ||
      form.querySelector("[role=alert]") ||
      form.querySelector("input:not([type=hidden], [tabindex]), textarea, select, button"));
  }

  function bind(form, link) {
    opened.set(form, link);
    opened.set(link, form);
    link.setAttribute("aria-expanded", "true");
  }

  async function openForm(link, address = link.href) {
    const before = opened.get(link);
    if (before?.isConnected) {
      close(before);
      if (address === link.href) return link.focus();
    }
    const { page } = await loadPage(address);
    const found = page.querySelector("main .comment-form");
    if (!found) return location.assign(address);
    const form = document.importNode(found, true);
    bind(form, link);
    (link.closest(".comment-own, .queue-comment, p") || link).after(form);
    focusIn(form);
  }

  /** The form after what it sent was taken: gone, or empty again. */
  function finish(form) {
    const link = close(form);
    if (!link) {
      const fresh = blank.cloneNode(true);
      place("comments-said").before(fresh);
    }
    return link;
  }

  async function sendForm(form, button) {
    const { page, url, done } = await loadPage(form.action, form, button);
    const again = page.querySelector("main .comment-form");
    if (!done && again) {
      const next = document.importNode(again, true);
      const link = opened.get(form);
      form.replaceWith(next);
      if (link) bind(next, link);
      focusIn(next);
      return;
    }
    if (!done) return say(refusal(page));
    const text = page.getElementById("comments-said")?.textContent || "";
    const answered = form.elements.parent && place("c" + form.elements.parent.value);
    const li = settle(page, answered);
    const gone = !li && form.dataset.takes && place(form.dataset.takes);
    if (!li && !text) return location.assign(url);
    const link = finish(form);
    if (gone) gone.remove();
    reach(li ? ownOf(li) : gone ? place("comments") : link || said);
    say(text);
  }

  async function vote(button, form) {
    const li = button.closest("li.comment");
    const label = button.getAttribute("aria-label");
    const { page, done } = await loadPage(button.formAction, form, button);
    if (!done) return say(refusal(page));
    const fresh = page.getElementById(li.id)?.querySelector(".votes");
    if (!fresh) return;
    const votes = document.importNode(fresh, true);
    li.querySelector(".votes").replaceWith(votes);
    [...votes.querySelectorAll("button")].find((b) => b.getAttribute("aria-label") === label)?.focus();
  }

  async function decide(form, button) {
    const item = form.closest(".queue-item");
    const { page, done } = await loadPage(form.action, form, button);
    if (!done) return say(refusal(page));
    const next = item.nextElementSibling || item.previousElementSibling;
    const bar = page.querySelector(".moderation nav .orders");
    const there = document.querySelector(".moderation nav .orders");
    if (bar && there) there.replaceWith(document.importNode(bar, true));
    item.remove();
    next?.classList.add("current");
    const link = next?.querySelector("h2 a");
    if (link) reach(link);
    else if (page.querySelector(".moderation .queue")) location.reload();
    else {
      document.querySelector(".queue").replaceWith(
        document.importNode(page.querySelector(".comments-none-title"), true));
      document.querySelector("main").focus();
    }
    say(page.getElementById("comments-said").textContent);
  }

  /** Runs ACT once at a time; what fails on the way is said, and nothing that was typed is lost. */
  const busy = new WeakSet();
  async function once(element, act) {
    if (busy.has(element)) return;
    busy.add(element);
    element.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch {
      say(said.dataset.failed);
    }
    element.removeAttribute("aria-busy");
    busy.delete(element);
  }

  // The empty form of this page, to begin anew with.
  const block = document.querySelector(".comments .comments-said")?.parentElement;
  const inline = said && block?.querySelector(":scope > .comment-form");
  const blank = inline?.cloneNode(true);

  document.addEventListener("click", (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    const link = e.target.closest("a[data-inline]");
    if (link && said) {
      e.preventDefault();
      once(link, () => openForm(link));
      return;
    }
    const cancel = e.target.closest(".comment-form .cancel");
    if (cancel && opened.has(cancel.closest("form"))) {
      e.preventDefault();
      close(cancel.closest("form")).focus();
    }
    const unquote = e.target.closest(".unquote");
    if (unquote) quote(unquote.closest("form"), "", "");
  });

  document.addEventListener("submit", (e) => {
    const form = e.target, button = e.submitter;
    let act = null;
    if (!said) return;
    if (form.id === "comment-acts") act = () => vote(button, form);
    else if (form.closest(".queue-acts")) act = () => decide(form, button);
    else if (form.matches(".comment-form") && (opened.has(form) || form.parentElement === block))
      act = () => sendForm(form, button);
    if (!act) return;
    e.preventDefault();
    once(form, act);
  });

  // --- a sentence to comment on -----------------------------------------------------------------

  /** Sets the sentence a form is about. */
  function quote(form, number, text) {
    const box = form.querySelector(".form-quote");
    form.elements.s.value = number;
    box.querySelector("p").textContent = text;
    box.hidden = number === "";
    box.querySelector(".unquote").hidden = false;
    form.elements.text.focus();
  }

  const offer = place("quote");
  if (offer) {
    let chosen = null;

    function look() {
      const selection = getSelection();
      const node = selection.rangeCount && !selection.isCollapsed &&
        selection.getRangeAt(0).startContainer;
      const mark = node && (node.parentElement || node).closest(".body .s");
      chosen = mark && (mark.id.slice(1) || mark.dataset.s);
      offer.hidden = !chosen;
      if (!chosen) return;
      const box = selection.getRangeAt(0).getBoundingClientRect();
      offer.style.top = box.bottom + scrollY + 8 + "px";
      const room = innerWidth - offer.offsetWidth - 8;
      offer.style.left = Math.max(8, Math.min(box.left, room)) + scrollX + "px";
    }

    let waiting = 0;
    document.addEventListener("selectionchange", () => {
      clearTimeout(waiting);
      waiting = setTimeout(look, 150);
    });
    // Pressing it must not end the selection before it counts.
    offer.addEventListener("pointerdown", (e) => e.preventDefault());
    offer.addEventListener("click", () => {
      const number = chosen;
      const marks = document.querySelectorAll(".body #s" + number + ", .body [data-s='" + number + "']");
      const text = [...marks].map((m) => m.textContent).join(" ").trim();
      getSelection().removeAllRanges();
      offer.hidden = true;
      const form = block.querySelector(":scope > .comment-form");
      const write = place("comment-write");
      if (form) {
        quote(form, number, text);
        reveal(form, "center");
      } else if (write) {
        once(write, () => openForm(write, write.href + "?s=" + number));
      }
    });
  }

  // --- keys of those who moderate -----------------------------------------------------------------

  if (document.querySelector(".queue"))
    document.addEventListener("keydown", (e) => {
      if (e.ctrlKey || e.metaKey || e.altKey || place("keys").open) return;
      if (e.target.closest("input, textarea, select")) return;
      const item = document.querySelector(".queue-item.current") || document.querySelector(".queue-item");
      const button = item?.querySelector("[data-key='" + CSS.escape(e.key) + "']");
      if (!button) return;
      e.preventDefault();
      button.click();
    });
}
