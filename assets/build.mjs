// Builds what the browser gets into src/polos_web/static/dist: every file of assets/entries bundled, the
// plates of the atlas, all under names that carry a checksum, compressed ahead, and listed in manifest.json.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";
import { plates } from "./plates.mjs";

const TARGET = "src/polos_web/static/dist";
mkdirSync(TARGET, { recursive: true });

const manifest = {};
const { metafile } = await build({
  entryPoints: readdirSync("assets/entries").map((name) => join("assets/entries", name)),
  entryNames: "[name].[hash]",
  assetNames: "[name].[hash]",
  outdir: TARGET,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome110", "firefox110", "safari16"],
  loader: { ".woff2": "file" },
  metafile: true,
  logLevel: "warning",
});
for (const path of Object.keys(metafile.outputs)) remember(basename(path));

const drawn = plates();
for (const { name, svg } of drawn) keep(name, svg);
for (const file of readdirSync("assets/pictures")) keep(basename(file, ".svg"), readFileSync(join("assets/pictures", file)));
writeFileSync(join(TARGET, "plates.json"), JSON.stringify(drawn.map(({ svg, ...facts }) => facts)));
writeFileSync(join(TARGET, "manifest.json"), JSON.stringify(manifest, null, 1));

for (const name of readdirSync(TARGET).filter((name) => /\.(css|js|svg)$/.test(name))) {
  const bytes = readFileSync(join(TARGET, name));
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  writeFileSync(join(TARGET, `${name}.br`), brotliCompressSync(bytes, quality));
  writeFileSync(join(TARGET, `${name}.gz`), gzipSync(bytes, { level: 9 }));
}

// A server that is running may still hand out the names of the last build: those stay for a day.
const KEPT_MS = 24 * 60 * 60 * 1000;
const present = new Set(["manifest.json", "plates.json"]);
for (const name of Object.values(manifest)) for (const end of ["", ".br", ".gz"]) present.add(name + end);
for (const name of readdirSync(TARGET)) {
  const path = join(TARGET, name);
  if (!present.has(name) && Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path);
}

function keep(name, svg) {
  const checksum = createHash("sha256").update(svg).digest("hex").slice(0, 8).toUpperCase();
  writeFileSync(join(TARGET, `${name}.${checksum}.svg`), svg);
  remember(`${name}.${checksum}.svg`);
}

function remember(name) {
  manifest[name.replace(/\.[0-9A-Z]{8}\./, ".")] = name;
}
