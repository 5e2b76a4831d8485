/** The manifest tells the truth: what it points to exists, what it promises is there. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { diagnosticLines } from "../../server/src/cli/diagnostic-text";
import { plain } from "../../server/src/cli/style";
import manifest from "../../package.json";
import english from "../../package.nls.json";

const { contributes } = manifest;
const [walkthrough] = contributes.walkthroughs;
/** What stands for a `%key%` of the manifest. */
const text = (key: string) => (english as Readonly<Record<string, string>>)[key.replaceAll("%", "")] ?? key;

it("points to files that exist", () => {
  const [language] = contributes.languages;
  const files = [
    manifest.main,
    manifest.browser,
    manifest.icon,
    manifest.bin.cmx,
    language?.configuration,
    language?.icon.light,
    language?.icon.dark,
    ...contributes.grammars.map(({ path }) => path),
    ...contributes.snippets.map(({ path }) => path),
    ...(walkthrough?.steps.map(({ media }) => media.markdown) ?? []),
    manifest.l10n,
  ];
  assert.deepEqual(
    files.filter((file) => file === undefined || !existsSync(file)),
    [],
  );
});

it("shows every command that it places in a menu", () => {
  const commands = contributes.commands.map(({ command }) => command);
  const placed = Object.values(contributes.menus).flatMap((entries) => entries.map(({ command }) => command));
  assert.deepEqual(
    placed.filter((command) => !commands.includes(command)),
    [],
  );
});

it("offers a command where it makes sense: restarting and simulating only with a CMX file", () => {
  const when = new Map(contributes.menus.commandPalette.map((entry) => [entry.command, entry.when]));
  for (const command of ["cmx.simulate", "cmx.restart"]) assert.match(when.get(command) ?? "", /editorLangId == cmx/, command);
});

it("links of the walkthrough lead to commands that exist", () => {
  const known = new Set([...contributes.commands.map(({ command }) => command), "workbench.view.testing.focus"]);
  const links = walkthrough?.steps.flatMap(({ description }) =>
    [...text(description).matchAll(/\(command:([\w.]+)\)/g)].map(([, id = ""]) => id),
  );
  assert.ok(links && links.length >= 4);
  assert.deepEqual(
    links.filter((id) => !known.has(id)),
    [],
  );
});

it("reads the lines that the command line writes", () => {
  const [matcher] = contributes.problemMatchers;
  const place = { start: { line: 11, character: 6 }, end: { line: 11, character: 9 } };
  const diagnostic = {
    file: "plans/a.cmx",
    range: place,
    severity: "warning",
    code: "CMX601",
    message: "tpot is 61 ms: too slow.",
  } as const;
  const line = diagnosticLines({ name: "plans/a.cmx", text: "", diagnostics: [diagnostic] }, plain).trimEnd();
  const found = new RegExp(matcher?.pattern.regexp ?? "").exec(line);
  assert.deepEqual(found?.slice(1), ["plans/a.cmx", "12", "7", "warning", "CMX601", "tpot is 61 ms: too slow."]);
});

it("wakes up for its language, its commands and its panels, never for a whole workspace", () => {
  assert.deepEqual(manifest.activationEvents, ["onLanguage:cmx", "onWebviewPanel:cmx.report"]);
});

it("works in untrusted and in virtual workspaces", () => {
  assert.equal(manifest.capabilities.untrustedWorkspaces.supported, true);
  assert.equal(manifest.capabilities.virtualWorkspaces, true);
});

it("explains every setting", () => {
  for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
    assert.match(name, /^cmx\./);
    assert.ok(text(setting.markdownDescription).endsWith("."), name);
    assert.ok(["resource", "window"].includes(setting.scope), `${name} has no scope`);
  }
});

interface Lock {
  readonly packages: Readonly<Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>>;
}

// A registry that lacks some of them must not make `npm install` forget them: `npm ci` refuses such a lock file.
it("locks the packages of every platform", () => {
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as Lock;
  const wanted = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}));
  assert.deepEqual(
    wanted.filter((name) => !Object.keys(packages).some((path) => path.endsWith(`node_modules/${name}`))),
    [],
  );
});

it("is no ES module, and its lock files carry no addresses", () => {
  assert.ok(!("type" in manifest), "a package of type module would break the bundles");
  for (const lock of ["package-lock.json", "test/vscode/package-lock.json"])
    assert.ok(!readFileSync(lock, "utf8").includes('"resolved"'), `${lock} carries addresses`);
});
