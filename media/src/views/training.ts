/** What only training has: the pipeline's schedule, memory of each stage, where the peak goes, and what failures cost. */

import type { PlanReport, TrainingReport } from "../../../shared/report";
import { linesChart } from "../charts/lines";
import { stagesChart } from "../charts/stages";
import { type Child, h } from "../dom";
import { bytes, number, percent, text, time, whole } from "../format";
import { t } from "../language";
import { pipelineDrawing, workColours, workNames } from "../pictures/pipeline";
import { playSchedule } from "../pictures/schedule";
import type { Colour } from "../theme";
import { spanButtons, timePicture } from "./axis";
import type { PlanContext } from "./context";
import { figure, raw } from "./figure";
import { legend, section } from "./pieces";
import { sharesFigure } from "./shares";

/** Marks beyond this are neither seen nor drawn quickly. */
const mostWorks = 6000;

/** The schedule of the first microbatches; nothing where there is no pipeline. */
export function pipelineSection(context: PlanContext): Child {
  const { plan, width, palette, span } = context;
  const { training } = plan;
  if (!training || training.stages.length < 2) return null;
  const { stages, microbatches, schedule, chunks = 1 } = training;
  const each = stages.length * chunks * (schedule === "zero_bubble" || schedule === "dualpipe" ? 3 : 2);
  const room = Math.min(microbatches, 2 * stages.length + 2, Math.floor(mostWorks / each));
  // Interleaved: as many microbatches as there are stages go round together.
  const shown = schedule === "interleaved" ? stages.length * Math.max(1, Math.floor(room / stages.length)) : Math.max(1, room);
  const works = playSchedule(training, shown);
  const key = "pipeline";
  const label = t("The pipeline: {schedule}", { schedule });
  const { drawing, height, axis } = pipelineDrawing(works, stages.length, { width, palette, span: span(key) });
  const kinds = (["forward", "input", "weight"] as const).filter((kind) => works.some((work) => work.kind === kind));
  const items = kinds.map((kind) => ({ label: t(workNames[kind]), colour: workColours[kind] }));
  return section(
    label,
    h(
      "p",
      { class: "note" },
      t("The first {shown} of {all} microbatches; over the whole step stages wait {share} of the time.", {
        shown: whole(shown),
        all: whole(microbatches),
        share: percent(plan.metrics["bubble"] ?? 0),
      }),
    ),
    h("div", { class: "row" }, legend(items), spanButtons(key, span(key))),
    figure({
      key,
      picture: timePicture(context, { key, label, legend: items, width, height, drawing, axis, words: label }),
      columns: [
        { label: t("Stage"), numeric: true },
        { label: t("Layers"), numeric: true },
        { label: t("forward"), numeric: true, unit: "s" },
        { label: t("gradients of inputs"), numeric: true, unit: "s" },
        { label: t("gradients of weights"), numeric: true, unit: "s" },
      ],
      rows: stages.map(({ layers, forward, input_gradients, weight_gradients }, index) => [
        whole(index + 1),
        whole(layers),
        raw(forward, text(time(forward))),
        raw(input_gradients, text(time(input_gradients))),
        raw(weight_gradients, text(time(weight_gradients))),
      ]),
    }),
  );
}

/** Memory of a rank of each stage against its capacity. */
export function stagesSection({ plan: { training, phases }, chart }: PlanContext): Child {
  const [phase] = phases;
  if (!training || !phase || training.stages.length < 2) return null;
  const { capacity } = phase.memory;
  return section(
    t("Memory of each stage"),
    figure({
      key: "stages",
      picture: chart({
        key: "stages",
        title: t("Memory of each stage"),
        label: training.stages.map(({ memory }, index) => `${index + 1}: ${text(bytes(memory))}`).join(", "),
        height: 240,
        spec: stagesChart(training.stages, capacity),
      }),
      columns: [
        { label: t("Stage"), numeric: true },
        { label: t("Layers"), numeric: true },
        { label: t("Memory"), numeric: true, unit: "B" },
        { label: "%", numeric: true },
      ],
      rows: training.stages.map(({ layers, memory }, index) => [
        whole(index + 1),
        whole(layers),
        raw(memory, text(bytes(memory))),
        percent(memory / capacity),
      ]),
    }),
  );
}

interface Part {
  readonly label: string;
  readonly colour: Colour;
  readonly share: number;
}

/** Where the peak of all chips goes: the parts add up to the step. */
function peakParts({ training, metrics, phases: [phase] }: PlanReport): Part[] {
  if (!training || !phase) return [];
  const { total, parts } = phase.time;
  const of = (wanted: (part: (typeof parts)[number]) => boolean) =>
    parts.filter(wanted).reduce((sum, part) => sum + part.seconds, 0) / total;
  const useful = training.flop.model / training.peak.linear / total;
  const again = Math.max(0, training.flop.hardware - training.flop.full) / training.peak.linear / total;
  const waits = of(({ op }) => op === "bubble");
  const fabric = of(({ bound }) => bound === "fabric");
  const fixed = of(({ op, bound }) => bound === "overhead" && op !== "bubble");
  const rest = 1 - useful - again - waits - fabric - fixed;
  return [
    {
      label: t("model FLOP at the peak ({metric})", { metric: `MFU ${percent(metrics["mfu"] ?? useful)}` }),
      colour: "green",
      share: useful,
    },
    { label: t("computed again"), colour: "yellow", share: again },
    { label: t("below the peak: multipliers and HBM"), colour: "blue", share: Math.max(0, rest) },
    { label: t("communication that shows"), colour: "orange", share: fabric },
    { label: t("waiting in the pipeline"), colour: "purple", share: waits },
    { label: t("fixed times"), colour: "grey", share: fixed },
  ];
}

export function peakSection(context: PlanContext): Child {
  const parts = peakParts(context.plan).filter(({ share }) => share > 0);
  if (parts.length === 0) return null;
  const items = parts.map(({ label, colour, share }) => ({ label, colour, value: share, shown: percent(share) }));
  return section(
    t("Where the peak goes"),
    sharesFigure(context, { key: "peak", title: t("Where the peak goes"), parts: items, column: { label: t("Part of the step") } }),
  );
}

/** What failures and checkpoints leave, over the time between checkpoints. */
export function goodputSection({ plan: { training }, chart }: PlanContext): Child {
  const goodput = training?.goodput;
  if (!goodput) return null;
  return section(
    { title: t("Goodput"), value: percent(goodput.progress) },
    h(
      "p",
      { class: "note" },
      t(
        "A checkpoint every {interval}; every {best} would be best. Checkpoints take {checkpoints}, lost work {lost}, restarts {restarts}.",
        {
          interval: text(time(goodput.interval)),
          best: text(time(goodput.optimal_interval)),
          checkpoints: percent(goodput.checkpoints),
          lost: percent(goodput.lost),
          restarts: percent(goodput.restarts),
        },
      ),
    ),
    goodput.curve && goodput.curve.length > 1 && goodputFigure(goodput, goodput.curve, chart),
  );
}

type Goodput = NonNullable<TrainingReport["goodput"]>;

function goodputFigure(goodput: Goodput, curve: NonNullable<Goodput["curve"]>, chart: PlanContext["chart"]): HTMLElement {
  return figure({
    key: "goodput",
    picture: chart({
      key: "goodput",
      title: t("Goodput"),
      label: curve.map(({ interval, progress }) => `${text(time(interval))}: ${percent(progress)}`).join(", "),
      height: 260,
      spec: linesChart(
        [
          {
            label: t("Goodput"),
            colour: "green",
            points: curve.map(({ interval, progress }) => ({
              x: interval / 60,
              y: progress * 100,
              good: true,
              current: interval === goodput.interval,
              words: [text(time(interval)), percent(progress)],
            })),
          },
        ],
        {
          x: { title: t("minutes between checkpoints"), show: number },
          y: { title: t("Goodput in %"), show: number },
          marks: ({ fg }) => [{ axis: "x", value: goodput.optimal_interval / 60, label: t("best"), colour: fg }],
        },
      ),
    }),
    columns: [
      { label: t("Between checkpoints"), numeric: true, unit: "s" },
      { label: t("Goodput"), numeric: true },
    ],
    rows: curve.map(({ interval, progress }) => [raw(interval, text(time(interval))), raw(progress, percent(progress))]),
  });
}
