enum A { B }
namespace C {}
class D { constructor(private e) {} }
import f = require("g")
