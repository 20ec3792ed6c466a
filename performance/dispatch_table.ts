import { table } from "../reports/markdown/markup.ts";
import type { DeviceCounts } from "../engine/mod.ts";
import type { Dispatches } from "./dispatches.ts";
import type { StepName } from "./steps.ts";
import { WORKS } from "./works.ts";

/** What was counted, as Markdown: a row for each step, and below it what an epoch takes beside its steps. */
export function dispatchTable({ device, counts }: Extract<Dispatches, { counts: unknown }>): string {
  const names = Object.keys(counts) as StepName[];
  const title = (name: StepName) => WORKS.find((work) => work.name === name)?.title ?? name;
  return [
    `On the engine webgpu, ${device}. The data are on the device. A dispatch is one program that the device runs; a round ` +
    `trip is a wait for a value. The constants are the programs' shapes and numbers.`,
    table(
      ["a step of", "dispatches", "bytes sent", "of constants", "bytes read", "round trips"],
      names.map((name) => [title(name), ...cells(counts[name].step)]),
    ),
    `Once an epoch beside its steps:`,
    table(
      ["an epoch of", "dispatches", "bytes sent", "of constants", "bytes read", "round trips"],
      names.map((name) => [title(name), ...cells(counts[name].epoch)]),
    ),
  ].join("\n\n");
}

function cells({ dispatches, uploadedBytes, uniformBytes, downloadedBytes, reads }: DeviceCounts): string[] {
  return [dispatches, uploadedBytes, uniformBytes, downloadedBytes, reads]
    .map((count) => count.toLocaleString("en-US"));
}
