// The owner looks after subscriptions in a browser, with JavaScript and without: an address is looked
// at and subscribed to, a list is brought in, feeds are paused, asked, edited, removed and brought
// back; each page in light and dark, on a phone, without breaking a rule of accessibility. The feeds
// are those of a site of our own on loopback.
import fs from "node:fs";
import http from "node:http";
import { atEnd, axe, equal, folder, launch, none, ok, open, printed, runAll, serve, squeezed, test }
  from "./lib.mjs";

await launch();
const PASSWORD = "quiet harbour lamps";
const MODES = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
};

// --- the site that is subscribed to ------------------------------------------------------------

const asked = new Map();
const words = "The harbour board met behind closed doors for the third time this month. ".repeat(12);

function feed(title, site, n) {
  const items = Array.from({ length: n }, (_, i) => `<item><title>Decision ${i} of the board</title>
    <link>${site}/news/${i}</link><guid>${site}/news/${i}</guid>
    <pubDate>${new Date(Date.now() - i * 30 * 3600e3).toUTCString()}</pubDate>
    <content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>${i} ${words}</p>]]></content:encoded></item>`);
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title>
    <link>${site}/</link><description>d</description>${items.join("")}</channel></rss>`;
}

async function origin() {
  const server = http.createServer((request, response) => {
    const site = `http://${request.headers.host}`, path = request.url;
    asked.set(path, (asked.get(path) || 0) + 1);
    const send = (type, text, code = 200) => {
      response.writeHead(code, { "Content-Type": type });
      response.end(text);
    };
    if (path === "/")
      send("text/html", `<title>The Quay Gazette</title>
        <link rel=alternate type="application/rss+xml" title="All news" href="/feed.xml">
        <link rel=alternate type="application/rss+xml" title="Sport only" href="/sport.xml"><p>Hello.`);
    else if (path === "/feed.xml") send("application/rss+xml", feed("The Quay Gazette", site, 14));
    else if (path === "/sport.xml") send("application/rss+xml", feed("Gazette: sport", site, 3));
    else if (path === "/arabic.xml") send("application/rss+xml", feed("صحيفة الميناء", site, 2));
    else if (path === "/slow.xml") setTimeout(() => send("application/rss+xml", feed("Slow Boat", site, 1)), 2500);
    else send("text/plain", "nothing here", 404);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  atEnd(() => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }));
  return `http://127.0.0.1:${server.address().port}`;
}

const site = await origin();

// --- helpers -----------------------------------------------------------------------------------

async function looks(page, name) {
  for (const [mode, options] of Object.entries(MODES)) {
    await page.emulateMedia({ colorScheme: options.colorScheme });
    await page.setViewportSize(options.viewport || { width: 1280, height: 900 });
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${mode}.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    ok(wide <= 0, `${name} in ${mode}: ${wide} px too wide`);
    equal(await page.locator("h1").count(), 1, `${name}: number of h1`);
    none(await axe(page), `axe-core: ${name} in ${mode}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });
}

/** A site with an owner who is logged in. */
async function owner(javaScriptEnabled, ...more) {
  const base = await serve(`${folder()}/data`, "--fetch-private", "--fetch-pause", "0", ...more);
  const window = await open(base, { javaScriptEnabled });
  const { page } = window;
  await window.go(/\/setup\?token=[0-9a-f]{64}/.exec(printed.get(base))[0]);
  for (const label of ["Password", "The same again"]) await page.getByLabel(label, { exact: true }).fill(PASSWORD);
  await page.getByLabel("Name", { exact: true }).fill("Ada");
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Make the owner’s account" }).click()]);
  const look = javaScriptEnabled ? (name) => looks(page, name) : async () => {};
  /** Presses a button of the page; resolves when what it leads to is shown. */
  const press = async (button, target = page.getByRole("main")) => {
    const answered = page.waitForResponse((r) => r.request().method() === "POST");
    await target.getByRole("button", { name: button, exact: typeof button === "string" }).first().click();
    await answered;
    await page.waitForLoadState("load");
  };
  const said = async (text) => {
    await page.waitForFunction((t) => document.getElementById("said")?.textContent.includes(t) ||
      document.querySelector("main [role=alert]")?.textContent.includes(t), text);
  };
  const shows = (text) => page.getByText(text).first().waitFor({ timeout: 20000 });
  /** Waits for a place of the page, loading it anew where no script does. */
  const until = async (selector) => {
    for (let i = 0; i < 60; i++) {
      if (await page.locator(selector).count()) return;
      await page.waitForTimeout(250);
    }
    throw new Error(`${selector} did not come: ${squeezed(await page.locator("main").textContent())}`);
  };
  return { ...window, base, page, look, press, said, shows, until };
}

const meant = (list) => list.filter((line) => !/status of 400/.test(line));

for (const javaScriptEnabled of [true, false])
  test(`a subscription from beginning to end ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const w = await owner(javaScriptEnabled);
    const { page } = w;

    // From the sources to the list, which is empty.
    await w.go("/account");
    ok(await page.getByRole("link", { name: "Look after subscriptions" }).isVisible(), "the account leads there");
    await w.go("/sources");
    await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Look after subscriptions" }).click()]);
    await w.shows("No subscription yet.");
    await w.look("subscriptions, empty");
    await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Add a subscription" }).click()]);
    await w.look("add");

    // Nothing given, nothing there.
    await w.press("Look");
    await w.said("Type or paste an address first");
    await page.getByLabel("Address of a site or of a feed").fill(`${site}/nowhere`);
    await w.press("Look");
    await w.until("text=Nothing to subscribe to at");
    await w.shows("404");
    await w.look("look, failed");
    await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Try another address" }).click()]);

    // A page that offers two feeds: the one that is not the first is looked at too.
    await page.getByLabel("Address of a site or of a feed").fill(site.replace("http://", ""));
    await page.getByLabel("Address of a site or of a feed").fill(site);
    await w.press("Look");
    await w.until("#subscribe");
    await w.shows("The Quay Gazette");
    await w.shows("The texts are whole in the feed.");
    equal(await page.locator(".announced li").count(), 10, "entries shown");
    await w.look("look, found");
    await w.press("Look at this: Sport only");
    await w.until("text=Gazette: sport");
    await w.press(/Look at this: .*(All news|Quay Gazette)/);
    await w.until("h2:text('The Quay Gazette')");
    await page.getByLabel("Folder").fill("Europe / Harbours");
    await w.press("Subscribe");

    // Its page: asked at once by the fetch loop, and the page shows when that is done.
    await w.said("Subscribed to The Quay Gazette.");
    await w.until(".announced li a[href^='/article/']");
    await w.until(".state-mark6");
    ok(await page.getByText("Europe / Harbours").isVisible(), "its folder");
    await w.look("subscription");

    // Settings: the secret does not come back.
    await page.getByLabel("Title", { exact: true }).fill("The Gazette");
    await page.locator("summary").click();
    await page.getByLabel("User name").fill("ada");
    await page.getByLabel("Password", { exact: true }).fill("s3cret-word");
    await page.getByLabel("Proxy").fill("gopher://x");
    await w.press("Save");
    await page.locator("#problem").waitFor();
    await w.look("subscription, refused");
    await page.getByLabel("Proxy").fill("");
    await page.getByLabel("Password", { exact: true }).fill("s3cret-word");
    await w.press("Save");
    await w.said("Saved: The Gazette.");
    ok(!(await page.content()).includes("s3cret-word"), "the password is not in the page");
    ok(await page.getByText("One is set. It is not shown").isVisible(), "it says that there is one");
    await page.getByLabel("Address").fill("ftp://example.org/");
    await w.press("Save");
    await w.said("This is no web address");
    await w.go("/admin/feeds");

    // Paused and resumed in the list, then asked from its page.
    const before = asked.get("/feed.xml");
    await w.press("Pause The Gazette");
    await w.said("Paused: The Gazette.");
    await w.press("Resume The Gazette");
    await w.said("Resumed: The Gazette.");
    await w.press("Ask now: The Gazette");
    await w.said("is asked as soon as its turn comes");
    for (let i = 0; asked.get("/feed.xml") === before && i < 60; i++) await page.waitForTimeout(250);
    ok(asked.get("/feed.xml") > before, "it was asked");

    // Removed at once; undone; removed again and restored from the list of those.
    await w.go("/admin/feeds");
    await w.press("Remove The Gazette");
    await w.said("Removed: The Gazette.");
    if (javaScriptEnabled)
      equal(await page.evaluate(() => document.activeElement.id), "undo", "the focus is at undo");
    await w.look("subscriptions, removed");
    await w.press("Undo");
    await w.said("Restored: The Gazette.");
    equal(await page.locator(".feed").count(), 1, "it is back");
    await w.press("Remove The Gazette");
    await w.said("Removed: The Gazette.");
    await w.go("/admin/feeds?state=removed");
    await w.look("subscriptions, those removed");
    await w.press("Restore The Gazette");
    await w.said("Restored: The Gazette.");
    await w.go("/admin/feeds");
    equal(squeezed(await page.locator(".feed h2").first().textContent()), "The Gazette", "listed");
    none(meant(w.problems), "problems");
    await w.close();
  });

for (const javaScriptEnabled of [true, false])
  test(`lists of subscriptions ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const w = await owner(javaScriptEnabled);
    const { page } = w;

    // Several addresses, a line each: those that are good are subscribed to.
    await w.go("/admin/feeds/add");
    await page.getByLabel("Address of a site or of a feed").fill(`${site}/slow.xml\n${site}/arabic.xml\n${site}/none`);
    await w.press("Look");
    await w.shows("looked at");
    await w.until("#subscribe");
    equal(await page.locator("[name=pick]:checked").count(), 2, "two are good");
    await w.look("look, several");
    await w.press("Subscribe to the selected");
    await w.said("2 subscriptions made.");
    equal(await page.locator(".feed").count(), 2, "listed");

    // A list as a file, larger than other forms may be.
    const feeds = Array.from({ length: 120 }, (_, i) =>
      `<outline type="rss" text="Courier ${i}" xmlUrl="${site}/courier/${i}.xml" htmlUrl="https://courier${i}.example/"/>`);
    const list = `<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="Couriers">${feeds.join("\n")}</outline>
      <outline text="${"x".repeat(200000)}"/></body></opml>`;
    const file = `${folder()}/list.opml`;
    fs.writeFileSync(file, list);
    await w.go("/admin/feeds/add");
    await page.getByLabel("Or the file of a list").setInputFiles(file);
    await w.press("Look");
    await w.shows("taken at its word");
    equal(await page.locator("[name=pick]").count(), 120, "all are listed");
    await w.look("look, list");
    await page.locator("[name=pick]").first().uncheck();
    await w.press("Subscribe to the selected");
    await w.said("119 subscriptions made.");

    // Pages, filters, sorting.
    equal(await page.locator(".feed").count(), 50, "one page");
    await w.go("/admin/feeds?sort=name");
    equal(squeezed(await page.locator(".feed h2").first().textContent()), "Courier 1", "the first by name");
    await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: "Further subscriptions" }).click()]);
    ok((await page.locator(".pager .count").textContent()).includes("51 to 100 of 121"), "the second page");
    await page.getByLabel("Name or address").fill("courier 77");
    if (javaScriptEnabled) await page.waitForFunction(() => document.querySelectorAll(".feed").length === 1);
    else await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Show", exact: true }).click()]);
    equal(await page.locator(".feed").count(), 1, "found");
    if (javaScriptEnabled)
      equal(await page.evaluate(() => document.activeElement.id), "q", "typing goes on");

    // Several at once: all of a list, not only those on the page.
    await w.go("/admin/feeds?folder=" + encodeURIComponent('["Couriers"]'));
    await page.getByLabel("all 119 of this list").check();
    await page.getByLabel("Folder:").fill("Post / Couriers");
    await w.press("Move");
    await w.said("119 subscriptions moved.");
    await w.go("/admin/feeds?sort=name&folder=" + encodeURIComponent('["Post"]'));
    ok((await page.locator(".pager .count").textContent()).includes("of 119"), "in the folder around it");
    for (const i of [0, 1]) await page.locator("[name=feed]").nth(i).check();
    if (javaScriptEnabled) await looks(page, "subscriptions, selected");
    await w.press("Remove", page.locator("#bulk"));
    await w.said("2 subscriptions removed.");
    await w.press("Undo");
    await w.said("2 subscriptions restored.");
    await w.look("subscriptions, many");

    // By keyboard alone: the first feed by j, its page by Enter.
    if (javaScriptEnabled) {
      await w.go("/admin/feeds?sort=name");
      await page.keyboard.press("j");
      await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
      ok(/\/admin\/feeds\/\d+$/.test(page.url()), "its page");
    }
    none(meant(w.problems), "problems");
    await w.close();
  });

test("others have no part in it", async () => {
  const w = await owner(true, "--signup", "open");
  const other = await open(w.base);
  await other.go("/admin/feeds");
  equal(new URL(other.page.url()).pathname, "/login", "has to log in");
  await other.go("/signup");
  for (const [label, value] of [["Name", "Ben"], ["Password", PASSWORD], ["The same again", PASSWORD]])
    await other.page.getByLabel(label, { exact: true }).fill(value);
  await Promise.all([other.page.waitForNavigation(), other.page.getByRole("button", { name: "Make my account" }).click()]);
  for (const target of ["/admin/feeds", "/admin/feeds/add", "/admin/feeds/look/1"]) await other.go(target, 403);
  await other.go("/sources");
  equal(await other.page.getByRole("link", { name: "Look after subscriptions" }).count(), 0, "no link");
  await other.close();
  await w.close();
});

await runAll();
