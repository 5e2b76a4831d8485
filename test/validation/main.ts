/** npm run validate: prints the tables and writes them to docs/validation.md. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { validationDocument } from "./document";
import { validateDeployments, validateOperators } from "./validate";

const text = validationDocument(validateOperators(), validateDeployments());
process.stdout.write(text);
writeFileSync(join("docs", "validation.md"), text);
