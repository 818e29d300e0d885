// Has Lighthouse look at a page of the demo without the widget and with it, in turns; prints the scores of each as JSON.
//
// Arguments: the page's address, and how many rounds. The environment names the browser.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const [page, rounds] = process.argv.slice(2);
const CATEGORIES = ["performance", "accessibility", "best-practices"];

const chrome = await launch({
  chromePath: process.env.CHROMIUM,
  chromeFlags: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
});
const scores = { without: [], with: [] };
for (let round = 0; round < Number(rounds); round++) {
  for (const [way, query] of [["without", "?widget=off"], ["with", ""]]) {
    const { lhr } = await lighthouse(page + query, { port: chrome.port, logLevel: "error", onlyCategories: CATEGORIES });
    if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
    const failed = Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => scoreDisplayMode === "binary" && score === 0);
    for (const { id } of failed) console.error(`  ${way} the widget, not well: ${id}`);
    scores[way].push(CATEGORIES.map((category) => Math.round(lhr.categories[category].score * 100)));
  }
}
await chrome.kill();
console.log(JSON.stringify(scores));
