// Believable data for a worker: answers of thirty weeks and an inbox, as a backup brings them in. The same every time,
// but for the days, which run up to today.

const DAY_MS = 24 * 60 * 60 * 1000;
// A journey's days are those of its time zone; Swedish writes them as the API does.
const days = new Intl.DateTimeFormat("sv", { timeZone: "Europe/Amsterdam" });
/** The day so many days ago. */
export const dayAgo = (ago) => days.format(Date.now() - ago * DAY_MS);

/** A small generator of numbers from 0 to 1 (mulberry32), so that every run has the same answers. */
const numbers = (seed) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};

const EASE = ["very-difficult", "difficult", "neutral", "easy", "very-easy"];
const STEPS = [
  { step: "gegevens", options: EASE, weights: () => [2, 5, 8, 50, 35], reasons: ["questions", "details"], seen: 60 },
  {
    // Goes wrong nine weeks ago; until it is mended, if it is.
    step: "tekeningen",
    options: EASE,
    weights: (ago, mended) => (ago <= 9 && ago > mended ? [22, 24, 14, 26, 14] : [8, 12, 15, 40, 25]),
    reasons: ["files", "which-drawings", "explanation"],
    seen: 52,
  },
  { step: "controle", options: ["worse", "same", "better"], weights: () => [9, 61, 30], reasons: [], seen: 44 },
];
const COMMENTS = [
  "Mijn tekening was 30 MB en werd steeds geweigerd. Pas na drie keer stond er waarom.",
  "Ik wist niet welke tekeningen ik moest toevoegen. Een voorbeeld zou helpen.",
  "Goed uitgelegd, ik was in vijf minuten klaar!",
  "De foutmelding kwam pas na het versturen.",
  "Why can I only add PDF files? My architect sends DWG.",
  "Fijn dat mijn gegevens er al stonden.",
  "Wat is een situatietekening?",
  "Ik moest alles opnieuw invullen na het uploaden.",
];

/** Brings in rows, as a backup does: those of a shard, or of the journey itself. */
export const bring = async (worker, place, rows) => {
  const lines = [
    { format: "journey-feedback", version: 1 },
    { journey: "verbouwvergunning", ...place },
    ...rows,
    { kind: "end", rows: rows.length },
    { kind: "complete" },
  ];
  await worker.api("PUT", "/import", lines.map((line) => JSON.stringify(line)).join("\n"), "application/x-ndjson");
};

/** Fills the demo's journey, which must be loaded and have no answers yet; more comments may be given. */
export const fill = async (worker, { comments = COMMENTS, oldest = 20, mended = -1 } = {}) => {
  const random = numbers(7);
  const rows = [];
  for (const { step, options, weights, reasons, seen } of STEPS) {
    for (let ago = 29; ago >= 0; ago--) {
      const day = dayAgo(ago * 7);
      const total = weights(ago, mended).reduce((sum, weight) => sum + weight, 0);
      const shown = Math.round(seen * (0.8 + 0.4 * random()));
      const counts = new Map();
      const add = (breakdown, option, reason) => {
        const key = JSON.stringify([breakdown, option, reason]);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      };
      for (let at = 0; at < Math.round(shown * 0.55); at++) {
        let left = random() * total;
        const option = options[weights(ago, mended).findIndex((weight) => (left -= weight) < 0)] ?? options.at(-1);
        const outlier = option === options[0] || option === options.at(-1);
        const reason = outlier && random() < 0.6 ? (reasons[Math.floor(random() ** 2 * reasons.length)] ?? null) : null;
        for (const breakdown of [
          "total",
          random() < 0.9 ? "channel:web" : "channel:letter",
          random() < 0.7 ? "audience:inwoner" : "audience:ondernemer",
          random() < 0.85 ? "language:nl" : "language:en",
        ]) {
          add(breakdown, option, reason);
        }
      }
      for (const [key, count] of counts) {
        const [breakdown, option, reason] = JSON.parse(key);
        rows.push({ kind: "tally", step, questionVersion: 1, breakdown, day, option, reason, count });
      }
      const showing = (state, count) =>
        rows.push({
          ...{ kind: "showing", step, questionVersion: 1, day, channel: "web", audience: null, language: "nl" },
          ...{ state, count },
        });
      showing("seen", shown);
      showing("started", Math.round(shown * 0.6));
      showing("dismissed", Math.round(shown * 0.1));
    }
  }
  comments.forEach((comment, at) => {
    const status = at % 4 === 3 ? "seen" : "new";
    const option = ["very-difficult", "difficult", "very-easy"][at % 3 === 2 ? 2 : 0];
    rows.push({
      ...{ kind: "signal", id: `signal-${at}`, step: at % 3 === 2 ? "gegevens" : "tekeningen", questionVersion: 1 },
      ...{ day: dayAgo(Math.max(0, oldest - at)), batch: null, option, reason: null, comment, status, note: null },
    });
  });
  await bring(worker, { kind: "shard", shard: 0 }, rows);
};
