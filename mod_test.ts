import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import configuration from "./deno.json" with { type: "json" };

const ROOT = fileURLToPath(new URL(".", import.meta.url));

/** What a command of Deno's prints, on both streams. */
async function deno(cwd: string, ...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args,
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const [out, notes] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert(success, notes);
  return out + notes;
}

Deno.test("the package has what its modules read and import, and neither tests nor results", async () => {
  const listed = await deno(ROOT, "publish", "--dry-run", "--allow-dirty", "--no-check");
  const files = new Set(
    [...listed.matchAll(/^ +(file:\S+) \(/gm)].map(([, url]) => fileURLToPath(url).slice(ROOT.length)),
  );
  const read = [
    "mod.ts",
    "LICENSE",
    "commands/golden/doctor.json",
    "commands/reproduce.ts",
    "datasets/catalog.json",
    "papers/siam/README.md",
    "papers/siam/claims.csv",
    "papers/siam/errata.csv",
    "reports/site/page/index.html",
    "reports/site/page/page.js",
    "reports/site/page/style.css",
    "schemas/record.schema.json",
  ];
  assertEquals(read.filter((file) => !files.has(file)), []);
  const surplus = /_test\.ts$|\/testing|\/golden\/.*\.py$|^(reports\/published\/|\.|faults|performance)/;
  assertEquals([...files].filter((file) => surplus.test(file)), []);

  const imports = /(?:from|import\() ?"(\.[^"]+)"/g;
  for (const file of files) {
    if (!file.endsWith(".ts")) continue;
    for (const [, specifier] of (await Deno.readTextFile(`${ROOT}${file}`)).matchAll(imports)) {
      const imported = new URL(specifier, `file:///${file}`).pathname.slice(1);
      assert(files.has(imported), `${file} imports ${imported}, which is not published`);
    }
  }
});

Deno.test("packages that modules name by themselves have the versions of deno.json", async () => {
  const known = Object.values(configuration.imports);
  for (const file of ["datasets/mnist_10k.ts", "engine/webgpu/start.ts"]) {
    const named = (await Deno.readTextFile(`${ROOT}${file}`)).match(/"npm:[^"]+"/g) ?? [];
    assertEquals(named.map((name) => known.includes(JSON.parse(name))), [true], file);
  }
});

Deno.test("a paper outside of the tree imports the library by its name", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(
      `${folder}/paper.ts`,
      `
      import { ALL_IMAGES, DATASETS, drawClusters, fileDataset, KMEANS, KNOWN_METRICS, kMeans } from "@reclaim/reclaim";
      import { ofSplits, paper, pixels, sizes, standardise, STANDARD, tableDataset } from "@reclaim/reclaim";
      import { compare, loadPapers, readRecords, writeReport } from "@reclaim/reclaim/reports";

      const mine = paper("mine", {
        dataset: "mnist-10k",
        images: ALL_IMAGES,
        cluster: { kind: "k-means", fitOn: "train", ...KMEANS, k: 10 },
        score: ["test"],
        metrics: STANDARD,
      });
      const kmeans = mine.method("kmeans", {
        title: "k-means",
        seconds: { paper: 1 },
        config: {},
        represent: pixels,
        measure: [sizes],
        figures: [drawClusters({ name: "clusters", title: "Clusters" })],
      });
      const declaration = mine.declare([kmeans]);
      console.log(declaration.experiments[0].id);
      export const used = [DATASETS, fileDataset, KNOWN_METRICS, kMeans, ofSplits, standardise, tableDataset];
      export const reports = [compare, loadPapers, readRecords, writeReport];
      export default declaration;
      `,
    );
    const config = `${ROOT}deno.json`;
    assertEquals(
      await deno(folder, "run", "-q", "--config", config, "paper.ts"),
      "mine/kmeans/mnist-10k\n",
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
