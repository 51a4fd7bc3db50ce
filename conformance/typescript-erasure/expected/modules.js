                               
                           
import {         d,             } from './c.ts'
import g, {        } from './g.ts'
import * as i from './i.ts'
import { type } from './type.ts'
import type, { as } from './type2.ts'
;                              
export { k,        } from './k.ts'
;                                        
;                                               
;                             
;                                            
;                                                
;                                  
;                             
                                    
                                    
export function ab(ac         ) {}
;                             
export          class AE {}
const ae = 1
;               
;           
       
       
;             
            
 
type = 1
interface
AI
declare
const aj = 2
