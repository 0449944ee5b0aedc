// What the browser tests share: the program and its server, Chromium, and a watch on everything a
// page must not do. Nothing here outlives the test program.
import { execFileSync, spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { createRequire } from "node:module";

const modules = process.env.BROWSER_MODULES;
const require = createRequire(path.join(modules, "package.json"));
const axeSource = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const { chromium } = require("playwright-core");

export const program = process.env.COURANT;
export const shared = process.env.COURANT_SHARED || path.resolve("../shared/data");
const chromiumPath = process.env.BROWSER_PROGRAM || "/usr/bin/chromium";

/** Ends the program as "skipped" with a reason. */
export function skip(reason) {
  console.log(`SKIP ${reason}`);
  process.exit(77);
}

// --- a small test runner: one line a test, exit status 1 when one failed ----------------------

const tests = [];
const endings = [];

export function test(name, run) {
  tests.push({ name, run });
}

/** Runs when all tests are done, whatever came of them; the last one given first. */
export function atEnd(run) {
  endings.unshift(run);
}

export async function runAll() {
  let failed = 0;
  for (const { name, run } of tests) {
    try {
      const note = await run();
      console.log(`PASS ${name}${note ? `: ${note}` : ""}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${name}\n  ${String(error.stack || error).replaceAll("\n", "\n  ")}`);
    }
  }
  for (const end of endings) await end();
  console.log(`${tests.length - failed} of ${tests.length} passed`);
  process.exit(failed ? 1 : 0);
}

// --- the program -------------------------------------------------------------------------------

export function folder() {
  const made = fs.mkdtempSync(path.join(process.env.TMPDIR || os.tmpdir(), "courant-browser-"));
  atEnd(() => fs.rmSync(made, { recursive: true, force: true }));
  return made;
}

export function courant(...args) {
  return execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** What each server has printed, by its address. */
export const printed = new Map();

/** Starts `courant serve` on a free port and resolves to its address. */
export async function serve(data, ...more) {
  const child = spawn(program, ["serve", "--data", data, "--listen", "127.0.0.1:0",
    "--requests-per-second", "0", "--log", "warn", ...more],
    { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  atEnd(async () => {
    child.kill("SIGTERM");
    await ended;
  });
  let text = "";
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (part) => {
      text += part;
      const found = /http:\/\/[^/]+/.exec(text);
      if (!found) return;
      printed.set(found[0], text);
      resolve(found[0]);
    });
    ended.then((code) => reject(new Error(`courant serve ended with ${code}: ${text}`)));
  });
}

// --- the browser -------------------------------------------------------------------------------

let browser;

export async function launch() {
  if (!fs.existsSync(chromiumPath)) skip(`no Chromium at ${chromiumPath}`);
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--no-first-run"],
  });
  atEnd(() => browser.close());
}

// A picture for every foreign address, so that tests need no network.
const PICTURE = Buffer.from(
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 300 200'><rect width='300' " +
  "height='200' fill='#789'/><circle cx='220' cy='60' r='30' fill='#fc6'/></svg>");

/**
 * A browser window whose every page is watched. problems collects console errors, uncaught
 * exceptions, policy violations and requests to other hosts that are not for pictures.
 */
export async function open(base, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  const problems = [];
  const expected = new Set();
  await context.route((url) => url.origin !== base, (route) => {
    const request = route.request();
    if (request.resourceType() === "image")
      return route.fulfill({ contentType: "image/svg+xml", body: PICTURE });
    problems.push(`request to ${request.url()} (${request.resourceType()})`);
    return route.abort();
  });
  context.on("console", (message) => {
    const where = message.location().url;
    if (message.type() === "error" && !expected.has(where))
      problems.push(`console: ${message.text()} at ${where}`);
  });
  context.on("weberror", (error) => problems.push(`exception: ${error.error()}`));
  if (options.javaScriptEnabled !== false)
    await context.addInitScript(() => {
      addEventListener("securitypolicyviolation", (e) =>
        console.error(`policy: ${e.effectiveDirective} blocked ${e.blockedURI}`));
    });
  const page = await context.newPage();
  return {
    page,
    context,
    problems,
    /** Goes to a path; a page that answers 404 is an error for Chromium's console too. */
    async go(target, status = 200) {
      const address = base + target;
      if (status >= 400) expected.add(address);
      const response = await page.goto(address, { waitUntil: "load" });
      equal(response.status(), status, `status of ${target}`);
      return response;
    },
    close: () => context.close(),
  };
}

/** The rules of axe-core that a page breaks, as lines. */
export async function axe(page) {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const result = await globalThis.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return result.violations.map((v) => ({
      id: v.id,
      nodes: v.nodes.map((n) => `${n.target.join(" ")}: ${n.failureSummary}`),
    }));
  });
  return found.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node}`));
}

// --- checks ------------------------------------------------------------------------------------

export function ok(value, what) {
  if (!value) throw new Error(`not true: ${what}`);
}

export function equal(got, want, what) {
  if (got !== want)
    throw new Error(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
}

export function none(list, what) {
  if (list.length) throw new Error(`${what}:\n${list.join("\n")}`);
}

/** Text with every run of white space as one space, for comparing what people see. */
export function squeezed(text) {
  return text.replace(/\s+/g, " ").trim();
}
