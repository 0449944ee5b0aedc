// The blocks around an article in the demo press: each statement leads to its sentence, questions
// are answered with passages, the text is read out, hashtags have pages and feeds, related articles
// say why. With and without JavaScript; axe-core in light and dark.
import { axe, courant, equal, folder, launch, none, ok, open, runAll, serve, squeezed, test }
  from "./lib.mjs";

await launch();
const data = `${folder()}/data`;
courant("demo", "load", "--data", data);
const base = await serve(data);
const noScript = { javaScriptEnabled: false };

/** The address of the article with this headline. */
async function find(title) {
  const html = await (await fetch(`${base}/search?q=${encodeURIComponent(`"${title}"`)}`)).text();
  const found = /<h2><a href="(\/article\/\d+)"/.exec(html);
  ok(found, `"${title}" is in the demo`);
  return found[1];
}
const essay = await find("Why the Silent Mountains shook");
const quake = await find("Almadera quake toll rises to 34 as search ends");

async function article(target = quake, options = {}) {
  const window = await open(base, options);
  await window.go(target);
  return window;
}

/** The sentence an in-page link goes to, as the text has it: all its pieces. */
async function sentenceOf(page, href) {
  const number = /^#s(\d+)$/.exec(href)?.[1];
  ok(number, `"${href}" names a sentence`);
  const parts = await page.locator(`#text [id="s${number}"], #text [data-s="${number}"]`)
    .allTextContents();
  ok(parts.length, `sentence ${number} is marked in the text`);
  return squeezed(parts.join(""));
}

const plain = (text) => text.replace(/\s/g, "");

test("the blocks stand in their order", async () => {
  const { page, problems, go, close } = await article(essay);
  const tops = await page.locator(".story-head, .provenance, #text, #credit, #hashtags, #features, "
    + "#related").evaluateAll((all) => all.map((e) => e.getBoundingClientRect().top));
  ok(tops.length === 7, `${tops.length} of 7 blocks`);
  ok(tops.every((top, i) => i === 0 || top > tops[i - 1]), `from top to bottom: ${tops}`);
  await go(quake);
  const features = await page.locator("#features h3").allTextContents();
  equal(features.slice(0, 5).join(), "Summary,Key points,Who’s who,Ask,Listen", "features");
  none(problems, "problems");
  await close();
});

test("the banner says where the text came from, and leads to where it says so", async () => {
  const { page, close } = await article(essay);
  const banner = squeezed(await page.locator(".provenance").innerText());
  ok(banner.includes("First published by Mareas."), banner);
  ok(/Translated and edited by (the )?Shingle Review/.test(banner), banner);
  await page.locator(".provenance a", { hasText: "Mareas" }).click();
  const credit = page.locator("#credit");
  ok(page.url().endsWith("#credit"), page.url());
  ok((await credit.textContent()).includes("first published by Mareas"), "credit line");
  ok(await credit.evaluate((e) => e.getBoundingClientRect().bottom <= innerHeight), "in sight");
  await close();
});

for (const [mode, options] of Object.entries({
  "with JavaScript": {}, "without JavaScript": noScript,
  "in the dark": { colorScheme: "dark" } }))
  test(`summary and key points are sentences, and jumping marks them, ${mode}`, async () => {
    const { page, problems, close } = await article(quake, options);
    const links = page.locator(".summary a, .points a");
    const count = await links.count();
    ok(count >= 5, `${count} sentences`);
    for (let i = 0; i < count; i++) {
      const link = links.nth(i);
      const href = await link.getAttribute("href");
      equal(plain(await sentenceOf(page, href)), plain(await link.textContent()), href);
      const sentence = page.locator(href);
      const before = await sentence.evaluate((e) => getComputedStyle(e).backgroundColor);
      await link.click();
      const [after, box, height] = await sentence.evaluate((e) => [
        getComputedStyle(e).backgroundColor, e.getBoundingClientRect().toJSON(), innerHeight]);
      ok(before !== after && after !== "rgba(0, 0, 0, 0)", `marked: ${before}, then ${after}`);
      ok(box.top >= 0 && box.bottom <= height, `in sight: ${box.top} to ${box.bottom}`);
    }
    ok(await page.locator("#text .s").count() > count, "more sentences than were chosen");
    none(problems, "problems");
    await close();
    return `${count} sentences`;
  });

test("a jump can be seen with forced colours", async () => {
  const { page, close } = await article(quake, { forcedColors: "active" });
  const link = page.locator(".points a").first();
  await link.click();
  const [mark, around] = await page.locator(await link.getAttribute("href")).evaluate((e) =>
    [getComputedStyle(e).backgroundColor, getComputedStyle(document.body).backgroundColor]);
  ok(mark !== around && mark !== "rgba(0, 0, 0, 0)", `${mark} on ${around}`);
  await close();
});

test("a sentence in several pieces is marked whole", async () => {
  const { page, close } = await article();
  await page.evaluate(() => {
    const first = document.querySelector("#text .s");
    const second = document.createElement("span");
    second.className = "s";
    second.dataset.s = first.id.slice(1);
    first.after(second);
    location.hash = first.id;
  });
  await page.waitForFunction(() => document.querySelector("#text [data-s].at"));
  await close();
});

test("who is who: every name with its places", async () => {
  const { page, close } = await article();
  const names = await page.locator(".names > li").evaluateAll((all) => all.map((li) => ({
    name: li.querySelector("strong").textContent,
    also: li.querySelector(".credit-label")?.textContent || "",
    introduced: li.querySelector(".introduced a")?.textContent,
    mentions: [...li.querySelectorAll(".mentions a")].map((a) =>
      [a.getAttribute("href"), a.getAttribute("aria-label")]),
  })));
  ok(names.length >= 4, `${names.length} names`);
  ok(names.some((n) => n.introduced), "somebody is introduced");
  let mentions = 0;
  for (const { name, also, introduced, mentions: places } of names) {
    const words = `${name} ${also.replace(/^also /, "").replaceAll(",", " ")}`.split(/\s+/);
    places.forEach(([, label], i) => equal(label, `${name}, mention ${i + 1}`, "label"));
    for (const [href] of places) {
      const sentence = await sentenceOf(page, href);
      ok(words.some((word) => sentence.includes(word)), `"${sentence}" names ${name}`);
      mentions++;
    }
    if (introduced)
      ok(words.some((word) => introduced.includes(word)), `"${introduced}" introduces ${name}`);
  }
  await close();
  return `${names.length} names, ${mentions} mentions`;
});

// --- ask ---------------------------------------------------------------------------------------

test("a question is answered in place, with the words of the texts", async () => {
  const { page, problems, close } = await article();
  const before = page.url();
  await page.locator("#question").fill("How many people died in the earthquake?");
  await page.locator("#question").press("Enter");
  const answers = page.locator("#ask-answers .answers a");
  await answers.first().waitFor();
  equal(page.url(), before, "the page stays");
  const found = await answers.evaluateAll((all) =>
    all.map((a) => [a.getAttribute("href"), a.textContent]));
  ok(found.some(([, text]) => /34/.test(text)), `one gives the number: ${JSON.stringify(found)}`);
  const reader = await open(base);
  for (const [href, text] of found) {
    await reader.page.goto("about:blank");
    await reader.go(href);
    equal(plain(await sentenceOf(reader.page, new URL(href, base).hash)), plain(text), href);
  }
  await reader.close();
  const own = found.findIndex(([href]) => href.startsWith(`${quake}#`));
  ok(own >= 0, "one of them is of this article");
  await answers.nth(own).click();
  ok(new URL(page.url()).pathname === quake, "which leads into this page");
  ok(await page.locator(new URL(page.url()).hash).evaluate((e) =>
    e.matches(":target") && e.classList.contains("at")), "marked");
  none(problems, "problems");
  await close();
  return `${found.length} passages`;
});

test("no answer is an answer, in place", async () => {
  const { page, problems, close } = await article();
  await page.locator("#question").fill("Which violin did Stradivari sell to Mozart?");
  await page.getByRole("button", { name: "Find answers" }).click();
  await page.getByText("Nothing here answers that.").waitFor();
  equal(await page.locator("#ask-answers .answers").count(), 0, "passages");
  none(problems, "problems");
  await close();
});

test("questions work without JavaScript, on a page of their own", async () => {
  const { page, problems, close } = await article(quake, noScript);
  await page.locator("#question").fill("How many people died in the earthquake?");
  await page.locator("#question").press("Enter");
  await page.waitForURL("**/ask?q=*");
  equal(await page.locator("#question").inputValue(), "How many people died in the earthquake?",
    "the question stays");
  const link = page.locator(".answers a").first();
  const text = await link.textContent();
  await link.click();
  await page.waitForURL("**/article/*#s*");
  const hash = new URL(page.url()).hash;
  equal(plain(await sentenceOf(page, hash)), plain(text), "the passage");
  none(problems, "problems");
  await close();
});

// --- listen ------------------------------------------------------------------------------------

/** A browser's speech that says nothing, and notes what it was asked to say. */
function stubSpeech(languages) {
  const said = [];
  let current = null;
  globalThis.SpeechSynthesisUtterance = class {
    constructor(text) {
      this.text = text;
    }
  };
  const speech = {
    getVoices: () => languages.map((lang) => ({ lang, name: lang })),
    addEventListener() {},
    speak(utterance) {
      current = utterance;
      said.push({ text: utterance.text, rate: utterance.rate, lang: utterance.lang,
        voice: utterance.voice?.lang });
    },
    cancel() {
      const was = current;
      current = null;
      was?.onerror?.({ error: "canceled" });
    },
  };
  Object.defineProperty(globalThis, "speechSynthesis", { value: speech, configurable: true });
  globalThis.heard = { said, endOne: () => { const u = current; current = null; u.onend(); },
    silent: () => current === null };
}

async function listening(target, languages) {
  const window = await open(base);
  await window.context.addInitScript(stubSpeech, languages);
  await window.go(target);
  return window;
}

test("the article is read out, sentence by sentence, and each is marked", async () => {
  const { page, problems, close } = await listening(quake, ["de-DE", "en-GB"]);
  const play = page.locator("#listen-play"), stop = page.locator("#listen-stop");
  const last = () => page.evaluate(() => heard.said.at(-1));
  const marked = () => page.locator("#text .read").evaluateAll((all) => all.map((e) => e.id));
  ok(await play.isVisible() && !await page.locator("#listen-why").isVisible(), "offered");
  await play.click();
  equal((await last()).text, squeezed(await page.locator("h1").textContent()), "headline first");
  equal((await last()).voice, "en-GB", "a voice of the article's language");
  equal(await play.textContent(), "Pause", "what the button does");
  const sentences = await page.locator("#text .s[id]").allTextContents();
  for (let i = 0; i < 3; i++) {
    await page.evaluate(() => heard.endOne());
    equal((await last()).text, squeezed(sentences[i]), `sentence ${i}`);
    equal((await marked()).join(), `s${i}`, "marked");
  }
  await play.click();
  ok(await page.evaluate(() => heard.silent()), "paused");
  equal(await play.textContent(), "Play", "what the button does");
  equal((await marked()).join(), "s2", "where it paused is still marked");
  await play.click();
  equal((await last()).text, squeezed(sentences[2]), "goes on with the sentence");
  await page.locator("#listen-speed").selectOption("1.6");
  equal((await last()).rate, 1.6, "speed");
  equal((await last()).text, squeezed(sentences[2]), "the same sentence, faster");
  await stop.click();
  ok(await page.evaluate(() => heard.silent()), "stopped");
  equal((await marked()).length, 0, "nothing marked");
  ok(await stop.isDisabled(), "nothing to stop");
  await play.click();
  equal((await last()).text, squeezed(await page.locator("h1").textContent()), "from the start");
  for (let i = 0; i <= sentences.length; i++) await page.evaluate(() => heard.endOne());
  equal((await last()).text, squeezed(sentences.at(-1)), "to the end");
  equal(await play.textContent(), "Play", "and then it is over");
  none(problems, "problems");
  await close();
  return `${sentences.length} sentences`;
});

test("where nothing can be read out, the page says why", async () => {
  for (const [languages, why] of [[[], "no voice to read with"], [["fr-FR"], "no voice for the"]]) {
    const { page, close } = await listening(quake, languages);
    ok((await page.locator("#listen-why").innerText()).includes(why), why);
    ok(!await page.locator("#listen-keys").isVisible(), "no buttons");
    await close();
  }
  const { page, close } = await article(quake, noScript);
  ok((await page.locator("#listen-why").innerText()).includes("needs JavaScript"), "no script");
  ok(!await page.locator("#listen-keys").isVisible(), "no buttons");
  await close();
});

test("what needs a model says that there is none", async () => {
  const { page, close } = await article();
  for (const id of ["translate", "model"])
    ok((await page.locator(`#${id}`).innerText()).includes("this site has none"), id);
  ok(await page.locator("#features .how").count() >= 5, "each block says how it was made");
  await close();
});

// --- hashtags ----------------------------------------------------------------------------------

for (const [mode, options] of Object.entries({ "with JavaScript": {}, "without": noScript }))
  test(`a hashtag leads to its page, ${mode}`, async () => {
    const { page, problems, close } = await article(quake, options);
    const title = squeezed(await page.locator("h1").textContent());
    const tag = page.locator("#hashtags a").first();
    const name = await tag.textContent();
    ok(/^#\S+$/.test(name), name);
    await tag.click();
    await page.waitForURL("**/tag/*");
    equal(squeezed(await page.locator("h1").textContent()), name, "h1");
    ok((await page.locator(".card h2").allTextContents()).includes(title), "the article is there");
    const label = await page.locator(".spark svg").getAttribute("aria-label");
    ok(/^\d+ articles in 60 days, the most on \d+ \w+: \d+$/.test(label), label);
    equal(squeezed(await page.locator(".spark figcaption").textContent()), label, "in words");
    ok(await page.locator(".spark rect").count() > 0, "bars");
    ok(await page.locator(".tag-beside .hashtags a[href^='/tag/']").count() > 0, "tags beside it");
    ok(await page.locator(".tag-beside a[href^='/source/']").count() > 0, "sources");
    await page.locator("nav a", { hasText: "Hashtags" }).click();
    await page.waitForURL("**/tags");
    ok((await page.locator(".tag-index a").allTextContents()).includes(name), "in the index");
    none(problems, "problems");
    await close();
  });

test("its feeds are well formed and have its articles", async () => {
  const { page, close } = await article();
  const title = squeezed(await page.locator("h1").textContent());
  await page.locator("#hashtags a").first().click();
  await page.waitForURL("**/tag/*");
  const href = await page.locator("link[rel=alternate]").first().getAttribute("href");
  const read = (address, item) => page.evaluate(async ([target, name]) => {
    const response = await fetch(target);
    const doc = new DOMParser().parseFromString(await response.text(), "application/xml");
    return { type: response.headers.get("content-type"),
      wrong: doc.querySelector("parsererror")?.textContent,
      titles: [...doc.querySelectorAll(`${name} > title`)].map((e) => e.textContent),
      links: [...doc.querySelectorAll(`${name} > link:not([rel]), ${name} > link[rel=alternate]`)]
        .map((e) => e.getAttribute("href") || e.textContent) };
  }, [address, item]);
  for (const [form, item, type] of [["xml", "entry", "atom"], ["rss", "item", "rss"]]) {
    const feed = await read(href.replace(/xml$/, form), item);
    equal(feed.wrong, undefined, "parser's error");
    ok(feed.type.includes(`application/${type}+xml`), feed.type);
    ok(feed.titles.includes(title), `the article is in it: ${feed.titles}`);
    ok(feed.links.length === feed.titles.length, "each has a link");
    ok(feed.links.every((to) => to.startsWith(`${base}/article/`)), `addresses: ${feed.links}`);
  }
  const json = await (await fetch(base + href.replace(/xml$/, "json"))).json();
  equal(json.version, "https://jsonfeed.org/version/1.1", "version");
  ok(json.items.some((item) => item.title === title), "the article is in it");
  await close();
});

// --- related -----------------------------------------------------------------------------------

for (const [mode, options] of Object.entries({ "with JavaScript": {}, "without": noScript }))
  test(`related articles say why, and unfold with the keyboard, ${mode}`, async () => {
    const { page, problems, close } = await article(quake, options);
    const cards = page.locator("#related .card");
    const count = await cards.count();
    ok(count >= 2, `${count} cards`);
    for (let i = 0; i < count; i++) {
      const card = cards.nth(i);
      ok(squeezed(await card.locator(".source").textContent()), "source");
      ok(squeezed(await card.locator("time").textContent()), "time");
      ok(squeezed(await card.locator("h3 a").textContent()), "headline");
      ok(/^(Same (event|people|place|subject)|Background)/.test(
        await card.locator(".why").textContent()), "why");
      ok((await card.locator("h3 a").getAttribute("href")) !== quake, "not the article itself");
    }
    const gist = page.locator("#related details.gist").first();
    const text = gist.locator(".gist-text");
    const lines = () => text.evaluate((e) =>
      Math.round(e.getBoundingClientRect().height / parseFloat(getComputedStyle(e).lineHeight)));
    equal(await lines(), 2, "lines of a folded summary");
    await gist.locator("summary").focus();
    await page.keyboard.press("Enter");
    ok(await gist.evaluate((e) => e.open), "open");
    ok(await lines() >= 3, "all of it");
    await page.keyboard.press("Enter");
    equal(await lines(), 2, "folded again");
    none(problems, "problems");
    await close();
    return `${count} cards`;
  });

// --- for everyone ------------------------------------------------------------------------------

for (const [mode, options] of Object.entries({
  light: {}, dark: { colorScheme: "dark" }, phone: { viewport: { width: 390, height: 844 } } }))
  test(`axe-core finds nothing, and nothing is too wide, in ${mode}`, async () => {
    const window = await open(base, options);
    const { page } = window;
    await window.go(quake);
    const tag = await page.locator("#hashtags a").first().getAttribute("href");
    for (const target of [quake, essay, `${quake}/ask`,
      `${quake}/ask?q=How+many+people+died+in+the+earthquake`, `${quake}/ask?q=Stradivari`,
      tag, "/tags"]) {
      await window.go(target);
      await page.evaluate(() => {
        for (const fold of document.querySelectorAll("details")) fold.open = true;
      });
      none(await axe(page), `axe-core on ${target}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      ok(wide <= 0, `${target}: ${wide} px too wide`);
    }
    none(window.problems, "problems");
    await window.close();
  });

await runAll();
