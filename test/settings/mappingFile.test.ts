import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  configDirectory,
  findSavedMapping,
  type MappingFile,
  mappingText,
  readMappingFile,
  saveMapping,
} from '../../src/settings/index.js';
import { mappingShape } from '../../src/settings/mappingShape.js';
import { ENCODINGS } from '../../src/sheet/index.js';
import { file, refusalOf, temporaryFolder } from '../sheet/files.js';

const FULL: MappingFile = {
  version: 1,
  savedAt: '2026-01-31T12:00:00.000Z',
  sheet: 'Hoja1',
  headerRow: 3,
  columns: { Código: 'opportCode', 'Monto total': 'amount', Nota: '-', Zona: 'customFields.Región' },
  key: 'opportCode',
  constants: { stageId: 'Propuesta', description: null, 'customFields.Origen': 'campaña' },
  values: { Zona: { entries: { N: 'Norte', S: null }, otherwise: 'keep' } },
  decimal: ',',
  round: true,
  placeholders: { '*': 'leave', Nota: 'text' },
  hidden: 'skip',
  mojibake: 'keep',
  encoding: 'windows-1252',
  delimiter: 'tab',
  quoteEscape: 'backslash',
};

function refused(content: string | Uint8Array) {
  return refusalOf(readMappingFile(file('m.json', content)));
}

describe('a mapping file', () => {
  it('is read as it stands there, with or without a byte order mark', async () => {
    const text = JSON.stringify(FULL);
    expect(await readMappingFile(file('m.json', text))).toEqual(FULL);
    expect(await readMappingFile(file('m.json', `\ufeff${text}`))).toEqual(FULL);
    expect(await readMappingFile(file('m.json', '{ "version": 1 }'))).toEqual({ version: 1 });
  });

  it.each([
    ['{"version":1,"colums":{}}', 'mapping.unknownKey', ['colums']],
    ['{"version":1,"values":{"A":{"entries":{},"else":1}}}', 'mapping.unknownKey', ['values', 'A', 'else']],
    ['{"version":1,"columns":{"__proto__":"name"}}', 'mapping.unknownKey', ['columns', '__proto__']],
    ['{"columns":{}}', 'mapping.value', ['version']],
    ['{"version":2}', 'mapping.value', ['version']],
    ['[]', 'mapping.value', []],
    ['{"version":1,"columns":{"Monto":"amont"}}', 'mapping.value', ['columns', 'Monto']],
    ['{"version":1,"constants":{"id":"x"}}', 'mapping.value', ['constants', 'id']],
    ['{"version":1,"constants":{"amount":true}}', 'mapping.value', ['constants', 'amount']],
    ['{"version":1,"headerRow":1.5}', 'mapping.value', ['headerRow']],
    ['{"version":1,"round":"true"}', 'mapping.value', ['round']],
    ['{"version":1,"delimiter":";;"}', 'mapping.value', ['delimiter']],
    ['{"version":1,"columns":{"M":"name","N":"-","M":"-"}}', 'mapping.twice', ['columns', 'M']],
    ['{"version":1,"columns":{"M":"name","\\u004d":"-"}}', 'mapping.twice', ['columns', 'M']],
  ])('with %s is refused, with the place', async (content, code, path) => {
    expect(await refused(content)).toMatchObject({ code, path });
  });

  it('that is no JSON, no UTF-8, too large or not there is refused by name', async () => {
    expect(await refused('{\n"version": 1,\n}')).toMatchObject({ code: 'mapping.notJson' });
    expect(await refused(Buffer.from('{"sheet":"Espa\xf1a"}', 'latin1'))).toMatchObject({
      code: 'mapping.notText',
    });
    expect(await refused(' '.repeat(5 * 1024 * 1024))).toMatchObject({ code: 'mapping.tooLarge' });
    const folder = temporaryFolder();
    expect(await refusalOf(readMappingFile(join(folder, 'x.json')))).toMatchObject({
      code: 'mapping.missing',
    });
    expect(await refusalOf(readMappingFile(folder))).toMatchObject({ code: 'mapping.unreadable' });
  });

  it('has a published schema that says the same as the program', async () => {
    // `vitest -u` writes it anew.
    const schema = z.toJSONSchema(mappingShape, { io: 'input' });
    await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      '../../docs/mapping.schema.json',
    );
  });

  it('is described key by key, and the example in the description is one', async () => {
    const page = readFileSync(new URL('../../docs/mapping.md', import.meta.url), 'utf8');
    const undescribed = Object.keys(mappingShape.shape).filter((key) => !page.includes(`\`${key}\``));
    expect(undescribed).toEqual(['$schema']);
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(await readMappingFile(file('m.json', example))).toMatchObject({ version: 1, decimal: ',' });
  });

  it('names every encoding that a sheet can be read in', () => {
    expect(mappingShape.shape.encoding.unwrap().options).toEqual(ENCODINGS);
  });
});

describe('saved mappings', () => {
  const HEADERS = ['id', 'monto total'];

  it('are found again by the headers, the first that fits, and replaced when saved again', async () => {
    const directory = join(temporaryFolder(), 'mappings');
    expect(await findSavedMapping(directory, [HEADERS])).toBe(null);
    await saveMapping(directory, HEADERS, { version: 1 });
    const saved = await saveMapping(directory, HEADERS, FULL);
    expect(await findSavedMapping(directory, [['ventas'], HEADERS])).toEqual({ file: saved, content: FULL });
    expect(await findSavedMapping(directory, [['id', 'monto'], ['id monto total']])).toBe(null);
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('are for their owner only, and refused when they were damaged', async () => {
    const directory = join(temporaryFolder(), 'mappings');
    const saved = await saveMapping(directory, HEADERS, FULL);
    expect(statSync(saved).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    writeFileSync(saved, readFileSync(saved, 'utf8').slice(0, 30));
    expect(await refusalOf(findSavedMapping(directory, [HEADERS]))).toMatchObject({
      code: 'mapping.notJson',
    });
  });

  it('are written so that a terminal obeys nothing of them, and read back the same', async () => {
    const header = 'a\u009b31m\u202eb\u{e0041}ñ';
    const content: MappingFile = { version: 1, columns: { [header]: '-' } };
    expect(mappingText(content)).toContain('a\\u009b31m\\u202eb\\udb40\\udc41ñ');
    expect(await readMappingFile(file('m.json', mappingText(content)))).toEqual(content);
  });

  it('stand under XDG_CONFIG_HOME where it is an absolute path', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'opsheet'));
    expect(configDirectory({ XDG_CONFIG_HOME: folder })).toBe(join(folder, 'opsheet'));
    expect(configDirectory({ XDG_CONFIG_HOME: 'relative' })).not.toContain('relative');
  });
});
