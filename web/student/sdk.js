// The AWS SDK for JavaScript as published; only a client that is told nothing about where to call
// calls the emulator of the page.
import { Kinesis as SdkKinesis, KinesisClient as SdkKinesisClient } from '@aws-sdk/client-kinesis';
import { requestHandlerOf } from 'runnel-kinesis-requests';

import { page } from './page_connection.js';
import { takeWaited } from './timers.js';
import { underWay } from './under_way.js';

export * from '@aws-sdk/client-kinesis';

// The page answers as the package does: a body is bytes, or a stream of them.
async function answer(request) {
  const { status, headers, body, stream } = await page('answer', request, takeWaited());
  return { status, headers, body: stream === undefined ? body : read(stream) };
}

function read(stream) {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await page('read', stream);
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel() { page('cancel', stream); },
  }, { highWaterMark: 0 });  // what nobody reads is not under way
}

const inThisPage = {
  region: 'us-east-1',
  credentials: { accessKeyId: '000000000000', secretAccessKey: 'runnel' },
  requestHandler: requestHandlerOf(answer),
};

// The endpoint, if one is given, is taken for that of the emulator too: nothing leaves the page.
export class KinesisClient extends SdkKinesisClient {
  constructor(configuration = {}) {
    super({ ...configuration, ...inThisPage });
    noteSends(this);
  }
}

export class Kinesis extends SdkKinesis {
  constructor(configuration = {}) {
    super({ ...configuration, ...inThisPage });
    noteSends(this);
  }
}

// A send begins before it calls the page: it is signed first, and retries wait.
function noteSends({ middlewareStack }) {
  middlewareStack.add((next) => (sent) => underWay(next(sent)), {
    name: 'underWay', step: 'initialize', priority: 'high',
  });
}
