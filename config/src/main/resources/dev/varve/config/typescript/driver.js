// Runs a linked configuration and writes down what it exports. What is used here is taken before the
// configuration runs, so that nothing it does to the built-in objects changes how it is read.
const varveDriver = (() => {
  const { apply, ownKeys, getPrototypeOf, get: read } = Reflect
  const { isArray } = Array
  const { isFinite } = Number
  const { stringify, parse } = JSON
  const text = String
  const plain = Object.prototype
  const hasOwn = plain.hasOwnProperty
  const enumerable = plain.propertyIsEnumerable
  const wellFormed = text.prototype.isWellFormed
  const known = new WeakMap()
  const { get: recall, set: remember } = WeakMap.prototype
  const NODES_MAX = 500000
  const TEXT_MAX = 16777216
  const DEPTH_MAX = 60
  const PROBLEMS_MAX = 20

  // --- Where values come from -------------------------------------------------------------------

  // Per literal of the sources: its place and its parts, each [kind, name, place].
  let table
  // The literal that is being built: its runtime parts (spreads and computed keys) in order.
  let frame = null

  const begin = (id) => (frame = { __proto__: null, id, up: frame, first: null, last: null })

  const note = (part) => {
    if (frame === null) return
    if (frame.last === null) frame.first = part
    else frame.last.next = part
    frame.last = part
  }

  const end = (own, value) => {
    frame = own.up
    own.up = null
    own.last = null
    apply(remember, known, [value, own])
    return value
  }

  const spread = (value) => {
    note({ __proto__: null, value, next: null })
    return value
  }

  const key = (name) => {
    const readable = typeof name === 'string' || typeof name === 'number'
    note({ __proto__: null, value: readable ? text(name) : null, next: null })
    return name
  }

  const isObject = (value) => value !== null && typeof value === 'object'

  const placeOf = (value) => {
    const own = isObject(value) ? apply(recall, known, [value]) : undefined
    return own === undefined ? -1 : table[own.id].at
  }

  // The last part that gives the member its value.
  const memberPlace = (object, name, depth) => {
    const own = apply(recall, known, [object])
    if (own === undefined || depth > 8) return -1
    const { parts } = table[own.id]
    let found = -1
    let runtime = own.first
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]
      if (part[0] === 'm') {
        if (part[1] === name) found = part[2]
      } else if (runtime !== null) {
        const { value } = runtime
        runtime = runtime.next
        if (part[0] === 'k') {
          if (value === name) found = part[2]
        } else if (isObject(value) && apply(hasOwn, value, [name])) {
          const inner = memberPlace(value, name, depth + 1)
          found = inner < 0 ? part[2] : inner
        }
      }
    }
    return found
  }

  const itemPlace = (array, index, depth) => {
    const own = apply(recall, known, [array])
    if (own === undefined || depth > 8) return -1
    const { parts } = table[own.id]
    let count = 0
    let runtime = own.first
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]
      if (part[0] === 'i') {
        if (count === index) return part[2]
        count++
      } else {
        const value = runtime === null ? null : runtime.value
        runtime = runtime === null ? null : runtime.next
        if (!isArray(value)) return part[2]
        if (index < count + value.length) {
          const inner = itemPlace(value, index - count, depth + 1)
          return inner < 0 ? part[2] : inner
        }
        count += value.length
      }
    }
    return -1
  }

  // --- What the value is, as JSON, with the place of every part ----------------------------------

  let out
  let places
  let nodes
  let problems
  let problemCount

  const pathText = (path) => {
    let names = ''
    for (let step = path; step !== null; step = step.up) {
      names = stringify(step.name) + (names === '' ? '' : ',' + names)
    }
    return '[' + names + ']'
  }

  const complain = (path, at, what) => {
    if (problemCount++ < PROBLEMS_MAX) {
      problems += (problems === '' ? '' : ',')
        + '{"path":' + pathText(path) + ',"at":' + at + ',"what":' + stringify(what) + '}'
    }
    out += 'null'
  }

  const nameOf = (value) => {
    try {
      const name = text(value.constructor.name)
      return name === '' ? 'an unnamed class' : name
    } catch {
      return 'an unnamed class'
    }
  }

  const contains = (path, value) => {
    for (let step = path; step !== null; step = step.up) if (step.within === value) return true
    return false
  }

  const string = (value, path, at) => {
    if (apply(wellFormed, value, [])) out += stringify(value)
    else complain(path, at, 'text with half a character')
  }

  const array = (value, path, at, depth) => {
    out += '['
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out += ','
      const item = value[i]
      const own = itemPlace(value, i, 0)
      visit(item, { __proto__: null, up: path, name: text(i), within: value },
        own < 0 ? placeOf(item) : own, at, depth)
    }
    out += ']'
  }

  const object = (value, path, at, depth) => {
    out += '{'
    const names = ownKeys(value)
    let first = true
    for (let i = 0; i < names.length; i++) {
      const name = names[i]
      if (!apply(enumerable, value, [name])) continue
      if (typeof name === 'symbol') {
        complain(path, at, 'an object with a member named by a symbol')
        continue
      }
      out += (first ? '' : ',') + stringify(name) + ':'
      first = false
      const member = read(value, name)
      const own = memberPlace(value, name, 0)
      visit(member, { __proto__: null, up: path, name, within: value },
        own < 0 ? placeOf(member) : own, at, depth)
    }
    out += '}'
  }

  // `near` is the place of what holds the value, for when its own is unknown.
  const visit = (value, path, own, near, depth) => {
    const at = own < 0 ? near : own
    places += (nodes === 0 ? '' : ',') + own
    if (++nodes > NODES_MAX || out.length > TEXT_MAX) throw { __proto__: null, tooMuch: true }
    switch (typeof value) {
      case 'string': return string(value, path, at)
      case 'boolean': out += value ? 'true' : 'false'; return
      case 'number':
        if (isFinite(value)) out += stringify(value)
        else complain(path, at, text(value))
        return
      case 'undefined': return complain(path, at, 'undefined')
      case 'object': return composed(value, path, at, depth)
      default: return complain(path, at, 'a ' + typeof value)
    }
  }

  const composed = (value, path, at, depth) => {
    if (value === null) {
      out += 'null'
      return
    }
    if (contains(path, value)) return complain(path, at, 'a value that contains itself')
    if (depth > DEPTH_MAX) return complain(path, at, 'more than ' + DEPTH_MAX + ' levels deep')
    if (isArray(value)) return array(value, path, at, depth + 1)
    const prototype = getPrototypeOf(value)
    if (prototype === null || prototype === plain) return object(value, path, at, depth + 1)
    complain(path, at, 'an instance of ' + nameOf(value))
  }

  const describe = (value) => {
    out = ''
    places = ''
    nodes = 0
    problems = ''
    problemCount = 0
    visit(value, null, placeOf(value), -1, 0)
    return problemCount === 0
      ? '{"value":' + out + ',"at":[' + places + ']}'
      : '{"problems":[' + problems + '],"count":' + problemCount + '}'
  }

  // --- Running ----------------------------------------------------------------------------------

  const errorText = (read) => {
    try {
      return stringify(text(read() ?? ''))
    } catch {
      return '""'
    }
  }

  const failed = (error, syntax) => {
    if (isObject(error) && error.tooMuch === true) return '{"tooMuch":true}'
    // Without memory for an error the engine throws null.
    if (error === null) return '{"tooMuch":true}'
    return '{"syntax":' + syntax + ',"error":' + errorText(() => error) + ',"stack":' + errorText(() => error.stack) + '}'
  }

  const words = (values) => {
    let line = ''
    for (let i = 0; i < values.length; i++) {
      const value = values[i]
      let word
      try {
        word = isObject(value) ? text(stringify(value)) : text(value)
      } catch {
        word = 'a value that cannot be shown'
      }
      line += (i > 0 ? ' ' : '') + word
    }
    return line
  }

  // Takes away what would make two runs differ.
  const harden = (tell) => {
    const gone = (what, instead) => {
      throw new Error(what + ' does not exist while a configuration runs; ' + instead)
    }
    const noTime = () => gone('the time', 'write the date down, as in new Date("2026-01-31")')
    Math.random = () => gone('chance', 'write the value down, or take it from env()')
    const Clock = Date
    Clock.now = noTime
    const Fixed = new Proxy(Clock, {
      apply: noTime,
      construct: (target, given, as) =>
        given.length === 0 ? noTime() : Reflect.construct(target, given, as),
    })
    Clock.prototype.constructor = Fixed
    globalThis.Date = Fixed
    const talk = (...values) => tell(words(values))
    globalThis.console = { log: talk, info: talk, warn: talk, error: talk, debug: talk }
  }

  return {
    harden,
    failed,
    describe,
    trace: { begin, end, spread, key },
    prepare: (literals) => { table = parse(literals) },
  }
})()
