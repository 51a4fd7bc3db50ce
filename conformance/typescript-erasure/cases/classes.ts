abstract class A<T> extends B<T> implements C, D<E> {
  private readonly a: number = 1
  static override b?: string
  protected c!: () => void
  declare d: string;
  [key: string]: any
  #e: number = 1
  abstract f(): void
  g(): void
  g(h: string): void
  g(h?: string) {}
  constructor(i: string, j?: number) { super() }
  get k(): number { return this.#e }
  private set k(l: number) {}
  public async *m<U>(n: U): AsyncGenerator<U> {}
  static { let o: number = 1 }
  get = 1
  static = 2
  async
  type: string = 'x'
  private ['p'] = 3
  q: string
  ['r'] = 4
  readonly s = <T,>(t: T): T => t;
  *u(): v {}
}
