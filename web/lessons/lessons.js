// The lessons in their order. Each is a folder; README.md tells what is in one.
import { crash } from './crash/lesson.js';
import { fanOut } from './fan_out/lesson.js';
import { functions } from './functions/lesson.js';
import { iterators } from './iterators/lesson.js';
import { partitionKeys } from './partition_keys/lesson.js';
import { resharding } from './resharding/lesson.js';
import { retention } from './retention/lesson.js';
import { streams } from './streams/lesson.js';
import { throttling } from './throttling/lesson.js';

export const lessons = [
  streams, partitionKeys, iterators, throttling, resharding, retention, fanOut, functions, crash,
];
