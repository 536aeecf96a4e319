// What Lighthouse finds on the pages that people are on most, on a phone and on a desk.
import { after, before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname } from "node:path";
import desktop from "lighthouse/core/config/desktop-config.js";
import lighthouse from "lighthouse";
import { launch } from "../browser/browser.mjs";
import { serve } from "../browser/server.mjs";
import { EXAMPLE, WEIGHED, buildSite, realArchives } from "../browser/sites.mjs";

/** The least score of each category that depends on the pages alone. Performance depends on the machine: it is printed. */
const LEAST = { accessibility: 98, "best-practices": 98, seo: 98 };

/** The most that what is seen may move while a page loads. */
const SHIFT = 0.05;

const FORMS = { phone: undefined, desktop };

describe("lighthouse", () => {
  let browser;
  let port;
  before(async () => {
    port = await freePort();
    browser = await launch([`--remote-debugging-port=${port}`]);
  });
  after(() => browser?.close());

  for (const { name, source, config } of [EXAMPLE, ...realArchives()].filter(({ name }) => name in WEIGHED)) {
    describe(name, () => {
      let site;
      let server;
      before(async () => {
        if (source === undefined) return;
        site = await buildSite(source, config ? ["--config", config] : []);
        // Crawlers ask for robots.txt at the root of a host, so that the site is there.
        server = await serve({ folder: site.folder, base: "/" });
      });
      after(async () => {
        await server?.close();
        if (site) await rm(dirname(site.folder), { recursive: true });
      });

      for (const [kind, address] of Object.entries(WEIGHED[name])) {
        for (const [form, settings] of Object.entries(FORMS)) {
          test(`${kind}, ${form}`, async (context) => {
            if (!site) return context.skip("not at hand");
            let faults;
            // It gives up on a robots.txt that takes long: how busy the machine is decides nothing.
            for (let attempt = 0; attempt < 3 && (!faults || faults.some((fault) => fault.startsWith("robots-txt:"))); attempt += 1) {
              const { lhr } = await lighthouse(`${server.url}/${address}`, { port, logLevel: "error", output: "json" }, settings);
              assert.equal(lhr.runtimeError, undefined);
              const { scores, shift, bytes } = figures(lhr);
              console.log(`${name}, ${kind}, ${form}: ${JSON.stringify(scores)}, shift ${shift.toFixed(3)}, ${bytes} bytes`);
              faults = Object.entries(LEAST).filter(([id, least]) => !(scores[id] >= least)).flatMap(([id]) => [`${id}: ${scores[id]}`, ...failed(lhr, id)]);
              if (!(shift <= SHIFT)) faults.push(`shift of ${shift}: ${JSON.stringify(lhr.audits["layout-shifts"].details?.items?.map(({ node }) => node?.selector))}`);
            }
            assert.deepEqual(faults, []);
          });
        }
      }
    });
  }
});

/** Scores of 100, the shift of what is seen, and bytes as they travel. */
function figures({ categories, audits }) {
  const scores = Object.fromEntries(Object.values(categories).map(({ id, score }) => [id, Math.round(score * 100)]));
  return { scores, shift: audits["cumulative-layout-shift"].numericValue, bytes: audits["total-byte-weight"].numericValue };
}

/** The audits of a category that a page does not pass, with what they are about. */
function failed({ categories, audits }, id) {
  const lost = categories[id].auditRefs.map(({ id }) => audits[id]).filter(({ score }) => score !== null && score < 1);
  return lost.map(({ id, title, details }) => `${id}: ${title} ${JSON.stringify(details?.items?.slice(0, 3))}`.slice(0, 600));
}

/** A port of this machine that nothing listens on. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject).listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
