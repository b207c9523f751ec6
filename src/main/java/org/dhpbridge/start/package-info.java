/**
 * How the bridge comes to run: what is checked before anything is opened, and the features that know nothing of Spring put
 * together. In: the settings ({@code dhp.*}). Out: beans for all rooms, or a sentence that says what to set.
 */
package org.dhpbridge.start;
