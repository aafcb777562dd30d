import { z } from 'zod';

const FIELD = String.raw`name|description|amount|stage|stageId|contactId|customFields\.[^\s].*`;
const target = z.string().regex(new RegExp(`^(?:-|id|opportCode|${FIELD})$`));
const field = z.string().regex(new RegExp(`^(?:${FIELD})$`));
const header = z.string().min(1);

/** Numbers are for amounts alone. */
const value = z.union([z.string(), z.number(), z.null()]);

/**
 * The shape of a mapping file, published as docs/mapping.schema.json. Unknown keys are refused, because a slip would
 * leave out what was meant.
 */
export const mappingShape = z
  .strictObject({
    $schema: z.string().optional().describe('The address of this schema, for editors.'),
    version: z.literal(1).describe('The version of this format.'),
    savedAt: z.string().optional().describe('When opsheet wrote the file: UTC, ISO 8601.'),
    sheet: z.string().min(1).optional().describe('The tab to read, as --sheet.'),
    headerRow: z.int().min(0).max(1_048_576).optional().describe('Row of the header, 0 for none.'),
    columns: z
      .record(header, target)
      .optional()
      .describe('What each column is, by its header: a field, id, opportCode, or - to ignore it.'),
    key: z.enum(['id', 'opportCode']).optional().describe('What finds the opportunity, when there are both.'),
    constants: z
      .record(field, value)
      .optional()
      .describe('Values that every row gets. Amounts are plain decimals; null empties the field.'),
    values: z
      .record(
        header,
        z.strictObject({
          entries: z.record(z.string().min(1), value).describe('What each text stands for.'),
          otherwise: z
            .enum(['keep', 'refuse'])
            .optional()
            .describe('A text that is in no entry is read as it is, or its row is refused (the default).'),
        }),
      )
      .optional()
      .describe('What the texts of a column stand for, by its header.'),
    decimal: z.enum([',', '.']).optional().describe('How the decimals of amounts are written, as --decimal.'),
    round: z.boolean().optional().describe('As --round.'),
    placeholders: z
      .record(header, z.enum(['leave', 'clear', 'text']))
      .optional()
      .describe('What N/A, - and the like mean, by header; * for all columns.'),
    hidden: z.enum(['include', 'skip']).optional().describe('Whether hidden rows are read, as --hidden.'),
    mojibake: z.enum(['repair', 'keep']).optional().describe('As --mojibake.'),
    encoding: z
      .enum(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15', 'cp850', 'mac-roman'])
      .optional()
      .describe('Encoding of a text file, as --encoding.'),
    delimiter: z
      .string()
      .regex(/^(?:tab|[^\r\n"])$/u)
      .optional()
      .describe('Field separator of a text file: one character, or tab.'),
    quoteEscape: z.enum(['quote', 'backslash']).optional().describe('As --quote-escape.'),
  })
  .meta({
    title: 'opsheet mapping file',
    description: 'How a spreadsheet is to be read by opsheet: what --mapping takes and opsheet map writes.',
  });

/** A mapping file's content. */
export type MappingFile = z.infer<typeof mappingShape>;
