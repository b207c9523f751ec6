package org.dhpbridge.conformance;

import java.io.StringReader;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** What a narrative may hold (FHIR R5, Narrative, rules txt-1 and txt-2): formatted text, and nothing that acts. */
final class Xhtml {

    private static final String NAMESPACE = "http://www.w3.org/1999/xhtml";
    private static final Set<String> ELEMENTS = Set.of(
            ("a abbr acronym b big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img li"
                            + " ol p pre q samp small span strong sub sup table tbody td tfoot th thead tr tt ul var")
                    .split(" "));
    private static final XMLInputFactory XML = xml();

    private Xhtml() {}

    private static XMLInputFactory xml() {
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    static boolean isNarrative(String text) {
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new StringReader(text));
            reader.nextTag();
            return reader.getLocalName().equals("div") && holdsTextOnly(reader);
        } catch (XMLStreamException e) {
            return false;
        }
    }

    private static boolean holdsTextOnly(XMLStreamReader reader) throws XMLStreamException {
        boolean something = false;
        for (int event = reader.getEventType(); event != XMLStreamConstants.END_DOCUMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (!isAllowed(reader)) {
                    return false;
                }
                something |= reader.getLocalName().equals("img");
            } else if (event == XMLStreamConstants.CHARACTERS) {
                something |= !reader.getText().isBlank();
            } else if (event == XMLStreamConstants.ENTITY_REFERENCE) {
                return false;
            }
        }
        return something;
    }

    private static boolean isAllowed(XMLStreamReader element) {
        for (int i = 0; i < element.getAttributeCount(); i++) {
            if (element.getAttributeLocalName(i).startsWith("on")) {
                return false;
            }
        }
        return NAMESPACE.equals(element.getNamespaceURI()) && ELEMENTS.contains(element.getLocalName());
    }
}
