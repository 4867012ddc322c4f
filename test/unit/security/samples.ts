import { zipSync } from 'fflate'
import { encodeMetrics } from '../../../shared/contract/metrics.ts'
import { encodeSnapshot } from '../../../shared/engine/training/snapshot-file.ts'
import { checkpointAt, reviews, specOf, specRules } from '../electron/temporary-services.ts'
import { packVerdicts } from '../../../shared/contract/verdicts.ts'
import type { Ids } from './world.ts'

/** A request that a route takes. */
export interface Sample {
  /** Values of ':name' in the path; an id of the world by default. */
  params?: Record<string, string>
  query?: Record<string, string>
  /** JSON, or bytes as they are. */
  body?: unknown
  /** For a body of bytes: bodies that must be refused. */
  wrongBodies?: Uint8Array<ArrayBuffer>[]
  /** What is hidden may still be asked for: it can be restored, and old experiments show the rows they were made from. */
  hiddenToo?: true
  /** Fields of the body that hold an id which need not exist (any more). */
  loose?: string[]
}

const bytes = (text: string) => new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>
const metricTable = encodeMetrics({ columns: ['step', 'loss'], values: Float64Array.of(1, 0.5) })
const withHeader = (magic: string, header: string) => {
  const table = new Uint8Array(8 + header.length)
  table.set(bytes(magic))
  new DataView(table.buffer).setUint32(4, header.length, true)
  table.set(bytes(header), 8)
  return table
}
const safetensors = (header: string) => {
  const file = new Uint8Array(8 + header.length)
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true)
  file.set(bytes(header), 8)
  return file
}
export const snapshotAt = (step: number) =>
  encodeSnapshot({
    ...{ step, epoch: 1, parameters: [{ name: 'w', norm: 1, update: null }] },
    tensors: { w: { dtype: 'F32', shape: [1], data: Float32Array.of(1) } },
  })
const noise = Uint8Array.from({ length: 1000 }, (_, at) => (at * 197 + 31) % 256)
const noTables = [new Uint8Array(0), noise, bytes('PK\x03\x04 a zip'), bytes('%PDF-1.7\n'), bytes('\x00\x00\x00')]
const epoch = {
  ...{ epoch: 1, step: 1, trainLoss: 1, trainAccuracy: 1, validationLoss: 1 },
  ...{ validationAccuracy: 1, seconds: 1 },
}
const importOptions = {
  ...{ name: 'n', encoding: 'utf-8', delimiter: ',', quoting: true, header: true, textColumn: 0, labelColumn: 1 },
  ...{ partColumn: null, labels: { kind: 'values', classes: ['a', 'b'], map: { positive: 0, negative: 1 } } },
}
const labDocument = {
  ...{ kind: 'unroll-laboratory', version: 1, program: '0.1.0', device: 'cpu', names: { rnn: 'RNN' } },
  spec: { lab: 'padding', seed: 1, seeds: 1, cell: 'rnn', padTo: 60, epochs: 1 },
  points: [{ measure: 'accuracy', series: 'rnn', seed: 1, x: 1, y: 0.5 }],
}
const lessons = {
  open: 'set-1',
  sets: [
    {
      ...{ format: 'unroll-lesson', version: 1, id: 'set-1', title: 'T', introduction: 'I' },
      lessons: [
        {
          ...{ lesson: 'gates', introduction: 'I', start: { numbers: { x: 1 }, texts: { y: 'z' } } },
          tasks: [
            { task: 't', values: [1, null] },
            { ask: 'a', hint: 'h', conditions: [{ quantity: 'q', is: 'near', value: 1, within: 0.1 }] },
          ],
        },
      ],
    },
  ],
  progress: { 'set-1/gates': { numbers: { x: 1 }, texts: { y: 'z' }, solved: ['t'] } },
}
const settings = {
  ...{ theme: 'dark', device: 'wasm', lastExperiment: null },
  drafts: [{ experiment: 'experiment-a', draft: '{}' }],
  deviceTimings: [
    {
      ...{ machine: 'm', shape: 's', measuredAt: '2026-01-01T00:00:00Z' },
      devices: [{ device: 'wasm', first: 1, step: 1, ended: null }],
    },
  ],
}
const run = {
  status: 'running',
  ...{ device: 'cpu', error: 'e', notes: 'n', test: { epoch: 1, loss: 1, accuracy: 1, confusion: [[1]] } },
  decay: { of: 'h', perWord: 0.5, halfLife: null, firstToLast: 1, byTimestep: [1, null], byDistance: [1] },
  divergence: { step: 1, epoch: 1, what: 'loss', message: 'm' },
}

/**
 * A valid request for every route of the API, by 'METHOD /path'. A route without one fails the test of the route table.
 * From the route's own checks the test then makes all that must be refused.
 */
export const samples = ({ live, saved }: Ids): Record<string, Sample> => ({
  'GET /api/about': {},
  'GET /api/settings': {},
  'PATCH /api/settings': { body: settings },
  'GET /api/events': {},

  'GET /api/datasets': {},
  'GET /api/datasets/:id': {},
  'PATCH /api/datasets/:id': { body: { name: 'n' } },
  'DELETE /api/datasets/:id': {},
  'POST /api/datasets/:id/restore': { hiddenToo: true },
  'GET /api/datasets/:id/rows': {
    query: {
      ...{ offset: '0', limit: '5', search: 'film', label: '1', part: 'none', shortest: '1', longest: '9' },
      ...{ sort: 'words', order: 'down', revision: '0' },
    },
    hiddenToo: true,
  },
  'GET /api/datasets/:id/edits': { hiddenToo: true },
  'POST /api/datasets/:id/edits': {
    body: { revision: 3, edit: { kind: 'relabel', target: { ids: [0, 1] }, label: 1 } },
  },
  'POST /api/datasets/:id/edits/undo': { body: { to: 1 } },
  'POST /api/datasets/:id/edits/redo': { body: { to: 2 } },
  'GET /api/datasets/:id/refused': { hiddenToo: true },
  'POST /api/datasets/:id/refused/mend': { body: { refused: 0, raw: 'fine,positive' } },

  'POST /api/imports': {
    query: { fileName: 'r.csv' },
    body: bytes(reviews),
    wrongBodies: noTables,
  },
  'POST /api/imports/:id/files': { query: { fileName: 's.csv' }, body: bytes(reviews), wrongBodies: noTables },
  'GET /api/imports/:id': {},
  'GET /api/imports/:id/preview': {},
  'POST /api/imports/:id/preview': { body: importOptions },
  'POST /api/imports/:id/commit': { body: importOptions },
  'POST /api/imports/:id/checks': {
    body: {
      ...importOptions,
      cleaning: { repeats: true, conflicts: true, near: true, leaks: 'near', similarity: 0.8, odd: ['markup'] },
      mended: [{ file: 0, line: 2, raw: 'a,b' }],
    },
  },
  'GET /api/imports/:id/checks': {},
  'DELETE /api/imports/:id/checks': {},
  'POST /api/imports/:id/mend': { body: { options: importOptions, row: { file: 0, line: 2, raw: 'fine,positive' } } },
  'DELETE /api/imports/:id': {},

  'GET /api/experiments': {},
  'POST /api/experiments': { body: { name: 'n', dataset: live.dataset, spec: specOf() } },
  // The set-up of an experiment whose data set was deleted keeps its numbers.
  'POST /api/experiments/plan': { hiddenToo: true, body: { dataset: live.dataset, spec: specOf() } },
  'GET /api/experiments/:id': {},
  'PATCH /api/experiments/:id': { body: { name: 'n', notes: 'n' } },
  'DELETE /api/experiments/:id': {},
  'POST /api/experiments/:id/restore': { hiddenToo: true },
  'PUT /api/experiments/:id/spec': { body: specOf() },
  'GET /api/experiments/:id/vocabulary': {},
  'GET /api/experiments/:id/encoded/:part': { params: { part: 'train' } },

  'GET /api/experiments/:id/file': {},
  'POST /api/experiments/file': {
    query: { fileName: 'e.unroll' },
    body: saved,
    wrongBodies: [
      ...[new Uint8Array(0), noise, bytes(reviews), saved.slice(0, -9), saved.slice(0, 99)],
      ...['{', '[]', 'null', '7', '{}', '{"format":"unroll-experiment","version":2}'].map((json) =>
        zipSync({ 'unroll.json': bytes(json) }),
      ),
      zipSync({ '../../../evil.txt': bytes('x'), 'unroll.json': bytes('{}') }),
      zipSync({ '/etc/evil.txt': bytes('x') }),
    ],
  },

  'GET /api/runs/:id': {},
  'PATCH /api/runs/:id': { body: run },
  'DELETE /api/runs/:id': {},
  'POST /api/runs/:id/restore': { hiddenToo: true },
  'POST /api/runs/:id/restart': {},
  'POST /api/runs/:id/epochs': { body: epoch },
  'GET /api/runs/:id/metrics': {},
  'POST /api/runs/:id/metrics': {
    body: metricTable,
    wrongBodies: [
      ...[new Uint8Array(0), noise, bytes('{}'), metricTable.slice(0, -1), metricTable.slice(0, 9)],
      ...['{', '[]', 'null', '{"columns":7,"rows":1}', '{"columns":["step"],"rows":-1}'].map((header) =>
        withHeader('UMET', header),
      ),
      ...['{"columns":["step"],"rows":1e300}', '{"columns":["loss"],"rows":0}', '{"columns":[],"rows":9e15}'].map(
        (header) => withHeader('UMET', header),
      ),
      encodeMetrics({ columns: ['step'], values: Float64Array.of(2, 1) }),
      encodeMetrics({ columns: ['step'], values: Float64Array.of(NaN) }),
      encodeMetrics({ columns: ['step', 'step'], values: Float64Array.of(1, 2) }),
    ],
  },
  'GET /api/runs/:id/checkpoints/:kind': { params: { kind: 'last' } },
  'PUT /api/runs/:id/checkpoints/:kind': {
    params: { kind: 'best' },
    query: { rewind: '0' },
    body: checkpointAt(1),
    wrongBodies: [
      ...[new Uint8Array(0), noise, bytes('{}'), checkpointAt(1).slice(0, -1), checkpointAt(1).slice(0, 7)],
      ...['{', '[]', 'null', '7', '{}', '{"__metadata__":{"step":"-1"}}', '{"__metadata__":{"step":7}}'].map(
        safetensors,
      ),
      ...['{"__metadata__":7}', '{"__metadata__":{"step":"1"},"w":7}', '{"__metadata__":{"step":"1"},"w":null}'].map(
        safetensors,
      ),
      safetensors('{"__metadata__":{"step":"1"},"w":{"dtype":"F32","shape":[-4],"data_offsets":[0,-16]}}'),
      safetensors('{"__metadata__":{"step":"1"},"w":{"dtype":"F32","shape":[1e9,1e9],"data_offsets":[0,4]}}'),
      safetensors('{"__metadata__":{"step":"1"},"w":{"dtype":"nonsense","shape":[1],"data_offsets":[0,4]}}'),
      safetensors('{"__metadata__":{"step":"1"},"w":{"dtype":"F32","shape":[1],"data_offsets":[9,1]}}'),
      Uint8Array.from([255, 255, 255, 255, 255, 255, 255, 255, 1]),
    ],
  },

  'GET /api/runs/:id/verdicts': {},
  'GET /api/runs/:id/verdicts/:first': { params: { first: '0' }, query: { revision: '0' } },
  'PUT /api/runs/:id/verdicts/:first': {
    params: { first: '0' },
    query: { revision: '0', checkpoint: '1' },
    body: packVerdicts({ classes: Uint8Array.of(1, 255), chances: Uint16Array.of(40_000, 0) }),
    wrongBodies: [Uint8Array.of(1), Uint8Array.of(0, 0, 7), new Uint8Array(3 * 8193)],
  },
  'GET /api/runs/:id/snapshots': {},
  'GET /api/runs/:id/snapshots/:step': { params: { step: '1' } },
  'PUT /api/runs/:id/snapshots/:step': {
    params: { step: '1' },
    body: snapshotAt(1),
    wrongBodies: [
      ...[new Uint8Array(0), noise, bytes('{}'), checkpointAt(1), snapshotAt(2), snapshotAt(1).slice(0, -1)],
      ...['{', '[]', 'null', '{"__metadata__":{"format":"unroll-snapshot-1"}}'].map(safetensors),
    ],
  },

  'GET /api/vocabularies': { query: { dataset: live.dataset } },
  'POST /api/vocabularies': { body: { dataset: live.dataset, name: 'n', rules: specRules() } },
  'POST /api/vocabularies/effect': {
    body: {
      ...{ dataset: live.dataset, rules: specRules(), before: specRules({ lowercase: false }) },
      ...{ split: specOf().split, seed: 1, maxLength: 8, models: specOf().models },
    },
  },
  'POST /api/vocabularies/words': {
    body: {
      ...{ dataset: live.dataset, rules: specRules(), split: specOf().split, seed: 1, sort: 'count' },
      ...{ descending: true, search: 'film', show: 'all', offset: 0, limit: 10 },
    },
  },
  'GET /api/vocabularies/of/:experiment': {},
  'GET /api/vocabularies/:id': {},
  'PATCH /api/vocabularies/:id': { body: { name: 'n', ignored: ['films film'] } },
  'DELETE /api/vocabularies/:id': {},
  'POST /api/vocabularies/:id/restore': { hiddenToo: true },
  'POST /api/vocabularies/:id/changes': {
    body: { from: 1, rules: specRules({ minCount: 2 }), change: { kind: 'drop', words: ['film'], by: 'b' } },
  },
  'POST /api/vocabularies/:id/undo': {},
  'POST /api/vocabularies/:id/redo': {},
  'POST /api/vocabularies/:id/versions/:version': { params: { version: '1' } },

  'GET /api/log': {},
  'POST /api/log': { body: { level: 'note', text: 't' } },

  'GET /api/deleted': {},
  'GET /api/lessons': {},
  'PUT /api/lessons': { body: lessons },

  'GET /api/labs/:lab': { params: { lab: 'padding' } },
  'PUT /api/labs/:lab': { params: { lab: 'padding' }, body: labDocument },
  'DELETE /api/labs/:lab': { params: { lab: 'padding' } },
})
