import {
  l10n,
  ProcessExecution,
  Task,
  type TaskDefinition,
  TaskGroup,
  TaskScope,
  tasks,
  Uri,
  window,
  workspace,
  type WorkspaceFolder,
} from "vscode";
import type { Surroundings } from "../../infrastructure/context";

/** As in package.json. */
interface CmxTask extends TaskDefinition {
  readonly type: "cmx";
  readonly command: "check" | "simulate";
  readonly file?: string;
}

/** Tasks that run the command line which comes with the extension; their findings go to the Problems view through `$cmx`. */
export function activateTasks({ context }: Surroundings): void {
  const cli = Uri.joinPath(context.extensionUri, "dist", "cli.js").fsPath;

  const taskFor = (definition: CmxTask, scope: WorkspaceFolder | TaskScope.Workspace): Task => {
    const { command, file = "${file}" } = definition;
    // VS Code's own Node: nothing has to be installed.
    const execution = new ProcessExecution(process.execPath, [cli, command, file], { env: { ELECTRON_RUN_AS_NODE: "1", NO_COLOR: "1" } });
    const task = new Task(definition, scope, `${command} ${definition.file ?? l10n.t("the open file")}`, "cmx", execution, "$cmx");
    if (command === "check") task.group = TaskGroup.Test;
    return task;
  };

  const provideTasks = (): Task[] => {
    const file = window.activeTextEditor?.document;
    if (file?.languageId !== "cmx" || file.uri.scheme !== "file") return [];
    const folder = workspace.getWorkspaceFolder(file.uri) ?? TaskScope.Workspace;
    return [taskFor({ type: "cmx", command: "check" }, folder), taskFor({ type: "cmx", command: "simulate" }, folder)];
  };

  /** One that stands in tasks.json without how it is run. */
  const resolveTask = ({ definition, scope }: Task): Task | undefined => {
    const { command } = definition as Partial<CmxTask>;
    if (command !== "check" && command !== "simulate") return undefined;
    return taskFor(definition as CmxTask, typeof scope === "object" ? scope : TaskScope.Workspace);
  };

  context.subscriptions.push(tasks.registerTaskProvider("cmx", { provideTasks, resolveTask }));
}
