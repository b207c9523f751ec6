/**
 * The command line. In: arguments and files. Out: JSON or text on standard output, complaints on standard error, an exit
 * code. Starts neither Spring nor Camel; {@code explain} and {@code coverage} open neither ledger nor network, {@code export}
 * reads the ledger, {@code replay} asks the running bridge.
 */
package org.dhpbridge.cli;
