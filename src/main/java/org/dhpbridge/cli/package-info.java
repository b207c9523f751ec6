/**
 * The command line. In: arguments and files. Out: JSON or text on standard output, complaints on standard error, an exit
 * code. Starts neither Spring nor Camel, opens neither ledger nor network.
 */
package org.dhpbridge.cli;
