// How long an edit takes to be on the screen: milliseconds from the end of the write to the event of the server, and to the
// first frame of the page that shows the edit, in Chromium.
//
//   CHROMIUM=chromium node tests/browser/serve_latency.mjs target/release/minutebook SOURCE NOTE PAGE [OPTION…]
//
// NOTE is a file of SOURCE (`iaas/20240110.md`), PAGE its page (`iaas/2024-01-10/`); options go to `minutebook serve`. The
// archive is copied first and stays as it is.
import { appendFile } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { launch } from "./browser.mjs";
import { serveCopy } from "./serving.mjs";

const EDITS = 10;
const [program, source, note, path, ...options] = process.argv.slice(2);
const server = await serveCopy(program, source, options);
const browser = await launch();

const heard = { event: () => {}, frame: () => {} };
const events = await new Promise((done) => get(`${server.url}.minutebook/events`, done));
events.on("data", (chunk) => String(chunk).includes("data:") && heard.event());

const page = await browser.newPage();
await page.exposeFunction("minutebookFrame", (text) => heard.frame(text));
await page.addInitScript(() => {
  addEventListener("DOMContentLoaded", () => {
    requestAnimationFrame(() => requestAnimationFrame(() => window.minutebookFrame(document.body.textContent)));
  });
});
await page.goto(server.url + path, { waitUntil: "load" });

const times = { event: [], frame: [] };
for (let edit = 1; edit <= EDITS; edit += 1) {
  // Not in step with anything that the server does.
  await new Promise((done) => setTimeout(done, 1500 + 37 * edit));
  const mark = `edit number ${edit}.`;
  let start;
  const event = new Promise((done) => { heard.event = () => done(performance.now() - start); });
  const frame = new Promise((done) => { heard.frame = (text) => text.includes(mark) && done(performance.now() - start); });
  await appendFile(join(server.folder, note), `\n\n${mark}\n`);
  start = performance.now();
  times.event.push(await event);
  times.frame.push(await frame);
}
for (const [name, list] of Object.entries(times)) {
  const sorted = list.sort((a, b) => a - b).map((time) => Math.round(time));
  console.log(`${name}: median ${sorted[EDITS / 2]} ms (${sorted.join(" ")})`);
}
events.destroy();
await browser.close();
await server.close();
