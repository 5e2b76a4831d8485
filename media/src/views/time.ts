import type { PhaseReport, PlanReport, TimePart } from "../../../shared/report";
import { timeChart, timeChartHeight } from "../charts/time";
import { type Child, h } from "../dom";
import { bytes, flop, percent, text, time } from "../format";
import { bounds, operatorName, resourceName, ttftParts } from "../names";
import type { PlanContext } from "./context";
import { legend, section, stack, table } from "./pieces";

/** Where the time goes: to the first token, and in a step of each phase. */
export function timeTab(context: PlanContext): Child {
  const { phases } = context.plan;
  if (phases.length === 0) return h("p", { class: "empty" }, "Time of this plan is not computed.");
  return [...phases.filter((phase) => phase.time.parts.length > 0).map((phase) => step(phase, context)), firstToken(context.plan)];
}

function step(phase: PhaseReport, { chart }: PlanContext): HTMLElement {
  const parts = [...phase.time.parts].sort((one, other) => other.seconds - one.seconds);
  const { total } = phase.time;
  const hides = parts.some((part) => part.hidden_seconds > 0);
  return section(
    { title: `Time of a ${phase.name} step`, value: text(time(total)) },
    legend([
      ...bounds.map(({ key, label, colour }) => {
        const seconds = parts.filter((part) => part.bound === key).reduce((sum, part) => sum + part.seconds, 0);
        return { label: `${label}-bound`, colour, value: percent(seconds / total) };
      }),
      ...(hides ? [{ label: "hidden behind other work", colour: "hatched" }] : []),
    ]),
    chart({
      key: `time ${phase.name}`,
      label: parts.map((part) => `${operatorName(part.op)} ${text(time(part.seconds))}`).join(", "),
      height: timeChartHeight(parts),
      spec: timeChart(parts, total),
    }),
    table(
      [
        { label: "Operator" },
        { label: "Bound by" },
        { label: "Time", numeric: true },
        { label: "Share", numeric: true },
        { label: "Hidden", numeric: true },
        { label: "Work", numeric: true },
        { label: "Traffic", numeric: true },
      ],
      parts.map((part) => [
        operatorName(part.op),
        boundOf(part),
        text(time(part.seconds)),
        percent(part.seconds / total),
        part.hidden_seconds > 0 ? text(time(part.hidden_seconds)) : "–",
        part.flop > 0 ? text(flop(part.flop)) : "–",
        part.bytes > 0 ? text(bytes(part.bytes)) : "–",
      ]),
    ),
  );
}

function boundOf({ bound, fabric }: TimePart): HTMLElement {
  const colour = bounds.find((each) => each.key === bound)?.colour ?? "grey";
  return h("span", { class: "named" }, h("span", { class: `swatch ${colour}` }), fabric ?? resourceName(bound));
}

function firstToken({ ttft_parts: parts, metrics }: PlanReport): Child {
  if (!parts) return null;
  const items = ttftParts.map(({ key, label, colour }) => ({ label, colour, value: parts[key], shown: text(time(parts[key])) }));
  return section(
    { title: "Time to first token", value: text(time(metrics["ttft"] ?? items.reduce((sum, item) => sum + item.value, 0))) },
    stack(items),
    legend(items.map(({ label, colour, shown }) => ({ label, colour, value: shown }))),
  );
}
