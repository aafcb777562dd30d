// What reading alone takes: the whole list through the client, nothing kept. The arguments: sheet, where the CRM is.
import { clientOf } from './listClient.mjs';

const client = clientOf(process.argv[3]);
const begin = performance.now();
let records = 0;
for await (const page of client.list()) records += page.length;
process.stderr.write(`took ${performance.now() - begin} ms\n`);
if (records === 0) throw new Error('an empty list');
await client.close();
