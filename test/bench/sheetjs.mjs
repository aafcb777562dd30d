// The baseline: SheetJS by itself, reading a workbook.
import { readFileSync } from 'node:fs';
import { read } from '@e965/xlsx';

const workbook = read(readFileSync(process.argv[2]), { dense: true, cellNF: true });
console.log(workbook.Sheets[workbook.SheetNames[0]]['!data'].length);
