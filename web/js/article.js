// What the blocks below an article add where scripts run: a sentence that is jumped to is marked
// whole, questions are answered in place, and the article is read out. Without it links, the form
// and the text do the same but for the reading.
"use strict";
{
  const text = document.getElementById("text");

  /** The pieces of a sentence: one, or several where elements cross it. */
  const pieces = (number) =>
    text.querySelectorAll("#s" + number + ', [data-s="' + number + '"]');

  function mark(name, number) {
    for (const piece of text.querySelectorAll("." + name)) piece.classList.remove(name);
    if (number !== null) for (const piece of pieces(number)) piece.classList.add(name);
  }

  function show(element) {
    const box = element.getBoundingClientRect();
    if (box.top < 0 || box.bottom > innerHeight) element.scrollIntoView({ block: "center" });
  }

  // --- jumps -----------------------------------------------------------------------------------
  function markTarget() {
    const found = /^#s(\d+)$/.exec(location.hash);
    mark("at", found && found[1]);
  }
  addEventListener("hashchange", markTarget);
  markTarget();

  // --- ask -------------------------------------------------------------------------------------
  const form = document.querySelector("#ask form");
  const answers = document.getElementById("ask-answers");

  async function ask(address) {
    const { page, url, ok } = await loadPage(address);
    if (!ok) throw new Error(url);
    return page.getElementById("answers").children;
  }

  let asked = 0;
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const mine = ++asked;
    answers.textContent = answers.dataset.busy;
    const query = new URLSearchParams(new FormData(form));
    try {
      const found = await ask(form.action + "?" + query);
      if (mine === asked) answers.replaceChildren(...found);
    } catch {
      if (mine === asked) answers.textContent = answers.dataset.failed;
    }
  });

  // --- listen ----------------------------------------------------------------------------------
  const speech = globalThis.speechSynthesis;
  const keys = document.getElementById("listen-keys");
  const why = document.getElementById("listen-why");
  const play = document.getElementById("listen-play");
  const stop = document.getElementById("listen-stop");
  const speed = document.getElementById("listen-speed");
  const lang = keys.dataset.lang;

  /** What is read: the sentences, or the paragraphs of a text that has none marked. */
  function passages() {
    const title = document.querySelector(".story-head h1");
    const found = [{ number: null, element: title, text: title.textContent }];
    const byNumber = new Map();
    for (const piece of text.querySelectorAll(".s")) {
      const number = piece.dataset.s || piece.id.slice(1);
      const known = byNumber.get(number);
      if (known) {
        known.text += piece.textContent;
      } else {
        const made = { number, element: piece, text: piece.textContent };
        byNumber.set(number, made);
        found.push(made);
      }
    }
    if (!byNumber.size)
      for (const p of text.querySelectorAll("p, li"))
        found.push({ number: null, element: p, text: p.textContent });
    return found;
  }

  const voiceFor = () => {
    const voices = speech.getVoices();
    const base = lang.split("-")[0].toLowerCase();
    return voices.find((v) => v.lang.toLowerCase() === lang.toLowerCase()) ||
      voices.find((v) => v.lang.toLowerCase().split(/[-_]/)[0] === base);
  };

  let list = [], at = 0, reading = false, turn = 0;

  function showState() {
    play.textContent = reading ? play.dataset.pause : play.dataset.play;
    stop.disabled = !reading && at === 0;
  }

  function end() {
    turn++;
    reading = false;
    at = 0;
    speech.cancel();
    mark("read", null);
    showState();
  }

  // One utterance a sentence: browsers cut long ones off, and pausing between words is not
  // reliable, so that a pause stops and begins the sentence again.
  function read() {
    if (at >= list.length) return end();
    const mine = ++turn;
    const passage = list[at];
    const utterance = new SpeechSynthesisUtterance(passage.text.replace(/\s+/g, " ").trim());
    utterance.voice = voiceFor() || null;
    utterance.lang = lang || "";
    utterance.rate = Number(speed.value);
    utterance.onend = () => {
      if (mine !== turn) return;
      at++;
      read();
    };
    utterance.onerror = () => mine === turn && end();
    mark("read", passage.number);
    show(passage.element);
    speech.speak(utterance);
  }

  function pause() {
    turn++;
    reading = false;
    speech.cancel();
    showState();
  }

  play.addEventListener("click", () => {
    if (reading) return pause();
    if (at === 0) list = passages();
    reading = true;
    showState();
    read();
  });
  stop.addEventListener("click", () => {
    end();
    play.focus();
  });
  speed.addEventListener("change", () => {
    if (!reading) return;
    turn++;
    speech.cancel();
    read();
  });

  // Voices come late in some browsers; none at all means that nothing can be read.
  function offer() {
    const voices = speech.getVoices();
    const able = voices.length && (!lang || voiceFor());
    keys.hidden = !able;
    why.hidden = Boolean(able);
    why.textContent = able ? "" : voices.length ? why.dataset.noVoice : why.dataset.none;
  }

  if (speech && globalThis.SpeechSynthesisUtterance) {
    speech.addEventListener?.("voiceschanged", offer);
    offer();
    addEventListener("pagehide", () => speech.cancel());
  } else {
    why.textContent = why.dataset.none;
  }
}
