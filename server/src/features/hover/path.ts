/** Hover on a word of an expression: a name, a path into a declaration, a measurement, a choice. */

import type { Analysis } from "../../analysis/types";
import type { Place } from "../../language/diagnostics";
import { formatFigure } from "../../language/figures";
import type { Metric } from "../../language/metrics";
import type { PropertySchema } from "../../language/schema";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { Name, Path } from "../../syntax";
import { measurements } from "../completion/paths";
import { choicesOf, describeValue } from "../describe";
import { machineTotals } from "../machine";
import { useAt } from "../names";
import { fabricsOf, numbersOf, referenceOf } from "../numbers";
import { declarationHover, origin } from "./declaration";
import { figureHover } from "./explanation";
import { footnotes, paragraphs, plain, source } from "./markdown";
import { loadsOf } from "./now";
import { commentAt, legendOf } from "./sources";
import type { Say } from "../../language/translation";
import { phrase, phraseOf } from "../../language/phrase";

/** Where the path stands: the property whose value it is, and the declaration around it. */
export interface Surroundings {
  readonly property: PropertySchema | undefined;
  readonly owner: ResolvedDeclaration | undefined;
}

export function pathHover(analysis: Analysis, path: Path, name: Name, { property, owner }: Surroundings, say: Say): string | undefined {
  const choice = property && choicesOf(property.value).find((candidate) => candidate.name === name.text);
  if (choice) return paragraphs([source(`${property.name} = ${choice.name}`), say(phraseOf(choice.documentation))]);
  const words = path.names.map((each) => each.text);
  const own = owner && measurementHover(analysis, owner, words.join("."), say);
  if (own) return own;
  const use = useAt(analysis, name.start);
  if (use?.declaration && path.names[0] === name) return declarationHover(analysis, use.declaration, say);
  const head = analysis.program.visible.get(words[0] ?? "");
  if (head && path.names[0] !== name) {
    const rest = words.slice(1, path.names.indexOf(name) + 1).join(".");
    return (
      measurementHover(analysis, head, words.slice(1).join("."), say) ??
      numberHover(analysis, head, rest, say) ??
      numberHover(analysis, head, words.slice(1).join("."), say)
    );
  }
  const named = path.names[0] === name ? analysis.program.visibleLets.get(name.text) : undefined;
  const meant = named && use?.target.uri === named.place.uri && use.target.start === named.place.start ? named : undefined;
  if (meant)
    return paragraphs([
      letHover(meant.name, meant.value && describeValue(meant.value), meant.documentation),
      say(origin(analysis, meant.place.uri)),
    ]);
  if (property?.value.type === "fabric" && owner) return fabricHover(analysis, owner, name.text, say);
  const plan = property ? undefined : referenceOf(owner, "plan");
  return plan && variedHover(analysis, plan, words, say);
}

export function letHover(name: string, value: string | undefined, documentation: string | undefined): string {
  return paragraphs([source(value === undefined ? `let ${name}` : `let ${name} = ${value}`), documentation]);
}

function measurementHover(analysis: Analysis, plan: ResolvedDeclaration, name: string, say: Say): string | undefined {
  const metric: Metric | undefined = measurements(plan).find((candidate) => candidate.name === name);
  if (!metric) return undefined;
  const looked = analysis.plans.find((candidate) => candidate.declaration === plan);
  const report = looked?.report;
  const value = report?.metrics[name];
  const chips = report?.phases
    .filter((phase) => metric.pool === "plan" || metric.pool === phase.name)
    .reduce((sum, phase) => sum + phase.instances * phase.chips, 0);
  const show = (amount: number) => formatFigure(amount, metric.dimension, report?.currency);
  const figure = value === undefined ? undefined : `${plan.name}: **${show(value)}**`;
  const each = value !== undefined && chips ? say(phrase`, ${show(value / chips)} per chip`) : "";
  return paragraphs([
    `**${name}**`,
    say(phraseOf(metric.documentation)),
    figure && figure + each,
    looked && figureHover(looked, name, say),
  ]);
}

/** A number of a declaration, or a total of a machine with the figure of one chip that it comes from. */
export function numberHover(analysis: Analysis, declaration: ResolvedDeclaration, path: string, say: Say): string | undefined {
  const number = numbersOf(declaration).find((candidate) => candidate.path === path);
  const title = `**${declaration.name}.${path}**`;
  if (number) {
    const figure = `**${describeValue(number.value)}**`;
    return paragraphs([title, say(phraseOf(number.property.documentation)), figure, sourceParagraph(analysis, number.value.place)]);
  }
  const totals = machineTotals(declaration);
  const total = totals?.totals.find((candidate) => candidate.path === path);
  if (!totals || !total) return undefined;
  const each = numbersOf(totals.chip).find((candidate) => candidate.path === path);
  const perChip = each ? say(phrase` = ${totals.chips} chips × ${describeValue({ ...each.value, scope: undefined })}`) : "";
  const figure = `**${formatFigure(total.value, total.dimension)}**${perChip}`;
  return paragraphs([
    title,
    each && say(phraseOf(each.property.documentation)),
    figure,
    each && sourceParagraph(analysis, each.value.place),
  ]);
}

/** The comment behind a figure, and what it refers to. */
export function sourceParagraph(analysis: Analysis, place: Place): string | undefined {
  const comment = commentAt(analysis, place);
  return comment && paragraphs([plain(comment), footnotes(legendOf(analysis, [place]))]);
}

/** The path of a `vary` line, through the plan and what that refers to. */
function variedHover(analysis: Analysis, plan: ResolvedDeclaration, words: readonly string[], say: Say): string | undefined {
  const referred = referenceOf(plan, words[0] ?? "");
  return referred ? numberHover(analysis, referred, words.slice(1).join("."), say) : numberHover(analysis, plan, words.join("."), say);
}

function fabricHover(analysis: Analysis, plan: ResolvedDeclaration, name: string, say: Say): string | undefined {
  const machine = referenceOf(plan, "on");
  const fabric = machine && fabricsOf(machine).find((candidate) => candidate.name === name);
  const bandwidth = fabric?.values.get("bandwidth");
  if (!bandwidth) return undefined;
  const loads = loadsOf(analysis, machine, name, say);
  return paragraphs([source(`fabric ${name}`), `**${describeValue(bandwidth)}**`, sourceParagraph(analysis, bandwidth.place), loads]);
}
