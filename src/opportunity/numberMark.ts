/**
 * What stands before a number of more digits than JavaScript's hold, which is kept as text: a code point that no text has
 * (Unicode 23.7, noncharacters).
 */
export const NUMBER_MARK = '\ufdd0';
