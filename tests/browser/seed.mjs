// The page this project was born from, alive: its four articles come in beside the demo press, and
// the page of the main one shows every block of the original, in its order and with real content.
// Skipped where ../shared/data is not.
import fs from "node:fs";
import { axe, courant, equal, folder, launch, none, ok, open, runAll, serve, shared, skip, squeezed,
  test } from "./lib.mjs";

const file = `${shared}/seed/page.txt`;
if (!fs.existsSync(file)) skip(`no seed at ${file}`);
const notes = JSON.parse(fs.readFileSync(`${shared}/seed/page.json`, "utf8"));

// The main article ends where the empty blocks begin; its credit line follows the last sentence
// without a space, as the page has it.
const lines = fs.readFileSync(file, "utf8").split("\n").map((line) => line.trim());
const text = lines.slice(0, lines.indexOf("Hashtags")).filter(Boolean);
const title = text.shift();
const last = text.pop();
const cut = last.indexOf("This article was first published");
const credit = last.slice(cut);
text.push(last.slice(0, cut));

const escape = (s) => s.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
const MINUTE = 60e3;
const ages = { minutes: MINUTE, hours: 60 * MINUTE };
const ago = (ms) => new Date(Date.now() - ms).toISOString().replace(/\.\d+Z$/, "Z");
const published = ago(3 * ages.hours);
const work = folder();
const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>${escape(title)} | RT</title>
<link rel="canonical" href="https://rt.example/world/why-in-person">
<meta property="og:site_name" content="RT">
<meta property="article:published_time" content="${published}">
</head><body>
<header><nav><a href="/">Home</a> <a href="/world">World</a> <a href="/video">Video</a></nav></header>
<main><article><h1>${escape(title)}</h1>
${text.map((p) => `<p>${escape(p)}</p>`).join("\n")}
<p><em>${escape(credit)}</em></p>
</article></main>
<aside><h2>Comments</h2><p>No comments yet...</p></aside>
<footer><p>Terms and privacy</p></footer></body></html>`;
fs.mkdirSync(`${work}/pages`);
fs.writeFileSync(`${work}/pages/seed.html`, html);

// The related ones come as they are on the page: source, age, headline, text. Offsets there are
// code points.
const points = [...fs.readFileSync(file, "utf8")];
const related = notes.related.map((r, i) => {
  const [number, unit] = r.age.split(" ");
  return { url: `https://russia-today.example/${i}`, site_name: r.source, title: r.headline,
    published: ago(number * ages[unit] + 5e3), language: "en",
    text: points.slice(...r.body_span).join("").trim() };
});
fs.writeFileSync(`${work}/related.jsonl`, related.map((r) => JSON.stringify(r)).join("\n") + "\n");

await launch();
const data = `${work}/data`;
courant("demo", "load", "--data", data);
courant("import", "--data", data, `${work}/pages`, `${work}/related.jsonl`);
const base = await serve(data);
const window = await open(base);

async function openArticle(headline) {
  const words = headline.match(/\p{L}{4,}/gu).join(" ");
  await window.go(`/search?q=${encodeURIComponent(words)}`);
  const link = window.page.locator(".card h2 a").getByText(headline, { exact: true });
  await link.first().click();
  await window.page.waitForURL("**/article/*");
}
await openArticle(title);
const { page } = window;

test("the headline", async () =>
  equal(squeezed(await page.locator("h1").textContent()), title, "h1"));

test("the source and the time", async () => {
  equal(squeezed(await page.locator(".story-head .source").textContent()), "RT", "source");
  const time = page.locator(".story-head time").first();
  equal(await time.getAttribute("datetime"), published, "datetime");
  equal(squeezed(await time.textContent()), "3 hours ago", "relative");
});

test("every paragraph of the text", async () => {
  const body = squeezed(await page.locator(".body").innerText());
  none(text.filter((p) => !body.includes(squeezed(p))), "paragraphs that are not there");
  ok(!body.includes("No comments yet"), "nothing of the page around it");
  return `${text.length} paragraphs`;
});

test("the credit line, below the text and once", async () => {
  const line = page.locator(".credit-line");
  equal(squeezed(await line.textContent()), credit, "credit line");
  const bottom = await page.locator(".body").evaluate((e) => e.getBoundingClientRect().bottom);
  ok(await line.evaluate((e) => e.getBoundingClientRect().top) >= bottom, "below the text");
  const whole = squeezed(await page.locator(".story").innerText());
  equal(whole.split(credit).length - 1, 1, "how often it is there");
});

test("every block of the page, in its order, with content", async () => {
  const wanted = notes.blocks.filter((b) => b.heading).map((b) =>
    b.block === "ai features" ? "ai features" : b.heading.toLowerCase());
  const shown = (await page.locator("main h2.label").allTextContents()).map((h) =>
    squeezed(h).toLowerCase().replace(/^(comments).*/, "$1"));
  equal(shown.filter((h) => wanted.includes(h)).join(), wanted.join(), "blocks");
  const tops = await page.locator("#hashtags, #features, #comments, #related").evaluateAll((all) =>
    all.map((e) => e.getBoundingClientRect().top));
  equal(tops.length, 4, "blocks");
  ok(tops.every((top, i) => i === 0 || top > tops[i - 1]), `from top to bottom: ${tops}`);
  ok(await page.locator("#hashtags a").count() >= 3, "hashtags");
  ok(await page.locator(".summary a").count() >= 2, "summary");
  ok(await page.locator(".points a").count() >= 3, "key points");
  ok(await page.locator(".names li").count() >= 10, "names");
  ok(await page.locator("#related .card").count() >= 2, "related articles");
  const tags = await page.locator("#hashtags a").allTextContents();
  ok(tags.some((tag) => tag.includes("Alaska")), `tags: ${tags}`);
  return `${wanted.join(", ")}; ${tags.join(" ")}`;
});

test("where it came from", async () => {
  const banner = squeezed(await page.locator(".provenance").innerText());
  const { first_published_by: first, translated_by: by } = notes.main.provenance;
  const [, one] = /First published by (.+?)\. /.exec(banner) || [];
  const [, two] = /Translated and edited by (.+?)\./.exec(banner) || [];
  ok(one && first.includes(one), `${banner}: first published by ${first}`);
  ok(two && two.includes(by), `${banner}: translated by ${by}`);
  return banner;
});

test("who is in it", async () => {
  const names = await page.locator(".names > li .name").evaluateAll((all) => all.map((e) =>
    `${e.querySelector("strong").textContent}, ${e.querySelector(".credit-label")?.textContent
      || ""}`));
  const has = (name) => names.some((n) => n.includes(name.replace(/^(Tsar|Prince|ancient) /, "")));
  const wanted = [...notes.main.people, ...notes.main.places, ...notes.main.organisations];
  const missing = wanted.filter((w) => !w.as_named.some(has)).map((w) => w.name);
  ok(missing.length <= wanted.length * 0.1, `missing: ${missing}`);
  return `${wanted.length - missing.length} of ${wanted.length}; missing: ${missing}`;
});

test("the other texts on the summit are above the one on messaging apps", async () => {
  const shown = await page.locator("#related .card").evaluateAll((all) => all.map((card) => ({
    source: card.querySelector(".source").textContent, age: card.querySelector("time").textContent,
    title: card.querySelector("h3").textContent, why: card.querySelector(".why").textContent,
    text: card.querySelector(".gist")?.textContent })));
  const at = (r) => shown.findIndex((card) => card.title === r.headline);
  const [visit, apps, summit] = notes.related;
  ok(at(visit) >= 0 && at(summit) >= 0, `both: ${JSON.stringify(shown)}`);
  ok(at(apps) < 0 || at(apps) > Math.max(at(visit), at(summit)), "the apps below");
  for (const r of [visit, summit]) {
    const card = shown[at(r)];
    equal(card.source, r.source, "source");
    equal(card.age, r.age, "age");
    ok(card.why.length > 10 && card.text.length > 60, JSON.stringify(card));
  }
  return shown.map((card) => `${card.title} (${card.why})`).join("; ");
});

test("no rule broken, nothing asked of others", async () => {
  none(await axe(page), "axe-core");
  none(window.problems, "problems");
});

// The pages of the related ones, last: each cites outlets, some with sources that are not named.
for (const [index, cited] of [[0, ["New York Times (sources not named)", "Fox Business"]],
  [2, ["Fox News"]]])
  test(`whom "${notes.related[index].headline.slice(0, 30)}..." cites`, async () => {
    await openArticle(notes.related[index].headline);
    const banner = squeezed(await page.locator(".provenance").innerText());
    none(cited.filter((name) => !banner.includes(name)), `not in "${banner}"`);
    return banner;
  });

await runAll();
