;(() => {
  const { apply } = Reflect
  const host = globalThis.java_invoke
  const evaluate = globalThis.eval
  const ask = (name, text) => apply(host, undefined, ['varve', name, text])
  for (const name of ['java_invoke', 'Javy', 'plugin', 'console']) delete globalThis[name]
  varveDriver.harden((line) => ask('log', line))
  varveDriver.prepare(evaluate(ask('literals', '')))
  let run
  let report
  try {
    run = evaluate(ask('program', ''))
    const value = run(varveDriver.trace)
    ask('ran', '')
    report = varveDriver.describe(value, ask)
  } catch (error) {
    report = varveDriver.failed(error, run === undefined)
  }
  ask('report', report)
})()
