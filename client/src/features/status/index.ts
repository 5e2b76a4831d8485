import { l10n, type Position, StatusBarAlignment, type TextEditor, ThemeColor, window } from "vscode";
import type { PlanOutcome } from "../../../../shared/outcomes";
import type { Surroundings } from "../../infrastructure/context";

/** The verdict on the plan under the cursor, in the status bar; a click opens its report. */
export function activateStatus({ context, outcomes, log }: Surroundings): void {
  const item = window.createStatusBarItem("cmx.verdict", StatusBarAlignment.Left, 50);
  item.name = l10n.t("CMX: Verdict on the Plan");

  const update = async (): Promise<void> => {
    const editor = window.activeTextEditor;
    if (editor?.document.languageId !== "cmx") return item.hide();
    const found = await outcomes.of(editor.document.uri);
    if (window.activeTextEditor !== editor) return;
    const plan = found && planAt(found.plans, editor.selection.active);
    if (!plan) return item.hide();
    show(editor, plan);
  };

  const show = ({ document }: TextEditor, plan: PlanOutcome): void => {
    item.text = `$(${icons[plan.verdict]}) ${[plan.name, plan.headline || wordsFor(plan)].join(": ")}`;
    item.tooltip = `${wordsFor(plan)}\n${l10n.t("Click for the report.")}`;
    item.backgroundColor = plan.verdict === "good" ? undefined : new ThemeColor(`statusBarItem.${colours[plan.verdict]}Background`);
    item.command = { title: l10n.t("Simulate"), command: "cmx.simulate", arguments: [document.uri, plan.name] };
    item.show();
  };

  const follow = (): void => {
    update().catch((error: unknown) => log.warn("no verdict", error));
  };
  context.subscriptions.push(
    item,
    outcomes.onAnalysed((uri) => {
      if (window.activeTextEditor?.document.uri.toString() === uri.toString()) follow();
    }),
    window.onDidChangeActiveTextEditor(follow),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === window.activeTextEditor) follow();
    }),
  );
  follow();
}

const icons: Readonly<Record<PlanOutcome["verdict"], string>> = {
  good: "pass",
  failed: "error",
  infeasible: "error",
  unknown: "circle-slash",
};

const colours: Readonly<Record<Exclude<PlanOutcome["verdict"], "good">, string>> = {
  failed: "error",
  infeasible: "error",
  unknown: "warning",
};

function wordsFor({ name, verdict, expectations: { passed, failed } }: PlanOutcome): string {
  switch (verdict) {
    case "good":
      return passed === 0 ? l10n.t("{0} fits its machine.", name) : l10n.t("{0} fits its machine, and its expectations hold.", name);
    case "failed":
      return l10n.t("{0} fits its machine; {1} of {2} expectations fail.", name, failed, passed + failed);
    case "infeasible":
      return l10n.t("{0} does not fit its machine.", name);
    case "unknown":
      return l10n.t("{0} has no figures yet.", name);
  }
}

/** The plan that holds the position, else the last one before it, else the first. */
function planAt(plans: readonly PlanOutcome[], { line }: Position): PlanOutcome | undefined {
  return plans.findLast(({ range }) => range.start.line <= line) ?? plans[0];
}
