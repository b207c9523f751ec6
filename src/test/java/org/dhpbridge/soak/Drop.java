package org.dhpbridge.soak;

import java.util.List;

/**
 * A file on its way into the bridges' folder.
 *
 * @param folder below {@code inbound}, as {@code csv/patients}
 * @param messages the messages in it, in their order
 */
record Drop(String folder, String name, String content, List<Fed> messages) {}
