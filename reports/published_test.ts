import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import { readRecords } from "../records/record_files.ts";
import { linkFrom, readPublished } from "./published.ts";

const ROOT_URL = new URL("../", import.meta.url);
const ROOT = fileURLToPath(ROOT_URL);

Deno.test("linkFrom() leads from a folder of the checkout to the published report, and from nowhere else", async () => {
  const link = linkFrom(`${ROOT}reports/local`)!;
  assertEquals(link, "../published/REPORT.md");
  // As a reader's browser follows it: the folder need not be there.
  assert((await Deno.stat(new URL(`reports/local/${link}`, ROOT_URL))).isFile);
  assertEquals(linkFrom(ROOT.slice(0, -1)), "reports/published/REPORT.md");
  assertEquals(linkFrom("/elsewhere"), undefined);
});

Deno.test("readPublished() reads the claims that are published", async () => {
  const { comparisons, link } = (await readPublished(`${ROOT}reports/local`))!;
  assertEquals(link, "../published/REPORT.md");
  assert(comparisons.some(({ claim, verdict }) => claim.paper === "agarap" && verdict === "reproduced"));
});

Deno.test("no published run was made with code that is in no commit", async () => {
  const records = await readRecords(`${ROOT}reports/published`);
  const dirty = records.filter(({ provenance }) => provenance.dirty || provenance.commit === "");
  assertEquals(dirty.map(({ experiment, seed }) => `${experiment}, seed ${seed}`), []);
});
