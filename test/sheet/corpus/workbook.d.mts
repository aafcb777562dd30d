type Cell = string;

export interface TabDescription {
  readonly name: string;
  readonly xml: string;
  readonly state?: 'hidden' | 'veryHidden';
  readonly kind?: string;
  readonly path?: string;
}
export interface WorkbookDescription {
  readonly sheets: readonly TabDescription[];
  readonly styles?: string | null;
  readonly parts?: readonly (readonly [string, string])[];
  readonly pr?: string;
  readonly tail?: string;
  readonly strings?: string;
}

export const XML: string;
export const MAIN: string;
export const OFFICE: string;
export const rel: (id: string, kind: string, target: string) => string;
export const relsXml: (rels: readonly string[]) => string;
export const s: (ref: string, raw: string) => Cell;
export const n: (ref: string, value: number | string, style?: number) => Cell;
export const c: (ref: string, attributes: string, content: string) => Cell;
export const row: (number: number, cells: readonly Cell[], attributes?: string) => string;
export const headerRow: string;
export const sheetXml: (rows: readonly string[], more?: { before?: string; after?: string }) => string;
export const stringsXml: (items: readonly string[]) => string;
export const stylesXml: (formats: readonly (number | string)[]) => string;
export const zipParts: (parts: readonly (readonly [string, string | Uint8Array])[]) => Buffer;
export const workbook: (description: WorkbookDescription) => Buffer;
export const workbookParts: (description: WorkbookDescription) => [name: string, content: string][];
