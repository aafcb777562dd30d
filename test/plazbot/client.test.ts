import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { diffOpportunity } from '../../src/opportunity/index.js';
import { fullBody, RecordElsewhere, RecordUnreadable, updateBody } from '../../src/plan/index.js';
import { Secret } from '../../src/settings/index.js';
import { record } from '../opportunity/record.js';
import { refusalOf } from '../sheet/files.js';
import { clientOf, type Script, scripted, TOKEN } from './scriptedServer.js';

const RECORD = {
  id: 'a1',
  name: 'Uno',
  amount: 10.5,
  stageId: 's1',
  customFields: [{ name: 'Zona', value: 'Sur' }],
};
const envelope = (data: unknown, rest: object = {}) => ({
  success: true,
  code: 200,
  errorCode: null,
  message: 'ok',
  data,
  ...rest,
});

describe('a PUT', () => {
  it('carries the id and the workspace in the query, both headers, and only the body it was given', async () => {
    const { client, received } = await scripted({ json: envelope({ id: 'a1', opportunity: RECORD }) });
    await client.update('a1', { amount: 10.5 });
    expect(received).toMatchObject([
      {
        method: 'PUT',
        url: '/api/opportunity?id=a1&workspaceId=ws-1',
        headers: { authorization: `Bearer ${TOKEN}`, 'x-workspace-id': 'ws-1' },
        body: '{"amount":10.5}',
      },
    ]);
  });

  it('encodes what an id may hold', async () => {
    const { client, received } = await scripted({ json: envelope({}) });
    await client.update('a&workspaceId=other', {});
    expect(new URL(received[0]?.url ?? '', 'http://x').searchParams.getAll('workspaceId')).toEqual(['ws-1']);
  });

  it.each([
    ['opportunity', { id: 'a1', opportunity: RECORD }],
    ['the misspelt oportunity', { id: 'a1', oportunity: RECORD }],
    ['data', { contactId: 'x', data: [RECORD] }],
    ['nothing around it', RECORD],
    ['an array with others before it', [{ ...RECORD, id: 'other' }, RECORD]],
  ])('shows its record under %s', async (_, data) => {
    const { client } = await scripted({ json: envelope(data) });
    expect(await client.update('a1', {})).toMatchObject({
      kind: 'accepted',
      message: 'ok',
      record: { id: 'a1', amount: '10.5', customFields: [{ name: 'Zona', value: 'Sur' }] },
    });
  });

  it('never takes another record for the one it was about', async () => {
    const { client } = await scripted({ json: envelope({ id: 'a1', opportunity: { ...RECORD, id: 'b2' } }) });
    expect(await client.update('a1', {})).toMatchObject({ kind: 'accepted', record: null });
  });

  it.each([
    [200, { ...envelope(null), success: false, errorCode: 'CLOSED', message: 'Cerrada' }],
    [200, { ...envelope(null), code: 422, errorCode: 'CLOSED', message: 'Cerrada' }],
    [400, { ...envelope(null), success: false, errorCode: 'CLOSED', message: 'Cerrada' }],
    [404, { ...envelope(null), success: false, errorCode: 'CLOSED', message: 'Cerrada' }],
    [422, { errorCode: 'CLOSED', detail: 'Cerrada', title: 'no' }],
  ])('that is refused with %i keeps the words of the server', async (status, json) => {
    const { client } = await scripted({ status, json });
    expect(await client.update('a1', {})).toEqual({
      kind: 'refused',
      httpStatus: status,
      message: 'Cerrada',
      errorCode: 'CLOSED',
    });
  });

  it.each([
    [500, '{"message":"oops"}', true],
    [500, '', true],
    [503, '{"message":"oops"}', true],
    // A gateway's page: what is behind it may be at work still.
    [500, '<h1>oops</h1>', false],
    [503, '<h1>oops</h1>', false],
    [503, '', false],
    [502, '{"message":"oops"}', false],
    [504, '<h1>oops</h1>', false],
    [408, '{"message":"oops"}', false],
    [522, '<h1>oops</h1>', false],
  ])('that fails with %i and %s is settled: %s', async (status, text, settled) => {
    const { client } = await scripted({ status, text });
    expect(await client.update('a1', {})).toEqual({
      kind: 'failed',
      httpStatus: status,
      message: text.startsWith('{') ? 'oops' : null,
      errorCode: null,
      settled,
      retryAfterMs: null,
    });
  });

  it('is told of without the token, where the server repeats it', async () => {
    const { client } = await scripted(
      { status: 400, json: { ...envelope(null), success: false, message: `${'x'.repeat(490)} ${TOKEN}` } },
      { status: 422, json: { detail: { authorization: `Bearer ${TOKEN}` }, errorCode: TOKEN } },
      { status: 403, json: { ...envelope(null), message: 'token another-token of another-token' } },
      { status: 307, headers: { location: `https://x.example/?t=${TOKEN}&u=another-token` } },
    );
    expect(await client.update('a1', {})).toMatchObject({ message: `${'x'.repeat(490)} ***` });
    expect(await client.update('a1', {})).toMatchObject({
      ...{ message: '{"authorization":"Bearer ***"}', errorCode: '***' },
    });
    client.replaceToken(new Secret('another-token'));
    expect(await client.update('a1', {})).toMatchObject({ message: 'token *** of ***' });
    // Also the one that was in use before.
    expect(await client.update('a1', {})).toMatchObject({ message: 'https://x.example/?t=***&u=***' });
  });

  it('keeps a token that stands in a record: what is sent back must be what was there', async () => {
    const customFields = [{ name: 'Clave', value: TOKEN }];
    const { client } = await scripted({ json: envelope({ opportunity: { ...RECORD, customFields } }) });
    expect(await client.update('a1', {})).toMatchObject({ record: { customFields: [{ value: TOKEN }] } });
  });

  it('is told of without the end of an endless address', async () => {
    const location = `https://x.example/${'y'.repeat(5000)}`;
    const { client } = await scripted({ status: 307, headers: { location } });
    const answer = await client.update('a1', {});
    expect(answer.kind === 'halt' && answer.message?.length).toBe(501);
  });

  it('that is answered with 401 asks for another token, and bears it from then on', async () => {
    const { client, received } = await scripted({ status: 401, json: {} }, { status: 401, json: {} });
    expect(await client.update('a1', {})).toMatchObject({ kind: 'unauthorized', httpStatus: 401 });
    client.replaceToken(new Secret('another'));
    await client.update('a1', {});
    expect(received[1]?.headers.authorization).toBe('Bearer another');
  });

  it.each([
    [
      { 'ratelimit-remaining': '0', 'ratelimit-reset': '12' },
      { remaining: 0, resetMs: 12_000 },
    ],
    [
      { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1' },
      { remaining: 3, resetMs: 1000 },
    ],
    [{ ratelimit: '"default";r=0;t=30' }, { remaining: 0, resetMs: 30_000 }],
    [{ 'ratelimit-remaining': 'many' }, undefined],
  ])('tells what the server says of its limit: %j', async (headers, allowance) => {
    const { client } = await scripted({ status: 422, headers: headers as Record<string, string>, json: {} });
    expect((await client.update('a1', {})).allowance).toEqual(allowance);
  });

  it.each([
    [{ 'retry-after': '7' }, 7000],
    [{ 'retry-after': '1000000000' }, 1_000_000_000_000],
    [{ 'retry-after': `1${'0'.repeat(23)}` }, 1_000_000_000_000],
    [{ 'retry-after': '9'.repeat(400) }, 1_000_000_000_000],
    [{ 'retry-after': 'soon' }, null],
    [{ 'retry-after': '-3' }, null],
    [{}, null],
  ])('that comes too fast, with %j, waits %s ms', async (headers, retryAfterMs) => {
    const { client } = await scripted({ status: 429, headers: headers as Record<string, string>, json: {} });
    expect(await client.update('a1', {})).toMatchObject({ kind: 'throttled', retryAfterMs });
  });

  it('reads Retry-After as a date too, and throttling inside a 200', async () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const { client } = await scripted(
      { status: 429, headers: { 'retry-after': date }, json: {} },
      { json: { ...envelope(null), success: false, code: 429 } },
    );
    const first = await client.update('a1', {});
    expect(first.kind === 'throttled' && first.retryAfterMs).toBeGreaterThan(50_000);
    expect(await client.update('a1', {})).toMatchObject({ kind: 'throttled' });
  });

  it.each([-3_600_000, 3_600_000])(
    "holds a date of Retry-After against the server's clock, %i ms from the one here",
    async (ahead) => {
      const date = (ms: number) => new Date(Math.ceil(Date.now() / 1000) * 1000 + ahead + ms).toUTCString();
      const headers = { date: date(0), 'retry-after': date(60_000) };
      const { client } = await scripted({ status: 429, headers, json: {} });
      expect(await client.update('a1', {})).toMatchObject({ kind: 'throttled', retryAfterMs: 60_000 });
    },
  );

  it('that ASP.NET refuses by its own check names the fields', async () => {
    const errors = { Amount: ['must be less than 1000000.'], Name: ['is required.', 'is short.'] };
    const { client } = await scripted({ status: 400, json: { title: 'Invalid.', status: 400, errors } });
    expect(await client.update('a1', {})).toMatchObject({
      message: 'Invalid. Amount: must be less than 1000000. Name: is required. is short.',
    });
  });

  it.each([
    [301, { location: 'https://evil.example/' }, 'redirect'],
    [303, { location: 'https://evil.example/' }, 'redirect'],
    [405, {}, 'wrongApi'],
    [428, {}, 'wrongApi'],
    [501, {}, 'wrongApi'],
  ])('that is answered with %i ends the run', async (status, headers, cause) => {
    const { client, received } = await scripted({
      status,
      headers: headers as Record<string, string>,
      json: {},
    });
    expect(await client.update('a1', {})).toMatchObject({ kind: 'halt', cause });
    expect(received).toHaveLength(1);
  });

  it('that a page answers with 200 is no success', async () => {
    const { client } = await scripted({ text: '<html>sign in</html>' });
    expect(await client.update('a1', {})).toEqual({ kind: 'unreadable', httpStatus: 200 });
  });

  it('is unanswered when the connection is cut, the body breaks off, or no answer comes', async () => {
    const { client } = await scripted(
      (_, response) => response.socket?.destroy(),
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{"success":', () => response.socket?.destroy());
      },
      () => undefined,
    );
    for (let i = 0; i < 3; i += 1)
      expect(await client.update('a1', {})).toMatchObject({ kind: 'unanswered' });
  });

  it.each([
    ['content-length: -5', 'HTTPParserError'],
    ['content-length: 2\r\ncontent-length: 3', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'],
    [`location: https://x.example/${'y'.repeat(20_000)}`, 'UND_ERR_HEADERS_OVERFLOW'],
  ])('is unanswered when the answer breaks the rules of HTTP: %#', async (headers, reason) => {
    const { client } = await scripted((_, response) =>
      response.socket?.end(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n{}`),
    );
    expect(await client.update('a1', {})).toEqual({ kind: 'unanswered', reason });
  });

  it('is unanswered when the answer comes so slowly that nobody waits for its end', async () => {
    const client = clientOf(
      (
        await scripted((_, response) => {
          const drip = setInterval(() => response.write(' '), 40);
          response.on('close', () => clearInterval(drip));
        })
      ).port,
      { timeout: 100 },
    );
    expect(await client.update('a1', {})).toEqual({ kind: 'unanswered', reason: 'ANSWER_TOO_SLOW' });
    await client.close();
  });

  it('is unanswered when the answer is larger than any answer, packed or not', async () => {
    const bomb = Buffer.alloc(64 * 1024 * 1024, 32);
    const { client } = await scripted(
      { text: bomb },
      { text: gzipSync(bomb), headers: { 'content-encoding': 'gzip' } },
    );
    expect(await client.update('a1', {})).toMatchObject({ kind: 'unanswered' });
    expect(await client.update('a1', {})).toMatchObject({ kind: 'unanswered' });
  });

  it('is unreached when nobody listens', async () => {
    expect(await clientOf(9).update('a1', {})).toEqual({ kind: 'unreached', reason: 'ECONNREFUSED' });
  });

  it('cuts an endless message and shows an object as text', async () => {
    const { client } = await scripted(
      { status: 400, json: { ...envelope(null), message: 'x'.repeat(5000) } },
      { status: 400, json: { ...envelope(null), message: { formula: '=1' } } },
    );
    const long = await client.update('a1', {});
    expect(long.kind === 'refused' && long.message?.length).toBe(501);
    expect(await client.update('a1', {})).toMatchObject({ message: '{"formula":"=1"}' });
  });
});

/** A record's JSON in which this stands for its custom fields, as text. */
function recordText(customFields: string, rest: object = {}): string {
  return JSON.stringify(envelope({ opportunity: { ...RECORD, ...rest, customFields: '@' } })).replace(
    '"@"',
    () => customFields,
  );
}

describe('what is sent back', () => {
  const REGION = '{"name":"Zona","value":"Sur"}';

  it.each([
    '19100000123456789012',
    '-0.1234567890123456789',
    '[1,{"n":12345678901234567890}]',
    '1E400',
    '9007199254740993',
  ])(
    'is %s, digit by digit, where that stood in a custom field beside the one that is set',
    async (value) => {
      const cuenta = `{"name":"Cuenta","value":${value},"also":${value}}`;
      const { client, received } = await scripted({ text: recordText(`[${cuenta},${REGION}]`) });
      // As the plan keeps it on the disk.
      const live = JSON.parse(JSON.stringify(await client.read('a1')));
      expect(live.customFields[0]).toMatchObject({ name: 'Cuenta', value });
      await client.update(
        'a1',
        updateBody(live, [{ field: 'customFields.Zona', before: 'Sur', after: 'Norte' }]),
      );
      expect(received[1]?.body).toBe(`{"customFields":[${cuenta},{"name":"Zona","value":"Norte"}]}`);
    },
  );

  it.each(['33.333333333333333333333333', '12345678901234567.89', '-0.1234567890123456789'])(
    'is the amount %s, digit by digit, where the whole record goes back, or what it was',
    async (amount) => {
      const text = recordText('[]', { amount: 7 }).replace('"amount":7', `"amount":${amount}`);
      const { client, received } = await scripted({ text });
      const live = JSON.parse(JSON.stringify(await client.read('a1')));
      expect(live).toMatchObject({ amount });
      await client.update('a1', fullBody(live, [{ field: 'name', before: 'x', after: 'y' }]));
      expect(received[1]?.body).toContain(`"amount":${amount},`);
      await client.update('a1', updateBody(live, [{ field: 'amount', before: '1', after: amount }]));
      expect(received[2]?.body).toBe(`{"amount":${amount}}`);
    },
  );

  it.each(['1E400', '"12"', '[1]'])('is no amount where that is %s', async (amount) => {
    const text = recordText('[]', { amount: 7 }).replace('"amount":7', `"amount":${amount}`);
    const { client } = await scripted({ text });
    const live = await client.read('a1').catch((error: unknown) => error);
    expect(live instanceof RecordUnreadable || (live as { amount: unknown }).amount === null).toBe(true);
  });

  it('is null where the stage or the contact had an empty text', async () => {
    const { client, received } = await scripted({ json: envelope({}) });
    const changes = (['stageId', 'contactId'] as const).map((field) => ({ field, before: 'x', after: '' }));
    await client.update('a1', updateBody(record(), changes));
    expect(received[0]?.body).toBe('{"stageId":null,"contactId":null}');
  });

  it('is null where a custom field was null', async () => {
    const { client, received } = await scripted({ text: recordText('[{"name":"Días","value":7}]') });
    const live = (await client.read('a1')) ?? record();
    const [change, ...more] = diffOpportunity(live, [
      { field: 'customFields.Días', value: null, json: null },
    ]);
    expect([change, more]).toEqual([
      { field: 'customFields.Días', before: '7', after: null, afterJson: null },
      [],
    ]);
    await client.update('a1', updateBody(live, change ? [change] : []));
    expect(received[1]?.body).toBe('{"customFields":[{"name":"Días","value":null}]}');
    for (const value of ['', null]) {
      const shown = { ...live, customFields: [{ name: 'Días', value, wire: { name: 'Días', value } }] };
      expect(diffOpportunity(shown, [{ field: 'customFields.Días', value: null, json: null }])).toEqual([]);
    }
  });

  it('is a text where it was one, whatever it looks like', async () => {
    const texts =
      '[{"name":"a","value":"19100000123456789012"},{"name":"b","value":",1E400"},{"name":"c","value":7}]';
    const { client, received } = await scripted({ text: recordText(texts, { code: 1e30 }) });
    const live = await client.read('a1');
    await client.update('a1', { customFields: live?.customFields?.map(({ wire }) => wire) ?? [] });
    expect(received[1]?.body).toBe(`{"customFields":${texts}}`);
  });

  it('is an amount with all the digits that it had', async () => {
    const { client, received } = await scripted({ text: recordText('[]', { amount: 33333.333333333336 }) });
    const live = await client.read('a1');
    if (!live) throw new Error('no record');
    await client.update('a1', fullBody(live, []));
    expect(received[1]?.body).toContain('"amount":33333.333333333336,');
  });

  it('is never what was not read as it stood: an answer that is no UTF-8 cannot be read', async () => {
    const bytes = Buffer.from(recordText('[{"name":"Ciudad","value":"Cañete"}]'), 'latin1');
    const headers = { 'content-type': 'application/json; charset=iso-8859-1' };
    const { client } = await scripted({ text: bytes, headers });
    await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
    expect(await client.look('a1')).toEqual({ kind: 'unknown', reason: 'answer.unreadable' });
    expect(await client.update('a1', {})).toEqual({ kind: 'unreadable', httpStatus: 200 });
  });
});

describe('an answer', () => {
  it('with a byte order mark is read without it', async () => {
    const { client } = await scripted({ text: `\ufeff${recordText('[]')}` });
    expect(await client.read('a1')).toMatchObject({ id: 'a1' });
  });

  it('that is nested without end is not read', async () => {
    const deep = '['.repeat(20_000) + ']'.repeat(20_000);
    const { client } = await scripted(
      { text: `{"success":false,"message":${deep}}` },
      { text: recordText(`[{"name":"x","value":${deep}}]`) },
      { text: `{"success":true,"message":12345678901234567890,"data":${deep}}` },
    );
    expect(await client.update('a1', {})).toEqual({ kind: 'unreadable', httpStatus: 200 });
    await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
    expect(await client.update('a1', {})).toEqual({ kind: 'unreadable', httpStatus: 200 });
  });

  it('that holds a value as deep as people make them is read', async () => {
    const { client } = await scripted({ text: recordText(`[{"name":"x","value":[[[[[[1]]]]]]}]`) });
    expect(await client.read('a1')).toMatchObject({ customFields: [{ value: '[[[[[[1]]]]]]' }] });
  });

  it('gives a code of more digits than a double holds as it stands', async () => {
    const text = recordText('[]', { opportCode: '@' }).replace('"@"', '19100000123456789012');
    const { client } = await scripted({ text });
    expect(await client.read('a1')).toMatchObject({ opportCode: '19100000123456789012' });
  });
});

describe('reading one record', () => {
  it.each([
    ['404', { status: 404, json: envelope(null, { success: false }) }],
    ['410', { status: 410, json: envelope(null, { success: false, code: 410 }) }],
    ['problem details', { status: 404, json: { title: 'Not Found', status: 404, traceId: '00-1' } }],
    ['200 with the code 404', { json: envelope(null, { success: false, code: 404, message: 'no' }) }],
    ...[
      'Opportunity not found.',
      'No existe.',
      'La oportunidad no fue encontrada',
      'No se encontró la oportunidad',
      "The record doesn't exist",
      'Oportunidade não encontrada',
      'Could not find opportunity a1',
      'Unable to find the opportunity in workspace ws-1',
    ].map((message): [string, Script] => [
      `200 with ${message}`,
      { json: envelope(null, { success: false, message }) },
    ]),
    [
      '200 with a code in words',
      { json: envelope(null, { success: false, errorCode: 'OPPORTUNITY_NOT_FOUND' }) },
    ],
    ['an empty array', { json: [] }],
    ['null data', { json: envelope(null) }],
  ])('is null for a record that is not there: %s', async (_, script) => {
    const { client } = await scripted(script);
    expect(await client.read('a1')).toBeNull();
  });

  it.each<[string, Script]>([
    ['a page with 404', { status: 404, text: '<html><h1>404 Not Found</h1><hr>nginx' }],
    ['a page with 410', { status: 410, text: '<html>Gone' }],
    ['404 with nothing', { status: 404, text: '' }],
    ['404 of a gateway', { status: 404, json: { message: 'no Route matched with those values' } }],
    ['too many requests', { json: envelope(null, { success: false, message: 'Rate exceeded' }) }],
    ['a refusal without words', { json: envelope(null, { success: false, message: null }) }],
    [
      'another thing that is missing',
      { json: envelope(null, { success: false, message: 'User not found' }) },
    ],
  ])('is not taken for a missing record when the answer is %s', async (_, script) => {
    const { client } = await scripted(script);
    await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
    expect(await client.look('a1')).toMatchObject({ kind: 'unknown' });
  });

  it('is tried again after the page of a proxy, as after 502, and ends everything when there is nothing else', async () => {
    const page = { status: 404, text: '<html>nginx' };
    const { client, received } = await scripted(page, page, { json: RECORD }, page);
    expect(await client.read('a1')).toMatchObject({ id: 'a1' });
    expect(received).toHaveLength(3);
    for (let i = 0; i < 9; i += 1) await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
    expect(received).toHaveLength(3 + 9 * 4);
    expect(await refusalOf(client.read('a1'))).toMatchObject({ code: 'api.failing', httpStatus: 404 });
  });

  it('is asked for once where the answer is a 404 with nothing, for record after record', async () => {
    const { client, received } = await scripted({ status: 404, text: '' });
    for (let i = 0; i < 20; i += 1) await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
    expect(received).toHaveLength(20);
  });

  it('is not taken for a missing record when an envelope says, with 200, that something else is wrong', async () => {
    const { client } = await scripted(
      { json: envelope(null, { success: false, code: 401, message: 'expired' }) },
      { json: envelope(null, { success: false, code: 500, message: 'boom' }) },
      { json: envelope(null, { success: false, code: 403, message: 'no' }) },
      { json: envelope(null, { success: false, code: 401, message: 'expired' }) },
    );
    expect(await refusalOf(client.read('a1'))).toMatchObject({ code: 'api.credentials', message: 'expired' });
    await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
    await expect(client.read('a1')).rejects.toBeInstanceOf(RecordElsewhere);
    expect(await client.look('a1')).toMatchObject({ kind: 'unauthorized', message: 'expired' });
  });

  it('reads bare arrays, code for name, and keeps what it does not know', async () => {
    const customFields = [{ code: 'zona', value: 3, extra: 1 }, { key: 'x' }, { value: 'nameless' }];
    const { client } = await scripted({ json: [{ ...RECORD, customFields, contactId: '' }] });
    const record = await client.read('a1');
    expect(record?.customFields).toEqual([
      { name: 'zona', value: '3', wire: customFields[0] },
      { name: 'x', value: null, wire: customFields[1] },
      { name: '', value: 'nameless', wire: customFields[2] },
    ]);
  });

  it.each([
    ['', null],
    [null, null],
    ['0001-01-01T00:00:00', null],
    ['0001-01-01T00:00:00Z', null],
    ['2025-04-08T03:52:53.3774876Z', '2025-04-08T03:52:53.3774876Z'],
    ['yes', 'yes'],
  ])('takes it for deleted unless that date is empty: %j', async (deletionDate, expected) => {
    const { client } = await scripted({ json: { ...RECORD, deletionDate } });
    expect((await client.read('a1'))?.deletionDate).toBe(expected);
  });

  it('tells an absent list of custom fields from an empty one', async () => {
    const { customFields: _, ...without } = RECORD;
    const { client } = await scripted({ json: without }, { json: { ...without, customFields: [] } });
    expect((await client.read('a1'))?.customFields).toBeNull();
    expect((await client.read('a1'))?.customFields).toEqual([]);
  });

  it('is tried again after 429, 500 and a cut connection', async () => {
    const { client, received } = await scripted(
      { status: 429, json: {} },
      { status: 500, text: '' },
      (_, response) => response.socket?.destroy(),
      { json: RECORD },
    );
    expect(await client.read('a1')).toMatchObject({ id: 'a1' });
    expect(received).toHaveLength(4);
  });

  it('is tried again only where that is allowed, but waits when the server asks for it', async () => {
    const { client, received } = await scripted(
      { status: 500, json: {} },
      { status: 429, json: {} },
      {
        json: RECORD,
      },
    );
    expect(await client.look('a1', { mayRetry: () => false })).toEqual({
      kind: 'unknown',
      reason: 'HTTP 500',
    });
    expect(received).toHaveLength(1);
    expect(await client.look('a1', { mayRetry: () => false })).toMatchObject({ kind: 'record' });
    expect(await clientOf(9).look('a1', { mayRetry: () => false })).toMatchObject({ kind: 'unknown' });
  });

  it('that is redirected is no matter of this record', async () => {
    const { client } = await scripted({
      status: 302,
      headers: { location: 'https://sso.example' },
      json: {},
    });
    expect(await client.look('a1')).toEqual({
      ...{ kind: 'halt', cause: 'redirect', httpStatus: 302, message: 'https://sso.example' },
    });
  });

  it('is given up where the server asks for a wait and nobody wants to wait any more', async () => {
    const slower = { status: 429, headers: { 'retry-after': '50' }, json: {} };
    const { port, received } = await scripted(slower);
    const stop = new AbortController();
    const waits: [number, boolean][] = [];
    const client = clientOf(port, {
      sleep: async (ms, signal) => {
        stop.abort();
        waits.push([ms, signal?.aborted ?? false]);
      },
    });
    const given = { kind: 'unknown', reason: 'api.failing' };
    expect(await client.look('a1', { stopping: stop.signal })).toEqual(given);
    // The wait was told of the stop; and what is looked at after it is looked at once.
    expect(waits).toEqual([[50_000, true]]);
    expect(received).toHaveLength(1);
    expect(await client.look('a1', { stopping: stop.signal })).toEqual(given);
    expect(received).toHaveLength(2);
    await client.close();
  });

  it('is not tried again after a stop where the server asked for a wait, whatever its status', async () => {
    const busy = { status: 503, headers: { 'retry-after': '50' }, json: {} };
    const { port, received } = await scripted(busy);
    const stop = new AbortController();
    const client = clientOf(port, { sleep: async () => stop.abort() });
    const given = { kind: 'unknown', reason: 'HTTP 503' };
    expect(await client.look('a1', { stopping: stop.signal })).toEqual(given);
    expect(received).toHaveLength(1);
    expect(await client.look('a1', { stopping: stop.signal })).toEqual(given);
    expect(received).toHaveLength(2);
    await client.close();
  });

  it('keeps its own short waits after a stop', async () => {
    const { port, received } = await scripted(
      (_, response) => response.socket?.destroy(),
      { status: 500, json: {} },
      { json: RECORD },
    );
    const waits: [number, boolean | undefined][] = [];
    const client = clientOf(port, {
      random: () => 0.5,
      sleep: async (ms, signal) => {
        waits.push([ms, signal?.aborted]);
      },
    });
    expect(await client.look('a1', { stopping: AbortSignal.abort() })).toMatchObject({ kind: 'record' });
    expect(received).toHaveLength(3);
    // With no signal that cuts them short.
    expect(waits).toEqual([
      [300, false],
      [600, false],
    ]);
    await client.close();
  });

  it('is not tried again once nobody wants it any more', async () => {
    const { port, received } = await scripted((_, response) => response.socket?.destroy());
    const client = clientOf(port, {
      sleep: async (_, signal) => {
        await client.close();
        expect(signal?.aborted).toBe(true);
      },
    });
    await expect(client.read('a1')).rejects.toMatchObject({ fact: { code: 'api.unreachable' } });
    expect(received).toHaveLength(1);
  });

  it.each([
    [429, 'api.failing'],
    [503, 'HTTP 503'],
  ])(
    'sits through no wait of more than a minute, with %i, and tells of every one',
    async (status, reason) => {
      const wait = (seconds: string) => ({ status, headers: { 'retry-after': seconds }, json: {} });
      const { port, received } = await scripted(wait('60'), wait('61'));
      const waits: number[] = [];
      const client = clientOf(port, {
        sleep: async (ms) => {
          waits.push(ms);
        },
      });
      const asked: number[] = [];
      const onAsked = (ms: number) => asked.push(ms);
      expect(await client.look('a1', { onAsked })).toEqual({ kind: 'unknown', reason });
      expect(received).toHaveLength(2);
      expect(waits).toEqual([60_000]);
      expect(asked).toEqual([60_000, 61_000]);
      await client.close();
    },
  );

  it('says why a record could not be read, also where no status of HTTP does', async () => {
    const { client } = await scripted(
      { json: envelope(null, { success: false, code: 500, message: 'boom' }) },
      { json: [{ ...RECORD, workspaceId: 'ws-2' }] },
      { text: '<html>' },
      { status: 403, json: {} },
    );
    const reasons = [];
    for (let i = 0; i < 4; i += 1) {
      const looked = await client.look('a1');
      reasons.push(looked.kind === 'unknown' && looked.reason);
    }
    expect(reasons).toEqual(['HTTP 500', 'record.otherWorkspace', 'answer.unreadable', 'HTTP 403']);
  });

  it('is never taken for a record when the answer has the wrong shape', async () => {
    const { client } = await scripted({ json: { ...RECORD, amount: 'ten' } }, { text: '<html>' });
    await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
    await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
  });

  it('does not take a page with 403, of who stands before the API, for one of another workspace', async () => {
    const { client } = await scripted({ status: 403, text: '<h1>This web app is stopped.</h1>' });
    const refused = client.read('a1');
    await expect(refused).rejects.not.toBeInstanceOf(RecordElsewhere);
    await expect(refused).rejects.toBeInstanceOf(RecordUnreadable);
  });

  it('tells a record of another workspace, or one that must not be seen, from one that is missing', async () => {
    const { client } = await scripted(
      { json: [{ ...RECORD, workspaceId: 'ws-2' }] },
      { status: 403, json: envelope(null, { success: false, message: 'no' }) },
      { json: [{ ...RECORD, workspaceId: 'WS-1' }] },
    );
    const elsewhere = expect.objectContaining({ httpStatus: null });
    await expect(client.read('a1')).rejects.toEqual(elsewhere);
    const refused = client.read('a1');
    await expect(refused).rejects.toBeInstanceOf(RecordElsewhere);
    await expect(refused).rejects.toMatchObject({ httpStatus: 403, serverMessage: 'no' });
    expect(await client.read('a1')).toMatchObject({ id: 'a1' });
  });

  it('ends everything when the token is refused or the address redirects', async () => {
    const { client } = await scripted(
      { status: 401, json: {} },
      { status: 302, headers: { location: 'https://x' } },
    );
    expect(await refusalOf(client.read('a1'))).toMatchObject({ code: 'api.credentials' });
    expect(await refusalOf(client.read('a1'))).toMatchObject({ code: 'api.redirect', location: 'https://x' });
    expect(await refusalOf(clientOf(9).read('a1'))).toMatchObject({ code: 'api.unreachable' });
  });

  it('ends everything when the server fails for one record after the other', async () => {
    const { client } = await scripted({ status: 500, json: {} });
    for (let i = 0; i < 9; i += 1) await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
    expect(await refusalOf(client.read('a1'))).toMatchObject({ code: 'api.failing', httpStatus: 500 });
  });
});

describe('reading the list', () => {
  const page = (ids: string[], continuationToken: string | null) => ({
    json: envelope({ workspaceId: 'ws-1', continuationToken, data: ids.map((id) => ({ ...RECORD, id })) }),
  });

  it('follows the tokens, encodes them, and gives each record once', async () => {
    const { client, received } = await scripted(
      page(['a', 'b'], '{"t":"+/="}'),
      page(['b', 'c'], 'x'),
      page([], ''),
    );
    const ids: string[] = [];
    let moved = 0;
    const onMoved = () => {
      moved += 1;
    };
    for await (const records of client.list(onMoved)) ids.push(...records.map(({ id }) => id));
    expect(ids).toEqual(['a', 'b', 'c']);
    expect(moved).toBe(1);
    expect(new URL(received[1]?.url ?? '', 'http://x').searchParams.get('continuationToken')).toBe(
      '{"t":"+/="}',
    );
  });

  it('leaves out what says that it is of another workspace', async () => {
    const data = [
      { ...RECORD, workspaceId: 'ws-2' },
      { ...RECORD, id: 'b2', workspaceId: 'ws-1' },
    ];
    const { client } = await scripted({ json: envelope({ continuationToken: null, data }) });
    for await (const page of client.list()) expect(page).toMatchObject([{ id: 'b2' }]);
  });

  it('stops at a token that comes back', async () => {
    const { client, received } = await scripted(page(['a'], 'same'));
    for await (const _ of client.list());
    expect(received).toHaveLength(2);
  });
});

describe('the size of the workspace', () => {
  it.each<[string, Script, number | null]>([
    ['in an envelope', { json: envelope({ totalContacts: 1, totalOpportunities: 240 }) }, 240],
    ['bare', { json: { totalOpportunities: 0 } }, 0],
    ['by another name', { json: envelope({ opportunities: 240 }) }, null],
    ['not at all', { status: 404, json: {} }, null],
    ['with a refusal', { json: envelope({ totalOpportunities: 1 }, { success: false }) }, null],
    ['as a page of a proxy', { text: '<html>' }, null],
    ['by hanging up', (_, response) => response.socket?.destroy(), null],
  ])('is told %s, once', async (_, script, expected) => {
    const { client, received } = await scripted(script);
    expect(await client.count()).toBe(expected);
    expect(received).toMatchObject([{ url: '/api/workspace/ws-1/metrics' }]);
  });
});

describe('reading the workspace', () => {
  const stages = [{ id: 's1', name: 'Propuesta', color: 'x' }];

  it('gives the stages in their order, where they are numbered', async () => {
    const phases = [
      { id: 'b', name: 'B', order: 2 },
      { id: 'a', name: 'A', order: 1 },
    ];
    const { client } = await scripted({ json: { id: 'ws-1', phases } });
    expect((await client.workspace()).stages.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it.each([
    [
      'a bare array',
      [
        { id: 'other', masterOfStates: [] },
        { id: 'ws-1', name: 'W', masterOfStates: stages },
      ],
    ],
    ['a bare object', { id: 'ws-1', name: 'W', phases: stages }],
    ['an envelope', envelope({ id: 'ws-1', name: 'W', stages })],
    ['an envelope around an array', envelope([{ id: 'ws-1', name: 'W', masterOfStates: stages }])],
  ])('finds it in %s', async (_, json) => {
    const { client } = await scripted({ json });
    expect(await client.workspace()).toEqual({
      id: 'ws-1',
      name: 'W',
      stages: [{ id: 's1', name: 'Propuesta' }],
    });
  });

  it('says so when it is not there or the answer is something else', async () => {
    const { client } = await scripted(
      { status: 403, json: envelope(null, { success: false, message: 'no' }) },
      { text: 'hi' },
    );
    expect(await refusalOf(client.workspace())).toMatchObject({ code: 'api.noWorkspace', message: 'no' });
    expect(await refusalOf(client.workspace())).toMatchObject({ code: 'api.notTheApi' });
  });
});

describe('a GUID in capitals', () => {
  const guid = '6f9619ff-8b86-d011-b42d-00c04fc964ff';
  const asked = guid.toUpperCase();

  it('is that of the record and of the workspace that are shown in small letters', async () => {
    const { client, port } = await scripted(
      { json: envelope({ opportunity: { ...RECORD, id: guid } }) },
      { json: envelope({ id: guid, opportunity: { ...RECORD, id: guid } }) },
      { json: [{ id: guid, name: 'W' }] },
    );
    expect(await client.read(asked)).toMatchObject({ id: guid, amount: '10.5' });
    expect(await client.update(asked, {})).toMatchObject({ kind: 'accepted', record: { id: guid } });
    const other = clientOf(port, { workspaceId: asked });
    expect(await other.workspace()).toMatchObject({ name: 'W' });
    await other.close();
  });

  it('is not that of a record with another id, nor are other letters the same in capitals', async () => {
    const { client } = await scripted(
      { json: envelope({ opportunity: { ...RECORD, id: guid.replace('6', '7') } }) },
      { json: envelope({ opportunity: { ...RECORD, id: 'A1' } }) },
    );
    await expect(client.read(asked)).rejects.toBeInstanceOf(RecordUnreadable);
    await expect(client.read('a1')).rejects.toBeInstanceOf(RecordUnreadable);
  });
});

describe('logging in', () => {
  it('tells of a refusal without the password', async () => {
    const words = { success: false, message: 'pw-5e1c7d is wrong' };
    const { client } = await scripted({ json: envelope(null, words) });
    expect(await refusalOf(client.login('a@b.c', new Secret('pw-5e1c7d')))).toMatchObject({
      message: '*** is wrong',
    });
  });

  it('gives a token that cannot print itself', async () => {
    const { client } = await scripted({ json: envelope({ token: 'fresh', user: { id: 'u' } }) });
    const token = await client.login('a@b.c', new Secret('pw-5e1c7d'));
    expect(token.reveal()).toBe('fresh');
    expect(JSON.stringify({ token })).not.toContain('fresh');
  });

  it('is tried again where the server fails, or wants it later', async () => {
    const { client, received } = await scripted(
      { status: 500, json: {} },
      { status: 429, headers: { 'retry-after': '2' }, json: {} },
      { json: envelope({ token: ' fresh\n' }) },
    );
    expect((await client.login('a@b.c', new Secret('pw-5e1c7d'))).reveal()).toBe('fresh');
    expect(received).toHaveLength(3);
  });

  it('refuses a token that no header can carry', async () => {
    const { client } = await scripted({ json: envelope({ token: 'two\nlines' }) });
    expect(await refusalOf(client.login('a@b.c', new Secret('pw-5e1c7d')))).toMatchObject({
      code: 'api.notTheApi',
    });
  });

  it('says so when it is refused', async () => {
    const { client } = await scripted({
      status: 401,
      json: envelope(null, { success: false, message: 'no' }),
    });
    expect(await refusalOf(client.login('a@b.c', new Secret('pw-5e1c7d')))).toMatchObject({
      code: 'api.credentials',
      message: 'no',
    });
  });
});
