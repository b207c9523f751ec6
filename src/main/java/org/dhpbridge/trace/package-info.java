/**
 * Who follows a message from its source to the platform: one trace a message (W3C Trace Context), whose id follows from the
 * message, so that every attempt on every bridge has the same. In: work on messages and calls to the platform. Out: the
 * {@code traceparent} header, ids on log lines, and, when it is asked for, spans to an OpenTelemetry collector.
 */
package org.dhpbridge.trace;
