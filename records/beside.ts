import { FiguresError, readFigureData } from "./figure_data.ts";
import { LabelsError, readLabels } from "./labels.ts";
import type { RecordKey } from "./record.ts";

/** What is wrong with the files beside a record, its figure data and its labels, a line each; none where it has none. */
export async function besideFaults(out: string, record: RecordKey): Promise<string[]> {
  const faults: string[] = [];
  for (const read of [readFigureData, readLabels]) {
    try {
      await read(out, record);
    } catch (error) {
      if (!(error instanceof FiguresError || error instanceof LabelsError)) throw error;
      faults.push(error.message);
    }
  }
  return faults;
}
