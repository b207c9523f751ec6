/**
 * The proof that nothing is lost, doubled or overwritten by older: bridges, sandbox and PostgreSQL as processes of their own, a
 * seeded load, faults, kills and full disks, and a comparison of what the sandbox and the ledger hold in the end with what the
 * load alone says must be there. Nothing in here asks the bridge's code what is right. Started by {@code mvn -Psoak verify};
 * how to read what it prints: {@code docs/soak.md}.
 */
package org.dhpbridge.soak;
