// Verifies deliveries as a receiver does, by the reference library; fails when one does not hold.

import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";

for (const { secret, headers, body } of JSON.parse(readFileSync(0, "utf8"))) {
  new Webhook(secret).verify(body, headers);
}
