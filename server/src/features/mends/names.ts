/** Mends of names, imports and members that stand where they cannot. */

import { type Fix, fix } from "../../language/diagnostics";
import { scopes } from "../../language/units";
import { nearest } from "../../semantics";
import { type Node, walk } from "../../syntax";
import { fabricsOf, referenceOf } from "../numbers";
import { rename } from "../rename";
import { around, change, insert, type Mends, remove, type Wound, write } from "./wound";
import { phrase } from "../../language/phrase";

const removeImport = (wound: Wound): readonly Fix[] => {
  const node = around(wound, "import");
  return node ? [remove(wound, phrase`Remove the import`, node)] : [];
};

export const nameMends: Mends = {
  "unknown-name": declareLet,
  "unknown-scope": (wound) => {
    const value = wound.context.property?.value;
    const allowed = value?.type === "quantity" ? (value.scopes ?? scopes) : scopes;
    const near = nearest(wound.text.replace(/^per\s+/, ""), allowed);
    return (near.length > 0 ? near : allowed).map((scope) => change(wound, wound.text.startsWith("per") ? `per ${scope}` : scope));
  },
  "wrong-scope": (wound) => {
    const scope = around(wound, "scope");
    const value = wound.context.property?.value;
    const allowed = value?.type === "quantity" ? (value.scopes ?? (value.scope ? [value.scope] : [])) : [];
    if (!scope) return [];
    return [
      ...allowed.map((one) => write(wound, phrase`Change to per ${one}`, scope, `per ${one}`)),
      remove(wound, phrase`Remove ${wound.text}`, scope),
    ];
  },
  "unknown-fabric": (wound) => {
    const machine = referenceOf(wound.context.owner, "on");
    return machine ? fabricsOf(machine).flatMap(({ name }) => (name ? [change(wound, name)] : [])) : [];
  },
  "wrong-kind": ({ analysis, context, ...wound }) => {
    const value = context.property?.value;
    if (value?.type !== "reference") return [];
    const fitting = analysis.program.visible.ofKinds(value.to);
    const own = fitting.filter(({ uri }) => uri === analysis.uri).map(({ name }) => name);
    const example = fitting.some(({ name }) => name === context.property?.example) ? [context.property?.example ?? ""] : [];
    return [...own, ...example].slice(0, 3).map((name) => change({ analysis, context, ...wound }, name));
  },
  "duplicate-name": (wound) => {
    const { declarations, lets, visible } = wound.analysis.program;
    const taken = new Set([...declarations.map(({ name }) => name), ...lets.map(({ name }) => name), ...visible.keys()]);
    const free = [2, 3, 4, 5, 6, 7, 8, 9].map((number) => `${wound.text}${number}`).find((name) => !taken.has(name));
    return free ? [write(wound, phrase`Rename to ${free}`, wound.finding.place, free)] : [];
  },
  "duplicate-property": removeMember,
  "not-allowed-here": removeMember,
  "base-of-another-kind": (wound) => {
    const declaration = around(wound, "declaration");
    const base = wound.analysis.program.visible.get(wound.text);
    if (!declaration || !base) return [];
    const chip = declaration.keyword.text === "chip" ? referenceOf(base, "chip") : undefined;
    const kind = write(wound, phrase`Make ${declaration.name.text} a ${base.kind}`, declaration.keyword, base.kind);
    return chip ? [change(wound, chip.name), kind] : [kind];
  },
  "unused-let": (wound) => {
    const node = around(wound, "let");
    return node ? [remove(wound, phrase`Remove ${wound.text}`, node)] : [];
  },
  "unused-import": removeImport,
  "deprecated-name": (wound) => {
    // Its author says in words what to use instead; a name among them is what is meant.
    const { advice } = wound.finding.values;
    const words = new Set(typeof advice === "string" ? advice.match(/[A-Za-z_]\w*/g) : []);
    const { lets, visible } = wound.analysis.program;
    const names = [...visible.keys(), ...lets.map(({ name }) => name)];
    return names.filter((name) => words.has(name) && name !== wound.text).map((name) => change(wound, name));
  },
  "import-missing": removeImport,
  "import-cycle": removeImport,
  "import-outside": removeImport,
  "import-invalid": removeImport,
  "hides-catalog": (wound) => {
    const renamed = rename(wound.analysis, wound.finding.place.start, `My${wound.text}`, []);
    return "edits" in renamed ? [fix(phrase`Rename to ${`My${wound.text}`}`, renamed.edits)] : [];
  },
  "conflicting-phases": (wound) => {
    const plan = around(wound, "declaration");
    const phases = plan?.block.members.filter((member) => member.kind === "subblock") ?? [];
    return ["colocated", "prefill", "decode"].flatMap((name) => {
      const phase = phases.find(({ key }) => key.text === name);
      return phase ? [remove(wound, phrase`Remove ${name}`, phase)] : [];
    });
  },
  "two-goals": (wound) => {
    const goals = around(wound, "block")?.members.filter((member) => member.kind === "property") ?? [];
    return goals.flatMap((goal) => (/^m\w+imize$/.test(goal.key.text) ? [remove(wound, phrase`Remove ${goal.key.text}`, goal)] : []));
  },
  "missing-name": (wound) => {
    const block = around(wound, "subblock");
    return block ? [insert(wound, phrase`Name it UB`, block.key.end, " UB")] : [];
  },
  "misplaced-name": (wound) => {
    const block = around(wound, "subblock");
    return block?.name ? [write(wound, phrase`Remove ${block.name.text}`, { start: block.key.end, end: block.name.end }, "")] : [];
  },
};

/** A let of that name before the item; its value is the user's to write. */
function declareLet(wound: Wound): readonly Fix[] {
  const item = wound.nodes[1];
  const operand = wound.nodes.findLast((node) => node.kind === "path" && node.names.length === 1);
  const value = wound.context.property?.value;
  if (!item || !operand || (value && value.type !== "quantity")) return [];
  const example = wound.context.property?.example ?? "1";
  const lineStart = wound.analysis.text.lastIndexOf("\n", item.start - 1) + 1;
  return [insert(wound, phrase`Declare let ${wound.text} = ${example}`, lineStart, `let ${wound.text} = ${example}\n`)];
}

/** The member that begins where the finding stands. */
function removeMember(wound: Wound): readonly Fix[] {
  const { start, end } = wound.finding.place;
  let found: Node | undefined;
  walk(wound.analysis.program.document, (node) => {
    const member = node.kind === "property" || node.kind === "subblock" || node.kind === "expect" || node.kind === "vary";
    if (member && node.start <= start && end <= node.end) found = node;
    return node.start <= start && start <= node.end;
  });
  return found ? [remove(wound, found.kind === "subblock" ? phrase`Remove this block` : phrase`Remove this line`, found)] : [];
}
