// The student's handler as a function that the stream invokes, with time that flies.

const secondsMax = 60;
const quietSeconds = 8;
const invocationsMax = 60;

// Maps the stream to the handler until nothing happens any more. Gives {invocations, isStuck,
// failures}, or {refusal} if there can be no such mapping.
export async function runMapping(run, world, StreamName, mapping) {
  const { runnel } = world;
  const { StreamARN } = await world.theStream(StreamName);
  let invocations = 0;
  let under = 0;
  runnel.functions.create('orders', async (event) => {
    invocations += 1;
    under += 1;
    try {
      return await run.invoke('handler', event);
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
    if (invocations > invocationsMax) break;
    world.advance(1000);
    await settled(runnel, () => under === 0);
    quiet = invocations === before ? quiet + 1 : 0;
  }
  const isStuck = quiet < quietSeconds;
  const { Failures: failures = [] } = await world.call('Runnel.ListFailures');
  // It is over, also if it is not: nothing is to be invoked behind the reader's back.
  runnel.functions.delete('orders');
  return { invocations, isStuck, failures };
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
