// The worker's line to the page, which has the emulator; shared by what is loaded into the worker.
import { connect } from './messages.js';
import { underWay } from './under_way.js';

// What the page may call; worker.js fills it.
export const functions = {};

const call = connect(globalThis, functions);

export const page = (...args) => underWay(call(...args));
