// Real pages end to end: imports ../shared/data/pages/html and reads twenty of its articles in
// Chromium. Skipped where the data is not.
import fs from "node:fs";
import { courant, equal, folder, launch, none, ok, open, runAll, serve, shared, skip, squeezed, test }
  from "./lib.mjs";

const READ = 20;
const pages = `${shared}/pages/html`;
if (!fs.existsSync(pages)) skip(`no pages at ${pages}`);

await launch();
const data = `${folder()}/data`;
const report = imported();
const base = await serve(data);

/** What the import reports. A page that has only its beginning for who does not pay is no article. */
function imported() {
  try {
    return courant("import", "--data", data, pages);
  } catch (failure) {
    const refused = String(failure.stderr).trim().split("\n");
    ok(failure.status === 1 && refused.length <= 2 &&
       refused.every((line) => line.includes("the rest is for subscribers")), failure.message);
    return failure.stdout;
  }
}

/** Addresses of all articles, from the archive's pages. */
async function articles() {
  const found = [];
  for (let next = "/archive"; next;) {
    const html = await (await fetch(base + next)).text();
    for (const match of html.matchAll(/<h3><a href="(\/article\/\d+)"/g)) found.push(match[1]);
    const older = /rel="next" href="([^"]+)"/.exec(html);
    next = older && older[1].replaceAll("&amp;", "&");
  }
  return found;
}

const all = await articles();

test("the pages became articles", () => {
  const files = fs.readdirSync(pages).filter((name) => name.endsWith(".html.gz")).length;
  ok(all.length >= files - 2, `${all.length} articles of ${files} pages: ${report}`);
  equal(new Set(all).size, all.length, "no article twice");
  return `${all.length} articles of ${files} pages`;
});

// Spread over the archive, so that newest and oldest are among them.
const chosen = all.filter((_, i) => i % Math.max(1, Math.floor(all.length / READ)) === 0)
  .slice(0, READ);

test("twenty of them are chosen", () => equal(chosen.length, READ, "articles to read"));

for (const target of chosen)
  test(`article ${target}`, async () => {
    const window = await open(base);
    await window.go(target);
    const { page } = window;
    const title = squeezed(await page.locator("h1").textContent());
    ok(title.length > 3, `title "${title}"`);
    ok(await page.locator("h1").isVisible(), "title is visible");
    const source = squeezed(await page.locator(".story-head .source").textContent());
    ok(source.length > 1, `source "${source}"`);
    const time = page.locator(".story-head time").first();
    ok(squeezed(await time.textContent()).length > 3, "time is shown");
    ok(/^\d{1,2} \w+ \d{4}, \d\d:\d\d UTC$/.test(await time.getAttribute("title")), "whole time");
    const text = squeezed(await page.locator(".body").innerText());
    ok(text.length > 200, `text of ${text.length} characters`);
    equal(await page.locator(".body script, .story script:not([src^='/assets/']), .story style, "
      + ".story iframe, .story form").count(), 0,
      "scripts, frames and forms in the article");
    const attributes = await page.locator(".story *").evaluateAll((elements) => elements
      .flatMap((e) => [...e.attributes]).map((a) => a.name + "=" + a.value)
      .filter((a) => /^(on|style=)|^(href|src)=\s*javascript:/i.test(a)));
    none(attributes, "attributes that run or style");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    ok(wide <= 0, `no sideways scrolling, ${wide} px too wide`);
    none(window.problems, "problems");
    await window.close();
    return `"${title.slice(0, 60)}" (${source}), ${text.length} characters`;
  });

test("and at phone width none of them is too wide", async () => {
  const window = await open(base, { viewport: { width: 390, height: 844 } });
  for (const target of chosen) {
    await window.go(target);
    const wide = await window.page.evaluate(() =>
      document.documentElement.scrollWidth - innerWidth);
    ok(wide <= 0, `${target}: ${wide} px too wide`);
  }
  none(window.problems, "problems");
  await window.close();
});

await runAll();
