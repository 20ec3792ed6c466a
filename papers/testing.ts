/**
 * What tests of papers share: the files of a made-up one.
 *
 * @module
 */

const METRICS = new URL("../metrics/registry.ts", import.meta.url);

/** A made-up `paper.ts` with one experiment, `<id>/up/mnist`; its default export has the fields of `over`. */
export function exampleModule(id = "made", over = ""): string {
  return `import { STANDARD } from "${METRICS}";
const up = {
  id: "${id}/up/mnist",
  paper: "${id}",
  method: "up",
  dataset: "mnist",
  title: "Up",
  profiles: { smoke: { dataset: "mnist-10k", seconds: 0, config: {} } },
  run: () => Promise.resolve({ measurements: [], history: [] }),
};
export default { id: "${id}", experiments: [up], datasets: [], metrics: STANDARD, figures: [], ${over} };
`;
}

/** A made-up `claims.csv` with one claim, of `<id>/up/mnist`. */
export function exampleClaims(id = "made"): string {
  return "id,where,dataset,method,metric,statistic,value,printed,kind,experiment,space,split\n" +
    `${id}-1,Table 1,mnist,Up,SIL,single,0.50,0.50,result,${id}/up/mnist,code,test\n`;
}

/** Writes the files of a made-up paper into a folder, over those that are there. */
export async function writePaper(folder: string, files: Record<string, string> = {}): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  const all = {
    "paper.ts": exampleModule(),
    "README.md": "# Made up\n",
    "claims.csv": exampleClaims(),
    ...files,
  };
  for (const [name, text] of Object.entries(all)) await Deno.writeTextFile(`${folder}/${name}`, text);
}
