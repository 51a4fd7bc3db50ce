let a        
(b)
c;      
[d]
e
;         
(h)
i 
`j`
let k = l            
/n/g
;             
(p)
const q = (r    
           
) => t
const u = async (
   
  v   ) => v
function w() {
  return    (
    x   
  ) => x
}
