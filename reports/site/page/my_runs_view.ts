/// <reference lib="dom" />
import { VERDICTS } from "../../../judging/judge.ts";
import type { SiteClaim } from "../data.ts";
import { byId } from "./dom.ts";
import { type Mine, MyRunsError, readMyRuns, refuseLarge } from "./my_runs.ts";

/**
 * Lets the reader choose or drop the `claims.json` of a result folder, and says what is in it. The file is read in the browser
 * and goes nowhere.
 *
 * @param use Called with what the file has, by the claims' ids; with nothing where the reader takes it away.
 */
export function startMyRuns(
  claims: readonly SiteClaim[],
  use: (mine: ReadonlyMap<string, Mine> | undefined) => void,
): void {
  const [choice, said, forget] = [
    byId<HTMLInputElement>("mine-file"),
    byId("mine-said"),
    byId<HTMLButtonElement>("mine-forget"),
  ];
  const panel = byId<HTMLDetailsElement>("mine");
  const set = (mine: ReadonlyMap<string, Mine> | undefined, words: string, isFault = false) => {
    said.textContent = words;
    said.classList.toggle("fault", isFault);
    forget.hidden = mine === undefined;
    panel.open ||= words !== "";
    use(mine);
  };
  const read = async (file: File) => {
    try {
      refuseLarge(file.size);
      const mine = readMyRuns(await file.text(), claims);
      set(mine, `${file.name}: ${toldOf(mine, claims)}`);
    } catch (error) {
      if (error instanceof MyRunsError) set(undefined, error.message, true);
      // A folder, or a file that is gone, cannot be read.
      else if (error instanceof DOMException) {
        set(undefined, `Cannot show these runs: the file ${file.name} cannot be read.`, true);
      } else throw error;
    }
  };
  choice.addEventListener("change", async () => {
    const file = choice.files?.[0];
    if (file !== undefined) await read(file);
    // The same file may be chosen again, once it has changed.
    choice.value = "";
  });
  forget.addEventListener("click", () => {
    set(undefined, "");
    choice.focus();
  });
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) await read(file);
  });
}

/** What the file has, and how its verdicts compare with the published ones. */
function toldOf(mine: ReadonlyMap<string, Mine>, claims: readonly SiteClaim[]): string {
  const own = [...mine.values()];
  const counts = VERDICTS.map((verdict) =>
    [own.filter((one) => one.verdict === verdict).length, verdict] as const
  )
    .filter(([count]) => count > 0).map((words) => words.join(" "));
  const share = `${mine.size} of the ${claims.length} claims on this page have a result of yours`;
  return `${share} (${counts.join(", ")}). They stand under ours in the list, and in each claim's panel.`;
}
