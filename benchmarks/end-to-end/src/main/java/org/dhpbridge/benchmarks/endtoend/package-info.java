/**
 * What the whole bridge does in a second, and what it costs. In: the bridge's jar. Out: messages a second, CPU a message, HTTP
 * calls a message and acknowledgements a second, beside the floor of the same machine in the same run: a bare HTTP client
 * that posts the same bundles to the same server.
 */
package org.dhpbridge.benchmarks.endtoend;
