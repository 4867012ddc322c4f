import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root, runCommand } from './part.ts'
import type { PartResult } from './part.ts'

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  testResults: {
    name: string
    status: string
    message?: string
    assertionResults: { fullName: string; status: string }[]
  }[]
}

/**
 * Counts a report. A file that failed before its first test (a broken import, a failing hook) counts as one failure:
 * its tests are not in the report at all.
 */
export function countReport(report: VitestReport): Pick<PartResult, 'passed' | 'failed' | 'skipped' | 'notes'> {
  const count = { passed: 0, failed: 0, skipped: 0, notes: [] as string[] }
  for (const file of report.testResults) {
    const path = file.name.replace(root, '')
    let failedHere = 0
    for (const test of file.assertionResults) {
      if (test.status === 'passed') count.passed++
      else if (test.status === 'failed') {
        failedHere++
        count.notes.push(`FAILED ${path}: ${test.fullName}`)
      } else {
        count.skipped++
        count.notes.push(`skipped ${path}: ${test.fullName}`)
      }
    }
    if (file.status === 'failed' && failedHere === 0) {
      failedHere = 1
      count.notes.push(`FAILED ${path}: ${(file.message ?? '').trim().split('\n')[0] || 'could not be loaded'}`)
    }
    count.failed += failedHere
  }
  return count
}

/**
 * Runs one vitest project and counts its tests.
 * @param options further ones of vitest, for a part that is only some of its project's files
 */
export async function runVitest(
  name: string,
  limitSeconds: number,
  options: readonly string[] = [],
  project = name,
): Promise<PartResult> {
  const folder = mkdtempSync(join(tmpdir(), 'unroll-report-'))
  const reportFile = join(folder, 'report.json')
  try {
    const finished = await runCommand(
      name,
      [
        'vitest',
        'run',
        '--config',
        '.config/vitest.config.ts',
        '--project',
        project,
        ...options,
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile}`,
      ],
      limitSeconds,
    )
    const counted = countReport(readReport(reportFile))
    const { notes } = counted
    let { failed } = counted
    if (finished.timedOut) {
      failed++
      notes.push(`FAILED ${name}: took longer than ${limitSeconds} s and was ended`)
    } else if (finished.code !== 0 && failed === 0) {
      // Errors outside any test, or no test at all.
      failed = 1
      notes.push(`FAILED ${name}: vitest ended with code ${finished.code} although no test failed (see above)`)
    }
    return { ...counted, name, failed, notes, seconds: finished.seconds }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(file: string): VitestReport {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  } catch {
    return { testResults: [] } // it ended before it could write one; the exit code tells
  }
}
