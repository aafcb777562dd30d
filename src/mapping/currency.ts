/**
 * The currencies of the people who use opsheet, by their ISO 4217 codes, with what is written for them before or behind
 * an amount or in a header: without dots, spaces and accents, in capitals. `$` stands for many of them, and is none by itself.
 */
const WRITTEN: Readonly<Record<string, string>> = {
  USD: 'USD US$ U$S DOLAR DOLARES DOLARAMERICANO DOLARESAMERICANOS DOLLARS USDOLLARS',
  EUR: 'EUR € EURO EUROS',
  GBP: 'GBP £',
  PEN: 'PEN S/ SOL SOLES NUEVOSOL NUEVOSSOLES',
  COP: 'COP COL$ PESOCOLOMBIANO PESOSCOLOMBIANOS',
  MXN: 'MXN MX$ MN$ MN PESOMEXICANO PESOSMEXICANOS',
  ARS: 'ARS AR$ PESOARGENTINO PESOSARGENTINOS',
  CLP: 'CLP CL$ PESOCHILENO PESOSCHILENOS',
  // Units that Chile counts in beside its pesos: of these UF alone has a code.
  CLF: 'CLF UF UNIDADDEFOMENTO UNIDADESDEFOMENTO',
  UTM: 'UTM',
  BRL: 'BRL R$ REAL REAIS REALBRASILEIRO',
  BOB: 'BOB BOLIVIANOS',
  VES: 'VES',
  UYU: 'UYU $U',
  DOP: 'DOP RD$',
  NIO: 'NIO C$ CORDOBAS',
  PYG: 'PYG GS ₲ GUARANIES',
  CRC: 'CRC ₡ COLONES',
  GTQ: 'GTQ Q QUETZALES',
  HNL: 'HNL L LEMPIRAS',
  PAB: 'PAB B/',
};

const CODE_OF = new Map(
  Object.entries(WRITTEN).flatMap(([code, all]) =>
    all.split(' ').map((sign): [string, string] => [sign, code]),
  ),
);

/** Currencies that are called pesos, and of which a person may write `$` alone. */
const PESOS: ReadonlySet<string> = new Set(['MXN', 'COP', 'ARS', 'CLP', 'DOP', 'UYU']);

/** What several currencies are written with. */
const SHARED: Readonly<Record<string, ReadonlySet<string>>> = {
  $: new Set([...PESOS, 'PESOS']),
  PESOS: new Set([...PESOS, '$']),
  BS: new Set(['BOB', 'VES']),
};

/** One name for all ways to write a currency: its code where it is known by one. */
export function currencyName(written: string): string {
  const sign = written.toUpperCase().replace(/[\s.]/g, '');
  // `USD$` and `PEN S/` say both.
  const code = CODE_OF.get(sign) ?? CODE_OF.get(sign.slice(0, 5)) ?? CODE_OF.get(sign.slice(0, 3));
  return code ?? (sign.startsWith('PESOS') ? 'PESOS' : sign);
}

/**
 * Whether two currencies, by their names, can be one. `$` beside `MXN` is; `$` beside `USD` may be pesos beside dollars,
 * which a person must say.
 */
export function agree(one: string, other: string): boolean {
  return one === other || SHARED[one]?.has(other) === true || SHARED[other]?.has(one) === true;
}

/**
 * How a header names a currency, in small letters and without accents. Words that can mean something else are left out:
 * `Valor real` is the true value, `Valor dólar` a rate, `Monto MN` may be millions.
 */
const IN_HEADER =
  String.raw`(?:us\$|u\$s|r\$|rd\$|mx\$|mn\$|ar\$|cl\$|col\$|c\$|a\$|s/\.?|bs\.?|b/\.?|gs\.?|m\.n\.?|[$€£₡₲₱¥]` +
  '|usd|eur|gbp|pen|cop|mxn|ars|clp|brl|bob|pyg|uyu|crc|gtq|dop|hnl|nio|ves|pab' +
  '|(?:nuevos )?soles|dolares(?: americanos)?|dollars|us dollars|pesos(?: mexicanos| colombianos| argentinos| chilenos)?' +
  '|reais|euros?|bolivianos|guaranies|quetzales|lempiras|colones|cordobas|moneda nacional|moneda local|local currency)';
const BEHIND = new RegExp(
  String.raw`^(?<word>.+?)(?:[\s_:([-]+(?:(?:en|in|em)\s+)?(?<currency>${IN_HEADER})\s*[)\]]?){1,2}$`,
  's',
);
const BEFORE = new RegExp(String.raw`^[([]?\s*(?<currency>${IN_HEADER})[\s_:)\]-]+(?<word>.+)$`, 's');

/** A header and the currency that stands before or behind it (`Monto (S/.)`, `Valor em reais`); `null` without one. */
export function headerWithCurrency(header: string): { word: string; currency: string } | null {
  // Words alone, as keys without digits are that are looked at as headers, take no closer look.
  if (header.length > LONGEST_HEADER || !/[\s_:()[\]-]/.test(header)) return null;
  const text = header.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
  const { word, currency } = (BEHIND.exec(text) ?? BEFORE.exec(text))?.groups ?? {};
  return word === undefined || currency === undefined ? null : { word, currency: currencyName(currency) };
}

/** Whether a currency, by the name of `headerWithCurrency`, is one, not whichever is that of the country. */
export function namesOne(named: string): boolean {
  return named !== 'MONEDANACIONAL' && named !== 'MONEDALOCAL' && named !== 'LOCALCURRENCY';
}

/** Whether a text says a currency and can mean nothing else: its code, a sign, or its name where there are many of it. */
export function isCurrency(text: string): boolean {
  const written = text.normalize('NFD').replace(/\p{M}/gu, '').trim().toUpperCase();
  if (!/[$€£₡₲₱¥/]/.test(written) && !/^[A-Z]{3}$/.test(written) && !MANY.test(written)) return false;
  const name = currencyName(written);
  return (name in WRITTEN && written !== 'SOL') || name in SHARED;
}

const MANY = /^(?:(?:NUEVOS )?SOLES|DOLARES(?: AMERICANOS)?|(?:US )?DOLLARS|PESOS|REAIS|EUROS)$/;

/** Whether amounts of a currency can stand under a header that names one. Of dollars people also write `$` alone. */
export function fitsHeader(currency: string, named: string): boolean {
  const dollars = [currency, named].every((name) => name === '$' || name === 'USD');
  return !namesOne(named) || dollars || agree(currency, named);
}

const LONGEST_HEADER = 60;
