import type { Caption } from "../../experiments/figures.ts";
import type { ImagesData } from "../../records/figure_data.ts";
import { measurementKey, plainMetric, type RunRecord } from "../../records/record.ts";

/** How many digits a score is told with. */
const DIGITS = 3;

/** The run's scores that a caption asks for, as a sentence: `SIL 0.055 and DBI 2.82 in this run.` */
export function captionWords(caption: Caption | undefined, run: RunRecord): string[] {
  const told = (caption?.scores ?? []).flatMap((score) => {
    const key = measurementKey({ space: "", split: "", ...score });
    const found = (run.measurements ?? []).find((one) => measurementKey(one) === key);
    return found === undefined
      ? []
      : [`${plainMetric(found.metric)} ${Number(found.value.toPrecision(DIGITS))}`];
  });
  return told.length === 0 ? [] : [`${told.join(" and ")} in this run.`];
}

/** Rows of images under the names that a caption gives them, where it gives each of them one. */
export function withRows(data: ImagesData, caption: Caption | undefined): ImagesData {
  const names = caption?.rows;
  if (names?.length !== data.rows.length) return data;
  return { ...data, rows: data.rows.map((row, i) => ({ ...row, label: names[i] })) };
}
