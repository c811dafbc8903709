// A line as a shell would take it apart: spaces separate, quotes and backslashes hold together.
import { UsageError } from './parameters.js';

export function wordsOf(line) {
  const words = [];
  let word;  // undefined between words
  for (let i = 0; i < line.length; i += 1) {
    const character = line[i];
    if (/\s/.test(character)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (character === "'" || character === '"') {
      const end = closingQuote(line, i);
      const inside = line.slice(i + 1, end);
      word = (word ?? '') + (character === '"' ? inside.replace(/\\(["\\$`])/g, '$1') : inside);
      i = end;
    } else if (character === '\\' && i + 1 < line.length) {
      i += 1;
      word = (word ?? '') + line[i];
    } else {
      word = (word ?? '') + character;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

function closingQuote(line, open) {
  for (let i = open + 1; i < line.length; i += 1) {
    if (line[open] === '"' && line[i] === '\\') i += 1;
    else if (line[i] === line[open]) return i;
  }
  throw new UsageError(`The quote ${line[open]} is not closed.`);
}
