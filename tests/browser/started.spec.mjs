// That an answer was begun is sent once, and never in the way of a tap.

import { counted, expect, SAYS, seen, test, widget } from "./fixtures.mjs";

/** The states that were sent, as they are. */
const states = (page) => {
  const sent = [];
  page.on("request", (request) => request.method() === "PUT" && sent.push(request.postDataJSON().state));
  return sent;
};

test("a tap on an option is the answer and nothing before it", async ({ page, pages, worker }) => {
  const { option, status } = widget(page);
  const sent = states(page);
  const known = seen(page);
  await page.goto(pages.add("/page", pages.tag("tekeningen")));
  await known;
  await option("Makkelijk").click();
  await expect(status).toContainText(SAYS.thanks);
  expect(sent).toEqual(["seen", "answered"]);
  await counted(worker, "tekeningen", { seen: 1, started: 1, answered: 1 });
});

test("a key on an option has begun one, once", async ({ page, pages, worker }) => {
  const { option } = widget(page);
  const sent = states(page);
  const known = seen(page);
  await page.goto(pages.add("/page", `<button>Volgende</button>${pages.tag("tekeningen")}`));
  await known;
  await page.getByRole("button", { name: "Volgende" }).focus();
  for (let times = 0; times < 3; times++) await page.keyboard.press("Tab");
  await expect(option("Niet moeilijk, niet makkelijk")).toBeFocused();
  await counted(worker, "tekeningen", { seen: 1, started: 1, answered: 0 });
  expect(sent).toEqual(["seen", "started"]);
});

test("the first text in an open question's field has begun one, once", async ({ page, pages, worker }) => {
  await worker.load(pages.origin, ({ steps }) => {
    steps.find(({ id }) => id === "controle").question = {
      prompt: { nl: "Wat kan beter?", en: "What could be better?" },
      scale: "open",
      followUp: { on: "outliers", reasons: [], comment: { prompt: { nl: "Uw antwoord", en: "Your answer" }, maxLength: 500 } },
    };
  });
  const sent = states(page);
  const known = seen(page);
  await page.goto(pages.add("/page", pages.tag("controle")));
  await known;
  const field = page.getByRole("textbox", { name: "Uw antwoord" });
  await field.focus();
  await page.keyboard.press("Shift");
  await field.pressSequentially("Meer uitleg");
  await counted(worker, "controle", { seen: 1, started: 1, answered: 0 });
  expect(sent).toEqual(["seen", "started"]);
  await page.getByRole("button", { name: "Versturen" }).click();
  await expect(widget(page).status).toContainText(SAYS.thanks);
  await counted(worker, "controle", { seen: 1, started: 1, answered: 1 });
});
