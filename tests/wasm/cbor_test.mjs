// The package's CBOR against the examples of RFC 8949, appendix A, and against itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';

const { decode, encode } = await import(`${process.env.RUNNEL_PACKAGE}/cbor.js`);

const hex = (bytes) => Buffer.from(bytes).toString('hex');
const bytes = (digits) => new Uint8Array(Buffer.from(digits, 'hex'));

test('what is written is what the RFC shows', () => {
  assert.equal(hex(encode(0)), '00');
  assert.equal(hex(encode(23)), '17');
  assert.equal(hex(encode(24)), '1818');
  assert.equal(hex(encode(1_000_000)), '1a000f4240');
  assert.equal(hex(encode(1_000_000_000_000)), '1b000000e8d4a51000');
  assert.equal(hex(encode(18446744073709551615n)), '1bffffffffffffffff');
  assert.equal(hex(encode(-1)), '20');
  assert.equal(hex(encode(-100)), '3863');
  assert.equal(hex(encode(-18446744073709551616n)), '3bffffffffffffffff');
  assert.equal(hex(encode(1.1)), 'fb3ff199999999999a');
  assert.equal(hex(encode(true)), 'f5');
  assert.equal(hex(encode(null)), 'f6');
  assert.equal(hex(encode('IETF')), '6449455446');
  assert.equal(hex(encode('\u00fc')), '62c3bc');
  assert.equal(hex(encode(bytes('01020304'))), '4401020304');
  assert.equal(hex(encode([1, [2, 3]])), '8201820203');
  assert.equal(hex(encode({ a: 1, b: [2, 3] })), 'a26161016162820203');
  assert.equal(hex(encode(new Date(1000))), 'c11a000003e8');
  assert.equal(hex(encode({ a: undefined })), 'a0');
});

test('what is read is what the RFC means', () => {
  assert.equal(decode(bytes('1903e8')), 1000);
  assert.equal(decode(bytes('1bffffffffffffffff')), 18446744073709551615n);
  assert.equal(decode(bytes('3bffffffffffffffff')), -18446744073709551616n);
  assert.equal(decode(bytes('3903e7')), -1000);
  assert.equal(decode(bytes('f4')), false);
  assert.equal(decode(bytes('f7')), undefined);
  assert.deepEqual(decode(bytes('c11a514b67b0')), new Date(1363896240));
});

test('what is written is read again', () => {
  const value = {
    text: 'x'.repeat(1000), 'ключ': '\u{1f600}', __proto__x: 1, list: Array(300).fill(-5),
    data: new Uint8Array(70_000).fill(7), nested: { at: new Date(2_000_000_000_000), half: 0.5 },
  };
  assert.deepEqual(decode(encode(value)), value);
  const tags = JSON.parse('{"__proto__": "a tag"}');
  assert.deepEqual(Object.entries(decode(encode(tags))), [['__proto__', 'a tag']]);
});

test('what has no place in an input is refused by its path', () => {
  assert.throws(() => encode({ a: [1, () => 1] }), {
    name: 'TypeError', message: 'input.a.1 cannot be a function',
  });
  assert.throws(() => encode({ at: new Date(NaN) }), /input\.at cannot be an invalid Date/);
  assert.equal(hex(encode(1)), '01');  // and it goes on
});
