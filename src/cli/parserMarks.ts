/**
 * What the parser says, each text replaced by a mark, so that the reason can be told from it in any language. It has some
 * of them in the singular and the plural.
 */
export const PARSER_MARKS = {
  'Not enough non-option arguments: got %s, need at least %s': { one: 'few\n%s %s', other: 'few\n%s %s' },
  'Unknown argument: %s': { one: 'unknown\n%s', other: 'unknown\n%s' },
  'Not enough arguments following: %s': 'value\n%s',
  'Invalid values:': 'choice',
  'Argument: %s, Given: %s, Choices: %s': '%s\n%s\n%s',
};
