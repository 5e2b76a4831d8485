/** Other values for a plan: what they would give, and the edits that write them into its text. */

import type { KnobValues, PlanReport } from "../../../shared/report";
import { diagnosticRows, type Finding, type TextEdit } from "../language/diagnostics";
import { withValue } from "../semantics";
import { insertion } from "../semantics/insertion";
import type { ResolvedBlock, ResolvedDeclaration, ResolvedNumber } from "../semantics/program";
import type { View } from "./view";
import { isOwn } from "./checks/context";
import { checkLayout } from "./checks/layout";
import { checkPrecision } from "./checks/precision";
import { checkTrainingLayout } from "./checks/training";
import { evaluateExpect } from "./expectations";
import { lowerServe } from "./lower/plan";
import { lowerTrain } from "./lower/train";
import { evaluateOnce, trainOnce } from "./memo";
import type { PlanResult } from "./metrics";
import { knobNumber, knobPlace } from "./report/knobs";
import { resultsFor } from "./results";
import { reportPlan } from "./report/plan";
import { reportTraining } from "./report/train";
import { type Phrase, phrase, phraseOf } from "../language/phrase";

/** What other values come to; or why they leave nothing to compute. */
export type Trial = { readonly report: PlanReport } | { readonly problem: Phrase };

/** The plan as it would be with `values`; a problem where they break the layout. Nothing of the text changes. */
export function tryValues(view: View, declaration: ResolvedDeclaration, values: KnobValues): Trial {
  const varied = Object.entries(values).reduce(
    (plan, [path, value]) => withValue(plan, path.split("."), knobNumber(plan, path, value)),
    declaration,
  );
  return declaration.kind === "train" ? tryTraining(view, declaration, varied) : tryServing(view, declaration, varied);
}

const unreadable = phrase`The plan cannot be read with these values.`;

function tryServing(view: View, declaration: ResolvedDeclaration, varied: ResolvedDeclaration): Trial {
  const lowered = lowerServe(varied);
  if (!lowered) return { problem: unreadable };
  const { errors, fatal } = verdictOn([
    ...checkLayout(lowered),
    ...checkPrecision(varied, lowered.plan.precision, lowered.plan.machine.chip),
  ]);
  if (fatal) return problemOf(fatal);
  const result = evaluateOnce(lowered.plan);
  const held = holding(view, { declaration, varied, result });
  return { report: reportPlan(held, varied, { lowered, result, feasible: result.feasible && errors === 0 }) };
}

function tryTraining(view: View, declaration: ResolvedDeclaration, varied: ResolvedDeclaration): Trial {
  const lowered = lowerTrain(varied);
  if (!lowered) return { problem: unreadable };
  const { errors, fatal } = verdictOn(checkTrainingLayout(lowered));
  if (fatal) return problemOf(fatal);
  const result = trainOnce(lowered.plan);
  const held = holding(view, { declaration, varied, result });
  return { report: reportTraining(held, varied, { lowered, result, feasible: result.fits && errors === 0 }) };
}

/** A plan that is too large for its machine still has figures. */
function verdictOn(findings: readonly Finding[]): { readonly errors: number; readonly fatal: Finding | undefined } {
  const errors = findings.filter(({ severity }) => severity === "error");
  return { errors: errors.length, fatal: errors.find(({ key }) => key !== "too-many-chips") };
}

function problemOf({ key, values }: Finding): Trial {
  return { problem: phraseOf(diagnosticRows[key].message, values) };
}

interface Varied {
  readonly declaration: ResolvedDeclaration;
  readonly varied: ResolvedDeclaration;
  readonly result: PlanResult;
}

/** The view in which the varied plan is held to what the text expects of it. */
function holding(view: View, { declaration, varied, result }: Varied): View {
  const known = resultsFor(view.uri, view.computed);
  const results = { get: (plan: ResolvedDeclaration) => (plan === declaration ? result : known.get(plan)) };
  const expectations = declaration.expects.map((expect) => evaluateExpect(expect, results));
  return { ...view, expectations: new Map(view.expectations).set(varied, expectations) };
}

/** Edits that write `values`: over a number that the plan (or its workload in the same file) wrote itself, else as a member of the plan. */
export function writeValues(view: View, declaration: ResolvedDeclaration, values: KnobValues): readonly TextEdit[] {
  return Object.entries(values).flatMap(([path, value]) => {
    const { owner, block, key, number } = knobPlace(declaration, path);
    if (number && owner && isOwn(owner, number.place) && number.place.uri === view.uri)
      return [{ place: number.place, text: rewritten(view.text.slice(number.place.start, number.place.end), number, value) }];
    // The catalog's or another file's workload is not this plan's to change.
    return block ? added(view, declaration, block, `${key} = ${number ? quantity(number, value) : inItsUnit(key, value)}`) : [];
  });
}

/** The number alone changes where it is one; `4096 tokens per chip` keeps its unit and scope. */
function rewritten(text: string, number: ResolvedNumber, value: number): string {
  const [, digits = "", rest = ""] = /^(\d[\d_]*(?:\.\d+)?)((?:\s+[^\d+*/-].*)?)$/s.exec(text.trim()) ?? [];
  const standing = Number(digits.replaceAll("_", ""));
  if (digits === "" || !(standing > 0)) return quantity(number, value);
  return `${Number(((value * standing) / number.value).toPrecision(12))}${rest}`;
}

/** A number that nobody wrote yet. Of those that can be tried, degrees are plain. */
function inItsUnit(key: string, value: number): string {
  return key === "microbatch" ? `${value} ${value === 1 ? "sequence" : "sequences"}` : String(value);
}

function quantity({ unit, scope }: ResolvedNumber, value: number): string {
  return [String(value), ...(unit === undefined ? [] : [unit]), ...(scope === undefined ? [] : [`per ${scope}`])].join(" ");
}

/** A member of the plan's own block of that name, or of one that is added at the plan's end. */
function added(view: View, declaration: ResolvedDeclaration, block: ResolvedBlock, member: string): readonly TextEdit[] {
  const { text, uri } = view;
  if (isOwn(declaration, block.place)) {
    const start = text.indexOf("{", block.place.end);
    const [fix] = insertion({ text, uri }, { start, end: closing(text, start) }, member, phrase`Add ${member}`);
    return fix?.edits ?? [];
  }
  const at = text.lastIndexOf("}", declaration.range.end - 1);
  return [{ place: { uri, start: at, end: at }, text: `\n  ${block.schema.name} {\n    ${member}\n  }\n` }];
}

/** The end of a block whose brace opens at `start`. Braces in comments do not count. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith("//", at)) at = Math.max(at, text.indexOf("\n", at));
    else if (text[at] === "{") depth++;
    else if (text[at] === "}" && --depth === 0) return at + 1;
  }
  return text.length;
}
