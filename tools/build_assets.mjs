// Build webapp/static/dist, all that a browser is given: bundles, style sheet, icon sprite, catalogues, compressed twins.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import esbuild from "esbuild";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const STATIC = join(ROOT, "webapp/static");
const DIST = join(STATIC, "dist");
const PACKAGES = join(ROOT, "node_modules");
// Cascade layers set this floor; an older browser gets plain HTML that works.
const BROWSERS = ["chrome99", "safari15.4", "firefox97"];

// The one cipher suite of RFC 9180 that entries are sealed with.
const SEALING = "AEAD_AES_128_GCM, CipherSuite, KDF_HKDF_SHA256, KEM_DHKEM_P256_HKDF_SHA256";

/** Everything built so far: name inside dist -> bytes. */
const built = new Map();

async function bundle(name, source) {
  const path = join(ROOT, source);
  const isStyle = source.endsWith(".css");
  const result = await esbuild.build({
    entryPoints: [path],
    bundle: true,
    minify: true,
    write: false,
    outfile: join(DIST, name),
    target: BROWSERS,
    legalComments: "none", // the notices are in licences.txt, whole
    logLevel: "warning",
    external: isStyle ? ["/static/*"] : [],
    ...(isStyle ? {} : { format: "iife", define: { "process.env.NODE_ENV": '"production"' } }),
  });
  built.set(name, Buffer.from(result.outputFiles[0].contents));
}

/** What every page loads, and beside it what only some pages load; the second takes what both need from the first. */
async function pageBundles() {
  const apart = (from, to) => ({
    name: "apart",
    setup: ({ onResolve }) => onResolve({ filter: from }, () => ({ path: `/static/dist/${to}`, external: true })),
  });
  await moduleBundle("app.js", [apart(/\/pages\.js$/, "pages.js"), apart(/^hpke$/, "hpke.js")]);
  await moduleBundle("pages.js", [apart(/\/shared\.js$/, "app.js")]);
  await moduleBundle("hpke.js", [], `export { ${SEALING} } from "hpke";`);
}

async function moduleBundle(name, plugins, text = undefined) {
  const result = await esbuild.build({
    ...(text ? { stdin: { contents: text, resolveDir: ROOT } } : { entryPoints: [join(STATIC, "js", name)] }),
    bundle: true,
    minify: true,
    write: false,
    target: BROWSERS,
    legalComments: "none",
    logLevel: "warning",
    format: "esm",
    plugins,
    define: { "process.env.NODE_ENV": '"production"' },
  });
  built.set(name, Buffer.from(result.outputFiles[0].contents));
}

/** One symbol a line in icons.txt: a Lucide name, or "our-name lucide-name"; icons/NAME.svg of ours goes first. */
function sprite(name, listFile) {
  const list = join(STATIC, listFile);
  const symbols = readFileSync(list, "utf8")
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean)
    .map((line) => {
      const [id, drawing = id] = line.split(/\s+/);
      const own = join(STATIC, "icons", `${drawing}.svg`);
      const svg = readFileSync(existsSync(own) ? own : join(PACKAGES, "lucide-static/icons", `${drawing}.svg`), "utf8");
      return symbol(id, svg);
    });
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC; see licences.txt -->${symbols.join("")}</svg>`;
  built.set(name, Buffer.from(sheet));
}

function symbol(id, svg) {
  const [, attributes, drawing] = svg.match(/<svg([^>]*)>([\s\S]*)<\/svg>/);
  // Size and class belong to the place of use; what draws the lines has to stay with the symbol.
  const kept = ["viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"]
    .map((key) => attributes.match(new RegExp(`\\s(${key}="[^"]*")`)))
    .filter(Boolean)
    .map((match) => match[1]);
  return `<symbol id="${id}" ${kept.join(" ")}>${drawing.replace(/\s+/g, " ").replace(/ ?\/> ?/g, "/>").trim()}</symbol>`;
}

/** The app's own pictures, as drawn: what is installed on a phone and what a tab shows. */
function pictures(folder) {
  for (const name of readdirSync(join(STATIC, folder))) {
    if (name.endsWith(".png") || name === "favicon.svg") built.set(name, readFileSync(join(STATIC, folder, name)));
  }
}

function licences(name) {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const notices = Object.keys(dependencies).map((dependency) => {
    const folder = join(PACKAGES, dependency);
    const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const files = readdirSync(folder).filter((file) => /^(licen[cs]e|notice)/i.test(file));
    const text = files.map((file) => readFileSync(join(folder, file), "utf8").trim()).join("\n\n");
    return `${dependency} ${version} (${license})\n\n${text}\n`;
  });
  built.set(name, Buffer.from(notices.join(`\n${"-".repeat(72)}\n\n`)));
}

/** .po files -> .mo for the server and, keyed by CLDR plural category, JSON for the phone. */
function catalogues() {
  const python = join(ROOT, ".venv/bin/python");
  const json = execFileSync(python, [join(ROOT, "tools/build_catalogues.py")], { encoding: "utf8" });
  for (const [language, messages] of Object.entries(JSON.parse(json))) {
    built.set(`i18n/${language}.json`, Buffer.from(JSON.stringify(messages)));
  }
}

function write(name, bytes) {
  const path = join(DIST, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, bytes); // a server that is running must never read half a file
  renameSync(`${path}.new`, path);
}

function compress(bytes) {
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return { br: brotliCompressSync(bytes, { params: quality }), gz: gzipSync(bytes, { level: 9 }) };
}

function writeAll() {
  const files = {};
  const written = new Set(["build.json"]);
  for (const [name, bytes] of [...built].sort()) {
    const { br, gz } = compress(bytes);
    write(name, bytes);
    write(`${name}.br`, br);
    write(`${name}.gz`, gz);
    for (const twin of [name, `${name}.br`, `${name}.gz`]) written.add(twin);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    files[name] = { sha256, bytes: bytes.length, br: br.length, gz: gz.length };
  }
  for (const entry of readdirSync(DIST, { recursive: true, withFileTypes: true })) {
    const name = relative(DIST, join(entry.parentPath ?? entry.path, entry.name));
    if (entry.isFile() && !written.has(name)) rmSync(join(DIST, name));
  }
  write("build.json", JSON.stringify({ files }, null, 1) + "\n"); // last: make takes it as the sign that all is done
  return files;
}

await pageBundles();
await bundle("sw.js", "service_worker/worker.js");
await bundle("app.css", "webapp/static/css/app.css");
sprite("icons.svg", "icons/icons.txt");
pictures("icons");
licences("licences.txt");
catalogues();
mkdirSync(DIST, { recursive: true });
for (const [name, { bytes, br }] of Object.entries(writeAll())) {
  console.log(`  ${name.padEnd(16)} ${String(bytes).padStart(7)} bytes, ${String(br).padStart(6)} as sent`);
}
