package org.dhpbridge.sandbox;

import org.dhpbridge.kernel.Remediable;

/** The sandbox cannot start because something else listens on its port. */
public final class SandboxPortTakenException extends IllegalStateException implements Remediable {

    private static final long serialVersionUID = 1L;

    SandboxPortTakenException(int port, Throwable cause) {
        super("The DHP sandbox cannot start: port " + port + " of this machine is taken.", cause);
    }

    @Override
    public String action() {
        return "Set dhp.sandbox.port to a free port, or stop what listens there.";
    }
}
