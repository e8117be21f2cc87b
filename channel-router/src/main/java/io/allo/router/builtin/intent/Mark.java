// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

/** Small words that give a sentence about an order its form; {@code mark.<name>} of the lexicons. */
public enum Mark {
    /** "et", "and", "puis" */
    AND,
    /** "avec", "supplément", "extra" */
    WITH,
    /** "sans", "pas de", "no", "hold the" */
    WITHOUT,
    /** "ni", "or": goes on with what is not wanted */
    NOR,
    /** "enlevez", "take off" */
    REMOVE,
    /** "ajoutez", "mettez", "add" */
    ADD,
    /** "encore", "another", "de plus" */
    MORE,
    /** "remplacez", "change", "swap" */
    REPLACE,
    /** "à la place de", "instead of" */
    INSTEAD_OF,
    /** "dont", "one of them" */
    OF_WHICH,
    /** "fois", "x" */
    TIMES,
    /** "bien cuite", "cut in half": how it is made, said to the kitchen as it is */
    PREPARED
}
