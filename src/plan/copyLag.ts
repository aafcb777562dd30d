/**
 * ms after which a record is looked at once more that shows the values from before its PUT: servers answer from copies that
 * are behind by up to all of these together.
 */
export const COPY_LAG = [200, 400, 800, 1600];

/** All of it, in ms. */
export const LONGEST_LAG = COPY_LAG.reduce((sum, ms) => sum + ms, 0);
