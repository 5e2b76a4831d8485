/** npm run validate: prints the tables and writes them to docs/validation.md; what they say of each chip goes into the catalog's notes. */

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { validationDocument } from "./document";
import { validateServing } from "./serving/predict";
import { recorded, trackRecord } from "./record";
import { validationFiles } from "./rows";
import { validateTraining } from "./training/predict";
import { validateDeployments, validateOperators } from "./validate";

const deployments = validateDeployments();
const serving = validateServing();
const training = validateTraining();
const text = validationDocument(validateOperators(), deployments, serving, training);
process.stdout.write(text);
writeFileSync(join("docs", "validation.md"), text);
writeFileSync(join("server", "src", "catalog", "record.json"), trackRecord(recorded(serving, training)));
mkdirSync(join("docs", "validation"), { recursive: true });
for (const [name, content] of validationFiles(serving.predictions, training.predictions))
  writeFileSync(join("docs", "validation", name), content);
