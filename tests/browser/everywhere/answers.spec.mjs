// The way of an answer: the question shows, one tap answers it, and an outlier is asked further.

import { counted, expect, open, SAYS, test, widget } from "./fixtures.mjs";

test("one tap is one answer in the results", async ({ tab, pages, line, worker }) => {
  const { prompt, tap, says } = widget(tab);
  await tab.goto(`${pages.origin}/utrecht/nl/tekeningen`);
  await tap("Makkelijk");
  expect(await prompt()).toBe("Hoe makkelijk of moeilijk was deze stap?");
  await expect.poll(says).toContain(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
  const { distribution } = await worker.results("tekeningen");
  expect(distribution.filter(({ count }) => count > 0)).toMatchObject([{ option: "easy", count: 1 }]);
  expect(line.responses.at(-1).body).not.toHaveProperty("reason");
});

test("an outlier is asked why, and what it says belongs to the same answer", async ({ tab, pages, line, worker }) => {
  const { tap, says } = await open(tab, pages, line);
  await tap("Heel moeilijk");
  await tap("De uitleg");
  await tap("Wat kunnen wij beter doen?");
  await tab.type("Meer uitleg graag");
  await tap("Versturen");
  await expect.poll(says).toContain(SAYS.thanks);
  await expect.poll(() => line.responses.at(-1)).toMatchObject({
    status: 200,
    body: { option: "very-difficult", reason: "explanation", comment: "Meer uitleg graag" },
  });
  expect(new Set(line.responses.map(({ path }) => path)).size).toBe(1);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
  const { reasons } = await worker.results("tekeningen");
  expect(reasons.filter(({ count }) => count > 0)).toMatchObject([{ reason: "explanation", count: 1 }]);
});
