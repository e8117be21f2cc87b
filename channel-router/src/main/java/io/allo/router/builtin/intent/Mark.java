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
    /** "une des deux", "one of the": of those that were ordered */
    PART_OF,
    /** "pas deux", "not two": a number that is no longer meant */
    NOT,
    /** "pardon", "no wait": what follows is meant instead of what was just said */
    REPAIR,
    /** "three of those": of the item just named */
    THOSE,
    /** "only the": what was ordered stays */
    KEEP,
    /** "j'en veux plus", "rather not have it": the item just named */
    REFUSED,
    /** "fois", "x" */
    TIMES,
    /** "bien cuite", "cut in half": how it is made, said to the kitchen as it is */
    PREPARED
}
