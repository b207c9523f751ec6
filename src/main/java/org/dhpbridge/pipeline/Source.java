package org.dhpbridge.pipeline;

import org.dhpbridge.source.csv.CsvOptions;

/**
 * A source of messages, as a site's file in {@code routes/sources} has it: its template makes one bean of the parameters, and a
 * parameter that the bean does not know keeps the route from starting. What the route's first step gets, the source opens as an
 * {@link Arrival}.
 */
public abstract class Source {

    private String name = "";
    private String format = "hl7";
    private String feed = "";
    private String charset = "";
    private String delimiter = "";

    /** @param name as it stands on every message that it brings */
    public void setName(String name) {
        this.name = ParameterText.of(name);
    }

    /** @param format {@code hl7}, {@code csv}, {@code json} (rows), or {@code auto} for HL7 or CSV */
    public void setFormat(String format) {
        this.format = ParameterText.of(format);
    }

    /** @param feed for rows: the descriptor {@code mappings/csv/<feed>.yaml}; empty without */
    public void setFeed(String feed) {
        this.feed = ParameterText.of(feed);
    }

    /** @param charset character set of what arrives; {@code auto} recognises it, empty takes the feed's */
    public void setCharset(String charset) {
        this.charset = ParameterText.of(charset);
    }

    /** @param delimiter for CSV: the separator; empty takes the feed's */
    public void setDelimiter(String delimiter) {
        this.delimiter = ParameterText.of(delimiter);
    }

    /** As it stands on every message that it brings. */
    public String name() {
        return name;
    }

    String format() {
        return format;
    }

    String feed() {
        return feed;
    }

    String charset() {
        return charset;
    }

    /** @param in the character set */
    CsvOptions csvOptions(String in) {
        return new CsvOptions(delimiter, in);
    }
}
