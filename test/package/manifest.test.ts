/** The manifest tells the truth: what it points to exists, what it promises is there. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import manifest from "../../package.json";

const { contributes } = manifest;

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
    assert.ok(setting.markdownDescription.endsWith("."), name);
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
