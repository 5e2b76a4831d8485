/** CMX2xx: what other files say, imported ones, configurations of models and recorded requests. */

import { rows } from "./types";

export const fileRows = rows({
  "import-missing": {
    code: "CMX228",
    severity: "error",
    title: "Import not found",
    message: "There is no file {path}.",
    explanation: "The path is relative to the file that imports it.",
  },
  "import-cycle": {
    code: "CMX229",
    severity: "error",
    title: "Import that comes back",
    message: "This import leads back to this file: {cycle}.",
    explanation: "Move what both files need into a third one.",
  },
  "import-outside": {
    code: "CMX230",
    severity: "error",
    title: "Import from outside",
    message: "{path} lies outside the workspace.",
    explanation: "CMX reads files of the workspace only.",
  },
  "import-invalid": {
    code: "CMX231",
    severity: "error",
    title: "Import that cannot be used",
    message: "{path} cannot be imported: {reason}.",
    explanation: "Only readable .cmx files can be imported, by a relative path.",
  },
  "import-broken": {
    code: "CMX252",
    severity: "error",
    title: "Import with errors",
    message: "{file} has {errors} in line {line}: {first}",
    explanation: "What is sound in the imported file can be used. A plan that needs something broken there is not computed.",
  },
  "config-unreadable": {
    code: "CMX241",
    severity: "error",
    title: "Configuration not readable",
    message: "{path} cannot be read: {reason}.",
    explanation: "The file must be a Hugging Face config.json within the workspace.",
  },
  "config-unmapped": {
    code: "CMX242",
    severity: "warning",
    title: "Configuration keys not understood",
    message: "CMX does not know what these keys of {path} mean for the architecture: {keys}.",
    explanation:
      "Keys that do not change shapes or the order of layers are known and passed over. Check that the others do not matter, or set the properties in the block.",
  },
  "config-unsupported": {
    code: "CMX243",
    severity: "error",
    title: "Unknown model family",
    message: "{path} is of the family {family}, which CMX does not model.",
    explanation:
      "A model of another family is never approximated silently. Describe it in the block, if its layers are of a kind that CMX has.",
  },
  "trace-unreadable": {
    code: "CMX259",
    severity: "error",
    title: "Trace that cannot be read",
    message: "{path} is no trace of requests: {reason}.",
    explanation:
      "A trace is a file of JSON objects, one a line, with `input_length` and `output_length` (and, as Mooncake's have, `timestamp` and `hash_ids`), or a CSV file with columns such as `ContextTokens` and `GeneratedTokens` (Azure's) or `Request tokens` and `Response tokens` (BurstGPT's). Its path is relative to the file that names it.",
  },
  "trace-malformed": {
    code: "CMX260",
    severity: "error",
    title: "Line of a trace that is no request",
    message: "Line {line} of {path} is no request: {reason}.",
    explanation:
      "A trace with a broken line may be cut off or of another format; its figures would be of other requests than the file's name says.",
  },
});
