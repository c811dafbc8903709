// MD5 as in RFC 1321: browsers have it nowhere else, and Kinesis places records by it.
const constants = Uint32Array.from({ length: 64 },
  (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));
const rotations = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

// Of the text's UTF-8 bytes, as 32 hexadecimal digits.
export function md5(text) {
  const words = padded(new TextEncoder().encode(text));
  const state = Uint32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let block = 0; block < words.length; block += 16) {
    addBlock(state, words.subarray(block, block + 16));
  }
  return [...new Uint8Array(state.buffer)]
    .map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// A one bit, zeros, and the length in bits, up to whole blocks of 16 words.
function padded(bytes) {
  const all = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  all.set(bytes);
  all[bytes.length] = 0x80;
  new DataView(all.buffer).setBigUint64(all.length - 8, BigInt(bytes.length) * 8n, true);
  return new Uint32Array(all.buffer);
}

function addBlock(state, words) {
  let [a, b, c, d] = state;
  for (let i = 0; i < 64; i += 1) {
    const [mixed, index] = [
      [(b & c) | (~b & d), i],
      [(d & b) | (~d & c), 5 * i + 1],
      [b ^ c ^ d, 3 * i + 5],
      [c ^ (b | ~d), 7 * i],
    ][i >> 4];
    const sum = (a + mixed + constants[i] + words[index % 16]) >>> 0;
    const by = rotations[i >> 4][i % 4];
    [a, b, c, d] = [d, (b + ((sum << by) | (sum >>> (32 - by)))) >>> 0, b, c];
  }
  for (const [i, value] of [a, b, c, d].entries()) state[i] += value;
}
