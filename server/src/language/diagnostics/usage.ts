/** CMX254 to CMX257: what is written and not used, and what is used and should not be. */

import { rows } from "./types";

export const usageRows = rows({
  "unused-let": {
    code: "CMX254",
    severity: "information",
    tag: "unnecessary",
    title: "Let that is not used",
    message: "{name} is not used in this file.",
    explanation:
      "A file that holds a plan is read for that plan; a figure that nothing in it uses is left over. In files without plans and expectations nothing is called unused: others import them.",
  },
  "unused-import": {
    code: "CMX255",
    severity: "information",
    tag: "unnecessary",
    title: "Import that is not used",
    message: "Nothing of {path} is used in this file.",
    explanation: "A file that holds a plan needs no imports but those that it uses. Remove the line.",
  },
  "deprecated-name": {
    code: "CMX256",
    severity: "warning",
    tag: "deprecated",
    title: "Name that should no longer be used",
    message: "{name} is deprecated: {advice}",
    explanation:
      "A line of documentation that begins with `Deprecated:` says that a declaration or a let should not be used any more, and what to use instead. Everything still works.",
  },
  "unused-ignore": {
    code: "CMX257",
    severity: "warning",
    tag: "unnecessary",
    title: "Comment that ignores nothing",
    message: "This comment ignores nothing: {reason}.",
    explanation:
      "`// cmx-ignore CMX702 reason` on a line of its own takes the findings with that code off the next line. One that takes nothing off would hide the next finding unseen. Remove it.",
  },
});
