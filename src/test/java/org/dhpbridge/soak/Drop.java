package org.dhpbridge.soak;

import java.util.List;

/**
 * A file on its way into a bridge's folder.
 *
 * @param bridge which bridge's, from 0
 * @param folder below {@code inbound}, as {@code csv/patients}
 * @param messages the messages in it, in their order
 */
record Drop(int bridge, String folder, String name, String content, List<Fed> messages) {}
