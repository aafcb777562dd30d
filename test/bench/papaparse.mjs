// The baseline: papaparse by itself, streaming a file and counting its fields.
import { createReadStream } from 'node:fs';
import Papa from 'papaparse';

let fields = 0;
await new Promise((resolve, reject) => {
  Papa.parse(createReadStream(process.argv[2], { encoding: 'utf8' }), {
    step: ({ data }) => {
      fields += data.length;
    },
    complete: resolve,
    error: reject,
  });
});
console.log(fields);
