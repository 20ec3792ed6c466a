import { assertEquals } from "@std/assert";
import { faultLines } from "../claims/fault.ts";
import { inFolder } from "../engine/testing.ts";
import type { RunRecord } from "../records/record.ts";
import { paperFaults, recordFaults } from "./faults.ts";
import { importDeclaration, type Paper, readFolder } from "./folder.ts";
import { writePaper } from "./testing.ts";

/** A made-up paper with one experiment and one claim: SIL in code, test. */
async function madePaper(): Promise<Paper> {
  let paper: Paper | undefined;
  await inFolder(async (folder) => {
    await writePaper(folder);
    paper = await readFolder(await importDeclaration(folder));
  });
  return { ...paper!, folder: new URL("file:///made/") };
}

const record = (over: Partial<RunRecord>) =>
  ({
    experiment: "made/up/mnist",
    paper: "made",
    method: "up",
    dataset: "mnist",
    profile: "smoke",
    seed: 42,
    status: "done",
    digest: "0123456789ab",
    measurements: [{ metric: "SIL", value: 0.5, space: "pixels", split: "test" }],
    ...over,
  }) as RunRecord;

Deno.test("paperFaults() finds claims that runs do not answer", async () => {
  const { claims: [claim], ...paper } = await madePaper();
  const claims = [{ ...claim, place: { file: "claims.csv", row: 2 } }];
  assertEquals(faultLines(paperFaults({ ...paper, claims }, [record({})])), [
    "claims.csv: row 2: no run measured anything in code, test: there is pixels, test",
  ]);
  const answers = [{ metric: "SIL", value: 0.5, space: "code", split: "test" }];
  assertEquals(paperFaults({ ...paper, claims }, [record({ measurements: answers })]), []);
  assertEquals(paperFaults({ ...paper, claims }, []), []);
});

Deno.test("paperFaults() finds bounds and causes about what the runs did not measure", async () => {
  const paper = await madePaper();
  const asked = {
    metric: "SIL",
    space: "code",
    split: "test",
    average: "",
    place: { file: "causes.csv", row: 2 },
  };
  const cause = { ...asked, misses: [], cause: "the rate", study: "made/study-up/mnist", note: "" };
  const study = record({ experiment: cause.study });
  assertEquals(faultLines(paperFaults({ ...paper, causes: [cause] }, [study])), [
    "causes.csv: row 2: no run of made/study-up/mnist measured SIL, code, test: there is SIL, pixels, test",
  ]);
  assertEquals(paperFaults({ ...paper, causes: [{ ...cause, space: "pixels" }] }, [study]), []);
  assertEquals(paperFaults({ ...paper, causes: [cause] }, [record({ ...study, status: "failed" })]), []);
});

Deno.test("paperFaults() finds experiments that answer no claim, unless they are studies", async () => {
  const paper = await madePaper();
  const [up] = paper.experiments;
  const idle = { ...up, id: "made/idle/mnist", method: "idle" };
  const lazy = { ...up, id: "made/lazy/mnist", method: "lazy" };
  const study = { ...up, id: "made/study-idle/mnist", study: { question: "Why?" } };
  assertEquals(faultLines(paperFaults({ ...paper, experiments: [up, idle, study, lazy] }, [])), [
    "/made/paper.ts: no claim is answered by made/idle/mnist, made/lazy/mnist: only a study may answer none",
  ]);
  assertEquals(paperFaults({ ...paper, claims: [], experiments: [idle] }, []), []);
});

Deno.test("recordFaults() finds records that no experiment makes", async () => {
  const papers = [await madePaper()];
  const file = "out/runs/made/up/mnist/0123456789ab-s42.json";
  assertEquals(recordFaults(record({}), papers, "out"), []);
  assertEquals(faultLines(recordFaults(record({ method: "Up", dataset: "usps" }), papers, "out")), [
    `${file}: method must be "up", got "Up"`,
    `${file}: dataset must be "mnist", got "usps"`,
  ]);
  assertEquals(faultLines(recordFaults(record({ experiment: "made/upp/mnist" }), papers, "out")), [
    'out/runs/made/upp/mnist/0123456789ab-s42.json: the experiment "made/upp/mnist" is unknown: ' +
    "did you mean made/up/mnist?",
  ]);
  assertEquals(
    faultLines(recordFaults(record({ paper: "other", experiment: "other/up/mnist" }), papers, "out")),
    [
      `out/runs/other/up/mnist/0123456789ab-s42.json: the paper "other" is unknown: name its folder with --papers`,
    ],
  );
});
