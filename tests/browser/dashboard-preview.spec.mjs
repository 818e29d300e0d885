// A step's page shows the widget itself, to be tried out: nothing of it is counted, kept or remembered.

import { JOURNEY, expect, signIn, test, violations, withoutScripts } from "./dashboard-fixtures.mjs";
import { JOURNEY as ID } from "./worker.mjs";

const STEP = `${JOURNEY}/steps/tekeningen`;
const plain = withoutScripts(test);

test("an owner tries the question out as a resident meets it, and nothing is counted", async ({ page, filled }) => {
  await filled.api("POST", `/journeys/${ID}/improvements`, {
    ...{ step: "tekeningen", since: "2026-01-01", published: true, weDid: { nl: "Bestanden mogen nu 100 MB zijn." } },
  });
  const before = await filled.results("tekeningen");
  const sent = [];
  page.on("request", (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await signIn(page, filled, `${STEP}?lang=nl`);
  const frame = page.frameLocator('iframe[title="Zo ziet de inwoner het: Nederlands"]');
  await page.locator("iframe").first().scrollIntoViewIfNeeded();
  await frame.getByRole("button", { name: "Heel moeilijk", exact: true }).click();
  await expect(frame.getByRole("status").first()).toContainText("Bedankt. Wij hebben uw antwoord ontvangen.");
  await frame.getByText("Bestanden toevoegen", { exact: true }).click();
  await expect(frame.getByText("Bestanden mogen nu 100 MB zijn.")).toBeVisible();
  expect(sent.filter((request) => request.startsWith("PUT"))).not.toEqual([]);
  expect(sent.filter((request) => request.includes(" /v1/"))).toEqual([]);
  expect(await filled.results("tekeningen")).toEqual(before);

  // Tried out again at once: this device remembers nothing.
  await page.reload();
  await page.locator("iframe").first().scrollIntoViewIfNeeded();
  await expect(frame.getByRole("button", { name: "Heel moeilijk", exact: true })).toBeVisible();
});

test("each language of the journey has a preview of its own, opened by the keyboard, with nothing that axe finds", async ({ page, filled }) => {
  await signIn(page, filled, `${STEP}?lang=en`);
  const english = page.locator("summary", { hasText: "English" });
  await english.focus();
  await page.keyboard.press("Enter");
  const frame = page.frameLocator('iframe[title="What the resident sees: English"]');
  await expect(frame.getByRole("button", { name: "Very difficult", exact: true })).toBeVisible();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(frame.locator("journey-feedback button:focus")).toHaveCount(1);
  expect(await violations(page)).toEqual([]);
});

test("no page but the dashboard's own may frame the preview, and it may load the widget alone", async ({ page, filled }) => {
  await signIn(page, filled);
  const answer = await page.goto(`${filled.origin}${STEP}/preview?language=nl`);
  const { "content-security-policy": policy, "x-frame-options": frames } = answer.headers();
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("frame-ancestors 'self'");
  expect(policy).not.toContain("unsafe-inline");
  expect(frames).toBe("SAMEORIGIN");
});

plain("without a script the question stands there as it will look", async ({ page, filled }) => {
  await signIn(page, filled, `${STEP}?lang=nl`);
  await page.locator("iframe").first().scrollIntoViewIfNeeded();
  const frame = page.frameLocator("iframe").first();
  // By their place: Playwright reads no text in a noscript element.
  await expect(frame.locator(".resident .prompt")).toHaveText("Hoe makkelijk of moeilijk was deze stap?");
  await expect(frame.locator(".resident .options li").first()).toBeVisible();
});
