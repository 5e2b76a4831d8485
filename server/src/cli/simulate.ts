/** `cmx simulate`: the plans of a file, computed. */

import type { Range, Report } from "../../../shared/report";
import { type Analysis, analyse } from "../analysis";
import { lineIndex } from "../syntax/lines";
import { didYouMean, type Invocation } from "./arguments";
import { rangeOf } from "./diagnostics";
import { htmlReport } from "../../../shared/standalone";
import { fileHost, pageAssets, pictureMaker, type Problem, readSource, writeFiles, writeText } from "./files";

import { textReport } from "./report";
import { explanationText } from "./report/explanation";
import { plain } from "./style";
import type { ExitCode, Terminal } from "./terminal";

/** Computes a file's plans, prints or writes the report, and says by the exit code whether all is as hoped. */
export async function simulate(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const refuse = (problem: string): ExitCode => {
    terminal.err(`cmx: ${problem}\n`);
    return 2;
  };
  const source = await readSource(invocation.operands[0] ?? "-", terminal);
  if ("problem" in source) return refuse(source.problem);
  const analysis = analyse(source.uri, source.text, fileHost(source, terminal.cwd));
  const names = analysis.plans.map(({ declaration }) => declaration.name);
  const wanted = invocation.values.get("plan");
  if (wanted !== undefined && !names.includes(wanted)) {
    return refuse(`${source.name} has no plan ${wanted}.${didYouMean(wanted, names) || has(names)}`);
  }
  const path = invocation.values.get("explain");
  if (path !== undefined) {
    const plan = analysis.plans.find(({ declaration }) => declaration.name === wanted) ?? analysis.plans[0];
    const explanation = plan?.explain(path);
    if (!plan || !explanation) return refuse(noSuchFigure(path, plan?.explainable ?? [], source.name));
    const json = invocation.values.get("format") === "json";
    const text = json ? `${JSON.stringify(explanation, null, 2)}\n` : explanationText(explanation, terminal);
    terminal.out(text);
    return 0;
  }
  const whole = analysis.report(source.name);
  const report = wanted === undefined ? whole : onlyPlan(whole, wanted, otherPlans(analysis, wanted));
  const out = invocation.values.get("out");
  const target = out === "-" ? undefined : out;
  if (invocation.values.get("format") === "svg") {
    const problem = drawInto(target, report, terminal);
    return problem ? refuse(problem.problem) : verdict(report);
  }
  const written = await write(report, invocation.values.get("format"), target === undefined ? terminal : { ...terminal, style: plain });
  if (typeof written !== "string") return refuse(written.problem);
  const failure = target === undefined ? terminal.out(written) : writeText(target, written, terminal);
  if (failure) return refuse(failure.problem);
  if (target !== undefined) terminal.err(`Wrote ${target}.\n`);
  if (names.length === 0) terminal.err(`${source.name} has no plan: a serve or train declaration is one.\n`);
  return verdict(report);
}

/** The report without the other plans, and without what is said about them. */
export function onlyPlan(report: Report, name: string, others: readonly Range[]): Report {
  return {
    ...report,
    plans: report.plans.filter((plan) => plan.name === name),
    pending: report.pending.filter((plan) => plan.name === name),
    sweeps: report.sweeps.filter((sweep) => sweep.plan === name),
    searches: report.searches.filter((search) => search.plan === name),
    diagnostics: report.diagnostics.filter(({ file, range }) => file !== undefined || !others.some((other) => within(range, other))),
  };
}

/** 1 when a plan does not fit, an expectation fails, or the file has errors. */
export function verdict(report: Report): ExitCode {
  const expectations = [...report.expectations, ...report.plans.flatMap((plan) => plan.expectations)];
  const good =
    report.plans.every(({ feasible }) => feasible) &&
    expectations.every(({ pass }) => pass) &&
    report.diagnostics.every(({ severity }) => severity !== "error");
  return good ? 0 : 1;
}

function otherPlans(analysis: Analysis, name: string): readonly Range[] {
  const lines = lineIndex(analysis.text);
  return analysis.plans.filter(({ declaration }) => declaration.name !== name).map(({ declaration }) => rangeOf(lines, declaration.range));
}

function within({ start }: Range, outer: Range): boolean {
  const after = start.line > outer.start.line || (start.line === outer.start.line && start.character >= outer.start.character);
  const before = start.line < outer.end.line || (start.line === outer.end.line && start.character < outer.end.character);
  return after && before;
}

function noSuchFigure(path: string, known: readonly string[], file: string): string {
  if (known.length === 0) return `${file} has no plan with figures.`;
  return `there is nothing to explain at ${path}.${didYouMean(path, known)} There is ${known.join(", ")}.`;
}

function has(names: readonly string[]): string {
  return names.length > 0 ? ` It has ${names.join(", ")}.` : " It has none.";
}

/** Writes all pictures of a report into a folder. */
function drawInto(folder: string | undefined, report: Report, terminal: Terminal): Problem | undefined {
  if (folder === undefined) return { problem: "--format svg writes many files: --out names the folder for them." };
  const pictures = pictureMaker();
  if ("problem" in pictures) return pictures;
  const files = pictures(report);
  const failure = writeFiles(folder, files, terminal);
  if (!failure) terminal.err(`Wrote ${files.length} pictures into ${folder}.\n`);
  return failure;
}

async function write(report: Report, format: string | undefined, { columns, style }: Terminal): Promise<string | Problem> {
  if (format === "json") return `${JSON.stringify(report, null, 2)}\n`;
  if (format !== "html") return textReport(report, { columns, style });
  const assets = pageAssets();
  return "problem" in assets ? assets : htmlReport(report, assets);
}
