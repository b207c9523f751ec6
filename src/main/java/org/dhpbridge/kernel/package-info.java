/**
 * What several rooms would otherwise write again, each in a class of a page at most: digests, exact JSON and its comparison,
 * secrets, codes of constants, declared absence, causes of an exception, threads that keep no bridge from ending. In and out:
 * values of Java and of JSON.
 * Here may live what is the same in every program, depends on no other room, keeps no state and is used by two rooms or more;
 * what knows a message, a record of ours or a setting belongs to the room that has it.
 */
package org.dhpbridge.kernel;
