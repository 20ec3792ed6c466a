/** What the comparison is called in ids, where papers have their names. */
export const COMPARISON = "comparison";

/** What its records say, after the space, of indices that are of clusters made in another one. */
export const SAME_CLUSTERS = "the same clusters";
