import { describe, expect, it } from 'vitest';
import { Mask, Secret } from '../../src/settings/index.js';

const TOKEN = 'eyJ0.a+b/c_9?Zé&k==';

function masking(...secrets: string[]): Mask {
  const mask = new Mask();
  for (const secret of secrets) mask.add(new Secret(secret));
  return mask;
}

describe('a secret', () => {
  it.each([
    ['as it is', TOKEN],
    ['in a query', encodeURIComponent(TOKEN)],
    ['in a query in small letters', encodeURIComponent(TOKEN).replace(/%../g, (code) => code.toLowerCase())],
    ['in an address in a query', encodeURIComponent(encodeURIComponent(TOKEN))],
    ['in a path', encodeURI(TOKEN)],
    ['in JSON in a text', JSON.stringify(TOKEN).slice(1, -1).replaceAll('/', '\\/')],
    [
      'in JSON of .NET',
      TOKEN.replace(/[^a-z0-9._/=?]/gi, (char) => `\\u00${char.charCodeAt(0).toString(16).toUpperCase()}`),
    ],
    ['in HTML', TOKEN.replaceAll('&', '&amp;').replaceAll('+', '&#x2B;').replaceAll('=', '&#61;')],
    ['in base64', Buffer.from(TOKEN).toString('base64')],
    ['in base64 for addresses', Buffer.from(TOKEN).toString('base64url')],
    ['in base64 in a query', encodeURIComponent(Buffer.from(TOKEN).toString('base64'))],
  ])('is hidden %s, and nothing else is', (_, form) => {
    expect(masking(TOKEN).hide(`header “${form}” is no good`)).toBe('header “***” is no good');
  });

  it.each(['', 'u', 'u:', 'Bearer ', 'user:'])('is hidden in base64 behind “%s”', (before) => {
    const secret = 'canary-token-1f9c';
    const shown = masking(secret).hide(Buffer.from(`${before}${secret}:more`).toString('base64'));
    expect(shown).toContain('***');
    const rest = shown.split('***').map((part) => Buffer.from(part, 'base64').toString('latin1'));
    expect(rest.join(' ')).not.toMatch(/can|nary|token|1f9/);
  });

  it('is hidden with all others that were in use', () => {
    expect(masking('first-token', 'second-token').hide('first-token, second-token')).toBe('***, ***');
  });

  it('that is short is a word of other texts, too: it is hidden only where it was sent', () => {
    const mask = masking('Lima');
    expect(mask.hide('Lima has no stage Lima')).toBe('Lima has no stage Lima');
    expect(mask.hide('Malformed header Authorization: Bearer Lima')).toBe(
      'Malformed header Authorization: Bearer ***',
    );
  });
});
