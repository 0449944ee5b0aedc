// Sources and their marks: a site's own icon, fetched by `courant serve` from an origin of ours, or a
// letter; language and country on the source's page. In light, dark and on a phone.
import http from "node:http";
import fs from "node:fs";
import { deflateSync } from "node:zlib";
import { atEnd, axe, courant, equal, folder, launch, none, ok, open, runAll, serve, test } from "./lib.mjs";

await launch();

/** A square PNG of one colour. */
function png(side, color) {
  const chunk = (name, body) => {
    const data = Buffer.concat([Buffer.from(name, "latin1"), body]);
    const whole = Buffer.alloc(8 + data.length);
    whole.writeUInt32BE(body.length, 0);
    data.copy(whole, 4);
    whole.writeUInt32BE(crc(data), 4 + data.length);
    return whole;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), ...Array(side).fill(Buffer.from(color))]);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head),
    chunk("IDAT", deflateSync(Buffer.concat(Array(side).fill(row)))), chunk("IEND", Buffer.alloc(0))]);
}

function crc(data) {
  let c = ~0;
  for (const byte of data) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return ~c >>> 0;
}

const words = "The harbour of Port Sallow opened on Wednesday after eleven years of works, and ferries left on time. ";
const origin = http.createServer((request, response) => {
  const base = `http://${request.headers.host}`;
  if (request.url === "/feed")
    response.end(`<rss version="2.0"><channel><title>Port Sallow Post</title><link>${base}/</link>`
      + `<item><title>Harbour opens</title><guid>1</guid><link>${base}/1</link><pubDate>${new Date().toUTCString()}`
      + `</pubDate><description>${words.repeat(20)}</description></item></channel></rss>`);
  else if (request.url === "/")
    response.end("<html lang=de-CH><link rel=icon sizes=64x64 href=/i.png><p>Front page");
  else if (request.url === "/i.png")
    response.end(png(64, [32, 96, 160]));
  else
    response.writeHead(404).end();
});
await new Promise((done) => origin.listen(0, "127.0.0.1", done));
atEnd(() => new Promise((done) => { origin.close(done); origin.closeAllConnections(); }));

const data = `${folder()}/data`;
const list = `${folder()}/list.opml`;
courant("demo", "load", "--data", data);
fs.writeFileSync(list, `<opml><outline xmlUrl="http://127.0.0.1:${origin.address().port}/feed"/></opml>`);
courant("opml", "import", list, "--data", data);
const base = await serve(data, "--fetch-private");

async function until(ready, seconds) {
  for (let i = 0; i < seconds * 5; i++) {
    if (await ready()) return;
    await new Promise((next) => setTimeout(next, 200));
  }
  throw new Error("it did not come");
}
const text = async (path) => (await fetch(base + path)).text();
await until(async () => (await text("/sources")).includes('<img class="mark"'), 40);
const source = /<h3><a href="(\/source\/[^"]+)">\s*<img class="mark"/.exec(await text("/sources"))[1];

for (const [mode, options] of Object.entries({
  light: {}, dark: { colorScheme: "dark" }, phone: { viewport: { width: 390, height: 844 } } }))
  test(`marks stand beside names, ${mode}`, async () => {
    const { page, problems, go, close } = await open(base, options);
    for (const target of ["/sources", source, "/", "/archive"]) {
      await go(target);
      const mark = page.locator("img.mark").first();
      await mark.scrollIntoViewIfNeeded();
      await page.waitForFunction((img) => img.complete, await mark.elementHandle());
      ok(await mark.evaluate((img) => img.naturalWidth) === 64, `the icon is a picture on ${target}`);
      equal(await mark.getAttribute("alt"), "", "decoration only");
      const box = await mark.boundingBox();
      ok(Math.abs(box.width - box.height) < 1 && box.width >= 10 && box.width <= 64, `${box.width} px`);
      none(await axe(page), `axe-core on ${target}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      ok(wide <= 0, `${target}: ${wide} px too wide`);
      if (process.env.SHOTS)
        await page.screenshot({ path: `${process.env.SHOTS}/icons-${mode}${target.replace(/\W/g, "_")}.png`, fullPage: true });
    }
    none(problems, "problems");
    await close();
  });

test("a source without an icon has a letter, and its page names language and country", async () => {
  const { page, go, close } = await open(base);
  await go("/sources");
  ok(await page.locator("span.mark.letter").count() > 3, "letters for the demo press");
  equal(await page.locator("span.mark.letter[aria-hidden=true]").count(),
    await page.locator("span.mark.letter").count(), "unread");
  const name = await page.locator(`h3 a[href="${source}"]`).evaluate((a) => a.textContent.trim());
  equal(await page.getByRole("link", { name, exact: true }).count(), 1, "the name alone is read");
  await go(source);
  const about = await page.locator(".page-head .meta").innerText();
  ok(about.includes("Deutsch") && about.includes("Switzerland"), about);
  await close();
});

await runAll();
