// What readers subscribe to: the feeds of the front page, a source, a hashtag and a search, where a
// reader looks for them and where a feed reader does; the list of subscriptions. With and without
// JavaScript; axe-core in light, dark and on a phone.
import { axe, courant, equal, folder, launch, none, ok, open, runAll, serve, test } from "./lib.mjs";

await launch();
const data = `${folder()}/data`;
courant("demo", "load", "--data", data);
const base = await serve(data, "--fetch", "off");
const TYPES = ["application/atom+xml", "application/rss+xml", "application/feed+json"];

async function first(target, pattern) {
  const found = pattern.exec(await (await fetch(base + target)).text());
  ok(found, `${pattern} on ${target}`);
  return found[1];
}
const source = await first("/sources", /href="(\/source\/[^"/]+)"/);
const tag = await first("/tags", /href="(\/tag\/[^"/]+)"/);
const PAGES = ["/", source, tag, "/search?q=harbour"];

for (const [mode, options] of Object.entries({ "with JavaScript": {}, "without": { javaScriptEnabled: false } }))
  test(`every list leads to its feeds, ${mode}`, async () => {
    const { page, problems, go, close } = await open(base, options);
    for (const target of PAGES) {
      await go(target);
      const offered = await page.locator("link[rel=alternate]").evaluateAll((all) =>
        all.map((e) => ({ type: e.type, href: e.getAttribute("href"), title: e.title })));
      equal(offered.map((o) => o.type).join(), TYPES.join(), `what ${target} offers`);
      const shown = await page.locator(".feeds a").evaluateAll((all) =>
        all.map((e) => ({ type: e.type, href: e.getAttribute("href"), text: e.textContent })));
      equal(shown.map((s) => s.text).join(), "Feed,RSS,JSON", `links on ${target}`);
      equal(shown.map((s) => s.href).join(), offered.map((o) => o.href).join(), "the same feeds");
      ok(await page.locator(".feeds a").first().isVisible(), `visible on ${target}`);
      for (const { href, type } of shown) {
        const answer = await fetch(base + href);
        equal(answer.status, 200, href);
        ok(answer.headers.get("content-type").startsWith(type), `${href} is ${type}`);
        const text = await answer.text();
        ok(text.includes(`${base}/article/`), `${href} has articles`);
      }
    }
    none(problems, "problems");
    await close();
  });

test("a page without a feed of its own offers the site's", async () => {
  const { page, go, close } = await open(base);
  await go("/about");
  equal(await page.locator("link[rel=alternate]").first().getAttribute("href"), "/feed.xml", "feed");
  await close();
});

test("the list of subscriptions is on the page of sources", async () => {
  const { page, go, close } = await open(base);
  await go("/sources");
  const href = await page.locator("a[type='text/x-opml']").getAttribute("href");
  const answer = await fetch(base + href);
  equal(answer.status, 200, href);
  ok((await answer.text()).includes("<opml version=\"2.0\">"), "OPML");
  await close();
});

for (const [mode, options] of Object.entries({
  light: {}, dark: { colorScheme: "dark" }, phone: { viewport: { width: 390, height: 844 } } }))
  test(`axe-core finds nothing, and nothing is too wide, in ${mode}`, async () => {
    const { page, problems, go, close } = await open(base, options);
    for (const target of [...PAGES, "/sources"]) {
      await go(target);
      none(await axe(page), `axe-core on ${target}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      ok(wide <= 0, `${target}: ${wide} px too wide`);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/${mode}${target.replace(/\W/g, "_")}.png`, fullPage: true });
    }
    none(problems, "problems");
    await close();
  });

await runAll();
