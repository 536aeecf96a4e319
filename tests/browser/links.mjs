// Every link and every loaded file of a built site, read from its HTML and CSS without a browser.
import { posix } from "node:path";
import { read, unescape } from "./sites.mjs";

const TAG = /<([a-z][a-z0-9-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)\s*\/?>/gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** The start tags of a page: `{name, attributes}`. Comments hold none. */
export function tags(html) {
  return [...html.replace(/<!--[^]*?-->/g, "").matchAll(TAG)].map(([, name, attributes]) => ({
    name: name.toLowerCase(),
    attributes: Object.fromEntries([...attributes.matchAll(ATTRIBUTE)].map(([, key, ...values]) => [key.toLowerCase(), unescape(values.find((value) => value !== undefined) ?? "")])),
  }));
}

/** The addresses a tag loads without the reader's doing. */
function loaded({ name, attributes }) {
  const addresses = ["src", "poster", "data", "background", "data-background-image", "data-background-video", "data-background-iframe", "data-background"]
    .filter((key) => attributes[key] && !(key === "data-background" && !/[./]/.test(attributes[key])))
    .map((key) => attributes[key]);
  if (attributes.srcset) addresses.push(...attributes.srcset.split(",").map((candidate) => candidate.trim().split(/\s+/)[0]));
  if (name === "link" && /stylesheet|icon|preload|prefetch|manifest/.test(attributes.rel ?? "")) addresses.push(attributes.href);
  return addresses;
}

/**
 * What is wrong with the links of a site: a target that does not exist, a fragment that is not on its page, an address
 * that only works at one place, a file loaded from another host, a second element with the same id.
 */
export async function linkFaults(site) {
  const files = new Set(site.files);
  const pages = new Map();
  for (const file of site.files.filter((file) => file.endsWith(".html"))) {
    const found = tags(await read(site, file));
    const ids = found.map(({ attributes }) => attributes.id).filter((id) => id !== undefined);
    pages.set(file, { tags: found, ids: new Set(ids), twice: ids.filter((id, index) => ids.indexOf(id) !== index) });
  }
  const faults = [];
  for (const [file, page] of pages) {
    const report = (what, address) => faults.push(`${file}: ${what}: ${address}`);
    for (const id of page.twice) report("an id stands twice", id);
    for (const tag of page.tags) {
      for (const address of loaded(tag)) {
        if (/^data:image\//.test(address)) continue;
        const fault = addressFault(file, address, files, pages);
        if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) report("loads a file from another host", address);
        else if (fault) report(fault, address);
      }
      if (tag.name !== "a" && tag.name !== "area") continue;
      const address = tag.attributes.href;
      if (address === undefined || /^(https?:\/\/|mailto:)/i.test(address)) continue;
      const fault = addressFault(file, address, files, pages);
      if (fault) report(fault, address);
    }
  }
  for (const file of site.files.filter((file) => file.endsWith(".css"))) {
    for (const [, address] of (await read(site, file)).matchAll(/url\(\s*["']?([^"')]*)/gi)) {
      if (/^data:|^#/.test(address)) continue;
      const fault = addressFault(file, address, files, pages);
      if (fault) faults.push(`${file}: ${fault}: ${address}`);
    }
  }
  return faults;
}

function addressFault(file, address, files, pages) {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(address)) return "an address of another kind";
  // A page that does not exist is shown at any depth, so that 404.html alone cannot be relative.
  if (address.startsWith("/")) return file === "404.html" ? undefined : "an address that works at one place only";
  const [path, fragment] = address.split("#");
  let target = file;
  try {
    const plain = decodeURIComponent(path.split("?")[0]);
    if (plain) target = posix.join(posix.dirname(file), plain);
  } catch {
    return "an address that is not UTF-8";
  }
  if (target.startsWith("..")) return "an address outside the site";
  if (target.endsWith("/") || target === ".") target = posix.join(target, "index.html");
  if (!files.has(target)) return "a target that does not exist";
  if (!fragment) return undefined;
  const id = decodeURIComponent(fragment.replace(/^\//, ""));
  // `#/2/1` counts slides, and `#/` is the first one.
  if (fragment.startsWith("/") && /^(\d+(\/\d+)*)?$/.test(id)) return undefined;
  return pages.get(target)?.ids.has(id) ? undefined : "a fragment that is not on its page";
}
