// Sharing an article and comparing its versions, with and without JavaScript: the clipboard, the
// device's share sheet, the way to a reader's own Mastodon server, and marks that can be told
// apart without seeing colours.
import { axe, courant, equal, folder, launch, none, ok, open, program, runAll, serve, squeezed, test }
  from "./lib.mjs";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { writePress } from "./fixture.mjs";

await launch();
const work = folder();
const data = `${work}/data`;
for (const file of writePress(work)) courant("import", "--data", data, file);
const base = await serve(data);

async function articleNamed(words) {
  const page = await (await fetch(`${base}/search?q=${encodeURIComponent(words)}`)).text();
  return /<h2><a href="(\/article\/\d+)"/.exec(page)[1];
}
const rich = await articleNamed("everything article hold");
const updated = await articleNamed("takes decision back");
const changes = `${updated}/versions/1/diff/2`;
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };

const MODES = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", ...phone },
  "phone dark": { colorScheme: "dark", ...phone },
};

for (const [mode, options] of Object.entries(MODES))
  for (const [name, target, status] of [["what changed", changes, 200],
    ["Mastodon form", `${rich}/share`, 200], ["Mastodon, no server", `${rich}/share?server=no`, 400]])
    test(`${name} in ${mode}`, async () => {
      const window = await open(base, options);
      await window.go(target, status);
      const { page } = window;
      equal(await page.locator("h1").count(), 1, "number of h1");
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      ok(wide <= 0, `no sideways scrolling, ${wide} px too wide`);
      none(await axe(page), "axe-core");
      none(window.problems, "problems");
      await window.close();
    });

// --- sharing -----------------------------------------------------------------------------------

test("the link is copied and the reader told so, with the keyboard alone", async () => {
  const window = await open(base, { permissions: ["clipboard-read", "clipboard-write"] });
  await window.go(rich);
  const { page } = window;
  await page.locator("#share-copy").focus();
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.getElementById("share-said").textContent);
  equal(await page.locator("#share-said").textContent(), "Link copied", "what is said");
  equal(await page.evaluate(() => navigator.clipboard.readText()), base + rich, "clipboard");
  equal(await page.evaluate(() => document.activeElement.id), "share-copy", "focus stays");
  none(await axe(page), "axe-core");
  none(window.problems, "problems");
  await window.close();
});

test("without a clipboard to write to, the link is copied through a selection", async () => {
  const window = await open(base, { permissions: ["clipboard-read"] });
  await window.context.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
  });
  await window.go(rich);
  const { page } = window;
  await page.evaluate(() => document.addEventListener("copy", () => {
    globalThis.copied = document.activeElement.value.slice(document.activeElement.selectionStart,
      document.activeElement.selectionEnd);
  }));
  await page.locator("#share-copy").click();
  equal(await page.evaluate(() => globalThis.copied), base + rich, "what was copied");
  none(window.problems, "problems");
  await window.close();
});

test("the share sheet is offered only where there is one", async () => {
  const without = await open(base);
  await without.context.addInitScript(() => {
    Object.defineProperty(navigator, "share", { value: undefined });
  });
  await without.go(rich);
  ok(!(await without.page.locator("#share-native").isVisible()), "no button that does nothing");
  await without.close();
  const window = await open(base, phone);
  await window.context.addInitScript(() => {
    Object.defineProperty(navigator, "share", { value: async (what) => {
      globalThis.shared = what;
      throw new DOMException("closed", "AbortError");
    } });
  });
  await window.go(rich);
  await window.page.locator("#share-native").click();
  const got = await window.page.evaluate(() => globalThis.shared);
  equal(got.url, base + rich, "address");
  equal(got.title, await window.page.locator("h1").textContent(), "title");
  none(window.problems, "problems");
  await window.close();
});

test("without JavaScript there are the address and the links, and no button", async () => {
  const window = await open(base, { javaScriptEnabled: false });
  await window.go(rich);
  const { page } = window;
  equal(await page.locator("#share-url").inputValue(), base + rich, "address");
  equal(await page.locator(".share button:visible").count(), 0, "buttons");
  await page.locator("#share-url").focus();
  await page.keyboard.press("Control+A");
  equal(await page.locator("#share-url").evaluate((e) => e.selectionEnd - e.selectionStart),
    (base + rich).length, "selected");
  const title = await page.locator("h1").textContent();
  for (const [name, host, field] of [["Share on Telegram", "t.me", "text"],
    ["Share on WhatsApp", "wa.me", null], ["Share on X", "x.com", "text"],
    ["Share on Facebook", "www.facebook.com", null]]) {
    const link = page.getByRole("link", { name, exact: true });
    const url = new URL(await link.getAttribute("href"));
    equal(url.host, host, name);
    if (field) equal(url.searchParams.get(field), title, `${name}: title`);
    ok([...url.searchParams.values()].some((v) => v.includes(base + rich)), `${name}: address`);
    equal(await link.getAttribute("rel"), "noopener noreferrer nofollow", `${name}: rel`);
  }
  const mail = new URL(await page.getByRole("link", { name: "Share by e-mail" }).getAttribute("href"));
  equal(mail.searchParams.get("subject"), title, "subject");
  equal(mail.searchParams.get("body"), `${title}\r\n\r\n${base}${rich}`, "body");
  await window.close();
});

test("on a phone every target is 48 pixels high", async () => {
  const window = await open(base, phone);
  await window.go(rich);
  for (const e of await window.page.locator(".share a, .share button:visible, .share input").all()) {
    const box = await e.boundingBox();
    ok(box.height >= 48 && box.width >= 48, `${await e.innerText()}: ${box.width} x ${box.height}`);
  }
  await window.close();
});

for (const javaScriptEnabled of [true, false])
  test(`a reader's own Mastodon server is asked for, ${javaScriptEnabled ? "with" : "without"} ` +
    "JavaScript", async () => {
    const window = await open(base, { javaScriptEnabled });
    const { page } = window;
    await window.go(rich);
    const title = await page.locator("h1").textContent();
    await page.getByRole("link", { name: "Share on Mastodon" }).click();
    await page.locator("#server").fill("@ada@Quay.example");
    // There is no such server: that the browser asks for it is what counts.
    const [request] = await Promise.all([page.waitForRequest("https://quay.example/**"),
      page.keyboard.press("Enter")]);
    const url = new URL(request.url());
    equal(url.pathname, "/share", "path");
    equal(url.searchParams.get("text"), `${title}\n${base}${rich}`, "text");
    none(window.problems, "problems");
    await window.close();
  });

test("a link from elsewhere sends nobody to a server", async () => {
  const window = await open(base);
  await window.go(`${rich}/share?server=quay.example`);
  ok(await window.page.getByRole("link", { name: "Go on to quay.example" }).isVisible(), "a link");
  await window.close();
});

test("courant extract reads the served page as the article it is", async () => {
  const target = await articleNamed('"decision 12"');
  const html = await (await fetch(base + target)).text();
  fs.writeFileSync(`${work}/served.html`, html);
  const got = JSON.parse(execFileSync(program, ["extract", "--url", base + target,
    `${work}/served.html`], { encoding: "utf8" }));
  const block = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)[1]);
  equal(got.title, "Harbour board reaches decision 12 after a night of talks", "title");
  equal(got.title, block.headline, "headline");
  equal(got.authors.join(), "Reporter 12,Ada Quill", "authors");
  equal(got.authors.join(), block.author.map((a) => a.name).join(), "authors");
  equal(Date.parse(got.published), Date.parse(block.datePublished), "date");
  equal(got.language, block.inLanguage, "language");
  equal(got.canonical_url, base + target, "canonical address");
  equal(block.isBasedOn, "https://gazette0.example/news/12", "original");
  equal(got.image.url, "https://pictures.example/12.jpg", "image");
});

// --- what changed ------------------------------------------------------------------------------

for (const javaScriptEnabled of [true, false])
  test(`an updated article leads to what changed, ${javaScriptEnabled ? "with" : "without"} ` +
    "JavaScript", async () => {
    const window = await open(base, { javaScriptEnabled });
    const { page } = window;
    await window.go(updated);
    await page.getByRole("link", { name: "See what changed" }).click();
    equal(new URL(page.url()).pathname, changes, "address");
    ok(/\d sentences? (changed|added|removed)/.test(
      await page.locator(".changes-summary").innerText()), "summary");
    ok(await page.locator(".body ins").count() > 0, "something was put in");
    await page.getByRole("link", { name: "All versions of this article" }).click();
    await page.getByRole("link", { name: "What changed from version 1" }).click();
    equal(new URL(page.url()).pathname, changes, "address, from the versions");
    none(window.problems, "problems");
    await window.close();
  });

for (const colorScheme of ["light", "dark"])
  test(`marks differ by line and not by colour alone, in ${colorScheme}`, async () => {
    const window = await open(base, { colorScheme });
    await window.go(changes);
    const style = (which) => window.page.locator(`.changes-key ${which}`).evaluate((e) => {
      const { textDecorationLine, backgroundColor } = getComputedStyle(e);
      return { textDecorationLine, backgroundColor };
    });
    const out = await style("del"), put = await style("ins");
    equal(out.textDecorationLine, "line-through", "taken out");
    equal(put.textDecorationLine, "underline", "put in");
    ok(out.backgroundColor !== put.backgroundColor, "and by colour as well");
    const said = squeezed(await window.page.locator("h1 ins").first().textContent());
    ok(said.startsWith("(put in:)"), `said aloud: ${said}`);
    await window.close();
  });

await runAll();
