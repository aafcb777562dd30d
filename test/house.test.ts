import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/**
 * Who may import whom: the design's rules for the rooms of the house, as a table. A room may always import
 * itself. `types` are rooms of which only types may be imported.
 */
const RULES: Record<string, { rooms: string[]; types?: string[]; network?: true; disk?: true }> = {
  opportunity: { rooms: [] },
  sheet: { rooms: [], disk: true },
  mapping: { rooms: ['opportunity', 'sheet'] },
  plan: { rooms: ['opportunity', 'mapping'], types: ['sheet'], disk: true },
  run: { rooms: ['opportunity', 'plan'], disk: true },
  settings: { rooms: [], disk: true },
  plazbot: { rooms: ['opportunity', 'plan', 'settings'], types: ['run'], network: true },
  messages: { rooms: ['opportunity'], types: ['mapping', 'plan', 'run', 'plazbot', 'settings', 'sheet'] },
  results: { rooms: ['messages', 'sheet', 'run'], types: ['plan', 'opportunity'] },
  ui: { rooms: ['messages'], types: ['opportunity', 'mapping', 'plan', 'run', 'results', 'sheet'] },
  sandbox: { rooms: [], network: true },
  cli: {
    rooms: ['mapping', 'messages', 'plan', 'plazbot', 'results', 'run', 'sandbox', 'settings', 'sheet', 'ui'],
    types: ['opportunity'],
    // The version is read from package.json.
    disk: true,
  },
};

/** The one file of `plazbot` that another room may import: the shapes on the wire. */
const SHARED_SHAPES = 'plazbot/wire.ts';

const SRC = resolve(dirname(fileURLToPath(import.meta.url)), '../src');

interface Import {
  file: string;
  room: string;
  target: string;
  typeOnly: boolean;
}

function imports(): Import[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.tsx?$/.test(file),
  );
  return files.flatMap((file) => {
    const path = join(SRC, file);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
    const found: Import[] = [];
    const add = (specifier: ts.Node | undefined, typeOnly: boolean) => {
      if (!specifier || !ts.isStringLiteralLike(specifier)) return;
      const { text } = specifier;
      const target = text.startsWith('.')
        ? relative(SRC, resolve(dirname(path), text))
            .replace(/\.js$/, '.ts')
            .replaceAll('\\', '/')
        : text;
      found.push({ file: file.replaceAll('\\', '/'), room: file.split(/[\\/]/)[0] ?? '', target, typeOnly });
    };
    const visit = (node: ts.Node): void => {
      if (ts.isImportDeclaration(node)) {
        const bindings = node.importClause?.namedBindings;
        const allTypes =
          node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword ||
          (bindings !== undefined &&
            ts.isNamedImports(bindings) &&
            bindings.elements.length > 0 &&
            bindings.elements.every((element) => element.isTypeOnly));
        add(node.moduleSpecifier, allTypes);
      } else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
      else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        add(node.arguments[0], false);
      } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
        add(node.argument.literal, true);
      ts.forEachChild(node, visit);
    };
    visit(source);
    return found;
  });
}

const all = imports();
const inRooms = all.filter(({ file }) => file.includes('/'));

describe('the house', () => {
  it('has a rule for every room', () => {
    expect([...new Set(inRooms.map(({ room }) => room))].sort()).toEqual(Object.keys(RULES).sort());
  });

  it('lets a room import only the rooms that the design allows', () => {
    const broken = inRooms.filter(({ room, target, typeOnly }) => {
      if (!target.includes('/') || target.startsWith('node:') || target.startsWith('@')) return false;
      const other = target.split('/')[0] ?? '';
      if (!(other in RULES) || other === room || target === SHARED_SHAPES) return false;
      const rule = RULES[room];
      return !(rule?.rooms.includes(other) || (typeOnly && rule?.types?.includes(other)));
    });
    expect(broken).toEqual([]);
  });

  it('lets only plazbot and the sandbox touch the network', () => {
    const network = /^(node:)?(https?|http2|net|tls|dgram|undici)$/;
    const broken = inRooms.filter(({ room, target }) => network.test(target) && !RULES[room]?.network);
    expect(broken).toEqual([]);
  });

  it('lets only the rooms that keep files touch the disk', () => {
    const disk = /^(node:)?fs(\/promises)?$/;
    const broken = inRooms.filter(({ room, target }) => disk.test(target) && !RULES[room]?.disk);
    expect(broken).toEqual([]);
  });

  it('loads each heavy library in the one room that it is for', () => {
    const homes: Record<string, string[]> = {
      papaparse: ['sheet'],
      exceljs: ['sheet'],
      '@e965/xlsx': ['sheet'],
      yauzl: ['sheet'],
      'iconv-lite': ['sheet'],
      undici: ['plazbot'],
      zod: ['plazbot', 'settings'],
      ink: ['ui'],
      react: ['ui'],
      yargs: ['cli'],
      'big.js': ['opportunity'],
    };
    const broken = inRooms.filter(
      ({ room, target, typeOnly }) => !typeOnly && homes[target]?.includes(room) === false,
    );
    expect(broken).toEqual([]);
  });

  it('sees the imports that are there', () => {
    expect(all.length).toBeGreaterThan(100);
    expect(all.some(({ file, target }) => file === 'main.ts' && target === 'cli/index.ts')).toBe(true);
  });
});
