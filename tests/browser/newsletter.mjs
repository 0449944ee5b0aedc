// A newsletter as mailing programs build it, out of a Maildir and on the page of its article: what a
// reader sees of it, that nothing tells who received it, and that nobody but the pictures' hosts is asked.
import fs from "node:fs";
import { atEnd, axe, courant, folder, launch, none, ok, open, runAll, serve, squeezed, test } from "./lib.mjs";

const TOKEN = "k3jm7tq2pw8x";
const WORDS = "The weir above the old mill was opened on Friday, for the first time in nine years, because the " +
  "water stood high after a week of steady rain over the hills. ";
const cell = (inside) => `<table role="presentation" width="600" cellpadding="0" cellspacing="0"><tr>
<td style="padding:24px;font-family:Georgia;color:#fdfdfd;background:#222">${inside}</td></tr></table>`;
const LETTER = `<html><head><style>td{color:red}</style></head><body style="background:#eee">
<div style="display:none;max-height:0;overflow:hidden">What you read first in the list of mails</div>
<table width="100%"><tr><td align="center">
${cell(`<a href="https://send.example/v/9f86d081884c7d659a2feaa0?u=${TOKEN}">View in browser</a>`)}
${cell(`<img src="https://pictures.example/logo.png" width="120" height="40" alt="Brook Weekly">
<h1>High water at the mill</h1><p>${WORDS.repeat(3)}</p>
<img src="https://pictures.example/weir.jpg" width="560" alt="The weir at dusk">
<h2>What the keeper says</h2><p>${WORDS} <a href="https://send.example/click?u=pub1&id=7&e=reader9876">More</a></p>
<blockquote><p>It held.</p></blockquote>`)}
${cell(`<table><tr><th>Day</th><th>Level</th></tr><tr><td>Friday</td><td>2.1 m</td></tr><tr><td>Saturday</td><td>1.8 m</td></tr></table>
<p><img src="cid:chart" alt="The level over the week"></p><ul><li>Ferries run</li><li>The path is closed</li></ul>`)}
${cell(`<p>You get this because you are ${TOKEN}@mail.example.</p><p>1 Mill Lane, Brook</p>
<p><a href="https://send.example/unsub?e=reader9876">Unsubscribe</a></p>`)}
</td></tr></table><img src="https://send.example/open/${TOKEN}" width="1" height="1"></body></html>`;
const MAIL = `From: Anna Brook <weekly@brook.example>\r
To: ${TOKEN}@mail.example\r
Subject: High water at the mill\r
Date: Sun, 22 Nov 2026 08:00:00 +0000\r
Message-ID: <7@brook.example>\r
List-Id: Brook Weekly <weekly.brook.example>\r
List-Unsubscribe: <https://send.example/unsub?e=reader9876>\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary=b\r
\r
--b\r
\r
As text.\r
--b\r
Content-Type: text/html; charset=utf-8\r
Content-Transfer-Encoding: base64\r
\r
${Buffer.from(LETTER).toString("base64").replace(/.{76}/g, "$&\r\n")}\r
--b--\r
`;

await launch();
const work = folder();
const data = `${work}/data`;
for (const name of ["new", "cur", "tmp"]) fs.mkdirSync(`${work}/mail/${name}`, { recursive: true });
fs.writeFileSync(`${work}/mail/new/1.brook`, MAIL);
const base = await serve(data, "--mail-maildir", `${work}/mail`);

/** Waits for what comes by itself. */
async function until(what, look) {
  for (let i = 0; i < 200; i++) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what} does not come`);
}

const newsletter = await until("the mail", () => {
  const line = courant("mail", "--json", "--data", data).trim();
  return line && JSON.parse(line).mails.length === 1 && JSON.parse(line);
});

test("a mail that is held is on no page", async () => {
  for (const at of ["/", "/sources", "/search?q=weir"]) {
    const page = await (await fetch(base + at)).text();
    ok(!page.includes("High water") && !page.includes("Brook"), `${at} says nothing of it`);
  }
  courant("mail", "publish", String(newsletter.id), "--held", "--data", data);
  await until("the article", async () => (await (await fetch(`${base}/`)).text()).includes("High water"));
});

for (const [mode, options] of Object.entries({
  light: { colorScheme: "light" },
  "phone dark": { colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true },
}))
  test(`the article in ${mode}`, async () => {
    const window = await open(base, options);
    await window.go("/article/1");
    const { page } = window;
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/newsletter-${mode}.png`, fullPage: true });
    const seen = squeezed(await page.locator("main").innerText());
    for (const words of ["High water at the mill", "Anna Brook", "Brook Weekly", "What the keeper says", "It held.", "Saturday",
      "[The level over the week]", "The path is closed"])
      ok(seen.includes(words), `"${words}" is shown`);
    ok((await page.locator("main table").count()) === 1, "the data is a table, the layout none");
    ok((await page.locator("h1").allInnerTexts()).length === 1, "one heading says what it is called");
    const source = await page.content();
    for (const words of [TOKEN, "reader9876", "Unsubscribe", "Mill Lane", "What you read first", "View in browser",
      "send.example/open", "cid:"])
      ok(!source.includes(words), `"${words}" is not on the page`);
    ok(source.includes("https://send.example/click?u=pub1&amp;id=7\""), "links lead on");
    ok((await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <= 0,
      "nothing is wider than the window");
    none(await axe(page), "rules of accessibility");
    none(window.problems, "problems of the page");
    await window.close();
  });

await runAll();
