/**
 * HL7v2 over TCP in the frames of MLLP (HL7 Implementation Guide, appendix C: {@code 0x0B}, the message, {@code 0x1C 0x0D}). In:
 * connections of senders, TLS or plain. Out: every frame, in order, as the body of a Camel exchange, and the route's answer
 * back in a frame; bytes that belong to no frame are told, not passed on.
 */
package org.dhpbridge.mllp;
