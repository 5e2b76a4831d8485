import assert from "node:assert/strict";
import { grammar, type Rule } from "../../../scripts/generate/grammar";

const { patterns } = grammar();

interface Hit {
  readonly rule: Rule;
  readonly match: RegExpExecArray;
}

/** The first match of any rule from `from` on; of two at one place the earlier rule wins, as in an editor. */
function firstHit(rules: readonly Rule[], line: string, from: number): Hit | undefined {
  let best: Hit | undefined;
  for (const rule of rules) {
    const pattern = new RegExp("match" in rule ? rule.match : rule.begin, "dg");
    pattern.lastIndex = from;
    const match = pattern.exec(line);
    if (match && match[0].length > 0 && (!best || match.index < best.match.index)) best = { rule, match };
  }
  return best;
}

/** `text:scope` of all coloured pieces of a line, the scope without its language. */
function colours(line: string, rules: readonly Rule[] = patterns): string[] {
  const found: string[] = [];
  const add = (text: string, scope: string) => found.push(`${text}:${scope.replace(/\.cmx$/, "")}`);
  for (let at = 0, hit = firstHit(rules, line, at); hit; hit = firstHit(rules, line, at)) {
    const { rule, match } = hit;
    at = match.index + match[0].length;
    if ("begin" in rule) {
      const end = new RegExp(rule.end, "g");
      end.lastIndex = at;
      const until = end.exec(line);
      const close = until ? until.index + until[0].length : line.length;
      add(line.slice(match.index, close), rule.name);
      found.push(...colours(line.slice(at, until?.index ?? line.length), rule.patterns ?? []));
      at = close;
    } else if (rule.captures) {
      for (const [group, { name }] of Object.entries(rule.captures)) {
        const text = match[Number(group)];
        if (text) add(text, name);
      }
    } else if (rule.name) add(match[0], rule.name);
  }
  return found.filter((piece) => !piece.includes(":punctuation"));
}

function check(line: string, ...expected: readonly string[]): void {
  it(line, () => assert.deepEqual(colours(line), expected));
}

check("/// Documentation.", "/// Documentation.:comment.line.documentation");
check("// comment", "// comment:comment.line.double-slash");
check("/* one */", "/* one */:comment.block");
check('import "a\\n.cmx"', "import:keyword.control.import", '"a\\n.cmx":string.quoted.double', "\\n:constant.character.escape");
check("let a = 3", "let:storage.type.let", "a:variable.other.constant", "=:keyword.operator.assignment", "3:constant.numeric");
check("serve R2 : R1 {", "serve:storage.type", "R2:entity.name.type", "R1:entity.other.inherited-class");
check('model X from "c.json" {', "model:storage.type", "X:entity.name.type", "from:keyword.control.from", '"c.json":string.quoted.double');
check("  fabric UB {", "fabric:keyword.other.block", "UB:entity.name.section");
check("  decode {", "decode:keyword.other.block");
check("  chip = Ascend910C", "chip:variable.other.property", "=:keyword.operator.assignment", "Ascend910C:variable.other");
check("  kind = mla", "kind:variable.other.property", "=:keyword.operator.assignment", "mla:constant.language");
check(
  "  bandwidth = 392 GB/s per chip",
  "bandwidth:variable.other.property",
  "=:keyword.operator.assignment",
  "392:constant.numeric",
  "GB/s:keyword.other.unit",
  "per:keyword.other.per",
  "chip:keyword.other.unit.scope",
);
check(
  "{ weights = int8, activations = bf16 }",
  "weights:variable.other.property",
  "=:keyword.operator.assignment",
  "int8:constant.language",
  "activations:variable.other.property",
  "=:keyword.operator.assignment",
  "bf16:constant.language",
);
check(
  "expect decode.throughput == 1_943 tokens/s within 10%",
  "expect:keyword.control",
  "decode.throughput:support.variable.metric",
  "==:keyword.operator.comparison",
  "1_943:constant.numeric",
  "tokens/s:keyword.other.unit",
  "within:keyword.other.range",
  "10:constant.numeric",
  "%:keyword.other.unit",
);
check(
  "vary decode.batch = 8..128 step 8",
  "vary:keyword.control",
  "decode.batch:variable.other",
  "=:keyword.operator.assignment",
  "8:constant.numeric",
  "..:keyword.operator.range",
  "128:constant.numeric",
  "step:keyword.other.range",
  "8:constant.numeric",
);
check(
  "expect max(A.hbm.capacity, 2) > 1e9 B",
  "expect:keyword.control",
  "max:support.function",
  "A.hbm.capacity:variable.other",
  "2:constant.numeric",
  ">:keyword.operator.comparison",
  "1e9:constant.numeric",
  "B:keyword.other.unit",
);
