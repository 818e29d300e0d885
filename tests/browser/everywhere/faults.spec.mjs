// Every fault ends with exactly one counted answer, and the resident is told the truth meanwhile.

import { faults } from "../line.mjs";
import { counted, expect, open, SAYS, test, widget } from "./fixtures.mjs";

/** Ends each fault: thanks are given, and the answer counts once. */
const thanked = async (says, worker) => {
  await expect.poll(says).toContain(SAYS.thanks);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
};

test("offline at the tap", async ({ tab, pages, line, worker }) => {
  const { tap, says } = await open(tab, pages, line);
  await line.cut();
  await tap("Makkelijk");
  await expect.poll(says).toBe(SAYS.waiting);
  await line.mend();
  await thanked(says, worker);
});

test("a server that fails three times", async ({ tab, pages, line, worker }) => {
  const { tap, says } = await open(tab, pages, line);
  let failures = 0;
  line.fault = (...request) => {
    if (++failures === 3) line.fault = undefined;
    faults.failing(...request);
  };
  await tap("Makkelijk");
  await expect.poll(says).toBe(SAYS.waiting);
  await thanked(says, worker);
  expect(failures).toBe(3);
});

test("a server that asks for patience", async ({ tab, pages, line, worker }) => {
  const { tap, says } = await open(tab, pages, line);
  line.fault = (...request) => {
    line.fault = undefined;
    faults.busy(2)(...request);
  };
  await tap("Makkelijk");
  await expect.poll(says).toBe(SAYS.waiting);
  await thanked(says, worker);
  const [, first, second] = line.responses;
  expect(second.at - first.at).toBeGreaterThanOrEqual(1990);
});

test("a reply that is lost after the server counted", async ({ tab, pages, line, worker }) => {
  const { tap, says } = await open(tab, pages, line);
  line.fault = faults.lost;
  await tap("Makkelijk");
  await expect.poll(says).toBe(SAYS.waiting);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
  line.fault = undefined;
  await thanked(says, worker);
});

test("a page that is closed 50 ms after the tap", async ({ tab, pages, line, worker }) => {
  const { tap } = await open(tab, pages, line);
  await tap("Makkelijk");
  await new Promise((resolve) => setTimeout(resolve, 50));
  await tab.close();
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a page that is left at once", async ({ tab, pages, line, worker }) => {
  const next = pages.add("/next", "Gelukt");
  const script = `document.addEventListener("journey-feedback:answered", () => (location.href = "${next}"))`;
  const { tap } = await open(tab, pages, line, { script });
  await tap("Makkelijk");
  // While it changes there is no page to ask.
  const address = () => tab.run(() => location.href).catch(() => "");
  await expect.poll(address).toBe(next);
  await counted(worker, "tekeningen", { seen: 1, answered: 1 });
});

test("a worker that restarts between answer and follow-up", async ({ tab, pages, line, worker }) => {
  const { tap, says } = await open(tab, pages, line);
  await tap("Heel moeilijk");
  await expect.poll(says).toContain(SAYS.thanks);
  await worker.kill();
  await tap("De uitleg");
  await expect.poll(says).toBe(SAYS.waiting);
  await worker.start();
  await thanked(says, worker);
  const { reasons } = await worker.results("tekeningen");
  expect(reasons.filter(({ count }) => count > 0)).toMatchObject([{ reason: "explanation", count: 1 }]);
});

test("storage that is forbidden", async ({ tab, pages, line, worker }) => {
  const script = `for (const name of ["sessionStorage", "localStorage"]) {
    Object.defineProperty(window, name, { get() { throw new DOMException("no", "SecurityError") } });
  }`;
  const { tap, says } = await open(tab, pages, line, { script });
  await tap("Makkelijk");
  await thanked(says, worker);
});

for (const years of [-6, 6]) {
  test(`a clock that is ${years} years off`, async ({ tab, pages, line, worker }) => {
    const script = `const right = Date.now; Date.now = () => right() + ${years * 365 * 864e5}`;
    const { tap, says } = await open(tab, pages, line, { script });
    await tap("Makkelijk");
    await thanked(says, worker);
  });
}
