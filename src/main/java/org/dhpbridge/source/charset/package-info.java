/**
 * Character sets. In: bytes and what is said about them (a setting, a label such as MSH-18). Out: text, the character set
 * that it was read with, and a note when that was guessed or the label was wrong.
 */
package org.dhpbridge.source.charset;
