// One browser for all tests, and pages that write down everything that goes wrong in them.
import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** Contexts whose pages run no scripts. */
const timeless = new WeakSet();

/** Starts the Chromium that the variable CHROMIUM names, with `more` arguments. */
export function launch(more = []) {
  return chromium.launch({ executablePath: process.env.CHROMIUM, args: [...ARGUMENTS, ...more] });
}

/**
 * Opens a page in a fresh profile, calls `use(page, faults)`, and closes it.
 *
 * `faults` fills with one line for each console error, uncaught exception, violation of the content security policy,
 * request that is not for `origin` (none of them leaves the machine) and answer of 400 or more, in this page, its
 * frames and the windows it opens. `options` are Playwright's for a context; `missing` is a URL that may be a 404, `beside`
 * an address of another host that may be asked, whatever it answers.
 */
export async function withPage(browser, origin, { missing, beside, ...options }, use) {
  const context = await browser.newContext({ reducedMotion: "reduce", viewport: { width: 1440, height: 900 }, ...options });
  // Far more than anything takes: how busy the machine is decides nothing.
  context.setDefaultTimeout(300_000);
  if (options.javaScriptEnabled === false) timeless.add(context);
  try {
    const faults = await watch(context, new URL(origin).origin, missing, beside && new URL(beside).origin);
    return await use(await context.newPage(), faults);
  } finally {
    await context.close();
  }
}

async function watch(context, origin, missing, beside) {
  const faults = [];
  const isOf = (url, other) => other !== undefined && /^https?:/.test(url) && new URL(url).origin === other;
  const foreign = (url) => /^https?:|^wss?:|^ftp:|^file:/.test(url) && new URL(url).origin !== origin && !isOf(url, beside);
  await context.route((url) => foreign(url.href), (route) => route.abort());
  await context.exposeBinding("reportPolicyViolation", ({ frame }, text) => {
    faults.push(`policy violation on ${frame.url()}: ${text}`);
  });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      window.reportPolicyViolation(`${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`);
    });
  });
  context.on("console", (message) => {
    if (message.type() === "error" && message.location().url !== missing && !isOf(message.location().url, beside)) faults.push(`console error: ${message.text()}`);
  });
  context.on("weberror", (error) => faults.push(`page error: ${error.error()?.message ?? error.error()}`));
  context.on("request", (request) => {
    if (foreign(request.url())) faults.push(`request to another host: ${request.url()}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400 && response.url() !== missing && !isOf(response.url(), beside)) faults.push(`answer ${response.status()} for ${response.url()}`);
  });
  return faults;
}

/** Loads an address and waits until what it does on loading is done. */
export async function open(page, url) {
  const answer = await page.goto(url, { waitUntil: "load" });
  await settle(page);
  return answer;
}

/** Waits for a frame to be painted, and for the reports of what went wrong until then to arrive. */
export async function settle(page) {
  // A page without JavaScript has no timers.
  if (timeless.has(page.context())) return new Promise((done) => setTimeout(done, 1000));
  const painted = () => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 60));
  // A page may lead on to another one meanwhile, and one that nobody sees is not painted.
  await Promise.race([page.evaluate(painted).catch(() => {}), new Promise((done) => setTimeout(done, 60_000).unref())]);
}

/** Loads a deck and waits until reveal.js shows a slide, or all slides stand below each other. */
export async function openDeck(page, url) {
  const answer = await open(page, url);
  await page.waitForFunction(() => window.Reveal?.isReady() === true || document.body.matches(".is-stacked:not(.is-waiting)"));
  return answer;
}
