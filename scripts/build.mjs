// npm run build: bundles what has changed into dist/.
import { main, step } from "./run.mjs";
import { install } from "./setup.mjs";
import { whenChanged } from "./stamp.mjs";

const inputs = ["server/src", "client/src", "media", "shared", "scripts/bundle.mjs", "package-lock.json"];

/** Bundles everything, unless no source has changed since the last time. */
export async function build() {
  // Only now: before the installation there is no esbuild to import.
  const { bundle, bundles } = await import("./bundle.mjs");
  const outputs = Object.values(bundles).map(({ outfile }) => outfile);
  const changed = await whenChanged({ stamp: "dist/.stamp", inputs, outputs }, () => bundle());
  return changed ? "built" : "unchanged";
}

if (process.argv[1]?.endsWith("build.mjs")) {
  await main(async () => {
    await step("dependencies", install);
    await step("bundles", build);
  });
}
