/**
 * The two ends between which the largest of m further draws falls, as weights of the n sorted values that we have.
 *
 * Where enough of our values lie beyond an end, it is a matter of counting, and right for every distribution. Beyond
 * our outermost values there is nothing to count, and the end is drawn out from the distances between them.
 *
 * @module
 */

/** How many of the outermost values an end is drawn out from: a quarter of all, and at least two where there are three. */
function outermost(n: number): number {
  return Math.min(n - 1, Math.max(2, Math.floor(n / 4)));
}

/**
 * P(all m draws are below the j-th smallest of n values), for every continuous distribution: of the n + m values in
 * all, the m draws must rank below it.
 */
function belowShare(n: number, m: number, j: number): number {
  let share = 1;
  for (let i = 0; i < m; i++) share *= (j + i) / (n + 1 + i);
  return share;
}

/** The x from 0 at which a falling function comes down to `goal`; 0 if it never is above. */
function solveFalling(f: (x: number) => number, goal: number): number {
  let low = 0, high = 1;
  while (f(high) > goal) [low, high] = [high, 2 * high];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (f(middle) > goal) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * The lower end that can be counted off: the weights of a point between two neighbouring values, below which the
 * largest of m draws falls with probability `miss`. At the values themselves the probability is exact for every
 * continuous distribution (S. S. Wilks, 1942); between them it is that of a distribution which is even there.
 *
 * @returns n weights for values in ascending order; undefined where even our smallest value is too high.
 */
export function countedEnd(n: number, m: number, miss: number): number[] | undefined {
  let j = 0;
  while (j < n && belowShare(n, m, j + 1) <= miss) j++;
  if (j === 0) return undefined;
  const weights = Array.from({ length: n }, () => 0);
  if (j === n) {
    weights[n - 1] = 1;
    return weights;
  }
  // The share of the gap that is left above the point.
  const left = solveFalling((x) => belowPoint(n, m, j, 1 - Math.min(x, 1)), miss);
  weights[j - 1] = left;
  weights[j] = 1 - left;
  return weights;
}

/**
 * P(all m draws are below x_j + share · (x_(j+1) - x_j)) for an even distribution: E[V^m] E[(share + (1 - share) T)^m],
 * V the distribution function at x_(j+1), and T ~ Beta(j, 1) how much less it is at x_j.
 */
function belowPoint(n: number, m: number, j: number, share: number): number {
  let sum = 0, choices = 1;
  for (let k = 0; k <= m; k++) {
    sum += choices * Math.pow(share, m - k) * Math.pow(1 - share, k) * j / (j + k);
    choices *= (m - k) / (k + 1);
  }
  return belowShare(n, m, j + 1) * sum;
}

/**
 * The upper end, drawn out: above x_(n-r) the r largest values lie by s on average, and the end lies by c · s. The
 * largest of m draws exceeds it with probability `miss` if the distribution falls off exponentially there, and less
 * often if it falls off faster, as a normal one does.
 *
 * @returns n weights for values in ascending order.
 */
export function drawnUpperEnd(n: number, m: number, miss: number): number[] {
  const r = outermost(n);
  return drawnWeights(n, r, solveFalling((c) => aboveShare(n, m, r, c), miss));
}

/**
 * The lower end, drawn out in the same way, for where {@linkcode countedEnd} finds none: below x_(r+1) by c times
 * what the r smallest values lie below it on average. All of m draws must fall below, which has a closed form.
 *
 * @returns n weights for values in ascending order.
 */
export function drawnLowerEnd(n: number, m: number, miss: number): number[] {
  const r = outermost(n);
  const c = r / m * (Math.pow(belowShare(n, m, r + 1) / miss, 1 / r) - 1);
  return drawnWeights(n, r, c).reverse();
}

/** x_(n-r) + c · (mean of the r largest - x_(n-r)), as weights. */
function drawnWeights(n: number, r: number, c: number): number[] {
  return Array.from({ length: n }, (_, i) => i >= n - r ? c / r : i === n - r - 1 ? 1 - c : 0);
}

/**
 * P(one of m draws lies beyond the drawn end), for an exponential tail of any scale.
 *
 * The share p of the distribution above x_(n-r) is Beta(r + 1, n - r), so that the number of draws above it is
 * beta-binomial. The end lies above x_(n-r) by c / r times the sum of r independent exponential distances of the
 * tail's own scale; each of them is passed by each draw independently with the same probability, which is Beta(r / c,
 * 1). So the number of draws that are still beyond thins out step by step, with no term below 0.
 */
function aboveShare(n: number, m: number, r: number, c: number): number {
  let beyond = betaBinomial(m, r + 1, n - r);
  if (c === 0) return 1 - beyond[0];
  for (let i = 0; i < r; i++) {
    const next = beyond.map(() => 0);
    for (const [draws, share] of beyond.entries()) {
      for (const [passed, ofThese] of betaBinomial(draws, r / c, 1).entries()) {
        next[passed] += share * ofThese;
      }
    }
    beyond = next;
  }
  return 1 - beyond[0];
}

/** P(k of m), for k from 0 to m, where the probability of each is Beta(a, b). */
function betaBinomial(m: number, a: number, b: number): number[] {
  const shares = [1];
  for (let i = 0; i < m; i++) shares[0] *= (b + i) / (a + b + i);
  for (let k = 0; k < m; k++) shares.push(shares[k] * (m - k) / (k + 1) * (a + k) / (b + m - k - 1));
  return shares;
}
