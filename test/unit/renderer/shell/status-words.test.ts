import { describe, expect, it } from 'vitest'
import { overallStatus, statusWords } from '../../../../renderer/components/status-words.ts'
import { runStatuses } from '../../../../shared/contract/experiment.ts'

describe('the state of an experiment', () => {
  it.each([
    [[], 'waiting'],
    [['waiting', 'waiting'], 'waiting'],
    [['finished', 'finished'], 'finished'],
    [['finished', 'waiting'], 'stopped'],
    [['finished', 'running', 'failed'], 'running'],
    [['diverged', 'paused'], 'diverged'],
    [['finished', 'paused', 'stopped'], 'paused'],
  ] as const)('of runs that are %j is %s', (statuses, overall) => {
    expect(overallStatus(statuses)).toBe(overall)
  })

  it('has a name for every state of a run', () => {
    expect(Object.keys(statusWords).sort()).toEqual([...runStatuses].sort())
  })
})
