/** Hover: what the word under the cursor means, what it wants, what it comes to, and where that is from. */

import type { Analysis } from "../../analysis/types";
import { findKind } from "../../language/schema";
import { findUnit, scopes } from "../../language/units";
import { functions, scopeWords } from "../../language/words";
import { type Declaration, type Name, type Node, nodeAt, type Span, type Subblock, type UnitName } from "../../syntax";
import { choicesOf, describeProperty, describeUnit, describeValue } from "../describe";
import { numbersOf } from "../numbers";
import { spanOf } from "../spans";
import { type Context, contextOf } from "./context";
import { declarationHover, numberTable } from "./declaration";
import { operatorsHover } from "./explanation";
import { keywordHover } from "./keyword";
import { paragraphs, plain } from "./markdown";
import { letHover, pathHover, sourceParagraph } from "./path";
import { batchNow, conversionsOf, loadsOf } from "./now";
import { phaseFigures } from "./plan";
import { traceTable } from "./trace";
import { english, type Say } from "../../language/translation";
import { phrase, phraseOf } from "../../language/phrase";

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export function hover(analysis: Analysis, offset: number, say: Say = english.say): Hover | undefined {
  const nodes = nodeAt(analysis.program.document, offset);
  const innermost = nodes.at(-1);
  const markdown = innermost && markdownFor(analysis, nodes, innermost, say);
  if (!innermost) return undefined;
  return markdown ? { span: spanOf(innermost), markdown } : keywordHover(analysis, innermost, offset, say);
}

function markdownFor(analysis: Analysis, nodes: readonly Node[], node: Node, say: Say): string | undefined {
  const context = contextOf(analysis, nodes);
  switch (node.kind) {
    case "unit":
      return unitHover(node, context, say);
    case "quantity":
      return paragraphs([conversionsOf(node, say), propertyHover(analysis, context, say)]) || undefined;
    case "string": {
      const value = context.property?.value;
      const choice = value && choicesOf(value).find((candidate) => candidate.name === node.value);
      if (choice) return paragraphs([`**"${choice.name}"**`, say(phraseOf(choice.documentation))]);
      const trace = context.property?.name === "trace" ? context.owner?.trace : undefined;
      return paragraphs([propertyHover(analysis, context, say), trace && traceTable(trace, say)]) || undefined;
    }
    case "name":
      return nameHover(analysis, node, nodes.at(-2), context, say);
    default:
      return undefined;
  }
}

function nameHover(analysis: Analysis, name: Name, parent: Node | undefined, context: Context, say: Say): string | undefined {
  switch (parent?.kind) {
    case "declaration":
      return headHover(analysis, name, parent, context, say);
    case "subblock":
      return blockHover(analysis, name, parent, context, say);
    case "property":
      return propertyHover(analysis, context, say);
    case "path":
      return pathHover(analysis, parent, name, context, say);
    case "call":
      return documented(functions.find((candidate) => candidate.name === name.text)?.documentation, say);
    case "scope": {
      const scope = scopes.find((candidate) => candidate === name.text);
      return scope && paragraphs([`**per ${scope}**`, say(phraseOf(scopeWords[scope]))]);
    }
    case "let": {
      const meant = analysis.program.lets.find((candidate) => candidate.place.start === name.start);
      return meant && letHover(meant.name, meant.value && describeValue(meant.value), meant.documentation);
    }
    default:
      return undefined;
  }
}

function documented(text: string | undefined, say: Say): string | undefined {
  return text === undefined ? undefined : say(phraseOf(text));
}

/** The kind, the name or the base of a declaration. */
function headHover(analysis: Analysis, name: Name, declaration: Declaration, { owner }: Context, say: Say): string | undefined {
  if (name.start === declaration.keyword.start) {
    const kind = findKind(name.text);
    return kind && paragraphs([`**${kind.name}**`, say(phraseOf(kind.documentation))]);
  }
  const meant = name.start === declaration.base?.start ? owner?.base : owner;
  return meant && declarationHover(analysis, meant, say);
}

/** A block: what it is for, its numbers; for the phase of a plan what the engine says of it. */
function blockHover(analysis: Analysis, name: Name, written: Subblock, { owner, schema, block }: Context, say: Say): string | undefined {
  if (!schema) return undefined;
  const plan = analysis.plans.find((each) => each.declaration === owner);
  const report = plan?.report;
  const phase = report?.phases.find((candidate) => candidate.name === written.key.text);
  const title = written.name && name.start === written.name.start ? `${schema.name} ${name.text}` : schema.name;
  const figures = report && phase ? phaseFigures(report, phase, say) : block && numberTable(analysis, numbersOf(block));
  const loads = written.name && written.key.text === "fabric" ? loadsOf(analysis, owner, written.name.text, say) : undefined;
  const operators = plan && phase ? operatorsHover(plan, phase, say) : undefined;
  return paragraphs([`**${title}**`, say(phraseOf(schema.documentation)), figures, operators, loads]);
}

/** A property: what the tables say of it, what it is here, and the comment that says where that is from. */
function propertyHover(analysis: Analysis, { owner, written, property, schema, block }: Context, say: Say): string | undefined {
  if (!written || !property || !schema) return undefined;
  const value = block?.values.get(property.name);
  const here = value && say(phrase`Here: **${plain(describeValue(value))}**`);
  const title = say(phrase`**${plain(property.name)}** of ${schema.name}`);
  const now = property.name === "batch" ? batchNow(analysis, owner, schema.name, say) : undefined;
  return paragraphs([
    title,
    written.documentation,
    say(describeProperty(property)),
    here,
    now,
    value && sourceParagraph(analysis, value.place),
  ]);
}

function unitHover(node: UnitName, { property }: Context, say: Say): string | undefined {
  const unit = findUnit(node.text, property?.value.type === "quantity" ? property.value.dimension : undefined);
  return unit && paragraphs([`**${unit.name}**`, say(describeUnit(unit))]);
}
