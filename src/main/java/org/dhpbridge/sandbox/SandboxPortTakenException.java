package org.dhpbridge.sandbox;

/** The sandbox cannot start because something else listens on its port. */
public final class SandboxPortTakenException extends IllegalStateException {

    private final int port;

    SandboxPortTakenException(int port, Throwable cause) {
        super("Port " + port + " of this machine is taken, so the sandbox cannot start. " + whatToDo(), cause);
        this.port = port;
    }

    int port() {
        return port;
    }

    static String whatToDo() {
        return "Set dhp.sandbox.port to a free port, or stop what listens there.";
    }
}
