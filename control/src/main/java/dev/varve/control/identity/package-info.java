/// Who may do what in the store: API keys, what they grant, and the record of what was done.
package dev.varve.control.identity;
