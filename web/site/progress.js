// What this browser remembers: code that was written, and which lessons are done.
import { ownPrefix } from './own_names.js';

function read(key) {
  try {
    return localStorage.getItem(ownPrefix + key);
  } catch {  // storage may be forbidden; then a reload begins anew
    return null;
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(ownPrefix + key);
    else localStorage.setItem(ownPrefix + key, value);
  } catch { /* as above */ }
}

export const isDone = (lesson) => read(`done:${lesson}`) === 'yes';
export const setDone = (lesson) => write(`done:${lesson}`, 'yes');
export const keptCode = (page) => read(`code:${page}`);
export const keepCode = (page, code) => write(`code:${page}`, code);
export const forgetCode = (page) => write(`code:${page}`, null);
