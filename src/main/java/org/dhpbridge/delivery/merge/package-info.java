/**
 * What a record on the platform becomes when a message says more of it, and what of it came from us. In: the record as it is
 * there, what the message says, what was ours before. Out: the merged record, and what is ours then. No I/O.
 */
package org.dhpbridge.delivery.merge;
