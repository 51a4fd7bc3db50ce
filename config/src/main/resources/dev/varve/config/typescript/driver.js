// Runs a linked configuration and writes down what it exports. What is used here is taken before the
// configuration runs, so that nothing it does to the built-in objects changes how it is read.
const varveDriver = (() => {
  const { apply, getPrototypeOf } = Reflect
  const { isArray } = Array
  const { isFinite } = Number
  const { keys, getOwnPropertySymbols: symbols } = Object
  const { stringify } = JSON
  const text = String
  const plain = Object.prototype
  const hasOwn = plain.hasOwnProperty
  const test = RegExp.prototype.exec
  const wellFormed = text.prototype.isWellFormed
  const known = new WeakMap()
  const recall = known.get.bind(known)
  const remember = known.set.bind(known)
  const NODES_MAX = 500000
  const DEPTH_MAX = 60
  const PROBLEMS_MAX = 20
  const FLUSH = 4096

  // --- Where values come from -------------------------------------------------------------------

  // Per literal of the sources: its place (at); of an object that was written name by name the place
  // of each (names); else its parts in order, each [kind, name, place].
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
    remember(value, own)
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

  // The last part that gives the member its value.
  const memberPlace = (own, name, depth) => {
    if (own === undefined || depth > 8) return -1
    const { names, parts } = table[own.id]
    if (names !== undefined) return names[name] ?? -1
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
          const inner = memberPlace(recall(value), name, depth + 1)
          found = inner < 0 ? part[2] : inner
        }
      }
    }
    return found
  }

  const itemPlace = (own, index, depth) => {
    if (own === undefined || depth > 8) return -1
    const { parts } = table[own.id]
    let count = 0
    let runtime = own.first
    if (runtime === null) return index < parts.length ? parts[index][2] : -1
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
          const inner = itemPlace(recall(value), index - count, depth + 1)
          return inner < 0 ? part[2] : inner
        }
        count += value.length
      }
    }
    return -1
  }

  // --- What the value is, as JSON, with the places of its parts ----------------------------------

  // Written in short pieces that the host puts together: long texts are slow to add to.
  //
  // Places are a word for every object and array, in the order they are written: `#7` for one whose
  // members are where literal 7 has them, `~` for one of which nothing is known, else its own place
  // and after it, before what the member itself writes, the place of every member (-1 when unknown).
  let emit
  let out
  let places
  let nodes
  let problems
  let problemCount
  // The way to the value in hand: by depth its name, what holds it, and where that came from.
  let names
  let within
  let origins
  let strict

  const pathText = (depth) => {
    let path = ''
    for (let i = 1; i <= depth; i++) path += (i > 1 ? ',' : '') + stringify(text(names[i]))
    return '[' + path + ']'
  }

  const partPlace = (own, container, name) =>
    own === undefined ? -1 : isArray(container) ? itemPlace(own, name, 0) : memberPlace(own, name, 0)

  const nearestPlace = (depth) => {
    for (let i = depth; i > 0; i--) {
      const part = partPlace(origins[i - 1], within[i - 1], names[i])
      if (part >= 0) return part
      if (origins[i - 1] !== undefined) return table[origins[i - 1].id].at
    }
    return -1
  }

  const complain = (depth, what) => {
    if (problemCount++ < PROBLEMS_MAX) {
      problems += (problems === '' ? '' : ',') + '{"path":' + pathText(depth)
        + ',"at":' + nearestPlace(depth) + ',"what":' + stringify(what) + '}'
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

  const contains = (depth, value) => {
    for (let i = 0; i < depth; i++) if (within[i] === value) return true
    return false
  }

  const flush = () => {
    if (out !== '') emit('value', out)
    if (places !== '') emit('places', places)
    out = ''
    places = ''
  }

  const isScalar = (value, type) =>
    (type === 'string' && !strict) || type === 'boolean' || value === null
      || (type === 'number' && isFinite(value))

  const array = (value, own, depth) => {
    const traced = own !== undefined && own.first !== null
    places += own === undefined ? '~,' : traced ? table[own.id].at + ',' : '#' + own.id + ','
    out += '['
    for (let i = 0; i < value.length; i++) {
      const item = value[i]
      const type = typeof item
      if (i > 0) out += ','
      if (traced) places += itemPlace(own, i, 0) + ','
      if (isScalar(item, type)) {
        out += stringify(item)
      } else {
        names[depth + 1] = i
        visit(item, type, depth + 1)
      }
      if (out.length > FLUSH) flush()
    }
    nodes += value.length
    out += ']'
  }

  const object = (value, own, depth) => {
    const members = keys(value)
    const traced = own !== undefined && table[own.id].names === undefined
    places += own === undefined ? '~,' : traced ? table[own.id].at + ',' : '#' + own.id + ','
    let separator = '{'
    for (let i = 0; i < members.length; i++) {
      const name = members[i]
      const member = value[name]
      const type = typeof member
      out += separator + stringify(name) + ':'
      separator = ','
      if (traced) places += memberPlace(own, name, 0) + ','
      if (isScalar(member, type)) {
        out += stringify(member)
      } else {
        names[depth + 1] = name
        visit(member, type, depth + 1)
      }
    }
    nodes += members.length
    out += members.length > 0 ? '}' : '{}'
    if (symbols(value).length > 0) complain(depth, 'an object with a member named by a symbol')
    if (out.length > FLUSH) flush()
  }

  // What is not simply a text, a number, true, false or null.
  const visit = (value, type, depth) => {
    if (++nodes > NODES_MAX) throw { __proto__: null, tooMuch: true }
    if (type === 'object' && value !== null) return composed(value, depth)
    if (type === 'string' && apply(wellFormed, value, [])) out += stringify(value)
    else if (type === 'string') complain(depth, 'text with half a character')
    else if (type === 'undefined') complain(depth, 'undefined')
    else if (type === 'number' && !isFinite(value)) complain(depth, text(value))
    else if (isScalar(value, type)) out += stringify(value)
    else complain(depth, 'a ' + type)
  }

  const composed = (value, depth) => {
    if (contains(depth, value)) return complain(depth, 'a value that contains itself')
    if (depth > DEPTH_MAX) return complain(depth, 'more than ' + DEPTH_MAX + ' levels deep')
    const own = recall(value)
    within[depth] = value
    origins[depth] = own
    if (isArray(value)) return array(value, own, depth)
    const prototype = getPrototypeOf(value)
    if (prototype === null || prototype === plain) return object(value, own, depth)
    complain(depth, 'an instance of ' + nameOf(value))
  }

  const half = /\\ud[89a-f]/i

  const walk = (value, send) => {
    emit = send
    out = ''
    places = ''
    nodes = 0
    problems = ''
    problemCount = 0
    names = { __proto__: null }
    within = { __proto__: null }
    origins = { __proto__: null }
    visit(value, typeof value, 0)
    flush()
  }

  // Sends the value and its places in pieces; returns what else there is to say.
  const describe = (value, send) => {
    let doubtful = false
    strict = false
    walk(value, (kind, piece) => {
      doubtful ||= apply(test, half, [piece]) !== null
      send(kind, piece)
    })
    if (doubtful) {
      strict = true
      walk(value, () => {})
    }
    return problemCount === 0
      ? '{"described":true}'
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
    prepare: (literals) => { table = literals },
  }
})()
