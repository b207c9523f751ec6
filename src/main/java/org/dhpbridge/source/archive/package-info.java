/**
 * Archives. In: a file. Out: what is in it, as contents that are unpacked while they are read, or why the file is to be looked at.
 */
package org.dhpbridge.source.archive;
