/** Why opsheet does not know, or will not use, where and as whom to connect. */
export type SettingsRefusalFact =
  | { code: 'settings.missing'; names: readonly string[] }
  | { code: 'settings.token.characters' }
  | { code: 'settings.url.invalid' | 'settings.url.plainHttp' | 'settings.url.credentials'; url: string }
  | { code: 'settings.url.foreign'; file: string }
  | { code: 'settings.tlsOff' }
  | { code: 'settings.env.unreadable'; file: string };

export class SettingsRefusal extends Error {
  override readonly name = 'SettingsRefusal';
  constructor(readonly fact: SettingsRefusalFact) {
    super(fact.code);
  }
}
