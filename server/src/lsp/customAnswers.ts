/** Our own questions: the catalog's source for its read-only documents, the report for the panel. */

import { refused, type Surroundings } from "./about";
import { catalogText } from "./files";
import { createSafely } from "./safely";
import { displayName } from "./uris";

export function answerCustom({ connection, runtime, analyses, folders }: Surroundings): void {
  const safely = createSafely(connection, runtime);

  safely("cmx/catalog", refused("The catalog could not be read."), ({ uri }) => catalogText(uri) ?? refused(`The catalog has no ${uri}.`));

  safely("cmx/report", refused("The report could not be made; the log says why."), async ({ uri }) => {
    const file = displayName(uri, folders());
    const analysed = await analyses.of(uri);
    return analysed ? analysed.analysis.report(file) : refused(`${file} is not open.`);
  });
}
