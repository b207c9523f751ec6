package org.dhpbridge.route;

import org.dhpbridge.kernel.Remediable;

/** A file of {@code routes/pipeline} or {@code routes/templates} is wrong. The message names file and line. */
final class WrongRouteException extends RuntimeException implements Remediable {

    private static final long serialVersionUID = 1L;

    /** @param mistake what Camel says of it; of several lines, the first ones are told, which quote nothing */
    WrongRouteException(String mistake, Throwable cause) {
        super("The routes cannot be loaded: " + untilPlace(mistake) + ".", cause);
    }

    /** Behind the place Camel quotes the file. */
    private static String untilPlace(String mistake) {
        return mistake.replaceAll("(?s)(, line \\d+, column \\d+).*", "$1")
                .replaceAll("\\s+", " ")
                .strip();
    }

    @Override
    public String action() {
        return "Mend that line, or take your copy of the file away: then the bundled one of the same path counts again. A copy of a"
                + " file of an older version is made anew from the bundled one.";
    }
}
