// The page this project was born from: its text, set as a page of HTML, becomes an article that
// shows everything of it with its credit line. Skipped where ../shared/data is not.
import fs from "node:fs";
import { axe, courant, equal, folder, launch, none, ok, open, runAll, serve, shared, skip, squeezed,
  test } from "./lib.mjs";

const file = `${shared}/seed/page.txt`;
if (!fs.existsSync(file)) skip(`no seed at ${file}`);

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
const work = folder();
const html = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>${escape(title)} | The Daily</title>
<link rel="canonical" href="https://daily.example/world/why-in-person">
<meta property="og:site_name" content="The Daily">
<meta property="article:published_time" content="2025-08-17T08:00:00Z">
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

await launch();
const data = `${work}/data`;
courant("import", "--data", data, `${work}/pages`);
const base = await serve(data);
const window = await open(base);
await window.go("/archive");
await window.page.locator(".card h3 a").first().click();
const { page } = window;

test("the headline", async () =>
  equal(squeezed(await page.locator("h1").textContent()), title, "h1"));

test("the source and the time", async () => {
  equal(squeezed(await page.locator(".story-head .source").textContent()), "The Daily", "source");
  const time = page.locator(".story-head time").first();
  equal(await time.getAttribute("datetime"), "2025-08-17T08:00:00Z", "datetime");
  equal(await time.getAttribute("title"), "17 August 2025, 08:00 UTC", "title");
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

test("no rule broken, nothing asked of others", async () => {
  none(await axe(page), "axe-core");
  none(window.problems, "problems");
});

await runAll();
