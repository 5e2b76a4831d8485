/** Our own questions: the catalog's source for its read-only documents, the report for the panel. */

import { refused, type Surroundings } from "./about";
import { catalogText } from "./files";
import { catalogRequest, reportRequest } from "./protocol";
import { createSafely } from "./safely";
import { displayName } from "./uris";

export function answerCustom({ connection, runtime, analyses, folders }: Surroundings): void {
  const safely = createSafely(connection, runtime);

  connection.onRequest(
    catalogRequest,
    safely({
      name: "a catalog file",
      nothing: refused("The catalog could not be read."),
      answer: ({ uri }) => catalogText(uri) ?? refused(`The catalog has no file ${uri}.`),
    }),
  );

  connection.onRequest(
    reportRequest,
    safely({
      name: "a report",
      nothing: refused("The report could not be made; the log says why."),
      answer: async ({ uri }) => {
        const file = displayName(uri, folders());
        const analysed = await analyses.of(uri);
        return analysed ? analysed.analysis.report(file) : refused(`${file} is not open.`);
      },
    }),
  );
}
