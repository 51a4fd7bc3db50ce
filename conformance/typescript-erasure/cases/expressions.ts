const a = b as const, c = d satisfies E, f = g as unknown as H<I>[]
j!.k![0]!()!.l
m<string>(n), o<P<Q<R>>>(s), new Map<string, Array<number>>(), t<u>`v${w}`
x < y || z > (aa), ab < ac > ad
ae?.<af>(ag), ah?.ai<aj>(ak), al<am>
const an = ao as any < ap
const aq = ar / as / at, au = /[/]`"'/g.test(av), aw = ax++ / 2
const ay = `az${`ba${{ bb: 1 as bc }.bb}`}bd`
const be = { bf<T>(bg: T): void {}, get bh(): bi { return 1 }, async *[bj as string](): bk {} }
const bl = function <T>(bm: T): T { return bm }, bn = class<T> extends bo<T> implements bp {}
if (bq) /re/.test(br) ? bs : bt
const bu = (bv as bw) = bx
const by = bz! + ca! - cb!
const cc = (await cd as ce).cf, cg = typeof ch as ci
const cj = ck as cl ?? cm, cn = co as cp ? cq : cr
const cs = async (ct: cu) => ct, cv = async ct => ct, cw = async(cx)
const cy = (cz: da, db = (dc: dd) => dc): de => cz
