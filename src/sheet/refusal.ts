/** Why a file cannot be read as a sheet; the sentence is made from it by `messages`. */
export type SheetRefusalFact =
  | { code: 'file.missing' | 'file.folder' | 'file.unreadable' | 'file.special'; file: string }
  | { code: 'file.empty' | 'file.binary' | 'file.oldExcel' | 'file.lock' | 'file.plan'; file: string }
  | { code: 'file.markup' | 'file.notWorkbook' | 'file.utf16' | 'file.changed'; file: string }
  | { code: 'file.tooLarge'; file: string; bytes: number; limit: number }
  | { code: 'csv.encoding'; file: string; line: number }
  | { code: 'csv.quotes'; file: string; row: number; line: number }
  | { code: 'csv.delimiter'; file: string; text: string }
  | { code: 'xlsx.noData'; file: string }
  | { code: 'xlsx.severalSheets'; file: string; sheets: readonly string[] }
  | { code: 'xlsx.noSuchSheet'; file: string; sheet: string; sheets: readonly string[] }
  | { code: 'out.exists' | 'out.isInput' | 'out.folder'; file: string }
  | { code: 'out.format'; file: string; format: string };

/** The file is not one that opsheet can read or write. Nothing was sent. */
export class SheetRefusal extends Error {
  override readonly name = 'SheetRefusal';
  constructor(readonly fact: SheetRefusalFact) {
    super(`${fact.code}: ${fact.file}`);
  }
}
