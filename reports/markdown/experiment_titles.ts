import type { Paper } from "../../papers/load.ts";
import { datasetTitle } from "../figures/names.ts";

/**
 * What readers call an experiment: its title, with that of the data set unless it is in it; of an experiment that none of the
 * papers declares, its id.
 *
 * @param papers Those that may declare it.
 */
export function experimentTitle(id: string, ...papers: readonly Pick<Paper, "experiments">[]): string {
  const found = papers.flatMap(({ experiments }) => experiments).find((one) => one.id === id);
  if (found === undefined) return id;
  const dataset = datasetTitle(found.dataset);
  return found.title.includes(dataset) ? found.title : `${found.title}, on ${dataset}`;
}
