// The life of accounts in a browser, with JavaScript and without: the setup link, logging in and out,
// an invitation, a change of role, the account's own page; each page in light and dark, on a phone,
// without breaking a rule of accessibility.
import { axe, courant, equal, folder, launch, none, ok, open, printed, runAll, serve, test }
  from "./lib.mjs";
import { writePress } from "./fixture.mjs";

await launch();
const PASSWORD = "quiet harbour lamps";

const MODES = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  phone: { colorScheme: "dark", viewport: { width: 390, height: 844 }, hasTouch: true },
};

/** A site with articles and no owner: its address, and the path of its setup link. */
async function site(...more) {
  const data = `${folder()}/data`;
  for (const file of writePress(folder())) courant("import", "--data", data, file);
  const base = await serve(data, ...more);
  const link = /\/setup\?token=[0-9a-f]{64}/.exec(printed.get(base));
  ok(link, "the setup link is printed");
  return { base, setup: link[0] };
}

/** Looks at the page in every mode. */
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

/** Fills fields by their labels and presses the button; resolves when the next page is there. */
async function submit(page, button, fields) {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(value);
  await Promise.all([page.waitForNavigation(),
    page.getByRole("main").getByRole("button", { name: button, exact: true }).click()]);
}

const make = (name) => ({ Name: name, Password: PASSWORD, "The same again": PASSWORD });

for (const javaScriptEnabled of [true, false])
  test(`the life of an account ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const { base, setup } = await site();
    // What is answered 4xx is an error for Chromium's console: those that are meant.
    const meant = (list) => list.filter((line) => !/status of 4(00|03|29)/.test(line));
    const owner = await open(base, { javaScriptEnabled });
    const look = javaScriptEnabled ? (page, name) => looks(page, name) : async () => {};
    const { page } = owner;

    // Setup.
    await owner.go(setup);
    await look(page, "setup");
    await submit(page, "Make the owner’s account", { ...make("Ada"), Password: "1234567890",
      "The same again": "1234567890" });
    ok(await page.getByRole("alert").isVisible(), "says what is wrong with the password");
    equal(await page.getByLabel("Name", { exact: true }).inputValue(), "Ada", "keeps the name");
    await look(page, "setup, refused");
    await submit(page, "Make the owner’s account", make("Ada"));
    equal(new URL(page.url()).pathname, "/account", "after setup");
    equal(await page.locator(".who").textContent(), "Ada", "the masthead says who");
    await look(page, "account");
    await owner.go(setup, 403);
    ok(await page.getByText("This setup link has been used").isVisible(), "only once");
    await look(page, "setup, used");

    // Log out, and in again from an article, to which one comes back.
    await owner.go("/account");
    await submit(page, "Log out", {});
    equal(await page.locator(".who").textContent(), "Log in", "logged out");
    await owner.go("/archive");
    const article = await page.locator("h3 a, h2 a").first().getAttribute("href");
    await owner.go(article);
    await Promise.all([page.waitForNavigation(), page.locator(".who").click()]);
    await look(page, "log in");
    await submit(page, "Log in", { Name: "ada", Password: "not the password" });
    ok(await page.getByText("The name or the password is wrong.").isVisible(), "refused");
    await look(page, "log in, refused");
    await submit(page, "Log in", { Password: PASSWORD });
    equal(new URL(page.url()).pathname, article, "back at the article");
    equal(await page.locator(".who").textContent(), "Ada", "logged in");

    // Invite someone, who signs up.
    await owner.go("/account");
    await Promise.all([page.waitForNavigation(),
      page.getByRole("link", { name: "Look after accounts" }).click()]);
    await look(page, "accounts");
    await submit(page, "Make a link", {});
    const invitation = new URL(await page.locator(".invite-link").textContent());
    equal(invitation.origin, base, "the link's host");
    await look(page, "accounts, link made");
    const guest = await open(base, { javaScriptEnabled });
    await guest.go("/signup", 403);
    await look(guest.page, "sign up, by invitation");
    await guest.go(invitation.pathname + invitation.search);
    await look(guest.page, "sign up");
    await submit(guest.page, "Make my account", make("ADA"));
    ok(await guest.page.getByText("Somebody has that name already").isVisible(), "name taken");
    await submit(guest.page, "Make my account", make("Ben"));
    ok(await guest.page.getByText("Reader", { exact: true }).isVisible(), "a reader");
    equal(await guest.page.getByRole("link", { name: "Look after accounts" }).count(), 0, "no owner");
    await guest.go("/admin/users", 403);

    // A change of role counts at once.
    await owner.go("/admin/users");
    await page.getByLabel("Role of Ben", { exact: true }).selectOption("owner");
    await submit(page, "Set the role of Ben", {});
    ok(await page.getByText("Done.").isVisible(), "done");
    await guest.go("/admin/users");
    await guest.page.getByLabel("Role of Ada", { exact: true }).selectOption("reader");
    await submit(guest.page, "Set the role of Ada", {});
    await owner.go("/admin/users", 403);
    await submit(guest.page, "Close the account of Ben", {});
    ok(await guest.page.getByText("Nobody would be left").isVisible(), "the last owner stays");
    await look(guest.page, "accounts, refused");

    // A new password ends the other browser's session.
    const other = await open(base, { javaScriptEnabled });
    await other.go("/login");
    await submit(other.page, "Log in", { Name: "Ben", Password: PASSWORD });
    equal(await other.page.locator(".who").textContent(), "Ben", "in a second browser");
    await guest.go("/account");
    equal(await guest.page.locator(".versions li").count(), 2, "both browsers are listed");
    await submit(guest.page, "Change it", { "Present password": PASSWORD,
      "New password": "another evening lamp", "The same again": "another evening lamp" });
    ok(await guest.page.getByText("The password is changed").isVisible(), "changed");
    await look(guest.page, "account, changed");
    await other.go("/");
    equal(await other.page.locator(".who").textContent(), "Log in", "logged out there");

    // Closing an account logs it out and keeps it out.
    await guest.go("/admin/users");
    await submit(guest.page, "Close the account of Ada", {});
    await look(guest.page, "accounts, one closed");
    await owner.go("/");
    equal(await page.locator(".who").textContent(), "Log in", "Ada is out");
    await owner.go("/login");
    await submit(page, "Log in", { Name: "Ada", Password: PASSWORD });
    ok(await page.getByText("This account is closed").isVisible(), "and stays out");
    await guest.go("/account");
    await submit(guest.page, "Log out everywhere", {});
    await guest.go("/account");
    equal(new URL(guest.page.url()).pathname, "/login", "has to log in again");

    none(meant([...owner.problems, ...guest.problems, ...other.problems]), "problems");
    for (const window of [owner, guest, other]) await window.close();
  });

test("scripts cannot read the cookies", async () => {
  const { base, setup } = await site();
  const window = await open(base);
  await window.go(setup);
  await submit(window.page, "Make the owner’s account", make("Ada"));
  equal(await window.page.evaluate(() => document.cookie), "", "document.cookie");
  const cookies = await window.context.cookies();
  equal(cookies.length, 1, "one cookie");
  ok(cookies[0].httpOnly && cookies[0].sameSite === "Lax", "its flags");
  await window.close();
});

test("a form of another site does nothing", async () => {
  const { base, setup } = await site();
  const window = await open(base);
  await window.go(setup);
  await submit(window.page, "Make the owner’s account", make("Ada"));
  const token = await window.page.locator("input[name=token]").first().inputValue();
  // Even with a good token: the browser says where the form comes from.
  const page = await window.context.newPage();
  await page.route("http://evil.example/", (route) => route.fulfill({ contentType: "text/html",
    body: `<form method=post action="${base}/logout"><input name=token value="${token}"></form>` }));
  await page.goto("http://evil.example/");
  const [answer] = await Promise.all([page.waitForNavigation(),
    page.evaluate(() => document.forms[0].submit())]);
  equal(answer.status(), 403, "status");
  await window.go("/account");
  equal(new URL(window.page.url()).pathname, "/account", "still logged in");
  await window.close();
});

await runAll();
