/** What a property may be: names, choices, numbers with their units. */

import type { Analysis } from "../../analysis/types";
import type { DeclarationKind, PropertySchema } from "../../language/schema";
import { deprecationOf } from "../../semantics";
import { workloadText } from "../../semantics/insertion";
import type { ResolvedDeclaration } from "../../semantics/program";
import { choicesOf } from "../describe";
import { machineTotals } from "../machine";
import { fabricsOf, referenceOf } from "../numbers";
import { summary } from "../summary";
import { allScopes, type Expected, operandOffers } from "./expressions";
import { metricOffers } from "./paths";
import type { Offer } from "./types";
import { phrase, phraseOf } from "../../language/phrase";

/** What the value of `property` may be, in the declaration `owner`. */
export function expectedValue(analysis: Analysis, property: PropertySchema, owner: ResolvedDeclaration | undefined): Expected {
  const { value } = property;
  const nothing: Expected = { dimensions: [], scopes: [], operands: choiceOffers(property), followers: [] };
  switch (value.type) {
    case "choice":
    case "text":
      return nothing;
    case "quantity":
      return {
        dimensions: [value.dimension, ...(value.alternatives ?? [])],
        scopes: value.scope ? (value.scopes ?? allScopes) : [],
        operands: [...choiceOffers(property), exampleOffer(property), ...operandOffers(analysis.program, owner)],
        followers: [],
        ...(value.bounds ? { bounds: value.bounds } : {}),
      };
    case "reference": {
      const names = nameOffers(analysis, value.to).filter((offer) => offer.label !== owner?.name);
      const none = names.length === 0 && value.to.includes("workload") && owner;
      return { ...nothing, operands: none ? [newWorkloadOffer(analysis, owner)] : names };
    }
    case "fabric": {
      const machine = referenceOf(owner, "on");
      return { ...nothing, operands: machine ? fabricOffers(machine) : [] };
    }
    case "metric": {
      const plan = referenceOf(owner, "plan");
      return { ...nothing, scopes: allScopes, operands: plan ? metricOffers(plan) : [] };
    }
  }
}

/** The visible names of these kinds: the file's own first, then imports, then the catalog; machines with the most chips first. */
export function nameOffers({ program }: Analysis, wanted: readonly DeclarationKind[]): readonly Offer[] {
  const fitting = program.visible.ofKinds(wanted);
  const chips = new Map(fitting.map((declaration) => [declaration, machineTotals(declaration)?.chips ?? 0]));
  const largestFirst = fitting.toSorted((left, right) => (chips.get(right) ?? 0) - (chips.get(left) ?? 0));
  return largestFirst.map((declaration) => ({
    label: declaration.name,
    kind: "declaration",
    detail: summary(declaration),
    documentation: declaration.documentation ?? "",
    text: declaration.name,
    ...(deprecationOf(declaration.documentation) === undefined ? {} : { deprecated: true }),
    rank: declaration.uri === program.uri ? 0 : declaration.uri.startsWith("cmx-catalog:") ? 2 : 1,
  }));
}

/**
 * A plan needs a workload, and the catalog has none: one is written along with its name. Above the plan, as the end of the file may be where
 * the name is.
 */
function newWorkloadOffer({ text, uri, program }: Analysis, owner: ResolvedDeclaration): Offer {
  const taken = (name: string) => program.visible.has(name) || program.visibleLets.has(name);
  const name = ["chat", "requests", "load"].find((one) => !taken(one)) ?? `${owner.name}Requests`;
  const start = topOf(text, owner.range.start);
  return {
    label: name,
    kind: "declaration",
    detail: phrase`new workload`,
    documentation: phrase`Declares a workload above this plan: what a request asks, and how long its answer is.`,
    text: name,
    edits: [{ place: { uri, start, end: start }, text: `${workloadText(name)}\n` }],
  };
}

/** Where a declaration begins, with the documentation above it. */
function topOf(text: string, start: number): number {
  let top = text.lastIndexOf("\n", start - 1) + 1;
  for (;;) {
    const above = text.lastIndexOf("\n", top - 2) + 1;
    if (top === 0 || !text.slice(above, top).trimStart().startsWith("///")) return top;
    top = above;
  }
}

function choiceOffers(property: PropertySchema): readonly Offer[] {
  const quote = property.value.type === "text" ? '"' : "";
  return choicesOf(property.value).map(({ name, documentation }) => ({
    label: quote + name + quote,
    kind: "choice",
    detail: property.default === quote + name + quote ? phrase`default` : "",
    documentation: phraseOf(documentation),
    text: quote + name + quote,
    whole: true,
  }));
}

function exampleOffer({ example, name }: PropertySchema): Offer {
  return {
    label: example,
    kind: "value",
    detail: phrase`example`,
    documentation: phrase`A usual value of ${name}.`,
    text: example,
    rank: 0,
    whole: true,
  };
}

function fabricOffers(machine: ResolvedDeclaration): readonly Offer[] {
  return fabricsOf(machine).flatMap((fabric): Offer[] => {
    const role = fabric.values.get("role");
    const detail = role?.type === "word" ? role.word : "";
    return fabric.name
      ? [{ label: fabric.name, kind: "fabric", detail, documentation: phrase`Fabric of ${machine.name}.`, text: fabric.name }]
      : [];
  });
}
