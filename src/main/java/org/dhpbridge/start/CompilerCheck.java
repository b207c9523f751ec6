package org.dhpbridge.start;

import org.dhpbridge.home.BridgeSettings;
import org.dhpbridge.launch.CompilerDirectives;
import org.springframework.stereotype.Component;

/** Refuses to start when {@code dhp.compile-all} stands where it is read too late. */
@Component
final class CompilerCheck {

    /** @throws StartRefusedException with what to set */
    CompilerCheck(BridgeSettings settings) {
        if (settings.compileAll() && CompilerDirectives.areGiven()) {
            throw new StartRefusedException(
                    "dhp.compile-all is set in a file, which is read when it is too late for it.",
                    "Set it as the environment variable DHP_COMPILE_ALL=true, or as the argument --dhp.compile-all=true.");
        }
    }
}
