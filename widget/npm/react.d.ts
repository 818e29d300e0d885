// For React 19 and later: `import type {} from "@journey-feedback/widget/react"` once in a project.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { JourneyFeedback, JourneyFeedbackAttributes } from "./index.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "journey-feedback": DetailedHTMLProps<HTMLAttributes<JourneyFeedback>, JourneyFeedback> & JourneyFeedbackAttributes;
    }
  }
}
