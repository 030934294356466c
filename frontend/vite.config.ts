import { svelte } from "@sveltejs/vite-plugin-svelte";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The brief's words are python's business: they are left out of the bundle. */
function pageWords(): Plugin {
  return {
    name: "page-words",
    enforce: "pre",
    load(id) {
      if (!/report\/words\/[\w-]+\.json$/.test(id)) return null;
      const all = JSON.parse(readFileSync(id, "utf8")) as Record<string, string>;
      return JSON.stringify(Object.fromEntries(Object.entries(all).filter(([key]) => !key.startsWith("brief."))));
    },
  };
}

/** The map is a script of its own: classic, so that one file opened from disk can hold it too. */
function world(): Plugin {
  return {
    name: "world",
    generateBundle() {
      const topology = readFileSync(new URL("src/map/world.json", import.meta.url), "utf8").trim();
      this.emitFile({ type: "asset", fileName: "assets/world.js", source: `globalThis.ytterbyWorld=${topology};\n` });
    },
  };
}

/** Classic deferred scripts instead of a module: modules do not load from file://. */
function classic(): Plugin {
  return {
    name: "classic",
    transformIndexHtml: {
      order: "post",
      handler: (html) =>
        html
          .replace(/<script type="module" crossorigin src="([^"]+)"><\/script>/, '<script defer src="./assets/world.js"></script>\n    <script defer src="$1"></script>')
          .replace(/<link rel="stylesheet" crossorigin/, '<link rel="stylesheet"'),
    },
  };
}

export default defineConfig({
  base: "./",
  plugins: [pageWords(), svelte(), world(), classic()],
  resolve: process.env["VITEST"] ? { conditions: ["browser"] } : {},
  build: {
    outDir: process.env["PAGE_OUT"] ?? "../src/ytterby/web/bundle",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    sourcemap: false,
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    reportCompressedSize: true,
    rollupOptions: {
      output: { format: "iife", entryFileNames: "assets/page.js", assetFileNames: "assets/page[extname]" },
    },
  },
  test: { include: ["tests/**/*.test.ts"] },
});
