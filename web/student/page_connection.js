// The worker's line to the page, which has the emulator; shared by what is loaded into the worker.
import { connect } from './messages.js';

// What the page may call; worker.js fills it.
export const functions = {};

export const page = connect(globalThis, functions);
