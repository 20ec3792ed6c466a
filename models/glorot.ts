/**
 * The bound within which Glorot & Bengio draw a layer's first weights evenly: √(6 / (fanIn + fanOut)).
 *
 * @see X. Glorot, Y. Bengio. Understanding the difficulty of training deep feedforward neural networks. AISTATS 2010, Eq. 16.
 */
export function glorotBound(fanIn: number, fanOut: number): number {
  return Math.sqrt(6 / (fanIn + fanOut));
}
