// Browser tests: the real widget in real browsers against the real worker on workerd. All of them run in Chromium, those in
// `everywhere` in Firefox and WebKit too. `cargo xtask test` runs them and names the browsers in the environment; where it
// names no Firefox or WebKit, there is none to be had.

import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "../../target/browser-tests",
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  projects: [
    { name: "chromium", use: { engineName: "chromium" } },
    ...["firefox", "webkit"]
      .filter((name) => process.env[name.toUpperCase()])
      .map((name) => ({ name, testDir: "everywhere", use: { engineName: name } })),
  ],
  use: {
    browserName: "chromium",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
