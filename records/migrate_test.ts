import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { exampleRecord } from "../runner/testing.ts";
import { checksumOf, recordDigest } from "./digest.ts";
import type { Move, Unread } from "./format_1.ts";
import { migrateRecord, MigrationError, type OlderRecord, olderRecord } from "./migrate.ts";
import type { Settings } from "./record.ts";
import { parseRecord, recordText } from "./record_format.ts";

const OLD_CONFIG = {
  k: 10,
  architecture: { sizes: [784, 70], batchNorm: true },
  adam: "keras",
  rows: 500,
  labelled: null,
  dataset: "mnist",
};

const CONFIG = {
  network: {
    architecture: { sizes: [784, 70], batchNorm: { momentum: 0.1, epsilon: 0.00001 } },
    optimiser: { convention: "keras", beta1: 0.9 },
    loss: "bce",
  },
  images: { rows: { drawn: 500, seed: 7 } },
  cluster: { k: 10 },
  aec: { k: 10 },
  labelled: null,
  dataset: "mnist",
};

const FATES: readonly (Move | Unread)[] = [
  { from: "k", to: ["cluster.k", "aec.k", "spectral.k"] },
  { from: "architecture", to: "network.architecture" },
  { from: "architecture.batchNorm", to: "network.architecture.batchNorm", was: false, is: null },
  {
    from: "architecture.batchNorm",
    to: "network.architecture.batchNorm",
    was: true,
    is: { momentum: 0.1, epsilon: 1e-5 },
  },
  { of: "song/", from: "adam", to: "nowhere" },
  { from: "adam", to: "network.optimiser.convention" },
  { from: "rows", to: "images.rows.drawn" },
  { from: "seldom", unread: "run() took k alone" },
];

/** A record of format 1, as its file has it. */
function older(over: Partial<OlderRecord> = {}): OlderRecord & { checksum: string } {
  const { format: _, code: _code, ...rest } = exampleRecord({ config: OLD_CONFIG });
  const fields = { ...rest, ...over };
  const digest = recordDigest({ ...fields, format: 2, code: "" });
  const record = { ...fields, format: 1 as const, digest, ...over };
  return { ...record, checksum: checksumOf(record) };
}

const { experiment: id, paper, method, dataset } = older();
const experiment = { id, paper, method, dataset };

const migrated = (config: Settings, record = older(), moves = FATES) =>
  migrateRecord(olderRecord(record), { experiment, config }, moves);

Deno.test("migrateRecord() keeps what was measured, and says which settings were added", () => {
  const before = older();
  const record = migrated(CONFIG, before);
  const { measurements, history, data, engine, provenance, seconds, seed, status } = before;
  const after = { ...record };
  assertEquals(
    [after.measurements, after.history, after.data, after.engine, after.provenance, after.seconds],
    [measurements, history, data, engine, provenance, seconds],
  );
  assertEquals([record.seed, record.status, record.code, record.format], [seed, status, "", 2]);
  assertEquals(record.config, CONFIG);
  assertEquals(record.migrated, {
    from: 1,
    added: ["network.optimiser.beta1", "network.loss", "images.rows.seed"],
  });
  assertEquals(record.digest, recordDigest(record));
  assertNotEquals(record.digest, before.digest);
  assertEquals("checksum" in record, false);
  assertEquals(parseRecord(recordText(record, "x"), "x"), record);
});

Deno.test("migrateRecord() says which settings are gone since nothing read them", () => {
  const config = { ...OLD_CONFIG, seldom: { a: 1, b: [2] }, nothing: {} };
  const record = migrated(CONFIG, older({ config }));
  assertEquals(record.migrated?.dropped, ["seldom.a", "seldom.b"]);
  assertEquals(record.config, CONFIG);
});

Deno.test("migrateRecord() gives a study what it asks", () => {
  const study = { question: "Why?", of: "agarap/snnl-5/mnist", change: { aec: { k: 10 } } };
  const record = migrateRecord(
    olderRecord(older()),
    { experiment: { ...experiment, study }, config: CONFIG },
    FATES,
  );
  assertEquals(record.study, study);
});

Deno.test("migrateRecord() refuses a setting that is lost or another now, and names it", () => {
  const { labelled: _, ...lacking } = CONFIG;
  const cases: [Settings, string][] = [
    [lacking, "the setting labelled is lost: labelled must be null"],
    [
      { ...CONFIG, cluster: {}, aec: {} },
      "the setting k is lost: cluster.k or aec.k or spectral.k must be 10",
    ],
    [{ ...CONFIG, aec: { k: 8 } }, "the setting k has changed: aec.k must be 10, got 8"],
    [
      {
        ...CONFIG,
        network: { ...CONFIG.network, architecture: { ...CONFIG.network.architecture, batchNorm: null } },
      },
      "the setting architecture.batchNorm.momentum is lost",
    ],
    [
      {
        ...CONFIG,
        network: { ...CONFIG.network, architecture: { ...CONFIG.network.architecture, sizes: [784, 71] } },
      },
      "the setting architecture.sizes has changed: network.architecture.sizes must be [784,70], got [784,71]",
    ],
    [
      { ...CONFIG, dataset: "usps" },
      'the setting dataset has changed: dataset must be "mnist", got "usps"',
    ],
  ];
  for (const [config, message] of cases) assertThrows(() => migrated(config), MigrationError, message);
  assertThrows(
    () => migrated(CONFIG, older(), []),
    MigrationError,
    "the setting k is lost: k must be 10",
  );
  assertThrows(
    () => migrated(CONFIG, older({ experiment: "song/aec/mnist" })),
    MigrationError,
    'the setting adam is lost: nowhere must be "keras"',
  );
});

Deno.test("migrateRecord() keeps one of equal measurements of one name, and refuses different ones", () => {
  const one = { metric: "ACC", value: 0.5, space: "code", split: "test" };
  assertEquals(migrated(CONFIG, older({ measurements: [one, { ...one }] })).measurements, [one]);
  assertThrows(
    () => migrated(CONFIG, older({ measurements: [one, { ...one, value: 0.6 }] })),
    MigrationError,
    "ACC, code, test has two values: 0.5 and 0.6",
  );
});

Deno.test("olderRecord() refuses what is no record of format 1, or was changed", () => {
  const record = older();
  const cases: [unknown, string][] = [
    [null, "format must be 1, got undefined"],
    [exampleRecord(), "format must be 1, got 2"],
    [{ format: 1, experiment: "a/b" }, "config is missing"],
    [{ ...record, data: null }, "data must be a list, got null"],
    [{ ...record, config: { k: 8 } }, "its configuration, data or engine were changed"],
    [{ ...record, seconds: 9 }, "it was changed since it was written"],
  ];
  for (const [value, message] of cases) assertThrows(() => olderRecord(value), MigrationError, message);
  // The first records had no checksum.
  const { checksum: _, ...first } = record;
  assertEquals(olderRecord(first), first);
});
