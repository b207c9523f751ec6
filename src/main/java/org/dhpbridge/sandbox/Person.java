package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.kernel.EnumCode;

/** Who can sign in at the sandbox's SSO: made-up people, one for each thing that an application must tell apart. */
enum Person {
    VIEWER("Nodira Karimova", "may look: statistics, lists, masked messages", "sandbox-hospital", List.of("viewer")),
    OPERATOR(
            "Jasur Rahimov",
            "may act: replay, code tables, holds; may reveal and correct a message",
            "sandbox-hospital",
            List.of("operator", "reveal", "editor")),
    ADMINISTRATOR(
            "Malika Yusupova",
            "may act and look after settings and the audit; may not reveal a message",
            "sandbox-hospital",
            List.of("administrator")),
    FOREIGN(
            "Sardor Aliyev",
            "an operator of another organisation: must not come in",
            "other-hospital",
            List.of("operator", "reveal")),
    NO_ROLE("Dilshod Tursunov", "has an account and no role: must not come in", "sandbox-hospital", List.of());

    private final String fullName;
    private final String described;
    private final String organization;
    private final List<String> roles;

    Person(String fullName, String described, String organization, List<String> roles) {
        this.fullName = fullName;
        this.described = described;
        this.organization = organization;
        this.roles = roles;
    }

    /** As the parameter {@code person} has it, {@code no-role}. */
    String code() {
        return EnumCode.of(this);
    }

    static Optional<Person> of(String code) {
        return Arrays.stream(values())
                .filter(person -> person.code().equals(code))
                .findFirst();
    }

    String fullName() {
        return fullName;
    }

    String described() {
        return described;
    }

    String subject() {
        return "sandbox-" + code();
    }

    /** What tokens and user-info say of the person, as the platform's SSO does; with a made-up PINFL. */
    ObjectNode claims() {
        ObjectNode claims = StrictJson.object()
                .put("sub", subject())
                .put("name", fullName)
                .put("preferred_username", subject())
                .put("nnuzb", "3010190000000" + ordinal());
        roles.forEach(claims.putArray("roles")::add);
        claims.putArray("ctx")
                .addObject()
                .put("practitioner_ref", "Practitioner/" + subject())
                .put("organization_ref", "Organization/" + organization)
                .put("role_ref", "PractitionerRole/" + subject());
        return claims;
    }
}
