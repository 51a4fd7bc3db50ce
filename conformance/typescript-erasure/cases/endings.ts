let a: string
(b)
c as any
[d]
e
type F = G
(h)
i!
`j`
let k = l satisfies m
/n/g
interface O {}
(p)
const q = (r): {
  s: string
} => t
const u = async <
  T
>(v: T) => v
function w() {
  return <T>(
    x: T
  ) => x
}
