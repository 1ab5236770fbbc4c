/** The instructions of WebAssembly that the back end writes: their bytes, and what stands behind them. */

/** What follows an instruction: nothing, a local, a label, a function, a global, a type, a place in memory, a constant, a lane. */
export type Immediate =
  | 'none'
  | 'local'
  | 'label'
  | 'function'
  | 'global'
  | 'block'
  | 'place'
  | 'i32'
  | 'i64'
  | 'f64'
  | 'lane'
  | 'memory'
  | 'memories';

/** What is known of an instruction. */
export interface Opcode {
  /** 0xfc and 0xfd come before the codes that did not fit into one byte. */
  readonly prefix?: 0xfc | 0xfd;
  readonly code: number;
  readonly immediate: Immediate;
  /** For a place in memory: the power of two that its address is a multiple of. */
  readonly align?: number;
}

const plain = (code: number, immediate: Immediate = 'none'): Opcode => ({ code, immediate });
const place = (code: number, align: number): Opcode => ({ code, immediate: 'place', align });
const bulk = (code: number, immediate: Immediate = 'none'): Opcode => ({ prefix: 0xfc, code, immediate });
const lanes = (code: number, immediate: Immediate = 'none'): Opcode => ({ prefix: 0xfd, code, immediate });
const lanePlace = (code: number, align: number): Opcode => ({ prefix: 0xfd, code, immediate: 'place', align });

/** By their names in the text format. Source: WebAssembly Core Specification 2.0, chapter 5.4. */
export const opcodes = {
  unreachable: plain(0x00),
  block: plain(0x02, 'block'),
  loop: plain(0x03, 'block'),
  if: plain(0x04, 'block'),
  else: plain(0x05),
  end: plain(0x0b),
  br: plain(0x0c, 'label'),
  br_if: plain(0x0d, 'label'),
  call: plain(0x10, 'function'),
  select: plain(0x1b),
  'local.get': plain(0x20, 'local'),
  'local.set': plain(0x21, 'local'),
  'local.tee': plain(0x22, 'local'),
  'global.get': plain(0x23, 'global'),
  'global.set': plain(0x24, 'global'),
  'i32.load': place(0x28, 2),
  'f64.load': place(0x2b, 3),
  'i32.store': place(0x36, 2),
  'f64.store': place(0x39, 3),
  'memory.size': plain(0x3f, 'memory'),
  'memory.grow': plain(0x40, 'memory'),
  'memory.copy': bulk(10, 'memories'),
  'memory.fill': bulk(11, 'memory'),
  'i32.const': plain(0x41, 'i32'),
  'i64.const': plain(0x42, 'i64'),
  'f64.const': plain(0x44, 'f64'),
  'i32.eqz': plain(0x45),
  'i32.eq': plain(0x46),
  'i32.gt_u': plain(0x4b),
  'i64.eq': plain(0x51),
  'i64.ne': plain(0x52),
  'i64.lt_s': plain(0x53),
  'i64.gt_s': plain(0x55),
  'i64.gt_u': plain(0x56),
  'i64.le_s': plain(0x57),
  'i64.ge_s': plain(0x59),
  'i64.ge_u': plain(0x5a),
  'f64.eq': plain(0x61),
  'f64.ne': plain(0x62),
  'f64.lt': plain(0x63),
  'f64.gt': plain(0x64),
  'f64.le': plain(0x65),
  'f64.ge': plain(0x66),
  'i32.add': plain(0x6a),
  'i32.sub': plain(0x6b),
  'i32.and': plain(0x71),
  'i32.or': plain(0x72),
  'i32.shl': plain(0x74),
  'i32.shr_u': plain(0x76),
  'i64.add': plain(0x7c),
  'i64.sub': plain(0x7d),
  'i64.mul': plain(0x7e),
  'i64.and': plain(0x83),
  'i64.or': plain(0x84),
  'i64.xor': plain(0x85),
  'i64.shl': plain(0x86),
  'i64.shr_s': plain(0x87),
  'i64.shr_u': plain(0x88),
  'f64.abs': plain(0x99),
  'f64.neg': plain(0x9a),
  'f64.ceil': plain(0x9b),
  'f64.floor': plain(0x9c),
  'f64.trunc': plain(0x9d),
  'f64.nearest': plain(0x9e),
  'f64.sqrt': plain(0x9f),
  'f64.add': plain(0xa0),
  'f64.sub': plain(0xa1),
  'f64.mul': plain(0xa2),
  'f64.div': plain(0xa3),
  'f64.min': plain(0xa4),
  'f64.max': plain(0xa5),
  'f64.copysign': plain(0xa6),
  'i32.wrap_i64': plain(0xa7),
  'i64.extend_i32_u': plain(0xad),
  'f64.convert_i32_s': plain(0xb7),
  'f64.convert_i64_s': plain(0xb9),
  'i64.reinterpret_f64': plain(0xbd),
  'f64.reinterpret_i64': plain(0xbf),
  'i64.trunc_sat_f64_s': bulk(6),

  'v128.load': lanePlace(0, 4),
  'v128.store': lanePlace(11, 4),
  'f64x2.splat': lanes(20),
  'f64x2.extract_lane': lanes(33, 'lane'),
  'f64x2.replace_lane': lanes(34, 'lane'),
  'f64x2.eq': lanes(71),
  'f64x2.ne': lanes(72),
  'f64x2.lt': lanes(73),
  'f64x2.gt': lanes(74),
  'f64x2.le': lanes(75),
  'f64x2.ge': lanes(76),
  'v128.not': lanes(77),
  'v128.and': lanes(78),
  'v128.andnot': lanes(79),
  'v128.or': lanes(80),
  'v128.xor': lanes(81),
  'v128.bitselect': lanes(82),
  'v128.any_true': lanes(83),
  'f64x2.ceil': lanes(0x74),
  'f64x2.floor': lanes(0x75),
  'f64x2.trunc': lanes(0x7a),
  'f64x2.nearest': lanes(0x94),
  'i64x2.splat': lanes(18),
  'i64x2.shl': lanes(0xcb),
  'i64x2.shr_s': lanes(0xcc),
  'i64x2.shr_u': lanes(0xcd),
  'i64x2.add': lanes(0xce),
  'i64x2.sub': lanes(0xd1),
  'i64x2.eq': lanes(0xd6),
  'f64x2.abs': lanes(0xec),
  'f64x2.neg': lanes(0xed),
  'f64x2.sqrt': lanes(0xef),
  'f64x2.add': lanes(0xf0),
  'f64x2.sub': lanes(0xf1),
  'f64x2.mul': lanes(0xf2),
  'f64x2.div': lanes(0xf3),
  'f64x2.min': lanes(0xf4),
  'f64x2.max': lanes(0xf5),
} as const satisfies Record<string, Opcode>;

export type Op = keyof typeof opcodes;
