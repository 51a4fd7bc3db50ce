const re = a / b / c; const r2 = (x) / 2 /g; if (x) /y/.test(z)
let t = `a${b ? `c${d}` : {e}}`
<T>x;
#!no