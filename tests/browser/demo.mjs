// A newcomer's first look: the demo press on the front page with its pictures, marked as what it
// is; nothing asked of any other host; and gone with one command.
import { axe, courant, equal, folder, launch, none, ok, open, runAll, serve, squeezed, test }
  from "./lib.mjs";

await launch();
const data = `${folder()}/data`;
courant("demo", "load", "--data", data);
const base = await serve(data);

/** What the page asked other hosts for, pictures included. */
async function watched(options) {
  const window = await open(base, options);
  window.foreign = [];
  window.page.on("request", (r) => r.url().startsWith(base) || window.foreign.push(r.url()));
  return window;
}

for (const [mode, options] of Object.entries({
  light: {}, dark: { colorScheme: "dark" }, phone: { viewport: { width: 390, height: 844 } } }))
  test(`the front page is full of the demo, in ${mode}`, async () => {
    const window = await watched(options);
    await window.go("/");
    const { page } = window;
    ok(await page.locator(".demo-strip").isVisible(), "marked as a demonstration");
    ok(await page.getByText("courant import PATH").isVisible(), "invites to import one's own");
    ok(await page.getByText("courant demo remove").isVisible(), "says how to remove it");
    equal(await page.locator(".source-list li").count(), 12, "sources");
    ok(await page.locator("[data-item]").count() >= 25, "a full page");
    equal(await page.locator(".language").count(), 4, "other languages");
    const titles = await page.locator("[data-item] :is(h2, h3) a").evaluateAll((links) =>
      links.map((a) => a.getAttribute("href")));
    equal(new Set(titles).size, titles.length, "articles shown once");
    none(window.foreign, "requests to other hosts");
    none(await axe(page), "axe-core");
    none(window.problems, "problems");
    await window.close();
  });

test("its pictures are served by this site", async () => {
  const window = await watched();
  await window.go("/archive");
  const { page } = window;
  const pictures = await page.locator("img[src^='/demo/']").all();
  ok(pictures.length >= 5, `${pictures.length} pictures in the archive`);
  for (const picture of pictures) {
    await picture.scrollIntoViewIfNeeded();
    await page.waitForFunction((img) => img.complete, await picture.elementHandle());
    ok(await picture.evaluate((img) => img.naturalWidth > 0),
      `${await picture.getAttribute("src")} loads`);
  }
  none(window.foreign, "requests to other hosts");
  await window.close();
  return `${pictures.length} pictures`;
});

test("an article of each source can be read", async () => {
  const window = await watched();
  const { page } = window;
  await window.go("/sources");
  const sources = await page.locator(".source-table h3 a").evaluateAll((links) =>
    links.map((a) => a.getAttribute("href")));
  for (const source of sources) {
    await window.go(source);
    await window.go(await page.locator(".card h2 a").first().getAttribute("href"));
    ok(squeezed(await page.locator(".body").innerText()).length > 200, `${source}: text`);
    ok(await page.locator(".story-foot").getByText("invented").isVisible(), `${source}: marked`);
    none(await axe(page), `axe-core on an article of ${source}`);
  }
  none(window.foreign, "requests to other hosts");
  none(window.problems, "problems");
  await window.close();
  return `${sources.length} sources`;
});

test("one command removes it, and the page says what to do next", async () => {
  courant("demo", "remove", "--data", data);
  const window = await watched();
  await window.go("/");
  equal(await window.page.locator(".demo-strip").count(), 0, "demonstration strips");
  ok(await window.page.getByText("Nothing to read yet").isVisible(), "the empty page");
  none(window.problems, "problems");
  await window.close();
});

await runAll();
