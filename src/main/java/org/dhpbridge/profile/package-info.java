/**
 * What a version of UZ Core demands, as data. In: a profile pack (a folder of ours or an official package), and the base
 * R5 definitions bundled at build time. Out: canonicals, identifier systems and codes by name, and rule tables that
 * {@code absent} and {@code conformance} walk a resource with.
 */
package org.dhpbridge.profile;
