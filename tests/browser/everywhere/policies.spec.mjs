// Under a strict Content-Security-Policy the widget runs, as WebAssembly or as JavaScript, and breaks nothing of it. That
// nothing was broken is looked at after every test here, where the browser reports to.

import { strictPolicy } from "../pages.mjs";
import { counted, expect, SAYS, test, widget } from "./fixtures.mjs";

for (const [what, allowed, came, not] of [
  ["as WebAssembly where the page allows that", "'wasm-unsafe-eval'", ["core_bg.wasm", "core.js"], "fallback.js"],
  ["as JavaScript where the page forbids WebAssembly", "", ["core.js", "fallback.js"], "masking.js"],
]) {
  test(`it runs ${what}`, async ({ tab, pages, line, worker }) => {
    const { tap, says } = widget(tab);
    await tab.goto(pages.add("/strict", pages.tag("tekeningen"), { policy: strictPolicy(line, allowed) }));
    await tap("Makkelijk");
    await expect.poll(says).toContain(SAYS.thanks);
    await counted(worker, "tekeningen", { seen: 1, answered: 1 });
    expect(line.files).toEqual(expect.arrayContaining(came));
    expect(line.files).not.toContain(not);
  });
}

test("a page that breaks its own policy is reported", async ({ tab, pages }) => {
  await tab.goto(pages.add("/broken", `<script>document.title = "no"</script>`));
  await expect.poll(() => pages.violations.splice(0)).toMatchObject([expect.stringContaining("script-src")]);
});
