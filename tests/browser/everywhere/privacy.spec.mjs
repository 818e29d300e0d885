// What the widget keeps on the device and sends over the line.

import { expect, open, SAYS, test, widget } from "./fixtures.mjs";

const stored = (tab) =>
  tab.run(() => ({ cookie: document.cookie, session: { ...sessionStorage }, local: { ...localStorage } }));

test("nothing is stored before an answer, and after it only that the step is done", async ({ tab, pages, line }) => {
  const { tap, says } = await open(tab, pages, line);
  expect(await stored(tab)).toEqual({ cookie: "", session: {}, local: {} });
  await tap("Makkelijk");
  await expect.poll(says).toContain(SAYS.thanks);
  const { session, ...rest } = await stored(tab);
  expect(rest).toEqual({ cookie: "", local: {} });
  expect(Object.keys(session)).toEqual(["journey-feedback:verbouwvergunning"]);
  const day = Math.floor(Date.now() / 864e5);
  expect(JSON.parse(Object.values(session)[0])).toEqual({ until: { tekeningen: day + 1 }, rest: 0, last: "tekeningen" });
});

test("requests carry nothing but the API's fields: no cookie, no referrer, no page's address", async ({ tab, pages, line }) => {
  // A cookie of the page's own host goes to the worker too where a request takes cookies along: they know no ports.
  const headers = { "set-cookie": "session=secret; HttpOnly" };
  const { tap, says } = widget(tab);
  await tab.goto(pages.add("/page?bsn=123456782", pages.tag("tekeningen"), { headers }));
  await tap("Heel moeilijk");
  await tap("De uitleg");
  await tap("Wat kunnen wij beter doen?");
  await tab.type("Meer uitleg");
  await tap("Versturen");
  await expect.poll(says).toContain(SAYS.thanks);
  const fields = ["state", "revision", "option", "reason", "comment", "language", "questionVersion", "channel", "audience"];
  const [script, ...requests] = line.requests;
  // The page itself asks for this one, as it does for any script.
  expect(script.path).toBe("/journey-feedback.js");
  expect(script.headers.cookie).toBe("session=secret");
  for (const { headers, path, body = {} } of requests) {
    expect(headers).not.toHaveProperty("cookie");
    // A script that fetches a script names itself, or the page's origin, which its origin header tells anyway.
    const { referer = line.origin } = headers;
    if (!referer.startsWith(line.origin)) expect(referer).toBe(`${pages.origin}/`);
    expect(path).not.toContain("123456782");
    for (const field of Object.keys(body)) expect(fields).toContain(field);
  }
  expect(line.responses.at(-1).body).toMatchObject({
    state: "answered",
    option: "very-difficult",
    reason: "explanation",
    comment: "Meer uitleg",
    language: "nl",
    questionVersion: 1,
    channel: "web",
  });
});
