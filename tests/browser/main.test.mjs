// All browser tests, in one process and one browser.
import { after, before } from "node:test";
import { launch } from "./browser.mjs";
import { harnessTests } from "./harness.tests.mjs";
import { serverTests } from "./server.tests.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

serverTests();
harnessTests(() => browser);
