// What people write instead, as changes of the solution, and what the page says to it.

const instead = (...pairs) => (code) =>
  pairs.reduce((text, [from, to]) => text.replace(from, to), code);

export const wrongSolutions = {
  streams: [
    {
      what: 'does not wait for the stream',
      change: instead([/await waitUntil.*\n/, '']),
      says: /is CREATING. It takes a moment/,
    },
    {
      what: 'gives the stream another name',
      change: instead(["StreamName = 'orders'", "StreamName = 'order'"]),
      says: /The stream is called “order”, not “orders”/,
    },
    {
      what: 'forgets a customer',
      change: instead(["'ada', 'grace', 'linus'", "'ada', 'grace'"]),
      says: /No record has the partition key “linus”. There are: ada, grace/,
    },
    {
      what: 'writes a call that there is not',
      change: instead(['client.send(new Create', 'client.sent(new Create']),
      says: /There is no stream, because of TypeError: client.sent is not a function/,
    },
  ],
  'partition-keys': [
    {
      what: 'compares hash keys as texts',
      change: instead(
        [/BigInt\(StartingHashKey\) <= hashKey/, 'StartingHashKey <= String(hashKey)'],
        [/hashKey <= BigInt\(EndingHashKey\)/, 'String(hashKey) <= EndingHashKey'],
        ['owner.ShardId', '(owner ?? shards[0]).ShardId']),
      says: /of 40 are wrong.*its MD5 as a number is \d+/,
    },
    {
      what: 'divides the ring evenly',
      change: instead(
        [/const owner[\s\S]*?;\n/, 'const owner = shards[Number(hashKey >> 126n)];\n']),
      says: /of 40 are wrong.*was put into shardId-\d{12}, not shardId/,
    },
    {
      what: 'returns the shard and not its id',
      change: instead(['owner.ShardId', 'owner']),
      says: /its ShardId is wanted/,
    },
  ],
  iterators: [
    {
      what: 'uses the same iterator again',
      change: instead(['ShardIterator = answer.NextShardIterator', ''],
        ['behind = answer.MillisBehindLatest', 'behind = records.length < 20 ? 1 : 0']),
      says: /The same iterator was used again/,
    },
    {
      what: 'reads but once',
      change: instead(['behind = answer.MillisBehindLatest', 'behind = 0']),
      says: /everything has 10 of 24 readings/,
    },
    {
      what: 'begins at the record instead of after it',
      change: instead(["'AFTER_SEQUENCE_NUMBER'", "'AT_SEQUENCE_NUMBER'"]),
      says: /AT_SEQUENCE_NUMBER does that/,
    },
    {
      what: "asks the browser's clock",
      change: instead(['await clock.now()', 'Date.now()']),
      says: /recent has everything/,
    },
  ],
  throttling: [
    {
      what: 'puts whole batches again',
      change: instead(
        [/left = left.filter.*\n/, 'if (answer.FailedRecordCount === 0) left = [];\n']),
      says: /is there \d+ times: a whole batch was put again/,
    },
    {
      what: 'puts too many at once',
      change: instead([/for \(let at[\s\S]*/, 'await putAll(records);\n']),
      says: /PutRecords takes up to 500 records a call/,
    },
    {
      what: 'does not wait',
      change: instead([/.*await sleep.*\n/, '']),
      says: /calls: who tries again at once is refused at once/,
    },
  ],
  resharding: [
    {
      what: 'splits the other shard',
      change: instead(['const [{', 'const [, {']),
      says: /shardId-000000000001 was split, but the other one is hot/,
    },
    {
      what: 'puts before the split',
      change: instead([/await putRides\(6, 10\);\n/, ''],
        ['const [{', 'await putRides(6, 10);\nconst [{']),
      says: /20 of the later rides are still in the hot shard: .* until the stream is ACTIVE/,
    },
    {
      what: 'does not wait for the split',
      change: instead([/await waitUntil.*\n/, '']),
      says: /(not split yet|rides are still in the hot shard): .* until .* is ACTIVE/,
    },
    {
      what: 'does not decode the records',
      change: instead(['new TextDecoder().decode(Data)', 'Data']),
      says: /read should be a list of texts. Data is bytes: decode it with TextDecoder/,
    },
    {
      what: 'does not follow the children',
      change: instead([/.*ChildShards.*\n/, '']),
      says: /of 50 rides are missing.*lies in the children/,
    },
    {
      what: 'reads the children first',
      change: instead([/new Set\(roots.*\n/,
        "new Set(['shardId-000000000002', 'shardId-000000000003', 'shardId-000000000000',\n" +
        "  'shardId-000000000001']);\n"]),
      says: /was read where ride 1 of bike-\d was due. Read a parent to its end/,
    },
  ],
  retention: [
    {
      what: 'does not raise the retention',
      change: instead([/await client.send\(new Increase[\s\S]*?\}\)\);\n/, '']),
      says: /was 25 hours old, and the stream keeps records for 24/,
    },
    {
      what: 'raises it too late',
      change: (code) => {
        const [increase] = code.match(/await client.send\(new Increase[\s\S]*?\}\)\);\n/);
        return code.replace(increase, '').replace('await clock.advance(25 * hour);\n',
          `await clock.advance(25 * hour);\n${increase}`);
      },
      says: /too old before the retention was raised/,
    },
    {
      what: 'keeps for too long',
      change: instead(['RetentionPeriodHours: 48', 'RetentionPeriodHours: 72']),
      says: /The first entry is still there/,
    },
    {
      what: 'does not catch the error',
      change: instead([/try \{\n(.*\n)\} catch[\s\S]*?\n\}\n/, '$1']),
      says: /Catch the error, and export its name/,
    },
  ],
  'fan-out': [
    {
      what: 'polls with a client that tries again',
      change: instead(['impatient.send(new Get', 'client.send(new Get']),
      says: /called \d+ times, not 8: .* or a client tries again what is refused/,
    },
    {
      what: 'polls once more',
      change: instead(['Array.from({ length: 8 }', 'Array.from({ length: 9 }']),
      says: /GetRecords was called 9 times, not 8: there is another poll in the code/,
    },
    {
      what: 'polls less often than was asked for',
      change: instead(['Array.from({ length: 8 }', 'Array.from({ length: 4 }']),
      says: /GetRecords was called 4 times, not 8/,
    },
    {
      what: 'subscribes before the consumer is active',
      change: instead([/for \(let status[\s\S]*?\n\}\n/, '']),
      says: /still CREATING when the code subscribed/,
    },
    {
      what: 'puts before it subscribes',
      change: instead(['await putTicks();\n', ''],
        ['const { EventStream }', 'await putTicks();\nconst { EventStream }'],
        ['export const received = [];', 'export const received = [];\nthrow new Error("late");']),
      says: /The ticks were put before the code subscribed/,
    },
  ],
  functions: [
    {
      what: 'lets it be tried again without end',
      change: instead([/.*MaximumRetryAttempts.*\n/, '']),
      says: /again and again with the batch that holds the poison record/,
    },
    ...[-1, 100].map((attempts) => ({
      what: `sets ${attempts} retries`,
      change: instead(['MaximumRetryAttempts: 2', `MaximumRetryAttempts: ${attempts}`]),
      says: /again and again .* Limit MaximumRetryAttempts, to 2 for example/,
    })),
    {
      what: 'fails with every record',
      change: instead(['try {', 'nothing();\n    try {']),
      says: /The function fails with every batch; its error stands in the output/,
    },
    {
      what: 'goes on after the record that failed',
      change: instead(
        ['  for (const { kinesis }', '  const batchItemFailures = [];\n  for (const { kinesis }'],
        [/return \{ batchItemFailures: \[(\{.*\})\] \};/, 'batchItemFailures.push($1);'],
        ['{ batchItemFailures: [] }', '{ batchItemFailures }']),
      says: /“order 9” is booked .* from the reported record on .* Stop at the first record/,
    },
    {
      what: 'does not part the batch',
      change: instead([/.*Bisect.*\n/, '']),
      says: /They were given up together with the poison record/,
    },
    {
      what: 'hides the failure',
      change: instead([/return \{ batchItemFailures: \[\{.*\n/, '']),
      says: /the function hides the failure/,
    },
    {
      what: 'throws without saying where',
      change: instead([/return \{ batchItemFailures: \[\{.*\n/, 'throw error;\n']),
      says: /is booked \d+ times: a batch that fails is delivered again/,
    },
    {
      what: 'writes a setting that there is not',
      change: instead(['MaximumRetryAttempts: 2', 'MaximumRetryAttempts: 20000']),
      says: /The mapping was refused: .*20000/i,
    },
  ],
  crash: [
    {
      what: 'saves the checkpoint first',
      change: (code) => {
        const [save] = code.match(/ {2}if \(answer.Records.length > 0\).*\n/);
        return code.replace(save, '').replace('  for (const { Data', `${save}  for (const { Data`);
      },
      says: /lost: the checkpoint said “done”/,
    },
    {
      what: 'writes the same row again',
      change: instead(['ledger.put(SequenceNumber, ', 'ledger.add(']),
      says: /booked twice: they had been booked|booked twice/,
    },
    {
      what: 'keeps no checkpoint',
      change: instead([/.*checkpoint.save.*\n/, '']),
      says: /begins with TRIM_HORIZON after a crash/,
    },
  ],
};
