/**
 * `npm run bench -- --edits [count]`: what the real server holds after so many edits of one file, 100,000 unless told otherwise. Ten edits
 * arrive together, as from a quick typist, and are looked at once.
 */

import { startClient } from "../server/client";
import { fileOf, residentMemory } from "./editor";

const uri = "file:///workspace/edits.cmx";
const together = 10;

export async function editsBench(count = 100_000): Promise<void> {
  const client = await startClient();
  const text = fileOf(300);
  client.open(uri, text);
  await client.diagnostics(uri);
  const rows = text.split("\n");
  const line = rows.findIndex((row) => row.includes("41 requests"));
  const character = rows[line]?.indexOf("41 requests") ?? 0;
  let present = 2;
  const share = count / 10;
  for (let edit = 0; edit < count; edit += together) {
    for (let one = edit; one < edit + together; one++) {
      // Each eighth number is new to the engine, and most change the length of the text.
      const written = one % 8 === 0 ? String(30 + (one % 40_000) / 1000) : "40".slice(0, 1 + (one % 2));
      client.change(uri, written, { start: { line, character }, end: { line, character: character + present } });
      present = written.length;
    }
    await client.diagnostics(uri);
    if (edit % share === 0) console.log(`${edit.toLocaleString("en").padStart(9)} edits: the server ${residentMemory(client)}`);
  }
  console.log(`${count.toLocaleString("en").padStart(9)} edits: the server ${residentMemory(client)}`);
  await client.stop();
}
