// The least that shows one question and sends its answer, by hand: what the widget's time is measured against.

const { dataset } = document.currentScript;
const step = `${dataset.endpoint}/v1/journeys/${dataset.journey}/steps/${dataset.step}`;
const place = document.querySelector("plain-feedback");

fetch(`${step}/question?lang=nl`)
  .then((answer) => answer.json())
  .then(({ prompt, options, questionVersion, words }) => {
    const add = (parent, tag, text) => {
      const element = document.createElement(tag);
      element.textContent = text;
      parent.append(element);
      return element;
    };
    add(place, "h2", prompt);
    const ulid = `${"0".repeat(10)}${crypto.randomUUID().replaceAll("-", "").slice(0, 16).toUpperCase()}`;
    for (const { id, label } of options) {
      const button = add(place, "button", label);
      button.type = "button";
      button.onclick = async () => {
        const answer = await fetch(`${step}/responses/${ulid}`, {
          method: "PUT",
          keepalive: true,
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ state: "answered", revision: 1, option: id, language: "nl", questionVersion, channel: "web" }),
        });
        add(place, "p", answer.ok ? words.thanks : words.failed);
      };
    }
  });
