/**
 * Maps what somebody tries, with mappings that somebody writes, in a process of its own: a mapping that never ends, or that
 * fills the memory, ends that process and no other. Reads files, and writes nothing anywhere.
 */
package org.dhpbridge.playground;
