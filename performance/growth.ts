import { figure } from "../reports/figures/look.ts";
import { grid, type Panel } from "../reports/figures/panel.ts";
import type { Growth } from "./works.ts";

/** The times of a work at each of its sizes, in milliseconds. */
export interface Grown extends Growth {
  ours: number[];
  theirs: number[];
}

/** A panel a work: time against size, ours and the peer's. */
export function drawGrowth(grown: readonly Grown[], source: string): string {
  const panels = grown.map(({ title, by, sizes, ours, theirs }): Panel => ({
    title: `${title}, ms`,
    x: by,
    series: [["Reclaim", ours], ["peer", theirs]].map(([name, times], index) => ({
      name: name as string,
      index,
      runs: [sizes.map((size, i) => [size, (times as number[])[i]] as const)],
    })),
  }));
  return figure({
    name: "growth",
    title: "How the times grow",
    description: panels.map(({ title, x }) => `${title} by ${x}`).join("; "),
    subtitle: "Medians of three, ours and the peer's in turn; the peers are those of the table.",
    source,
    section: "overview",
    ...grid(panels, {
      columns: 2,
      height: 200,
      legend: [{ name: "Reclaim", index: 0 }, { name: "its peer", index: 1 }],
    }),
  }).svg;
}
