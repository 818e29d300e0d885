// The one style sheet that all questions on a page share.

import css from "./style.css";

export const styles = new CSSStyleSheet();
styles.replaceSync(css);
