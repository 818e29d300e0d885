// What follows an answer: what earlier answers changed, and the form to ask for a call. Comes only once an answer arrived.
//
// What always holds: nothing in sight moves but by a tap, focus moves only where its own button goes away, and a request is
// said to have arrived only when the server said so.

import css from "./after.css";

const MOST_IMPROVEMENTS = 3;

// For how long a change on the page still comes from a tap, in milliseconds: what browsers count as no layout shift.
const FROM_A_TAP = 450;

// A request's standing, as the core numbers it.
const DELIVERED = 3;
const REFUSED = 4;

const styles = new CSSStyleSheet();
styles.replaceSync(css);

// Intl knows no Frisian in most browsers.
const date = (day, language, parts) =>
  new Intl.DateTimeFormat([`${language}-u-nu-latn`, "nl"], { ...parts, timeZone: "UTC" }).format(new Date(day));

// Makes a change of height as part of a tap, or where nothing of it is in sight, or else with the next tap.
const settle = (card, tapped, change) => {
  const below = new IntersectionObserver(([{ boundingClientRect }]) => boundingClientRect.top > innerHeight && settled());
  const settled = () => {
    below.disconnect();
    card.removeEventListener("click", settled);
    change();
  };
  if (performance.now() - tapped() < FROM_A_TAP) return settled();
  card.addEventListener("click", settled);
  below.observe(card.lastChild);
};

/**
 * The functions for one showing: `improve` shows what earlier answers changed, `offer` opens the form by a button.
 * `time` is the server's, `tapped` tells when the card was last tapped, `make` makes elements.
 */
export const after = (element, card, { language, words }, address, time, tapped, make) => {
  const root = element.shadowRoot;
  root.adoptedStyleSheets = [...new Set([...root.adoptedStyleSheets, styles])];
  const own = words.callback;

  const improve = async () => {
    const how = { credentials: "omit", referrerPolicy: "no-referrer" };
    const answer = await fetch(`${address}/improvements?lang=${language}`, how);
    const { language: lang, improvements } = await answer.json();
    if (!improvements?.length) return;
    settle(card, tapped, () => {
      const part = document.createElement("div");
      card.lastChild.before(part);
      make(part, "h3", words.improvements);
      const list = make(part, `ul|class=improvements|lang=${lang}`);
      for (const { since, youSaid, weDid } of improvements.slice(0, MOST_IMPROVEMENTS)) {
        const item = make(list, "li");
        if (youSaid) make(item, "q", youSaid);
        make(item, "p", weDid);
        make(item, `time|datetime=${since}`, date(since, lang, { month: "long", year: "numeric" }));
      }
    });
  };

  const offer = (button) => {
    // A second tap while this script was on its way.
    if (button.ariaExpanded) return;
    const form = document.createElement("div");
    form.className = "callback";
    button.parentNode.after(form);
    form.setAttribute("role", "group");
    form.setAttribute("aria-labelledby", "call");
    make(form, "h3|id=call", own.offer);
    make(form, "p", own.promise);
    const both = make(form, "div|class=said");
    const status = make(both, "div|role=status|tabindex=-1");
    const fields = make(both, "div|class=fields");
    make(fields, "label|for=phone", own.phone);
    const problem = make(fields, "p|id=phone-problem|class=room|role=alert|hidden=", own.phoneWrong);
    const phone = make(fields, "input|id=phone|type=tel|autocomplete=tel|required=|maxlength=40");
    make(fields, "label|for=name", own.name);
    const name = make(fields, "input|id=name|autocomplete=name|maxlength=80");
    make(fields, "label|for=moment", own.moment);
    const moment = make(fields, "select|id=moment");
    for (const value of ["any", "morning", "afternoon"]) make(moment, `option|value=${value}`, own[value]);
    const send = make(fields, "button|type=button|class=send", own.send);

    const show = (shown) => {
      form.hidden = !shown;
      button.setAttribute("aria-expanded", shown);
    };
    // Lets the person fill in the fields, with what is wrong about them.
    const ask = (wrong) => {
      problem.textContent = wrong;
      problem.className = "wrong";
      phone.setAttribute("aria-describedby", problem.id);
      phone.setAttribute("aria-invalid", wrong === own.phoneWrong);
      fields.classList.remove("room");
      if ([status, send].includes(root.activeElement)) phone.focus();
      status.textContent = "";
    };
    const hear = async (standing, outcome) => {
      if (standing === REFUSED) {
        const { errors = [] } = await outcome.json().catch(() => ({}));
        return ask(errors.some(({ location }) => location.pointer === "/phone") ? own.phoneWrong : own.failed);
      }
      status.textContent = [, own.sending, own.waiting, own.done][standing];
      if (standing !== DELIVERED) return;
      phone.value = name.value = "";
      settle(card, tapped, () => (fields.hidden = true));
      const { dueDate } = await outcome.json();
      status.textContent += ` ${own.due.replace("{date}", date(dueDate, language, { day: "numeric", month: "long" }))}`;
    };
    send.onclick = async () => {
      // Its room is taken with this tap, whenever it is needed.
      problem.hidden = false;
      if (!phone.value.trim()) return ask(own.phoneWrong);
      // The button that has focus goes; what becomes of the request is said here.
      status.focus();
      fields.classList.add("room");
      const request = { phone: phone.value.trim(), name: name.value.trim() || undefined, moment: moment.value, language };
      try {
        const { call } = await import("./calling.js");
        call(element, address, time, request, { tell: (standing, outcome) => void hear(standing, outcome).catch(() => {}) });
      } catch {
        ask(own.failed);
      }
    };
    form.onkeydown = (event) => {
      if (event.key !== "Enter" || event.isComposing || event.target.localName !== "input") return;
      // Not for a form around the widget either.
      event.preventDefault();
      event.stopPropagation();
      send.click();
    };
    button.onclick = () => show(form.hidden);
    show(true);
    import("./calling.js").catch(() => {});
  };

  return { improve, offer };
};
