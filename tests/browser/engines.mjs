// The browsers themselves, for the tests that run in each of them: one small interface, whatever drives the browser.
//
// An engine opens tabs, each with a storage of its own, and ends. A tab goes to an address, runs a function in its page,
// taps a place in its window, types, and closes; closing leaves the browser open.

import { spawn } from "node:child_process";
import { once } from "node:events";
import puppeteer from "puppeteer-core";
import { Builder, Origin } from "selenium-webdriver";
import { freePort } from "./worker.mjs";

/** Chromium through its own protocol, and Firefox through WebDriver BiDi. */
class Puppeteered {
  static async launch(browser, executablePath, args) {
    const engine = new Puppeteered();
    engine.browser = await puppeteer.launch({ browser, executablePath, args, headless: true });
    return engine;
  }

  async open() {
    const context = await this.browser.createBrowserContext();
    const page = await context.newPage();
    return {
      goto: (url) => page.goto(url),
      run: (act, ...given) => page.evaluate(act, ...given),
      tap: (x, y) => page.mouse.click(x, y),
      type: (text) => page.keyboard.type(text),
      close: () => page.close(),
      end: () => context.close(),
    };
  }

  async end() {
    await this.browser.close();
  }
}

/** WebKitGTK through WebDriver, on a screen that exists in memory only. */
class WebKit {
  static async launch(binary, driver) {
    const engine = new WebKit();
    const port = await freePort();
    // As root WebKit cannot make its own sandbox, and the pages here are the project's own.
    const env = { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1" };
    const options = { env, stdio: "ignore", detached: true };
    engine.process = spawn("xvfb-run", ["--auto-servernum", driver, `--port=${port}`], options);
    engine.server = `http://127.0.0.1:${port}`;
    engine.capabilities = { browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary, args: ["--automation"] } };
    while (!(await fetch(`${engine.server}/status`).catch(() => null))?.ok) {
      if (engine.process.exitCode !== null) throw new Error(`${driver} did not start`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return engine;
  }

  async open() {
    const driver = await new Builder().usingServer(this.server).withCapabilities(this.capabilities).build();
    // The browser ends with its last window, and shows its first.
    const shown = await driver.getWindowHandle();
    await driver.switchTo().newWindow("tab");
    const other = await driver.getWindowHandle();
    await driver.switchTo().window(shown);
    const place = { origin: Origin.VIEWPORT };
    return {
      goto: (url) => driver.get(url),
      run: (act, ...given) => driver.executeScript(act, ...given),
      tap: (x, y) => driver.actions({ async: true }).move({ ...place, x, y }).click().perform(),
      type: (text) => driver.actions().sendKeys(text).perform(),
      close: async () => {
        await driver.close();
        await driver.switchTo().window(other);
      },
      end: () => driver.quit(),
    };
  }

  async end() {
    const end = once(this.process, "exit");
    process.kill(-this.process.pid);
    await end;
  }
}

/** Starts the engine of a name with the program of its project in playwright.config.mjs. */
export const launch = {
  chromium: ({ executablePath, args }) => Puppeteered.launch("chrome", executablePath, args),
  firefox: () => Puppeteered.launch("firefox", process.env.FIREFOX),
  webkit: () => WebKit.launch(process.env.WEBKIT, process.env.WEBKIT_DRIVER),
};
