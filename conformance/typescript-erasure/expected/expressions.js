const a = b         , c = d            , f = g           ;         
j .k [0] () .l
m        (n), o         (s), new Map                       (), t   `v${w}`
x < y || z > (aa), ab < ac > ad
ae?.    (ag), ah?.ai    (ak), al    
const an = ao        < ap
const aq = ar / as / at, au = /[/]`"'/g.test(av), aw = ax++ / 2
const ay = `az${`ba${{ bb: 1       }.bb}`}bd`
const be = { bf   (bg   )       {}, get bh()     { return 1 }, async *[bj          ]()     {} }
const bl = function    (bm   )    { return bm }, bn = class    extends bo                  {}
if (bq) /re/.test(br) ? bs : bt
const bu = (bv      ) = bx
const by = bz  + ca  - cb 
const cc = (await cd      ).cf, cg = typeof ch;     
const cj = ck       ?? cm, cn = co       ? cq : cr
const cs = async (ct    ) => ct, cv = async ct => ct, cw = async(cx)
const cy = (cz    , db = (dc    ) => dc)     => cz
