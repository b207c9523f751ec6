package org.dhpbridge.console.page;

import gg.jte.TemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import java.util.Set;

/**
 * What people read on a page has no characters that hide or turn round what stands beside them, whoever wrote it. What a form
 * sends back stays as it is.
 */
final class VisibleOutput extends OwaspHtmlTemplateOutput {

    private static final Set<String> READ_ATTRIBUTES = Set.of("title", "aria-label", "placeholder");

    private boolean isRead;

    VisibleOutput(TemplateOutput html) {
        super(html);
    }

    @Override
    public void setContext(String tagName, String attributeName) {
        isRead = attributeName == null ? !"textarea".equals(tagName) : READ_ATTRIBUTES.contains(attributeName);
        super.setContext(tagName, attributeName);
    }

    @Override
    public void writeUserContent(String text) {
        super.writeUserContent(isRead && text != null ? Shown.visible(text, Integer.MAX_VALUE) : text);
    }
}
