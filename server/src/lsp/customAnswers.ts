/** Our own questions: the catalog's source for its read-only documents, the report for the panel. */

import type { Outcomes } from "../../../shared/outcomes";
import type { Report } from "../../../shared/report";
import type { PlanAnalysis } from "../analysis";
import { heldExpectations, planOutcomes } from "../features/outcomes";
import type { Translation } from "../language/translation";
import { locatorOf, refused, type Surroundings } from "./about";
import type { Analysed, Analyses } from "./analyses";
import { rangeOf, toWorkspaceEdit } from "./convert";
import { catalogText, isCatalog } from "./files";
import { createSafely } from "./safely";
import { displayName } from "./uris";
import { type Phrase, phrase } from "../language/phrase";

export function answerCustom(surroundings: Surroundings): void {
  const { connection, runtime, analyses, documents, folders, translation } = surroundings;
  const safely = createSafely(connection, runtime);
  const no = (words: Phrase) => refused(translation().say(words));

  safely(
    "cmx/catalog",
    () => no(phrase`The catalog could not be read.`),
    ({ uri }) => catalogText(uri) ?? no(phrase`The catalog has no ${uri}.`),
  );

  safely(
    "cmx/outcomes",
    () => null,
    async ({ uri }) => {
      const analysed = await analyses.of(uri);
      return analysed && !isCatalog(uri) ? outcomesOf(analysed, translation()) : null;
    },
  );

  safely(
    "cmx/report",
    () => no(phrase`The report could not be made; the log says why.`),
    async ({ uri }, token) => {
      const file = displayName(uri, folders());
      for (;;) {
        const analysed = await analyses.of(uri);
        if (!analysed) return no(phrase`${file} is not open.`);
        const report = await inTurns(analysed.analysis.reportInSteps(file), async () => {
          await new Promise<void>((resolve) => runtime.defer(resolve));
          return !token.isCancellationRequested && (await analyses.of(uri)) === analysed;
        });
        if (report) return spoken(report, analysed, translation());
        if (token.isCancellationRequested) return no(phrase`Cancelled.`);
      }
    },
  );

  safely(
    "cmx/otherReports",
    () => no(phrase`The other reports could not be made; the log says why.`),
    async ({ uri }, token) => {
      const reports: Report[] = [];
      const own = documents().get(uri);
      for (const document of documents().all()) {
        if (document === own || token.isCancellationRequested) continue;
        const analysed = await analyses.of(document.uri);
        const goOn = () => new Promise<boolean>((resolve) => runtime.defer(() => resolve(!token.isCancellationRequested)));
        const report = analysed && (await inTurns(analysed.analysis.reportInSteps(displayName(document.uri, folders())), goOn));
        if (report && report.plans.length > 0) reports.push(report);
      }
      return reports;
    },
  );

  safely(
    "cmx/try",
    () => no(phrase`These values could not be tried; the log says why.`),
    async ({ uri, plan, values }) => {
      const found = await planOf(analyses, uri, plan);
      const tried = found?.tryValues(values) ?? no(phrase`${plan} has no figures.`);
      return "problem" in tried ? { problem: translation().say(tried.problem) } : tried;
    },
  );

  safely(
    "cmx/write",
    () => no(phrase`These values could not be written; the log says why.`),
    async ({ uri, plan, values }) => {
      const edits = (await planOf(analyses, uri, plan))?.writeValues(values) ?? [];
      return edits.length === 0 ? null : (toWorkspaceEdit(edits, locatorOf(surroundings)) ?? null);
    },
  );
}

/** The report with its findings in the user's language. */
function spoken(report: Report, { analysis }: Analysed, { messageOf }: Translation): Report {
  const messages = analysis.findings.map(messageOf);
  return { ...report, diagnostics: report.diagnostics.map((each, index) => ({ ...each, message: messages[index] ?? each.message })) };
}

/** A plan of an open document by its name. */
async function planOf(analyses: Analyses, uri: string, name: string): Promise<PlanAnalysis | undefined> {
  const analysed = await analyses.of(uri);
  return analysed?.analysis.plans.find(({ declaration }) => declaration.name === name);
}

/** The verdicts of the plans and the expectations. */
function outcomesOf({ version, analysis, lines }: Analysed, { messageOf, say }: Translation): Outcomes {
  return {
    version,
    plans: planOutcomes(analysis, say).map(({ span, ...plan }) => ({ ...plan, range: rangeOf(lines, span) })),
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
