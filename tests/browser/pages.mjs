// Every page in light, dark and at phone width: what it shows, that it breaks no rule of
// accessibility, and that it asks nobody else for anything but pictures. Then the keyboard, the
// choice of light and dark, and life without JavaScript.
import { axe, courant, equal, folder, launch, none, ok, open, runAll, serve, test }
  from "./lib.mjs";
import { writePress } from "./fixture.mjs";

await launch();
const work = folder();
const data = `${work}/data`;
for (const file of writePress(work)) courant("import", "--data", data, file);
const base = await serve(data);
const emptyBase = await serve(`${work}/empty`);

const MODES = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 }, hasTouch: true },
  "phone dark": { colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true },
};

/** The address of the article with this title, as the search finds it. */
async function articleNamed(words) {
  const page = await (await fetch(`${base}/search?q=${encodeURIComponent(words)}`)).text();
  const found = /<h2><a href="(\/article\/\d+)"/.exec(page);
  ok(found, `search finds "${words}"`);
  return found[1];
}

const rich = await articleNamed("everything article hold");
const arabic = await articleNamed("lang:ar");
const updated = await articleNamed("takes decision back");
const sources = await (await fetch(`${base}/sources`)).text();
const source = /href="(\/source\/[^"]+)"/.exec(sources)[1];
const day = new Date().toISOString().slice(0, 10);

const PAGES = {
  "front page": "/",
  "source list": "/sources",
  "source page": source,
  "article": rich,
  "article, right to left": arabic,
  "article, updated": updated,
  "versions": `${updated}/versions`,
  "old version": `${updated}/versions/1`,
  "search": "/search?q=harbour+decision",
  "search, nothing found": "/search?q=zzyzzx",
  "search, nothing asked": "/search",
  "archive": "/archive",
  "archive of a day": `/archive/${day}`,
  "about": "/about",
  "error": "/no/such/page",
};

for (const [mode, options] of Object.entries(MODES))
  for (const [name, target] of Object.entries(PAGES))
    test(`${name} in ${mode}`, async () => {
      const window = await open(base, options);
      await window.go(target, name === "error" ? 404 : 200);
      const { page } = window;
      ok(await page.locator("h1").first().isVisible(), "there is a headline");
      equal(await page.locator("h1").count(), 1, "number of h1");
      equal(await page.locator("main").count(), 1, "number of main");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      ok(wide <= 0, `no sideways scrolling, ${wide} px too wide`);
      none(await axe(page), "axe-core");
      none(window.problems, "problems");
      await window.close();
    });

for (const mode of ["light", "phone dark"])
  test(`front page of an empty store in ${mode}`, async () => {
    const window = await open(emptyBase, MODES[mode]);
    await window.go("/");
    ok(await window.page.getByText("courant import PATH").isVisible(), "says how to begin");
    none(await axe(window.page), "axe-core");
    none(window.problems, "problems");
    await window.close();
  });

test("the article page shows its blocks in their order", async () => {
  const window = await open(base);
  await window.go(rich);
  const { page } = window;
  const tops = [];
  for (const selector of ["h1", ".story-head .source", ".story-head time[title]",
    ".story-picture img, .body", ".body", ".credit-line", ".original"])
    tops.push(await page.locator(selector).first().evaluate((e) => e.getBoundingClientRect().top));
  for (let i = 1; i < tops.length; i++) ok(tops[i] >= tops[i - 1] - 8, `block ${i} is in order`);
  equal(await page.locator(".story-head time").first().textContent(), "2 hours ago", "time");
  ok(/ UTC$/.test(await page.locator(".story-head time").first().getAttribute("title")),
    "absolute time in the title");
  for (const part of ["blockquote", "table", "figure figcaption", "pre", "ul li", "h2"])
    ok(await page.locator(`.body ${part}`).first().isVisible(), `${part} of the body`);
  await window.close();
});

test("right-to-left articles read from the right", async () => {
  const window = await open(base);
  await window.go(arabic);
  const story = window.page.locator("article.story");
  equal(await story.getAttribute("lang"), "ar", "lang");
  equal(await story.evaluate((e) => getComputedStyle(e).direction), "rtl", "direction");
  await window.close();
});

test("an updated article leads to its earlier version", async () => {
  const window = await open(base);
  await window.go(updated);
  await window.page.getByRole("link", { name: "See the earlier versions" }).click();
  await window.page.getByRole("link", { name: "Version 1", exact: true }).click();
  await window.page.getByText("This is version 1").waitFor(); // the old version says so
  none(window.problems, "problems");
  await window.close();
});

test("the header of every answer keeps scripts, frames and sniffing out", async () => {
  for (const target of ["/", rich, "/no/such/page"]) {
    const { headers } = await fetch(base + target);
    const policy = headers.get("content-security-policy");
    for (const part of ["default-src 'none'", "script-src 'self'", "style-src 'self'",
      "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
      ok(policy.includes(part), `${target}: ${part}`);
    ok(!policy.includes("unsafe"), `${target}: nothing unsafe`);
    equal(headers.get("x-content-type-options"), "nosniff", target);
  }
});

test("an unchanged page is answered 304, and packed when asked", async () => {
  const first = await fetch(`${base}/about`);
  const etag = first.headers.get("etag");
  const again = await fetch(`${base}/about`, { headers: { "If-None-Match": etag } });
  equal(again.status, 304, "status");
  for (const coding of ["br", "gzip"]) {
    const packed = await fetch(base, { headers: { "Accept-Encoding": coding } });
    equal(packed.headers.get("content-encoding"), coding, "coding");
    ok((await packed.text()).includes("</html>"), `${coding} unpacks`);
  }
});

// --- keyboard ----------------------------------------------------------------------------------

test("j and k go through the articles, o opens one", async () => {
  const window = await open(base);
  await window.go("/");
  const { page } = window;
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  equal(await page.locator(".current").count(), 1, "one article is current");
  const second = await page.locator(".current h3 a, .current h2 a").first().getAttribute("href");
  await page.keyboard.press("k");
  const first = await page.locator(".current h3 a, .current h2 a").first().getAttribute("href");
  ok(first !== second, "k goes back");
  await page.keyboard.press("j");
  await Promise.all([page.waitForURL(`**${second}`), page.keyboard.press("o")]);
  none(window.problems, "problems");
  await window.close();
});

test("Enter opens the current article", async () => {
  const window = await open(base);
  await window.go("/archive");
  await window.page.keyboard.press("j");
  const href = await window.page.locator(".current h3 a").getAttribute("href");
  await Promise.all([window.page.waitForURL(`**${href}`), window.page.keyboard.press("Enter")]);
  await window.close();
});

test("/ goes to the search field, and keys typed there are text", async () => {
  const window = await open(base);
  await window.go("/");
  const { page } = window;
  await page.keyboard.press("/");
  equal(await page.evaluate(() => document.activeElement.id), "find", "focus");
  await page.keyboard.type("jko?h");
  equal(await page.locator("#find").inputValue(), "jko?h", "what was typed");
  equal(await page.locator(".current").count(), 0, "no article became current");
  await page.locator("#find").fill("decision");
  await Promise.all([page.waitForURL("**/search?q=decision"), page.keyboard.press("Enter")]);
  equal(await page.locator("#q").inputValue(), "decision", "the query stays in the field");
  ok(await page.locator("mark").first().isVisible(), "matches are marked");
  await window.close();
});

test("? opens the help, Escape closes it", async () => {
  const window = await open(base);
  await window.go("/");
  const { page } = window;
  await page.keyboard.press("?");
  const dialog = page.locator("dialog#keys");
  ok(await dialog.isVisible(), "help is shown");
  none(await axe(page), "axe-core with the help open");
  await page.keyboard.press("j");
  equal(await page.locator(".current").count(), 0, "keys rest while the help is open");
  await page.keyboard.press("Escape");
  ok(!(await dialog.isVisible()), "help is closed");
  await page.locator("#keys-open").click();
  await dialog.getByRole("button").click();
  ok(!(await dialog.isVisible()), "help is closed by its button");
  none(window.problems, "problems");
  await window.close();
});

test("the first Tab offers to skip to the content", async () => {
  const window = await open(base);
  await window.go("/");
  const { page } = window;
  await page.keyboard.press("Tab");
  ok(await page.locator(".skip").evaluate((e) => e.getBoundingClientRect().top >= 0), "visible");
  await page.keyboard.press("Enter");
  equal(await page.evaluate(() => document.activeElement.id), "main", "focus");
  await window.close();
});

// --- light and dark ----------------------------------------------------------------------------

test("the choice of dark is remembered, and taken back", async () => {
  const window = await open(base, { colorScheme: "light" });
  await window.go("/");
  const { page } = window;
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.locator("#theme").click();
  const dark = await ground();
  ok(dark !== light, "the page turned dark");
  await window.go("/about");
  equal(await ground(), dark, "the next page is dark");
  await page.locator("#theme").click();
  equal(await ground(), light, "light again");
  none(window.problems, "problems");
  await window.close();
});

// --- without JavaScript ------------------------------------------------------------------------

test("everything works without JavaScript", async () => {
  const window = await open(base, { javaScriptEnabled: false });
  const { page } = window;
  await window.go("/");
  ok(!(await page.locator("#theme").isVisible()), "no button that does nothing");
  ok(!(await page.locator("#keys-open").isVisible()), "no help that does nothing");
  ok(!(await page.locator("dialog").isVisible()), "the dialog is closed");
  const title = await page.locator(".lead h2").textContent();
  await page.locator(".lead h2 a").click();
  equal(await page.locator("h1").textContent(), title, "the lead opens");
  ok(await page.locator(".body p").first().isVisible(), "its text is there");
  await page.locator("#find").fill("\"decision 7\"");
  await Promise.all([page.waitForURL("**/search?q=*"), page.keyboard.press("Enter")]);
  ok(await page.locator(".hit").first().isVisible(), "search finds");
  await page.getByRole("link", { name: "Archive" }).first().click();
  await page.getByRole("link", { name: "Earlier articles" }).click();
  ok(await page.locator(".card").first().isVisible(), "the archive goes on");
  none(window.problems, "problems");
  await window.close();
});

test("without JavaScript the page follows the system's dark", async () => {
  const window = await open(base, { javaScriptEnabled: false, colorScheme: "dark" });
  await window.go("/");
  const color = await window.page.locator("body").evaluate((e) =>
    getComputedStyle(e).backgroundColor);
  ok(/rgb\((\d+)/.exec(color)[1] < 60, `dark ground, got ${color}`);
  await window.close();
});

test("pictures that cannot be loaded leave no hole", async () => {
  const window = await open(base);
  await window.context.route("https://pictures.example/**", (route) => route.abort());
  await window.page.goto(base, { waitUntil: "load" });
  await window.page.waitForFunction(() => document.querySelector(".lead .no-picture") ||
    !document.querySelector(".lead img"));
  equal(await window.page.locator(".lead img:visible").count(), 0, "visible broken pictures");
  await window.close();
});

await runAll();
