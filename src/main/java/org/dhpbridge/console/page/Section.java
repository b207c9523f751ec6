package org.dhpbridge.console.page;

import java.util.List;
import org.dhpbridge.console.signin.Right;

/**
 * An entry of the navigation.
 *
 * @param code its name, as {@code messages}; the text is {@code section.messages}
 * @param right what one needs to see it
 */
public record Section(String code, String address, Right right) {

    static final List<Section> ALL = List.of(
            new Section("now", "/console", Right.VIEW),
            new Section("failures", "/console/failures", Right.VIEW),
            new Section("codes", "/console/codes", Right.VIEW),
            new Section("replays", "/console/replays", Right.VIEW),
            new Section("flow", "/console/flow", Right.VIEW),
            new Section("messages", "/console/messages", Right.VIEW),
            new Section("search", "/console/search", Right.VIEW),
            new Section("coverage", "/console/coverage", Right.VIEW),
            new Section("playground", "/console/playground", Right.OPERATE),
            new Section("doctor", "/console/doctor", Right.OPERATE),
            new Section("audit", "/console/audit", Right.ADMINISTER));

    /** Where a section is; where the console begins for none. */
    static String address(String code) {
        return ALL.stream()
                .filter(section -> section.code().equals(code))
                .map(Section::address)
                .findFirst()
                .orElse("/console");
    }

    /** Those that who looks at the page may see. */
    public static List<Section> of(Page page) {
        return ALL.stream().filter(section -> page.may(section.right())).toList();
    }
}
