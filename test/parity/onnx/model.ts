import { bytes, integer, message } from './protobuf.ts'

/** One operator of a graph. Attributes: whole numbers, a string, or a list of strings. */
export interface Operator {
  type: string
  /** '' leaves an optional input out. */
  inputs: string[]
  outputs: string[]
  attributes?: Record<string, number | string | string[]>
}

export type ElementType = 'float32' | 'int32'
const elementTypes: Record<ElementType, number> = { float32: 1, int32: 6 }

/** Versions of the format: operator set 14 has the recurrent operators as they still are, `layout` 0 (time first) by default. */
const IR_VERSION = 7
const OPERATOR_SET = 14

/**
 * An ONNX model whose tensors all come in from outside: no weights inside, no shapes promised. Field numbers are those of
 * onnx.proto3 (github.com/onnx/onnx).
 */
export function onnxModel(
  operators: Operator[],
  inputs: Record<string, { type: ElementType; rank: number }>,
  outputs: string[],
): Uint8Array {
  const graph = message(
    ...operators.map((operator) => bytes(1, node(operator))),
    bytes(2, 'graph'),
    ...Object.entries(inputs).map(([name, { type, rank }]) => bytes(11, valueInfo(name, type, rank))),
    ...outputs.map((name) => bytes(12, valueInfo(name, 'float32', null))),
  )
  const operatorSet = message(bytes(1, ''), integer(2, OPERATOR_SET))
  return message(integer(1, IR_VERSION), bytes(7, graph), bytes(8, operatorSet))
}

function node({ type, inputs, outputs, attributes = {} }: Operator): Uint8Array {
  return message(
    ...inputs.map((name) => bytes(1, name)),
    ...outputs.map((name) => bytes(2, name)),
    bytes(4, type),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
  )
}

/** `type` says which field holds the value: 2 an integer, 3 a string, 7 integers, 8 strings. */
function attribute(name: string, value: number | string | string[]): Uint8Array {
  if (typeof value === 'number') return message(bytes(1, name), integer(3, value), integer(20, 2))
  if (typeof value === 'string') return message(bytes(1, name), bytes(4, value), integer(20, 3))
  return message(bytes(1, name), ...value.map((text) => bytes(9, text)), integer(20, 8))
}

/** `rank` null: unknown shape. Dimensions are left open either way. */
function valueInfo(name: string, type: ElementType, rank: number | null): Uint8Array {
  const shape = rank === null ? [] : [bytes(2, message(...Array.from({ length: rank }, () => bytes(1, message()))))]
  return message(bytes(1, name), bytes(2, bytes(1, message(integer(1, elementTypes[type]), ...shape))))
}
