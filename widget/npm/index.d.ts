/** The channel through which an answer comes in. */
export type Channel = "web" | "letter" | "desk" | "phone" | "staff";

/** The attributes of `<journey-feedback>`. */
export interface JourneyFeedbackAttributes {
  /** The journey's id. */
  journey: string;
  /** The step's id. When it changes, the question follows. */
  step: string;
  /** The worker's address. The package has no other way to know it. */
  endpoint: string;
  /** BCP 47; else the closest `lang` on the page, else the journey's default. */
  lang?: string;
  /** `web` unless given. */
  channel?: Channel;
  /** One of the journey's audiences. */
  audience?: string;
  /** `session` (unless given), a number of days, or `off`: how long a device remembers that the step was answered. */
  remember?: string;
  /** The name of a global function that may change an answer, or refuse it by returning `false`. */
  "before-send"?: string;
  /** Says on the console why no question shows. */
  debug?: "" | boolean;
}

/** The events of `<journey-feedback>`; they bubble, leave shadow roots and carry nothing. */
export interface JourneyFeedbackEvents {
  /** The question came into view. */
  "journey-feedback:shown": CustomEvent<null>;
  /** An option was tapped, or more was given. */
  "journey-feedback:answered": CustomEvent<null>;
  /** The server has what was given. */
  "journey-feedback:sent": CustomEvent<null>;
  /** The question was put away, or closed after an answer. */
  "journey-feedback:dismissed": CustomEvent<null>;
  /** No question could be shown, or the server refused the answer. */
  "journey-feedback:error": CustomEvent<null>;
}

/** An answer as `before-send` gets it, and as it may return it. */
export interface Answer {
  state: "answered";
  option?: string;
  reason?: string;
  comment?: string;
  language: string;
  questionVersion: number;
  channel: Channel;
  audience?: string;
}

/** Steers the first element on the page, and listens to all of them. */
export interface JourneyFeedbackApi {
  /** Shows another step's question. */
  setStep(step: string): void;
  /** Shows what `hide` hid. */
  show(): void;
  /** Hides the element; nothing is counted. */
  hide(): void;
  /** Listens; returns the function that stops listening. */
  on(event: "shown" | "answered" | "sent" | "dismissed" | "error", handler: (event: Event) => void): () => void;
}

/** The element's class; `undefined` on a server. */
export declare class JourneyFeedback extends HTMLElement {}

/** What `window.journeyFeedback` is; `undefined` on a server. */
export declare const journeyFeedback: JourneyFeedbackApi;

declare global {
  interface HTMLElementTagNameMap {
    "journey-feedback": JourneyFeedback;
  }
  interface HTMLElementEventMap extends JourneyFeedbackEvents {}
  interface DocumentEventMap extends JourneyFeedbackEvents {}
  interface Window {
    journeyFeedback: JourneyFeedbackApi;
  }
}
