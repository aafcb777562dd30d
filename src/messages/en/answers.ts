/** What can be answered where a sheet leaves something open, in words; the option that says the same stands behind it. */
export const answers = {
  encoding: (name: string) => `read the file as ${name}`,
  delimiter: (name: string) => `columns are separated by ${name}`,
  tabulator: 'a tabulator',
  backslash: 'yes, quotation marks in cells stand behind backslashes',
  sheet: (name: string) => `the tab “${name}”`,
  pivot: (name: string) => `read the tab “${name}” all the same`,
  hidden: { include: 'yes, read the hidden rows too', skip: 'no, leave the hidden rows out' },
  headerRow: (row: number) => `row ${row} is the header`,
  oneTable: 'yes, it is all one table',
  decimal: { ',': 'decimals stand behind a comma', '.': 'decimals stand behind a point' },
  notCut: (column: string) => `nothing is cut: leave column ${column} out`,
  inFull: 'the amounts are right as they stand',
  notCutInto: (column: string) => `nothing is cut: column ${column} holds such numbers`,
  placeholder: {
    leave: 'leave the field as it is in the CRM',
    clear: 'empty the field in the CRM',
    text: 'it is the text itself',
  },
  mojibake: { repair: 'put it right', keep: 'leave it as it is' },
  saved: 'take the mapping that was saved for these headers',
  leave: 'leave without doing anything',
  choose: (n: number) =>
    n === 1 ? 'Type 1, or only Enter:' : `Type a number from 1 to ${n}, or only Enter:`,
  /** What was answered before somebody left. */
  soFar: (options: string) => `What you answered before can be typed at once:\n${options}`,
};
