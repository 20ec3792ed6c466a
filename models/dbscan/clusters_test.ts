import { assertEquals } from "@std/assert";
import { random } from "../../engine/random.ts";
import { ClusterBuilder } from "./clusters.ts";

type Pair = readonly [number, number];

function built(n: number, minPoints: number, pairs: readonly Pair[]) {
  const builder = new ClusterBuilder(n, minPoints);
  for (const [i, j] of pairs) builder.add(i, j);
  return builder.finish();
}

/** DBSCAN by its definition: from each core point without a label, in order, through the core points it is connected with. */
function expanded(n: number, minPoints: number, pairs: readonly Pair[]) {
  const neighbours = Array.from({ length: n }, (): number[] => []);
  for (const [i, j] of pairs) {
    neighbours[i].push(j);
    neighbours[j].push(i);
  }
  const isCore = (i: number) => neighbours[i].length + 1 >= minPoints;
  const labels = new Int32Array(n).fill(-1);
  let clusters = 0;
  for (let first = 0; first < n; first++) {
    if (!isCore(first) || labels[first] >= 0) continue;
    labels[first] = clusters;
    for (const toVisit = [first]; toVisit.length > 0;) {
      const i = toVisit.pop()!;
      if (!isCore(i)) continue;
      for (const j of neighbours[i]) {
        if (labels[j] >= 0) continue;
        labels[j] = clusters;
        toVisit.push(j);
      }
    }
    clusters++;
  }
  return { labels, corePoints: Int32Array.from(labels.keys()).filter(isCore), clusters };
}

Deno.test("ClusterBuilder finds what DBSCAN's definition does, in whatever order the pairs come", () => {
  const next = random(1), n = 60;
  let most = 0;
  for (let round = 0; round < 200; round++) {
    const share = 0.01 + 0.08 * next();
    const pairs = Array.from({ length: n }, (_, i) => Array.from({ length: i }, (_, j): Pair => [j, i]))
      .flat()
      .filter(() => next() < share);
    const drawn = pairs.map((pair) => ({ pair, at: next() })).sort((a, b) => a.at - b.at).map((
      { pair: [i, j] },
    ) => next() < 0.5 ? [i, j] as const : [j, i] as const);
    for (const minPoints of [1, 2, 3, 5]) {
      const found = built(n, minPoints, drawn);
      assertEquals(found, expanded(n, minPoints, pairs));
      most = Math.max(most, found.clusters);
    }
  }
  assertEquals(most > 5, true);
});

Deno.test("ClusterBuilder: a point between two clusters is in the first one, whichever pair came first", () => {
  // Two groups of four of which each is near all others; 0 is near one of each, and too few for a core point.
  const groups = [[1, 2, 3, 4], [5, 6, 7, 8]].flatMap((group) =>
    group.flatMap((i) => group.filter((j) => j > i).map((j): Pair => [i, j]))
  );
  const border: Pair[] = [[0, 5], [0, 1]];
  for (const between of [border, border.toReversed()]) {
    for (const pairs of [[...groups, ...between], [...between, ...groups]]) {
      assertEquals(built(9, 4, pairs).labels, Int32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1));
    }
  }
});

Deno.test("ClusterBuilder without pairs: noise, or a cluster each where one point is enough", () => {
  assertEquals(built(3, 2, []), {
    labels: Int32Array.of(-1, -1, -1),
    corePoints: new Int32Array(0),
    clusters: 0,
  });
  assertEquals(built(3, 1, []).labels, Int32Array.of(0, 1, 2));
});
