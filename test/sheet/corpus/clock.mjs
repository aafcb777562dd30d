// Imported first: libraries stamp the time into what they write, and the corpus should not change by itself.
process.env.TZ = 'UTC';

const RealDate = Date;
const NOW = RealDate.UTC(2026, 0, 15, 12);

globalThis.Date = class FixedDate extends RealDate {
  constructor(...args) {
    super(...(args.length === 0 ? [NOW] : args));
  }
  static now() {
    return NOW;
  }
};
