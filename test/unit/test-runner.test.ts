import { describe, expect, it } from 'vitest'
import { countReport } from '../runner/vitest-part.ts'

describe('the test runner counts', () => {
  it('passed, failed and skipped tests, and names the last two', () => {
    const counted = countReport({
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { fullName: 'one', status: 'passed' },
            { fullName: 'two', status: 'failed' },
            { fullName: 'three', status: 'skipped' },
          ],
        },
      ],
    })
    expect(counted).toEqual({
      passed: 1,
      failed: 1,
      skipped: 1,
      notes: ['FAILED a.test.ts: two', 'skipped a.test.ts: three'],
    })
  })

  it('a file that could not be loaded as one failure, although it lists no test', () => {
    const counted = countReport({
      testResults: [
        { name: 'b.test.ts', status: 'failed', message: 'Cannot find module x\n  at y', assertionResults: [] },
      ],
    })
    expect(counted).toEqual({ passed: 0, failed: 1, skipped: 0, notes: ['FAILED b.test.ts: Cannot find module x'] })
  })
})
