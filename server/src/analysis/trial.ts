/** Other values for a plan: what they would give, and the edits that write them into its text. */

import type { KnobValues, PlanReport } from "../../../shared/report";
import type { TextEdit } from "../language/diagnostics";
import { withValue } from "../semantics";
import { insertion } from "../semantics/insertion";
import type { ResolvedBlock, ResolvedDeclaration, ResolvedNumber } from "../semantics/program";
import type { ComputedPlan, View } from "./analyse";
import { isOwn } from "./checks/context";
import { checkLayout } from "./checks/layout";
import { checkPrecision } from "./checks/precision";
import { evaluateExpect } from "./expectations";
import { lowerServe } from "./lower/plan";
import { numberOf, targetOf } from "./lower/read";
import { evaluateOnce } from "./memo";
import { knobNumber } from "./report/knobs";
import { reportPlan } from "./report/plan";

export type Trial = { readonly report: PlanReport } | { readonly problem: string };

/** The plan as it would be with `values`; a problem where they break the layout. Nothing of the text changes. */
export function tryValues(view: View, declaration: ResolvedDeclaration, values: KnobValues): Trial {
  const varied = Object.entries(values).reduce(
    (plan, [path, value]) => withValue(plan, path.split("."), knobNumber(plan, path.split("."), value)),
    declaration,
  );
  const lowered = lowerServe(varied);
  if (!lowered) return { problem: "The plan cannot be read with these values." };
  const findings = [...checkLayout(lowered), ...checkPrecision(varied, lowered.plan.precision, lowered.plan.machine.chip)];
  const errors = findings.filter(({ severity }) => severity === "error");
  const fatal = errors.find(({ key }) => key !== "too-many-chips");
  if (fatal) return { problem: fatal.message };
  const result = evaluateOnce(lowered.plan);
  const computed: ComputedPlan = { lowered, result, feasible: result.feasible && errors.length === 0 };
  const results = new Map([...view.computed].map(([plan, known]) => [plan, known.result] as const)).set(declaration, result);
  const expectations = declaration.expects.map((expect) => evaluateExpect(expect, results));
  return { report: reportPlan({ ...view, expectations: new Map(view.expectations).set(varied, expectations) }, varied, computed) };
}

/** Edits that write `values`: over a number that the plan (or its workload in the same file) wrote itself, else as a member of the plan. */
export function writeValues(view: View, declaration: ResolvedDeclaration, values: KnobValues): readonly TextEdit[] {
  return Object.entries(values).flatMap(([path, value]) => {
    const [head = "", key = ""] = path.split(".");
    const block = declaration.blocks.get(head);
    const target = block ?? targetOf(declaration, head);
    const number = numberOf(target, key);
    const owner = block ? declaration : targetOf(declaration, head);
    if (number && owner && isOwn(owner, number.place) && number.place.uri === view.uri)
      return [{ place: number.place, text: rewritten(view.text.slice(number.place.start, number.place.end), number, value) }];
    // The catalog's or another file's workload is not this plan's to change.
    return block ? added(view, declaration, block, `${key} = ${number ? quantity(number, value) : value}`) : [];
  });
}

/** The number alone changes where it is one; `4096 tokens per chip` keeps its unit and scope. */
function rewritten(text: string, number: ResolvedNumber, value: number): string {
  const [, digits = "", rest = ""] = /^(\d[\d_]*(?:\.\d+)?)((?:\s+[^\d+*/-].*)?)$/s.exec(text.trim()) ?? [];
  const standing = Number(digits.replaceAll("_", ""));
  if (digits === "" || !(standing > 0)) return quantity(number, value);
  return `${Number(((value * standing) / number.value).toPrecision(12))}${rest}`;
}

function quantity({ unit, scope }: ResolvedNumber, value: number): string {
  return [String(value), ...(unit === undefined ? [] : [unit]), ...(scope === undefined ? [] : [`per ${scope}`])].join(" ");
}

/** A member of the plan's own block of that name, or of one that is added at the plan's end. */
function added(view: View, declaration: ResolvedDeclaration, block: ResolvedBlock, member: string): readonly TextEdit[] {
  const { text, uri } = view;
  if (isOwn(declaration, block.place)) {
    const start = text.indexOf("{", block.place.end);
    const [fix] = insertion({ text, uri }, { start, end: closing(text, start) }, member, member);
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
