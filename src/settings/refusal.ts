/** Why opsheet does not know, or will not use, where and as whom to connect. */
export type SettingsRefusalFact =
  | { code: 'settings.missing'; names: readonly string[] }
  | { code: 'settings.token.characters' }
  | { code: 'settings.url.invalid' | 'settings.url.plainHttp' | 'settings.url.credentials'; url: string }
  | { code: 'settings.url.foreign'; file: string }
  | { code: 'settings.tlsOff' }
  | { code: 'settings.env.unreadable'; file: string }
  | MappingFileFact;

/** Why a mapping file cannot be used; `path` is the place in its JSON. */
export type MappingFileFact = { file: string } & (
  | {
      code: 'mapping.missing' | 'mapping.unreadable' | 'mapping.tooLarge' | 'mapping.notText';
    }
  | { code: 'mapping.notJson'; line: number | null }
  | { code: 'mapping.twice' | 'mapping.value'; path: readonly string[] }
  | { code: 'mapping.unknownKey'; path: readonly string[]; known: readonly string[] }
  /** No mapping was saved for a sheet with the headers of `file`; or it has none by which to know it again. */
  | { code: 'mapping.noneSaved' | 'mapping.noHeader' }
);

export class SettingsRefusal extends Error {
  override readonly name = 'SettingsRefusal';
  constructor(readonly fact: SettingsRefusalFact) {
    super(fact.code);
  }
}
