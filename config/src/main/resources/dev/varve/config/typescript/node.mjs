;await (async () => {
  const { runInThisContext } = await import('node:vm')
  const { readFileSync, writeFileSync } = await import('node:fs')
  const [, , jobFile, reportFile] = process.argv
  const job = JSON.parse(readFileSync(jobFile, 'utf8'))
  const packages = new Map()
  let report
  for (const name of job.packages) {
    try {
      packages.set(name, await import(name))
    } catch (error) {
      report = JSON.stringify({ package: name, error: String(error), stack: '' })
      break
    }
  }
  varveDriver.prepare(runInThisContext(job.literals))
  let run
  try {
    if (report === undefined) {
      run = runInThisContext(job.script, { filename: '<input>' })
      const pieces = { value: [], places: [] }
      const value = await run(varveDriver.trace, packages)
      report = varveDriver.describe(value, (kind, piece) => pieces[kind].push(piece))
      if (report === '{"described":true}') {
        report = `{"value":${pieces.value.join('')},"at":"${pieces.places.join('')}"}`
      }
    }
  } catch (error) {
    report = varveDriver.failed(error, run === undefined)
  }
  writeFileSync(reportFile, report)
})()
