import assert from "node:assert/strict";
import { analyse } from "../../server/src/analysis";
import type { Analyses } from "../../server/src/lsp/analyses";
import type { Connection } from "../../server/src/lsp/connection";
import { createPublisher } from "../../server/src/lsp/publisher";
import { lineIndex } from "../../server/src/syntax";

const uri = "file:///workspace/a.cmx";
const turn = () => new Promise((done) => setImmediate(done));

/** A publisher among fakes: time goes on only when the test says so. */
function publisher() {
  const deferred: (() => void)[] = [];
  const told: string[] = [];
  const looked: number[] = [];
  const document = { version: 1, open: true };
  const connection: Connection = {
    answer: () => undefined,
    hear: () => undefined,
    ask: () => Promise.reject(new Error("nobody is there")),
    tell(method, params) {
      if (method === "textDocument/publishDiagnostics" && "diagnostics" in params) told.push(`${params.version ?? "cleared"}`);
    },
    log: (message) => told.push(message),
    listen: () => undefined,
  };
  const host = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
  const analyses: Analyses = {
    of() {
      if (!document.open) return Promise.resolve(undefined);
      const { version } = document;
      looked.push(version);
      return Promise.resolve({ uri, version, analysis: analyse(uri, "", host), lines: lineIndex("") });
    },
    isOpen: () => document.open,
    all: () => [],
    invalidate: () => [],
    close: () => undefined,
    clear: () => undefined,
  };
  const runtime = {
    readFile: () => Promise.resolve({ problem: "missing" as const }),
    defer: (callback: () => void) => void deferred.push(callback),
    exit: () => undefined,
  };
  const made = createPublisher({
    connection,
    runtime,
    analyses,
    diagnose: () => Promise.resolve([]),
    pushes: () => true,
    told: () => undefined,
  });
  /** One turn of the event loop: what was deferred before it happens now. */
  const tick = async () => {
    for (const callback of deferred.splice(0)) callback();
    await turn();
  };
  return {
    told,
    looked,
    tick,
    change: () => {
      document.version++;
      made.schedule(uri);
    },
    close: () => {
      document.open = false;
      made.clear(uri);
    },
    /** Turns until nothing is left to do. */
    settle: async () => {
      while (deferred.length > 0) await tick();
    },
  };
}

describe("the publisher", () => {
  it("looks once at changes that arrive together", async () => {
    const { change, settle, looked, told } = publisher();
    change();
    change();
    change();
    await settle();
    assert.deepEqual(looked, [4]);
    assert.deepEqual(told, ["4"]);
  });

  it("waits while each turn brings another change", async () => {
    const { change, tick, settle, looked } = publisher();
    change();
    await tick();
    change();
    await tick();
    change();
    assert.deepEqual(looked, []);
    await settle();
    assert.deepEqual(looked, [4]);
  });

  it("looks again when a change comes later", async () => {
    const { change, settle, told } = publisher();
    change();
    await settle();
    change();
    await settle();
    assert.deepEqual(told, ["2", "3"]);
  });

  it("says nothing of a document that was closed in the meantime", async () => {
    const { change, close, settle, told } = publisher();
    change();
    close();
    await settle();
    assert.deepEqual(told, ["cleared"]);
  });
});
