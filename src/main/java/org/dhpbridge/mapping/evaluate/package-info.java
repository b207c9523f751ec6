/**
 * JSLT as JSLT means it, in less time. In: a mapping that JSLT's parser compiled. Out: a {@link
 * org.dhpbridge.mapping.evaluate.Program} that makes the same output of the same input, and stops with the same errors. Most of what a
 * message costs is the evaluation of its mapping, and JSLT's own expressions spend much of that on the way from one to the next
 * (interface calls, frames in a deque, an array for the arguments of each call). Here are those expressions that the mappings
 * are made of nearly everywhere; any other is left to JSLT, which works on the same {@link
 * org.dhpbridge.mapping.evaluate.Frames}.
 */
package org.dhpbridge.mapping.evaluate;
