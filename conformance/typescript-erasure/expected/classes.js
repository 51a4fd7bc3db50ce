         class A    extends B                       {
                   a         = 1
  static          b         
            c             
  ;                 
                    
  #e         = 1
                    
           
                    
  g(h         ) {}
  constructor(i        , j         ) { super() }
  get k()         { return this.#e }
          set k(l        ) {}
         async *m   (n   )                    {}
  static { let o         = 1 }
  get = 1
  static = 2
  async
  type         = 'x'
  ;       ['p'] = 3
  q        
  ['r'] = 4
           s =     (t   )    => t;
  *u()    {}
}
