;(() => {
  const { apply } = Reflect
  const host = globalThis.java_invoke
  const evaluate = globalThis.eval
  const ask = (name, text) => apply(host, undefined, ['varve', name, text])
  for (const name of ['java_invoke', 'Javy', 'plugin', 'console']) delete globalThis[name]
  varveDriver.harden((line) => ask('log', line))
  varveDriver.prepare(ask('literals', ''))
  let run
  let report
  try {
    run = evaluate(ask('program', ''))
    report = varveDriver.describe(run(varveDriver.trace))
  } catch (error) {
    report = varveDriver.failed(error, run === undefined)
  }
  ask('report', report)
})()
