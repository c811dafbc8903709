// The student's handler as a function that the stream invokes, with time that flies.
import { Stopped } from '../../student/run.js';
import { wordsOf } from '../findings.js';

const secondsMax = 60;
const quietSeconds = 8;
const invocationsMax = 60;

// Maps the stream to the handler until nothing happens any more. Gives {invocations, errors,
// isStuck, failures}, or {refusal} if there can be no such mapping. `errors`: how many invocations
// ended with one.
export async function runMapping(run, world, StreamName, mapping) {
  const { runnel } = world;
  const { StreamARN } = await world.theStream(StreamName);
  let invocations = 0;
  let errors = 0;
  let under = 0;
  let stopped;
  const said = new Set();
  runnel.functions.create('orders', async (event) => {
    invocations += 1;
    under += 1;
    try {
      return await run.invoke('handler', event);
    } catch (error) {
      if (error instanceof Stopped) stopped = error;
      errors += 1;
      const { code: line } = error;
      const text = `The function failed: ${wordsOf(error)}` + (line > 0 ? ` (line ${line})` : '');
      if (stopped === undefined && !said.has(text)) run.say(text);
      said.add(text);
      throw error;
    } finally {
      under -= 1;
      world.onChange();
    }
  });
  try {
    runnel.functions.map({
      EventSourceArn: StreamARN, FunctionName: 'orders', StartingPosition: 'TRIM_HORIZON',
      ...mapping,
    });
  } catch (error) {
    return { refusal: `${error.name}: ${error.message}`, failures: [] };
  }
  // Retries come seconds later: the clock goes ahead whenever the function is at rest.
  let quiet = 0;
  for (let second = 0; second < secondsMax && quiet < quietSeconds; second += 1) {
    const before = invocations;
    await settled(runnel, () => under === 0);
    if (stopped !== undefined || invocations > invocationsMax) break;
    world.advance(1000);
    await settled(runnel, () => under === 0);
    quiet = invocations === before ? quiet + 1 : 0;
  }
  const isStuck = quiet < quietSeconds;
  const { Failures: failures = [] } = await world.call('Runnel.ListFailures');
  // It is over, also if it is not: nothing is to be invoked behind the reader's back.
  runnel.functions.delete('orders');
  if (stopped !== undefined) throw stopped;
  return { invocations, errors, isStuck, failures };
}

// Until `holds` in two turns of the event loop in succession, with all stored: a function is
// invoked only with what is.
async function settled(runnel, holds) {
  for (let turns = 0; turns < 2;) {
    await runnel.call('Runnel.DescribeClock');
    await new Promise((resolve) => { setTimeout(resolve); });
    turns = holds() ? turns + 1 : 0;
  }
}
