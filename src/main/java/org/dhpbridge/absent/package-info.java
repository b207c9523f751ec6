/**
 * Declares missing data as the UZ Core guide demands. In: a mapped resource, with the markers that the source's own
 * absent values left in it. Out: the same resource, conformant as far as data can be declared absent, and a list of what
 * was filled.
 */
package org.dhpbridge.absent;
