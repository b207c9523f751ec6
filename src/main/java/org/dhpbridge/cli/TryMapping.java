package org.dhpbridge.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import org.dhpbridge.playground.Playground;
import org.dhpbridge.playground.Workbench;
import picocli.CommandLine.Command;

/** What the console's playground starts; not for people. */
@Command(name = Playground.COMMAND, hidden = true)
final class TryMapping implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            System.setOut(System.err); // whatever writes there would spoil the outcome
            Workbench.serve(System.in, out);
        }
        return 0;
    }
}
