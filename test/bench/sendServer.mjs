// A CRM in a process of its own that costs as little as a server can: what is measured is the client. Prints where it
// is; `/stats` tells of the PUTs since the last call, in ms of this process, whose clock began at `origin` (ms since
// 1970): `marks` are the times of each thousandth answer.
import { createServer } from 'node:http';
import { exactDelay } from './exactDelay.mjs';

const MARK_EVERY = 1000;
const [rows, latencyMs] = process.argv.slice(2).map(Number);
const amounts = new Map();
let stats = null;

const recordOf = (id) => ({
  id,
  opportCode: `C-${id}`,
  name: `Oportunidad ${id}`,
  description: null,
  amount: amounts.get(id) ?? 100,
  stageId: null,
  contactId: null,
  customFields: [{ name: 'Origen', value: 'Web' }],
  winLossStatus: 0,
  updatedDate: '2026-02-05T12:00:00.0000000Z',
  deletionDate: null,
});
const ok = (data) => JSON.stringify({ success: true, code: 200, errorCode: null, message: 'ok', data });

function answer({ method, url }, body) {
  const { pathname, searchParams } = new URL(url, 'http://x');
  if (method === 'PUT') {
    const id = searchParams.get('id');
    amounts.set(id, JSON.parse(body).amount);
    return ok({ opportunity: recordOf(id) });
  }
  if (pathname.startsWith('/api/workspace/')) return ok({ id: 'w', name: 'w', totalOpportunities: rows });
  if (pathname !== '/api/opportunity') return ok({ opportunity: recordOf(pathname.split('/').at(-1)) });
  const from = Number(searchParams.get('continuationToken') ?? 0);
  const page = Array.from({ length: Math.min(20, rows - from) }, (_, i) => recordOf(`op-${from + i}`));
  return ok({ workspaceId: 'w', continuationToken: from + 20 < rows ? String(from + 20) : null, data: page });
}

/** The stats so far; PUTs that come from now on are new ones, for records as they were. */
function told() {
  const text = JSON.stringify({ ...stats, origin: performance.timeOrigin });
  stats = null;
  amounts.clear();
  return text;
}

const afterLatency = latencyMs > 0 ? exactDelay(latencyMs) : (reply) => reply();

const server = createServer((request, response) => {
  const receivedAt = performance.now();
  const put = request.method === 'PUT';
  if (put) stats ??= { puts: 0, first: receivedAt, last: 0, held: 0, marks: [] };
  let body = '';
  request.setEncoding('utf8');
  request.on('data', (chunk) => {
    body += chunk;
  });
  const reply = () => {
    const text = request.url === '/stats' ? told() : answer(request, body);
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
    if (!put) return;
    stats.puts += 1;
    stats.last = performance.now();
    stats.held += stats.last - receivedAt;
    if (stats.puts % MARK_EVERY === 0) stats.marks.push(stats.last);
  };
  // Planning walks the list, which is not what is measured here.
  const slow = put || request.url.startsWith('/api/opportunity/');
  request.on('end', () => (slow ? afterLatency(reply) : reply()));
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.resume();
process.stdin.on('end', () => process.exit());
