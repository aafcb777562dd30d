import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type ConnectionSources, readConnection } from '../../src/settings/connection.js';
import { Secret, stateDirectory } from '../../src/settings/index.js';
import { refusalOf, temporaryFolder } from '../sheet/files.js';

const COMPLETE = { PLAZBOT_TOKEN: 'tok-123', PLAZBOT_WORKSPACE_ID: 'ws-1' };

function sources(environment: Record<string, string> = COMPLETE, more: Partial<ConnectionSources> = {}) {
  return { environment: { ...environment }, workingDirectory: temporaryFolder(), ...more };
}

/** A folder with a `.env` that says this. */
function folderWith(dotEnv: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, '.env'), dotEnv);
  return folder;
}

describe('the connection', () => {
  it('comes from the environment, and the token is taken out of it', async () => {
    const given = sources();
    const connection = await readConnection(given);
    expect(connection).toMatchObject({ origin: 'https://api.plazbot.com', workspaceId: 'ws-1' });
    expect(connection.token.reveal()).toBe('tok-123');
    expect(given.environment).not.toHaveProperty('PLAZBOT_TOKEN');
  });

  it('comes from the .env beside the sheet before the one in the working folder', async () => {
    const beside = folderWith('PLAZBOT_TOKEN="beside"\nPLAZBOT_WORKSPACE_ID=ws-beside\n');
    const working = folderWith('PLAZBOT_TOKEN=working\nPLAZBOT_WORKSPACE_ID=ws-working\n');
    const both = sources({}, { workingDirectory: working, sheet: join(beside, 'deals.csv') });
    const connection = await readConnection(both);
    expect([connection.token.reveal(), connection.workspaceId]).toEqual(['beside', 'ws-beside']);
    expect((await readConnection(sources({}, { workingDirectory: working }))).workspaceId).toBe('ws-working');
  });

  it.each<[string, BufferEncoding]>([
    ['with a byte order mark', 'utf8'],
    ['of PowerShell', 'utf16le'],
  ])('comes from a .env %s', async (_, encoding) => {
    const text = '\ufeffPLAZBOT_TOKEN=tok-123\r\nPLAZBOT_WORKSPACE_ID=ws-1\r\n';
    const folder = temporaryFolder();
    writeFileSync(join(folder, '.env'), text, encoding);
    const connection = await readConnection(sources({}, { workingDirectory: folder }));
    expect([connection.token.reveal(), connection.workspaceId]).toEqual(['tok-123', 'ws-1']);
  });

  it('takes workspace and address from the command line first', async () => {
    const typed = { workspaceId: 'ws-2', apiUrl: 'http://127.0.0.1:8080/' };
    const connection = await readConnection(
      sources({ ...COMPLETE, PLAZBOT_API_URL: 'https://x.example' }, typed),
    );
    expect(connection).toMatchObject({ origin: 'http://127.0.0.1:8080', workspaceId: 'ws-2' });
  });

  it.each([
    [
      'the token is missing',
      { PLAZBOT_WORKSPACE_ID: 'w' },
      { code: 'settings.missing', names: ['PLAZBOT_TOKEN'] },
    ],
    ['everything is missing', {}, { names: ['PLAZBOT_TOKEN', 'PLAZBOT_WORKSPACE_ID'] }],
    [
      'the token has a line break in it',
      { ...COMPLETE, PLAZBOT_TOKEN: 'a\nb' },
      { code: 'settings.token.characters' },
    ],
    [
      'plain http would leave this computer',
      { ...COMPLETE, PLAZBOT_API_URL: 'http://api.plazbot.com' },
      { code: 'settings.url.plainHttp' },
    ],
    [
      'a host only looks like this computer',
      { ...COMPLETE, PLAZBOT_API_URL: 'http://127.0.0.1.evil.example' },
      { code: 'settings.url.plainHttp' },
    ],
    [
      'the address holds a password',
      { ...COMPLETE, PLAZBOT_API_URL: 'https://u:p@x.example' },
      { code: 'settings.url.credentials' },
    ],
    [
      'the address is none',
      { ...COMPLETE, PLAZBOT_API_URL: 'api.plazbot.com' },
      { code: 'settings.url.invalid' },
    ],
    [
      'the address has a path',
      { ...COMPLETE, PLAZBOT_API_URL: 'https://x.example/v1' },
      { code: 'settings.url.invalid' },
    ],
    [
      'the address is a file',
      { ...COMPLETE, PLAZBOT_API_URL: 'file:///etc/passwd' },
      { code: 'settings.url.invalid' },
    ],
    [
      'the check of certificates is off',
      { ...COMPLETE, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      { code: 'settings.tlsOff' },
    ],
  ])('is refused when %s', async (_, environment, fact) => {
    expect(await refusalOf(readConnection(sources(environment as Record<string, string>)))).toMatchObject(
      fact,
    );
  });

  it.each([
    ['https://x.example/v1?token=abc#frag', 'https://x.example/v1?…'],
    ['x.example?token=abc', 'x.example?…'],
    ['user:abc@x.example', '…@x.example'],
    ['https://user:abc@x example', 'https://…@x example'],
    ['ftp://x.example/a@b', 'ftp://x.example/a@b'],
  ])('is refused at %s without showing what may be a secret', async (url, shown) => {
    const fact = await refusalOf(readConnection(sources({ ...COMPLETE, PLAZBOT_API_URL: url })));
    expect(fact).toEqual({ code: 'settings.url.invalid', url: shown });
  });

  it('never sends a token to an address that a .env from elsewhere names', async () => {
    const folder = folderWith('PLAZBOT_API_URL=https://evil.example\n');
    const fact = await refusalOf(readConnection(sources(COMPLETE, { sheet: join(folder, 'deals.csv') })));
    expect(fact).toMatchObject({ code: 'settings.url.foreign', file: join(folder, '.env') });
  });

  it('is refused when the .env cannot be read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, '.env'));
    expect(await refusalOf(readConnection(sources({}, { workingDirectory: folder })))).toMatchObject({
      code: 'settings.env.unreadable',
    });
  });
});

describe('a secret', () => {
  it('cannot print itself', () => {
    const secret = new Secret('tok-123');
    const shown = [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }, { depth: 9, showHidden: true }),
    ];
    for (const text of shown) expect(text).not.toContain('tok-123');
  });
});

describe('the state folder', () => {
  it('follows XDG_STATE_HOME when that is absolute', () => {
    expect(stateDirectory({ XDG_STATE_HOME: '/var/x' })).toBe(join('/var/x', 'opsheet'));
    expect(stateDirectory({ XDG_STATE_HOME: 'relative' })).not.toContain('relative');
  });
});
