// The baseline: the same PUTs by undici and p-limit alone. The arguments: where the server is, PUTs, PUTs at once.
import pLimit from 'p-limit';
import { Pool } from 'undici';

const [, , url, rows, concurrency] = process.argv;
const pool = new Pool(url, { connections: Number(concurrency), pipelining: 1 });
const limit = pLimit(Number(concurrency));
const headers = {
  accept: 'application/json',
  'content-type': 'application/json',
  'x-workspace-id': 'w',
  authorization: 'Bearer token',
};
const put = async (i) => {
  const path = `/api/opportunity?id=op-${i}&workspaceId=w`;
  const { statusCode, body } = await pool.request({
    ...{ method: 'PUT', path, headers },
    body: JSON.stringify({ amount: 200 + i }),
  });
  await body.text();
  if (statusCode !== 200) throw new Error(`HTTP ${statusCode}`);
};
await Promise.all(Array.from({ length: Number(rows) }, (_, i) => limit(put, i)));
await pool.close();
