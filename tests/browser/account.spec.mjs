// Signing in with an account of the organisation, at a real OpenID provider on another site.

import { createServer } from "node:http";
import { once } from "node:events";
import { constants, createHmac, generateKeyPairSync, sign } from "node:crypto";
import Provider from "oidc-provider";
import { test as base, expect } from "./fixtures.mjs";
import { JOURNEY, Worker, freePort } from "./worker.mjs";

const CLIENT = "journey-feedback";
const SECRET = "a secret: of the tests, with % and +";
const GROUPS = { beheer: ["owners"], ontwerp: ["permits", "everybody"], gast: ["visitors"] };
const key = (kid) => ({ ...generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" });

/** A provider for a client at one address, in which everybody may sign in by their name. */
const startProvider = async (port, back) => {
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [{ client_id: CLIENT, client_secret: SECRET, redirect_uris: [back] }],
    claims: { openid: ["sub", "groups"] },
    conformIdTokenClaims: false,
    cookies: { keys: ["of the tests"] },
    jwks: { keys: [key("one")] },
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, groups: GROUPS[id] }) }),
  });
  const server = createServer(provider.callback()).listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
};

const test = base.extend({
  provider: async ({}, use) => {
    const port = await freePort();
    const provider = { issuer: `http://127.0.0.1:${port}`, port };
    await use(provider);
    provider.server?.closeAllConnections();
    provider.server?.close();
  },
  worker: async ({ provider }, use) => {
    const worker = await Worker.create((origin) => ({
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: CLIENT,
      OIDC_CLIENT_SECRET: SECRET,
      OIDC_REDIRECT_URI: `${origin}/dashboard/sign-in/back`,
      OIDC_ROLES: `owners=admin; permits=editor:${JOURNEY}`,
    }));
    provider.server = await startProvider(provider.port, `${worker.origin}/dashboard/sign-in/back`);
    await worker.load("http://localhost:1");
    await use(worker);
    await worker.end();
  },
});

const signOut = (page) => page.getByRole("button", { name: "Uitloggen" });
const button = (page) => page.getByRole("link", { name: "Inloggen met uw account van de organisatie" });

/** Signs in at the provider's own pages. */
const signInAs = async (page, name) => {
  await button(page).click();
  await page.fill("[name=login]", name);
  await page.fill("[name=password]", "x");
  await page.getByRole("button", { name: /sign-in/i }).click();
  await page.getByRole("button", { name: /continue/i }).click();
};

test.use({ locale: "nl-NL", javaScriptEnabled: false });
// Without a script no page of the provider's or ours has harm to tell of.
test.beforeEach(({ page }) => (page.harm = async () => []));

test("somebody in a group with a role gets in, goes where they were going, and is named in the audit log by no name of theirs", async ({ page, worker }) => {
  await page.goto(`${worker.origin}/dashboard/audit-log`);
  await signInAs(page, "beheer");
  await expect(page).toHaveURL(`${worker.origin}/dashboard/audit-log`);
  const entry = page.getByRole("row").filter({ hasText: "Ingelogd" });
  await expect(entry).toContainText(/person-[0-9a-f]{16}/);
  await expect(page.locator("body")).not.toContainText("beheer@");
  const cookies = await page.context().cookies(worker.origin);
  const session = cookies.find(({ name }) => name === "__Host-journey-feedback");
  expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: "Strict" });
  expect(cookies.map(({ name }) => name)).not.toContain("__Host-journey-feedback-sign-in");
});

test("a role that is limited to a journey opens no more than that", async ({ page, worker }) => {
  await page.goto(`${worker.origin}/dashboard`);
  await signInAs(page, "ontwerp");
  await expect(signOut(page)).toBeVisible();
  const status = async (path) => (await page.goto(worker.origin + path)).status();
  expect(await status(`/dashboard/journeys/${JOURNEY}/signals`)).toBe(200);
  expect(await status("/dashboard/keys")).toBe(403);
  expect(await status("/dashboard/audit-log")).toBe(403);
});

test("somebody whose groups have no role is told so and gets no session", async ({ page, worker }) => {
  await page.goto(`${worker.origin}/dashboard`);
  await signInAs(page, "gast");
  await expect(page.getByRole("alert")).toContainText("Uw account heeft geen toegang");
  const names = (await page.context().cookies(worker.origin)).map(({ name }) => name);
  expect(names).not.toContain("__Host-journey-feedback");
});

test("an answer that was not asked for, is replayed or is for another sign-in begins no session", async ({ page, worker, browser }) => {
  const back = `${worker.origin}/dashboard/sign-in/back`;
  const refused = async (who, address) => {
    expect((await who.goto(address)).status()).toBe(401);
    const names = (await who.context().cookies(worker.origin)).map(({ name }) => name);
    expect(names).not.toContain("__Host-journey-feedback");
  };
  await refused(page, back);
  await refused(page, `${back}?code=a&state=b`);

  let answer;
  page.on("request", (request) => request.url().startsWith(`${back}?`) && (answer = request.url()));
  await page.goto(`${worker.origin}/dashboard`);
  await signInAs(page, "beheer");
  await expect(signOut(page)).toBeVisible();
  const another = await browser.newContext({ locale: "nl-NL", javaScriptEnabled: false });
  const thief = await another.newPage();
  await refused(thief, answer);
  await thief.goto(`${worker.origin}/dashboard/sign-in`);
  await button(thief).click();
  await refused(thief, answer);
  const state = new URL(answer).searchParams.get("state");
  await refused(thief, `${back}?code=stolen&state=${state}`);
  await another.close();
});

test("where the provider is down, the page says so and a key still works", async ({ page, worker, provider }) => {
  provider.server.closeAllConnections();
  provider.server.close();
  await page.goto(`${worker.origin}/dashboard`);
  await button(page).click();
  await expect(page.getByRole("alert")).toContainText("Inloggen is niet gelukt");
  await page.fill("#key", worker.key);
  await page.getByRole("button", { name: "Inloggen" }).click();
  await expect(signOut(page)).toBeVisible();
});

/** A provider that hands out whatever token `make` gives it, to anybody, without asking. */
const startLiar = async ({ issuer, port }, keys, make) => {
  let nonce;
  const server = createServer((request, response) => {
    const url = new URL(request.url, issuer);
    const json = (document) => response.end(JSON.stringify(document));
    if (url.pathname === "/auth") {
      nonce = url.searchParams.get("nonce");
      const back = new URL(url.searchParams.get("redirect_uri"));
      back.search = new URLSearchParams({ code: "1", state: url.searchParams.get("state") });
      return response.writeHead(303, { location: `${back}` }).end();
    }
    if (url.pathname === "/token") return json({ id_token: make(nonce) });
    if (url.pathname === "/keys") return json({ keys });
    json({ issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` });
  }).listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
};

test("only a token that the provider signed, for this client and this sign-in, begins a session", async ({ page, worker, provider }) => {
  const base64 = (data) => Buffer.from(typeof data === "string" ? data : JSON.stringify(data)).toString("base64url");
  const [rsa, other] = [1, 2].map(() => generateKeyPairSync("rsa", { modulusLength: 2048 }));
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const published = (pair, kid) => ({ ...pair.publicKey.export({ format: "jwk" }), kid, use: "sig" });
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: provider.issuer, aud: CLIENT, sub: "1", iat: now, exp: now + 300, groups: ["owners"] };
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
  const signatures = {
    RS256: (text) => sign("sha256", text, rsa.privateKey),
    PS256: (text) => sign("sha256", text, { key: rsa.privateKey, ...pss }),
    ES256: (text) => sign("sha256", text, { key: ec.privateKey, dsaEncoding: "ieee-p1363" }),
  };
  const token = (header, payload, signature) => {
    const text = `${base64(header)}.${base64(payload)}`;
    return `${text}.${signature(Buffer.from(text)).toString("base64url")}`;
  };
  const { RS256, PS256, ES256 } = signatures;
  const good = (change = {}) => (nonce) => token({ alg: "RS256", kid: "rsa" }, { ...claims, nonce, ...change }, RS256);
  const genuine = {
    RS256: good(),
    PS256: (nonce) => token({ alg: "PS256", kid: "rsa" }, { ...claims, nonce }, PS256),
    ES256: (nonce) => token({ alg: "ES256", kid: "ec" }, { ...claims, nonce }, ES256),
    "no kid": (nonce) => token({ alg: "RS256" }, { ...claims, nonce }, RS256),
  };
  const pem = rsa.publicKey.export({ type: "spki", format: "pem" });
  const forged = {
    "no signature": (nonce) => token({ alg: "none" }, { ...claims, nonce }, () => Buffer.from("")),
    "another's key": (nonce) =>
      token({ alg: "RS256", kid: "rsa" }, { ...claims, nonce }, (text) => sign("sha256", text, other.privateKey)),
    "the public key as a secret": (nonce) =>
      token({ alg: "HS256", kid: "rsa" }, { ...claims, nonce }, (text) => createHmac("sha256", pem).update(text).digest()),
    "claims changed after signing": (nonce) => {
      const [head, , signature] = good()(nonce).split(".");
      return [head, base64({ ...claims, nonce, sub: "2" }), signature].join(".");
    },
    "another sign-in": good({ nonce: "0" }),
    "another client": good({ aud: "another" }),
    "another issuer": good({ iss: "https://another.example" }),
    "a token that is over": good({ exp: now - 100 }),
    "no token": () => "a.b",
  };
  const keys = [published(rsa, "rsa"), published(ec, "ec")];
  let make;
  provider.server.closeAllConnections();
  provider.server.close();
  provider.server = await startLiar(provider, keys, (nonce) => make(nonce));
  const opens = async (forger) => {
    make = forger;
    await page.context().clearCookies();
    await page.goto(`${worker.origin}/dashboard/sign-in`);
    await button(page).click();
    // The page that lets somebody in goes on by itself; the one that does not, says so.
    await signOut(page).or(page.getByRole("alert")).waitFor();
    const cookies = await page.context().cookies(worker.origin);
    return cookies.some(({ name }) => name === "__Host-journey-feedback");
  };
  for (const [what, forger] of Object.entries(genuine)) expect(await opens(forger), what).toBe(true);
  for (const [what, forger] of Object.entries(forged)) expect(await opens(forger), what).toBe(false);
});
