package org.dhpbridge.mapping;

import org.dhpbridge.kernel.Remediable;
import org.dhpbridge.source.csv.WrongDescriptorException;

/** A mapping file or code table is wrong. The message is a sentence that names file and line; it holds no source data. */
public final class MappingException extends RuntimeException implements Remediable {

    private static final long serialVersionUID = 1L;

    MappingException(String sentence) {
        super(sentence);
    }

    MappingException(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    @Override
    public String action() {
        return WrongDescriptorException.ACTION;
    }
}
