// What the pictures show, as tables that can be read out.
import { fractionOf, keySpace, numberOf } from '../emulator/hash_ring.js';
import { h } from '../site/elements.js';

const table = (caption, heads, rows, nothing) => h('div', {
  class: 'scroll', tabindex: 0, role: 'region', 'aria-label': caption,
},
h('table', {},
  h('caption', {}, caption),
  h('thead', {}, h('tr', {}, heads.map((head) => h('th', { scope: 'col' }, head)))),
  h('tbody', {}, rows.length > 0 ? rows
    : h('tr', {}, h('td', { colspan: heads.length, class: 'nothing' }, nothing)))));

const dot = (shardId) => h('span', {
  class: `dot shard-${numberOf(shardId) % 8}`, 'aria-hidden': 'true',
});
const shardName = (shardId) => [dot(shardId), `…${shardId.slice(-3)}`];
const percent = (fraction) => `${Math.round(fraction * 1000) / 10}`;

export function shardTable({ Shards }) {
  return table('Shards', ['Shard', 'Range in %', 'State', 'Parents', 'Records'],
    Shards.map((shard) => h('tr', {},
      h('th', { scope: 'row', title: shard.ShardId }, shardName(shard.ShardId)),
      h('td', {}, `${percent(fractionOf(shard.StartingHashKey))}–` +
        percent(Number((BigInt(shard.EndingHashKey) + 1n) * 10_000n / keySpace) / 10_000)),
      h('td', {}, shard.ClosedMillis === undefined ? 'open' : 'closed'),
      h('td', {}, [shard.ParentShardId, shard.AdjacentParentShardId]
        .filter((parent) => parent !== undefined).map((id) => `…${id.slice(-3)}`).join(', ')),
      h('td', { class: 'number' }, String(shard.Records)))),
    'none');
}

export function recordTable(records) {
  return table('Latest records', ['Shard', 'Partition key', 'Data'],
    records.map((record) => h('tr', { title: `sequence number ${record.sequenceNumber}` },
      h('td', {}, shardName(record.shard)),
      h('td', { class: 'text' }, record.key),
      h('td', { class: 'text' }, record.text.length > 60
        ? `${record.text.slice(0, 60)}…` : record.text))),
    'none');
}

export function callTable(calls) {
  return table('Latest calls of your code', ['Operation', 'Answer'],
    calls.slice(-10).reverse().map((call) => h('tr', {},
      h('td', {}, call.operation),
      h('td', call.error ? { class: 'refused', title: call.error.message } : {}, answerOf(call)))),
    'none yet');
}

function answerOf({ operation, output, error }) {
  if (error) return error.name;
  if (output.FailedRecordCount > 0) return `${output.FailedRecordCount} records refused`;
  if (operation === 'GetRecords') return `${output.Records.length} records`;
  return output.ShardId ?? 'OK';
}

export function ledgerTable(ledger) {
  return table('Ledger', ['Row', 'Value'],
    ledger.map(({ value }, i) => h('tr', {}, h('th', { scope: 'row' }, String(i + 1)),
      h('td', { class: 'text' }, value))),
    'empty');
}

export function consumerTable({ Consumers, Subscriptions }) {
  return table('Registered consumers', ['Name', 'Status', 'Subscribed to'],
    Consumers.map(({ ConsumerName, ConsumerStatus }) => h('tr', {},
      h('th', { scope: 'row' }, ConsumerName),
      h('td', {}, ConsumerStatus),
      h('td', {}, Subscriptions.filter((one) => one.ConsumerName === ConsumerName)
        .map(({ ShardId }) => `…${ShardId.slice(-3)}`).join(', ') || 'nothing'))),
    'none');
}

// What channels have written: `objects` as runnel.buckets lists them. `download(object)` gives one
// to the reader.
export function objectTable(objects, download) {
  return table('Objects of channels', ['Bucket', 'Key', 'Bytes'],
    objects.map((object) => h('tr', {},
      h('td', {}, object.bucket),
      h('td', { class: 'text' }, h('button', {
        type: 'button', class: 'quiet', title: 'download', onclick: () => download(object),
      }, object.key)),
      h('td', { class: 'number' }, String(object.size)))),
    'none');
}
