import fc from 'fast-check';

/**
 * Property tests draw the same cases on every run, so that a change is judged by what it changed and not by luck.
 * `PROPERTY_SEED=random` (or a number) explores others; a counterexample that it finds becomes a test of its own.
 */
const wanted = process.env.PROPERTY_SEED;
const seed = wanted === 'random' ? Math.trunc(Math.random() * 2 ** 31) : Number(wanted ?? 20_261_124);
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
