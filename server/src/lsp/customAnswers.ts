/** Our own questions: the catalog's source for its read-only documents, the report for the panel. */

import type { Outcomes } from "../../../shared/outcomes";
import { heldExpectations, planOutcomes } from "../features/outcomes";
import type { Translation } from "../language/translation";
import { refused, type Surroundings } from "./about";
import type { Analysed } from "./analyses";
import { rangeOf } from "./convert";
import { catalogText, isCatalog } from "./files";
import { createSafely } from "./safely";
import { displayName } from "./uris";

export function answerCustom({ connection, runtime, analyses, folders, translation }: Surroundings): void {
  const safely = createSafely(connection, runtime);

  safely("cmx/catalog", refused("The catalog could not be read."), ({ uri }) => catalogText(uri) ?? refused(`The catalog has no ${uri}.`));

  safely("cmx/outcomes", null, async ({ uri }) => {
    const analysed = await analyses.of(uri);
    return analysed && !isCatalog(uri) ? outcomesOf(analysed, translation()) : null;
  });

  safely("cmx/report", refused("The report could not be made; the log says why."), async ({ uri }, token) => {
    const file = displayName(uri, folders());
    for (;;) {
      const analysed = await analyses.of(uri);
      if (!analysed) return refused(`${file} is not open.`);
      const report = await inTurns(analysed.analysis.reportInSteps(file), async () => {
        await new Promise<void>((resolve) => runtime.defer(resolve));
        return !token.isCancellationRequested && (await analyses.of(uri)) === analysed;
      });
      if (report) return report;
      if (token.isCancellationRequested) return refused("Cancelled.");
    }
  });
}

/** The verdicts of the plans and the expectations. */
function outcomesOf({ version, analysis, lines }: Analysed, { messageOf }: Translation): Outcomes {
  return {
    version,
    plans: planOutcomes(analysis).map(({ span, ...plan }) => ({ ...plan, range: rangeOf(lines, span) })),
    expectations: heldExpectations(analysis).map(({ text, span, plan, pass, actual, expected, finding }) => ({
      text,
      range: rangeOf(lines, span),
      pass,
      ...(plan === undefined ? {} : { plan }),
      ...(actual === undefined ? {} : { actual }),
      ...(expected === undefined ? {} : { expected }),
      ...(finding ? { message: messageOf(finding) } : {}),
    })),
  };
}

/** Some milliseconds of work. */
const stepsOfATurn = 32;

/** Takes the steps in turns, so that key presses are answered in between; gives up (undefined) when `goOn` says that nobody wants the result any more. */
async function inTurns<Result>(steps: Generator<void, Result>, goOn: () => Promise<boolean>): Promise<Result | undefined> {
  for (let taken = 1; ; taken++) {
    const { done, value } = steps.next();
    if (done) return value;
    if (taken % stepsOfATurn === 0 && !(await goOn())) return undefined;
  }
}
