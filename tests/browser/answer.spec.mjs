// The page on which residents answer without a script: as good as the widget for whoever has no script, or has a letter or a
// desk in hand. Every state as accessible as the widget, from left to right and from right to left, at every width.

import { AxeBuilder } from "@axe-core/playwright";
import jsQR from "jsqr";
import { counted, expect, test as base } from "./fixtures.mjs";
import { JOURNEY } from "./worker.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const PAGE = `/answer/${JOURNEY}/tekeningen`;

const test = base.extend({
  loaded: async ({ worker }, use) => {
    await worker.load("http://localhost:1", (journey) => {
      journey.languages.push("ar");
      const step = journey.steps.find(({ id }) => id === "tekeningen");
      step.callback = { withinDays: 2 };
      step.question.followUp.comment.maxLength = 60;
      journey.steps.find(({ id }) => id === "controle").question = {
        prompt: { nl: "Wat viel u op?", en: "What did you notice?" },
        scale: "open",
        followUp: { on: "outliers", reasons: [], comment: { prompt: { nl: "Uw antwoord" }, maxLength: 200 } },
      };
    });
    const improvement = { step: "tekeningen", since: "2026-11-01", published: true, weDid: { nl: "Grens verhoogd" } };
    await worker.api("POST", `/journeys/${JOURNEY}/improvements`, improvement);
    await use(worker);
  },
});

// A browser without a script.
const plain = test.extend({
  page: async ({ browser }, use) => {
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "nl-NL" });
    await use(await context.newPage());
    await context.close();
  },
});

const words = async (worker, lang) => {
  const question = await fetch(`${worker.origin}/v1/journeys/${JOURNEY}/steps/tekeningen/question?lang=${lang}`);
  return question.json();
};

plain("a resident with a letter answers in one tap, says why, and is called back, all without a script", async ({ page, loaded }) => {
  await page.goto(`${loaded.origin}${PAGE}?channel=letter`);
  await page.getByRole("button", { name: "Heel moeilijk" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bedankt. Wij hebben uw antwoord ontvangen.");
  await expect(page.getByText("Grens verhoogd")).toBeVisible();
  await page.getByLabel("Bestanden toevoegen").check();
  await page.getByLabel(/Wat kunnen wij beter doen/).fill("Bel mij: 06 12345678");
  await page.getByRole("button", { name: "Versturen" }).click();
  await expect(page.locator(".masked")).toHaveText("Bel mij: [tel]");
  await page.getByRole("button", { name: "Zo versturen" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Bedankt. Wij hebben uw antwoord ontvangen.");
  await counted(loaded, "tekeningen", { seen: 1, answered: 1 });
  const results = await loaded.results("tekeningen");
  expect(results.reasons.find(({ reason }) => reason === "files").count).toBe(1);
  const { signals } = await loaded.api("GET", `/journeys/${JOURNEY}/signals`);
  expect(signals.map(({ comment }) => comment)).toEqual(["Bel mij: [tel]"]);

  await page.getByText("Ik wil gebeld worden").click();
  await page.getByLabel("Uw telefoonnummer").fill("06 12345678");
  await page.getByRole("button", { name: "Bel mij" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Wij hebben ontvangen dat u gebeld wilt worden.");
});

plain("a page that is sent twice, or gone back to, stays one answer", async ({ page, loaded }) => {
  await page.goto(loaded.origin + PAGE);
  await page.getByRole("button", { name: "Heel moeilijk" }).dblclick();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Bedankt/);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Bedankt/);
  await counted(loaded, "tekeningen", { seen: 1, answered: 1 });
});

plain("a form on another site's page sends nothing", async ({ page, pages, loaded }) => {
  await page.goto(loaded.origin + PAGE);
  const ulid = await page.locator("[name=ulid]").first().getAttribute("value");
  const fields = { ulid, questionVersion: "1", language: "nl", channel: "web", option: "easy" };
  const hidden = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);
  const form = `<form method="post" action="${loaded.origin}${PAGE}">${hidden.join("")}<button>Win</button></form>`;
  const elsewhere = pages.add("/win", form, { policy: "default-src 'none'" }).replace("localhost", "127.0.0.1");
  await page.goto(elsewhere);
  await page.getByRole("button", { name: "Win" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Het is niet gelukt om uw antwoord te versturen.");
  await counted(loaded, "tekeningen", { seen: 0, answered: 0 });
});

/** Goes through every state of the page in a language; `look` is called in each. */
const throughAll = async (page, worker, lang, look) => {
  const { options, words: own } = await words(worker, lang);
  const send = (name) => page.getByRole("button", { name, exact: true }).click();
  const open = `${worker.origin}/answer/${JOURNEY}/controle?lang=${lang}`;
  await page.goto(open);
  await look("an open question");
  await page.goto(`${worker.origin}/answer/${JOURNEY}/nergens`);
  await look("nothing");
  await page.goto(`${worker.origin}${PAGE}?lang=${lang}`);
  expect(await page.locator("html").getAttribute("lang")).toBe(lang);
  expect(await page.locator("html").getAttribute("dir")).toBe(lang === "ar" ? "rtl" : "ltr");
  await look("the question");
  await send(options[0].label);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(own.thanks);
  await page.locator("summary").click();
  await look("thanks, with all that follows");
  await page.locator("#comment").fill("a".repeat(61));
  await send(own.followUp.send);
  await expect(page.locator("#problem")).toHaveText(own.followUp.tooLong);
  await look("a comment that is too long");
  await page.locator("#comment").fill("06 12345678");
  await send(own.followUp.send);
  await expect(page.locator(".masked")).toHaveText("[tel]");
  await page.locator("summary").click();
  await look("personal data");
  await send(own.followUp.sendMasked);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(own.thanks);
  await page.locator("summary").click();
  await page.locator("#phone").fill("1");
  await send(own.callback.send);
  await expect(page.locator("#phone-problem")).toHaveText(own.callback.phoneWrong);
  await look("a wrong number");
  await page.locator("#phone").fill("0612345678");
  await send(own.callback.send);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(own.callback.done);
  await look("asked to be called");
};

for (const lang of ["nl", "ar"]) {
  for (const colorScheme of ["light", "dark"]) {
    test(`axe finds nothing in any state, ${lang}, ${colorScheme}`, async ({ page, loaded }) => {
      await page.emulateMedia({ colorScheme });
      await throughAll(page, loaded, lang, async (state) => {
        const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`), state).toEqual([]);
      });
    });
  }

  test(`every state fits 320 pixels, with room for a thumb, ${lang}`, async ({ page, loaded }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await throughAll(page, loaded, lang, async (state) => {
      expect(await page.evaluate(() => document.documentElement.scrollWidth), state).toBeLessThanOrEqual(320);
      for (const control of await page.locator("button:visible, select:visible, textarea:visible, summary:visible, label.choice:visible, a:visible").all()) {
        const { height } = await control.boundingBox();
        expect(height, `${state}: ${await control.textContent()}`).toBeGreaterThanOrEqual(43.9);
      }
    });
  });
}

test("a keyboard is enough, and where it is always shows", async ({ page, loaded }) => {
  await page.goto(`${loaded.origin}${PAGE}?lang=nl`);
  const focused = () =>
    page.evaluate(() => {
      const { outlineStyle } = getComputedStyle(document.activeElement);
      return { text: document.activeElement.textContent, id: document.activeElement.id, outlineStyle };
    });
  const tabTo = async (wanted) => {
    for (let at = 0; ; at++) {
      await page.keyboard.press("Tab");
      const now = await focused();
      expect(now.outlineStyle).toBe("solid");
      if (wanted(now)) return;
      expect(at).toBeLessThan(20);
    }
  };
  await tabTo(({ text }) => text === "Heel makkelijk");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Bedankt/);
  await tabTo(({ id }) => id === "reason-0");
  const bestanden = page.getByRole("radio", { name: "Bestanden toevoegen" });
  while (!(await bestanden.isChecked())) await page.keyboard.press("ArrowDown");
  await tabTo(({ id }) => id === "comment");
  await page.keyboard.type("Fijn");
  await tabTo(({ text }) => text === "Versturen");
  await page.keyboard.press("Enter");
  await expect(page.locator("#comment")).toHaveCount(0);
  const { reasons } = await loaded.results("tekeningen");
  expect(reasons.find(({ reason }) => reason === "files").count).toBe(1);
});

/** What a scanner reads from an SVG. */
const scan = async (page, svg) => {
  const pixels = await page.evaluate(async (svg) => {
    const image = new Image(400, 400);
    image.src = `data:image/svg+xml;base64,${btoa(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 400;
    const context = canvas.getContext("2d");
    // The desk it lies on is dark, so that its own quiet zone must do.
    context.fillRect(0, 0, 400, 400);
    context.drawImage(image, 0, 0, 400, 400);
    return [...context.getImageData(0, 0, 400, 400).data];
  }, svg);
  return jsQR(Uint8ClampedArray.from(pixels), 400, 400)?.data;
};

test("a scanner reads the codes of the API and of the dashboard, and they lead to the page", async ({ page, loaded, browser }) => {
  const canvas = await (await browser.newContext()).newPage();
  // workerd closes a connection that waits while a code is scanned.
  const how = { headers: { authorization: `Bearer ${loaded.key}` }, maxRetries: 3 };
  for (const [query, channel] of [["", "letter"], ["?channel=desk", "desk"]]) {
    const code = await page.request.get(`${loaded.origin}/v1/journeys/${JOURNEY}/steps/tekeningen/qr-code${query}`, how);
    expect(await scan(canvas, await code.text())).toBe(`${loaded.origin}${PAGE}?channel=${channel}`);
  }

  await page.goto(`${loaded.origin}/dashboard/journeys/${JOURNEY}/steps/tekeningen?lang=nl`);
  await page.locator("#key").fill(loaded.key);
  await page.locator("form.narrow button").click();
  await page.getByText("Op een brief of aan de balie").click();
  const shown = page.getByRole("img", { name: `QR-code naar ${loaded.origin}${PAGE}?channel=desk` });
  await expect(shown).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS.filter((tag) => tag !== "wcag2aaa")).analyze();
  expect(violations.map(({ id }) => id)).toEqual([]);
  await expect.poll(() => shown.evaluate((image) => image.complete && image.naturalWidth > 0)).toBe(true);
  const code = await page.request.get(loaded.origin + (await shown.getAttribute("src")), { maxRetries: 3 });
  expect(await scan(canvas, await code.text())).toBe(`${loaded.origin}${PAGE}?channel=desk`);
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "QR-code downloaden (SVG)" }).first().click();
  expect((await download).suggestedFilename()).toBe(`${JOURNEY}-tekeningen-letter.svg`);
  await page.getByRole("link", { name: /channel=letter/ }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How easy or difficult was this step?");
});
