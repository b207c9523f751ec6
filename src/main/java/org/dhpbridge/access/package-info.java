/**
 * Who may use what the bridge serves by HTTP: API, health, metrics. In: every request on {@code server.port} and
 * {@code management.server.port}. Out: the request, or why it is refused: 421 by a foreign name, 403 from a foreign page, 415
 * when it changes something and is not JSON, 401 without the key where the key is needed. What no rule names needs the key.
 */
package org.dhpbridge.access;
