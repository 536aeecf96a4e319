// All browser tests, in one process and one browser.
import "./server.test.mjs";
