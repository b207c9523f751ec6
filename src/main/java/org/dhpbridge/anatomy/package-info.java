/**
 * Takes messages apart for people: what came in, what the mapping makes of it, and which value came of which. Plain data, so
 * that it can be shown, or handed from one process to another.
 */
package org.dhpbridge.anatomy;
