// Annotations of every kind, with comments between.
let a         = 1, b         /* why */ = 'x', c          
const d                                                                          = h;      
function i                       (              j   , k         , ...l          )                 {}
const m =     (n   )    => n
const o = async    (p   , { q, r = 1 }                            = { q: '' })             => p
const s = (t                  ) => (w   )    => z
let aa                                                               
let ab                                , ac                         
let ad                                                  
let ae                                                      
let af                              , ag          
for (const ah of ai            ) {}
try {} catch (e         ) {}
const { aj, ak: { al } }                                     = am 
const an = ao ? (ap) : (aq)     => as
const at = au ? (av)     => ax : ay
function az(x         )              { return typeof x === 'string' }
