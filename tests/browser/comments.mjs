// The whole life of a comment in a browser, with JavaScript and without: setup, sign up, post,
// preview, reply, edit, vote, quote a sentence, report, hold, approve, remove, ban, delete. Each
// page in light and dark and on a phone, without breaking a rule of accessibility.
import { axe, courant, equal, folder, launch, none, ok, open, printed, runAll, serve, squeezed, test }
  from "./lib.mjs";
import { writePress } from "./fixture.mjs";

await launch();
const PASSWORD = "quiet harbour lamps";
const MODES = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "light", viewport: { width: 390, height: 844 } },
  "phone-dark": { colorScheme: "dark", viewport: { width: 390, height: 844 } },
};

/** Looks at the page in every mode, and leaves it as it was. */
async function looks(page, name) {
  for (const [mode, options] of Object.entries(MODES)) {
    await page.emulateMedia({ colorScheme: options.colorScheme });
    await page.setViewportSize(options.viewport || { width: 1280, height: 900 });
    if (process.env.SHOTS) {
      const block = page.locator("section.comments");
      const path = `${process.env.SHOTS}/${name}-${mode}.png`;
      if (await block.count()) await block.screenshot({ path });
      else await page.screenshot({ path, fullPage: true });
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    ok(wide <= 0, `${name} in ${mode}: ${wide} px too wide`);
    equal(await page.locator("h1").count(), 1, `${name}: number of h1`);
    none(await axe(page), `axe-core: ${name} in ${mode}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function site(...more) {
  const data = `${folder()}/data`;
  for (const file of writePress(folder())) courant("import", "--data", data, file);
  const base = await serve(data, "--signup", "open", ...more);
  return { base, setup: /\/setup\?token=[0-9a-f]{64}/.exec(printed.get(base))[0] };
}

/** A window that knows whether its pages run scripts, and how to press things in either case. */
async function reader(base, javaScriptEnabled) {
  const window = await open(base, { javaScriptEnabled });
  const { page } = window;
  const scripted = javaScriptEnabled;
  const main = page.getByRole("main");

  /** Presses a button or link and waits: for the next page, or for what a script puts in place. */
  async function press(locator, after) {
    if (!scripted) return Promise.all([page.waitForNavigation(), locator.click()]);
    await locator.click();
    if (after) await after();
  }
  const joins = async (where, name, button) => {
    await window.go(where);
    for (const [label, value] of Object.entries({ Name: name, Password: PASSWORD,
      "The same again": PASSWORD })) await page.getByLabel(label, { exact: true }).fill(value);
    await Promise.all([page.waitForNavigation(),
      main.getByRole("button", { name: button, exact: true }).click()]);
    equal(new URL(page.url()).pathname, "/account", `${name} has an account`);
  };
  const said = (text) => page.locator("#comments-said", { hasText: text }).waitFor();
  const own = (words) => page.locator(".comment-own", { hasText: words });
  /** Nobody types so fast that the site would wonder. */
  const types = async (label, text) => {
    await page.getByLabel(label, { exact: true }).fill(text);
    await page.waitForTimeout(2100);
  };
  return { ...window, press, joins, said, own, types, main, scripted };
}

/** The address of an article whose sentences are marked. */
async function articleOf(base) {
  const page = await (await fetch(`${base}/search?q=decision`)).text();
  return /<h2><a href="(\/article\/\d+)"/.exec(page)[1];
}

for (const scripted of [true, false])
  test(`the life of a comment ${scripted ? "with" : "without"} JavaScript`, async () => {
    const { base, setup } = await site("--premoderation", "first", "--comments-guests", "on");
    const look = scripted ? looks : async () => {};
    const article = await articleOf(base);
    const owner = await reader(base, scripted);
    const ann = await reader(base, scripted);
    const guest = await reader(base, scripted);
    await owner.joins(setup, "Olga", "Make the owner’s account");
    await ann.joins("/signup", "Ann", "Make my account");

    // Before anybody has written.
    await guest.go(`${article}#comments`);
    ok(await guest.page.getByText("No comments yet.").isVisible(), "the empty state");
    ok(await guest.page.getByText("Yours would be the first word").isVisible(), "invites");
    await look(guest.page, "comments-empty");

    // Ann's first one is previewed, posted, and waits; only she sees it.
    await ann.go(`${article}#comments`);
    await ann.types("Your comment", "The *quay* is where it was decided.\n\nNot in the hall.");
    await ann.press(ann.page.getByRole("button", { name: "Preview" }),
      () => ann.page.locator(".preview").waitFor());
    equal(await ann.page.locator(".preview em").textContent(), "quay", "Markdown in the preview");
    equal(await ann.page.getByLabel("Your comment", { exact: true }).inputValue(),
      "The *quay* is where it was decided.\n\nNot in the hall.", "the text is kept");
    if (scripted)
      ok(await ann.page.evaluate(() => document.activeElement.matches(".preview")), "focus: preview");
    await look(ann.page, "comment-preview");
    await ann.press(ann.page.getByRole("button", { name: "Post" }), () => ann.said("A moderator looks"));
    if (!scripted) await ann.said("A moderator looks");
    ok(await ann.own("where it was decided").getByText("so far only you see it").isVisible(),
      "the note to its author");
    if (scripted)
      ok(await ann.page.evaluate(() => document.activeElement.matches(".comment-own")), "focus: comment");
    await look(ann.page, "comment-held");
    await guest.go(article);
    equal(await guest.own("where it was decided").count(), 0, "others do not see it");
    const held = /\/comment\/(\d+)/.exec(await ann.own("where it was decided")
      .locator(".comment-link").getAttribute("href"))[1];
    await guest.go(`/comment/${held}`, 404);

    // The owner finds it in the queue, told why it waits, and approves it.
    await owner.go("/");
    ok(await owner.page.locator(".sections").getByText("1", { exact: true }).isVisible(), "1 waits");
    await owner.press(owner.page.locator(".sections a", { hasText: "Moderation" }),
      () => owner.page.locator(".queue").waitFor());
    ok(await owner.page.locator(".queue-why").getByText("its author’s first").isVisible(), "why");
    await look(owner.page, "moderation-held");
    if (scripted) {
      await owner.page.keyboard.press("?");
      ok(await owner.page.locator("#keys").getByText("ban its author").isVisible(), "help on keys");
      await owner.page.keyboard.press("Escape");
      await owner.page.keyboard.press("j");
      await owner.page.keyboard.press("a");
      await owner.said("Approved.");
    } else {
      await owner.press(owner.page.getByRole("button", { name: "Approve the comment by Ann" }));
      ok(await owner.page.getByText("Approved.").isVisible(), "approved");
    }
    ok(await owner.page.getByText("No comment waits.").isVisible(), "the queue is empty");

    // The owner answers it, and Ann answers that.
    await owner.go(article);
    equal(await owner.page.locator("#comments-count").textContent(), "1", "one comment");
    await owner.press(owner.page.getByRole("link", { name: "Reply to Ann" }),
      () => owner.page.getByLabel("Your reply to Ann", { exact: true }).waitFor());
    if (scripted)
      ok(await owner.page.evaluate(() => document.activeElement.matches("textarea")), "focus: text");
    await look(owner.page, "comment-reply-form");
    await owner.types("Your reply to Ann", "It was decided twice, then.");
    await owner.press(owner.main.getByRole("button", { name: "Post" }).last(),
      () => owner.said("Your comment is posted."));
    const reply = owner.page.locator(".replies .comment-own", { hasText: "decided twice" });
    ok(await reply.isVisible(), "the reply stands below what it answers");
    ok(await reply.getByText("Owner", { exact: true }).isVisible(), "the author's role");
    await ann.go(article);
    await ann.press(ann.page.getByRole("link", { name: "Reply to Olga" }),
      () => ann.page.getByLabel("Your reply to Olga", { exact: true }).waitFor());
    await ann.types("Your reply to Olga", "Twise, and both times badly.");
    await ann.press(ann.main.getByRole("button", { name: "Post" }).last(),
      () => ann.said("Your comment is posted."));

    // She sees the slip and edits it.
    await ann.press(ann.own("Twise").getByRole("link", { name: "Edit your comment" }),
      () => ann.page.getByRole("button", { name: "Save" }).waitFor());
    await look(ann.page, "comment-edit-form");
    const field = ann.page.locator("textarea", { hasText: "Twise" });
    await field.fill("Twice, and both times badly.");
    await ann.press(ann.page.getByRole("button", { name: "Save" }), () => ann.said("is changed"));
    ok(await ann.own("Twice, and both").getByText("(edited)").isVisible(), "says that it was edited");
    equal(await ann.own("Twise").count(), 0, "the slip is gone");

    // Votes: for, taken back, against.
    await ann.go(article);
    const score = () => ann.own("It was decided twice").locator(".score");
    const votes = (how) => ann.page.getByRole("button", { name: `Vote ${how} the comment by Olga` });
    for (const [how, want] of [["for", "1"], ["for", "0"], ["against", "-1"]]) {
      await ann.press(votes(how), () => ann.own("It was decided twice")
        .locator(".score", { hasText: new RegExp(`^${want}$`) }).waitFor());
      equal(await score().textContent(), want, `after a vote ${how}`);
    }
    equal(await votes("against").getAttribute("aria-pressed"), "true", "the button says so");
    equal(await ann.own("Twice, and").getByRole("button").count(), 0, "not on one's own");

    // A sentence of the article, quoted: by selecting it, or out of the list on the form's page.
    await ann.go(article);
    let quoted;
    if (scripted) {
      const mark = ann.page.locator(".body .s").nth(4);
      quoted = squeezed(await mark.textContent());
      await mark.evaluate((element) => {
        const range = document.createRange();
        range.setStart(element.firstChild, 3);
        range.setEnd(element.firstChild, 9);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
      });
      await ann.page.locator("#quote").click();
      equal(squeezed(await ann.page.locator(".form-quote p").textContent()), quoted, "the whole sentence");
    } else {
      await ann.press(ann.page.getByRole("link", { name: "Comment on a sentence of the article" }));
      await ann.page.getByLabel("About a sentence of the article").selectOption("4");
      await ann.types("Your comment", "Is that so?");
      await ann.press(ann.page.getByRole("button", { name: "Preview" }));
      equal(await ann.page.getByLabel("About a sentence").inputValue(), "4", "the choice is kept");
      quoted = squeezed(await ann.page.locator(".form-quote p").textContent());
    }
    await ann.types("Your comment", "Is that so? I stood there and heard nothing.");
    await ann.press(ann.main.getByRole("button", { name: "Post" }), () => ann.said("is posted"));
    const about = ann.own("Is that so?");
    equal(squeezed(await about.locator(".comment-quote").textContent()), quoted, "the quotation");
    equal(await about.locator(".comment-quote a").getAttribute("href"), `${article}#s4`, "leads to it");
    await look(ann.page, "comments-three");
    await ann.go(`${article}/comment`);
    await look(ann.page, "comment-form-page");

    // A guest writes without an account and is held; reports the owner's; is banned.
    await guest.go(article);
    await guest.press(guest.page.getByRole("link", { name: "or write as a guest" }),
      () => guest.page.getByLabel("Your name", { exact: true }).waitFor());
    await look(guest.page, "comment-guest-form");
    await guest.page.getByLabel("Your name", { exact: true }).fill("Ann");
    await guest.types("Your comment", "Cheap lamps for your quay, ask me how.");
    await guest.press(guest.main.getByRole("button", { name: "Post" }),
      () => guest.page.getByRole("alert").waitFor());
    ok(await guest.page.getByText("Somebody has that name already").isVisible(), "not Ann's name");
    await look(guest.page, "comment-form-refused");
    await guest.page.getByLabel("Your name", { exact: true }).fill("Lampman");
    await guest.press(guest.main.getByRole("button", { name: "Post" }), () => guest.said("A moderator"));
    ok(await guest.page.getByText("A moderator looks at your comment").isVisible(), "held");
    await guest.go(article);
    equal(await guest.own("Cheap lamps").count(), 0, "and not shown");
    await guest.press(guest.page.getByRole("link", { name: "Report the comment by Olga" }),
      () => guest.page.getByRole("button", { name: "Report it" }).waitFor());
    await look(guest.page, "comment-report");
    await guest.page.getByLabel("What is wrong with it").selectOption("Says what is not true");
    await guest.page.getByLabel("In your own words", { exact: false }).fill("It was decided once.");
    await guest.press(guest.page.getByRole("button", { name: "Report it" }),
      () => guest.said("A moderator will look"));

    // The owner keeps what was reported, removes what Ann answered, bans the guest.
    await owner.go("/moderation?queue=reported");
    ok(await owner.page.getByText("Says what is not true: It was decided once.").isVisible(), "the report");
    await look(owner.page, "moderation-reported");
    await owner.press(owner.page.getByRole("button", { name: /^Keep the comment by Olga/ }),
      () => owner.said("Kept"));
    ok(await owner.page.getByText("No comment is reported.").isVisible(), "decided");
    await owner.go("/moderation?queue=recent");
    await look(owner.page, "moderation-recent");
    const item = owner.page.locator(".queue-item", { hasText: "Twice, and both times" });
    await item.getByLabel("Reason for removing the comment by Ann").selectOption("Insults or threats");
    await owner.press(item.getByRole("button", { name: "Remove the comment by Ann" }),
      () => owner.said("Removed."));
    await owner.go("/moderation?queue=removed");
    ok(await owner.page.getByText("Twice, and both times").isVisible(), "its words for moderators");
    await look(owner.page, "moderation-removed");
    await ann.go(article);
    ok(await ann.page.locator("body").getByText("Twice, and both").count() === 0, "gone for Ann");
    await owner.go("/moderation");
    const ban = owner.page.getByRole("link", { name: "Ban Lampman" });
    await Promise.all([owner.page.waitForNavigation(),
      scripted ? owner.page.keyboard.press("b") : ban.click()]);
    await look(owner.page, "moderation-ban");
    await Promise.all([owner.page.waitForNavigation(),
      owner.page.getByRole("button", { name: "Ban Lampman" }).click()]);
    ok(await owner.page.getByText("Banned.").isVisible(), "banned");
    await guest.go(`${article}/comment`);
    await guest.page.getByLabel("Your name", { exact: true }).fill("Lampman");
    await guest.types("Your comment", "More lamps, cheaper than ever before.");
    await guest.press(guest.main.getByRole("button", { name: "Post" }),
      () => guest.page.getByRole("alert").waitFor());
    ok(await guest.page.getByText("not taken at present").isVisible(), "no more from there");

    // Ann deletes her first one: its place stays above the answer.
    await ann.go(article);
    const first = ann.own("where it was decided");
    await ann.press(first.getByRole("link", { name: "Delete your comment" }),
      () => ann.page.getByRole("button", { name: "Delete it" }).waitFor());
    await look(ann.page, "comment-delete");
    await ann.press(ann.page.getByRole("button", { name: "Delete it" }), () => ann.said("is deleted"));
    ok(await ann.page.getByText("Deleted by its author.").isVisible(), "its place");
    await guest.go(article);
    equal(await guest.own("where it was decided").count(), 0, "nobody reads it any more");
    ok(await guest.own("It was decided twice").isVisible(), "the answer stays");
    ok(await guest.own("Is that so?").isVisible(), "and the others");

    // Pages of their own, and feeds.
    await guest.go(`${article}/comments?order=old`);
    await look(guest.page, "comments-page");
    const feed = await (await fetch(`${base}${article}/comments/feed.xml`)).text();
    ok(feed.includes("Is that so? I stood there"), "the feed of the article");
    ok(!feed.includes("Cheap lamps") && !feed.includes("where it was decided"), "and nothing else");
    const meant = (list) => list.filter((line) => !/status of 4(00|03|04)/.test(line));
    none(meant([...owner.problems, ...ann.problems, ...guest.problems]), "problems");
    for (const window of [owner, ann, guest]) await window.close();
  });

await runAll();
