package org.dhpbridge.delivery.wire;

import ca.uhn.fhir.rest.client.api.IHttpResponse;
import ca.uhn.fhir.util.StopWatch;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Stands in for an answer that was taken out of HAPI's hands: a success with the smallest Bundle there is, whose id is the
 * number under which the answer is kept. Closing it gives the connection back.
 */
final class Ticket implements IHttpResponse {

    private static final String BEFORE = "{\"resourceType\":\"Bundle\",\"id\":\"";
    private static final String AFTER = "\"}";

    private final IHttpResponse answer;
    private final byte[] body;

    Ticket(IHttpResponse answer, long number) {
        this.answer = answer;
        this.body = (BEFORE + number + AFTER).getBytes(StandardCharsets.UTF_8);
    }

    /** The number of a ticket's text; -1 when it is none. */
    static long number(String ticket) {
        boolean isTicket = ticket.startsWith(BEFORE) && ticket.endsWith(AFTER);
        return isTicket ? Long.parseLong(ticket.substring(BEFORE.length(), ticket.length() - AFTER.length())) : -1;
    }

    @Override
    public int getStatus() {
        return 200;
    }

    @Override
    public String getStatusInfo() {
        return "OK";
    }

    @Override
    public String getMimeType() {
        return "application/fhir+json";
    }

    @Override
    public Map<String, List<String>> getAllHeaders() {
        return Map.of();
    }

    @Override
    public List<String> getHeaders(String name) {
        return List.of();
    }

    @Override
    public InputStream readEntity() {
        return new ByteArrayInputStream(body);
    }

    @Override
    public Reader createReader() {
        return new InputStreamReader(readEntity(), StandardCharsets.UTF_8);
    }

    @Override
    public void bufferEntity() {
        // It is all there.
    }

    @Override
    public Object getResponse() {
        return answer.getResponse();
    }

    @Override
    public StopWatch getRequestStopWatch() {
        return answer.getRequestStopWatch();
    }

    @Override
    public void close() {
        answer.close();
    }
}
