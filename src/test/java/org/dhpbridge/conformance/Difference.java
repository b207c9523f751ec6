package org.dhpbridge.conformance;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.profile.CodeSet;
import org.dhpbridge.profile.ProfilePack;

/** Why our verdict on a mutant is not HAPI's; each is a section of docs/conformance.md. */
enum Difference {
    BLANK_STRINGS(
            """
            We refuse, HAPI does not: a string of blanks only. HAPI reads it as no value; FHIR R5 (Data Types, string) \
            wants at least one character that is not a blank.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return hapi.isEmpty()
                    && Set.of(Mutation.EMPTY_STRING, Mutation.STRANGE_TEXT).contains(mutant.mutation())
                    && ours.stream().allMatch(issue -> issue.code().equals("value"));
        }
    },
    REFERENCE_TARGETS(
            """
            We refuse, HAPI does not: a reference to a type that R5 does not have, and a CodeableReference that points to \
            another type than the profile allows. HAPI looks at the targets of plain references to known types only.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return hapi.isEmpty()
                    && Set.of(Mutation.WRONG_TARGET, Mutation.STRANGE_REFERENCE).contains(mutant.mutation())
                    && ours.stream().allMatch(issue -> issue.diagnostics().startsWith("The reference points to a"));
        }
    },
    SECOND_CODING_FROM_ELSEWHERE(
            """
            HAPI refuses, we do not: a concept of which one coding is in the required value set and another comes from a \
            code system that HAPI does not have. FHIR R5 (Terminologies, Binding Strengths) asks for one coding of the set.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return TERMINOLOGY.containsAll(hapi)
                    && mutant.mutation() == Mutation.EXTRA_SLICE
                    && mutant.systems().contains("http://example.org/other");
        }
    },
    CODES_NOT_AT_HAND(
            """
            HAPI refuses, we do not: a code of a system whose codes the pack does not list (the guide's long ones, such as \
            positions, laboratory panels, dose forms; an official package has them), or that is not published as a list (ATC).""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return ours.isEmpty() && TERMINOLOGY.containsAll(hapi) && anyUnknown(pack, mutant);
        }
    },
    CODES_NOT_AT_HAPIS_HAND(
            """
            We refuse, HAPI does not: a coding that a required binding cannot hold, where HAPI lacks the code system (ATC, \
            SNOMED CT) and complains of the unspoilt example too, so that its verdict says nothing.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return hapi.isEmpty() && allOf("code-invalid", ours) && anyUnknown(pack, mutant);
        }
    },
    CODE_WITHOUT_VALUE(
            """
            We refuse, HAPI does not: a coding or quantity with a required binding whose code or system is missing or \
            declared absent. A required binding leaves no way to say "absent" but a code of the set.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return hapi.isEmpty()
                    && allOf("code-invalid", ours)
                    && Set.of(Mutation.DECLARED_ABSENT, Mutation.REMOVE, Mutation.EMPTIED)
                            .contains(mutant.mutation());
        }
    },
    RANGE_WITHOUT_UNIT(
            """
            HAPI refuses, we do not: the rule rng-2 on a range without a unit, on which HAPI's FHIRPath engine itself fails \
            (a null pointer, reported as a broken rule).""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return hapi.equals(Set.of("http://hl7.org/fhir/StructureDefinition/Range#rng-2"))
                    && (mutant.path().endsWith(".unit") || mutant.mutation() == Mutation.STRANGE_NUMBER);
        }
    },
    ONLY_AN_ID(
            """
            We refuse, HAPI does not: an element that holds nothing but an id. The rule ele-1 of FHIR R5 wants a value or \
            children beside the id; HAPI passes it over.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return hapi.isEmpty()
                    && ours.stream().allMatch(issue -> issue.diagnostics().startsWith("The element is empty."))
                    && mutant.mutation() == Mutation.EMPTIED;
        }
    },
    FORMS_OF_PRIMITIVES(
            """
            Base64 that is none, which HAPI passes and we refuse; OIDs of three numbers (urn:oid:1.2.3), which HAPI refuses \
            and the regular expression of FHIR R5 (Data Types, oid) allows; and in a few profiles a time without a zone or 1.0 \
            for an integer, which HAPI refuses everywhere else, as we do.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            boolean passedOver =
                    Set.of(Mutation.STRANGE_TIME, Mutation.STRANGE_NUMBER).contains(mutant.mutation());
            if (passedOver) {
                return hapi.isEmpty() && allOf("value", ours);
            }
            return mutant.mutation() == Mutation.PRIMITIVE
                    && (hapi.equals(Set.of("Type_Specific_Checks_DT_OID_Valid"))
                            || hapi.isEmpty()
                                    && ours.stream().allMatch(issue -> issue.diagnostics()
                                            .contains("Base64")));
        }
    },
    LANGUAGE_TAGS(
            """
            The language tag uz-Cyrl-UZ, which is valid (RFC 5646) and HAPI refuses: it takes a language with a region, not \
            with a script between them; and en_US, which is no tag and HAPI passes.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return mutant.mutation() == Mutation.LANGUAGE
                    && mutant.resource().findValuesAsText("language").stream()
                            .anyMatch(tag -> tag.matches("uz-Cyrl-UZ|en_US"));
        }
    },
    EXTENSIONS_OUT_OF_PLACE(
            """
            HAPI refuses, we do not: an extension on an element for which its definition does not foresee it \
            (StructureDefinition.context). The mappings put the guide's extensions where the profile has a slice for them.""") {
        @Override
        boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
            return hapi.equals(Set.of("Extension_EXTP_Context_Wrong"));
        }
    };

    private static final Set<String> TERMINOLOGY =
            Set.of("Terminology_PassThrough_TX_Message", "Terminology_TX_NoValid_1_CC", "Terminology_TX_NoValid_16");

    private final String reason;

    Difference(String reason) {
        this.reason = reason;
    }

    abstract boolean explains(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours);

    static Optional<Difference> of(ProfilePack pack, Mutant mutant, Set<String> hapi, Collection<Issue> ours) {
        for (Difference difference : values()) {
            if (difference.explains(pack, mutant, hapi, ours)) {
                return Optional.of(difference);
            }
        }
        return Optional.empty();
    }

    private static boolean allOf(String code, Collection<Issue> issues) {
        return issues.stream().allMatch(issue -> issue.code().equals(code));
    }

    private static boolean anyUnknown(ProfilePack pack, Mutant mutant) {
        return mutant.systems().stream()
                .anyMatch(system -> pack.inSystem(system, "no-such-code") == CodeSet.Membership.UNKNOWN
                        && !system.startsWith("http://example.org/"));
    }

    static String document(int mutants, int invalid, Map<Difference, List<Mutant>> explained) {
        int differences = explained.values().stream().mapToInt(List::size).sum();
        StringBuilder text = new StringBuilder("# The check against HAPI's validator\n\n");
        text.append("Written by `MutantsTest`. It spoils each of the guide's 0.7.0 examples in one place, in ")
                .append(Mutation.values().length)
                .append(
                        " ways, and compares the verdict valid or invalid of the bridge's check (our 0.7.0 pack) with that")
                .append(" of HAPI's validator (the official package). Only what a mutant has and its example has not")
                .append(" counts.\n\n");
        text.append(mutants).append(" mutants, of which HAPI refuses ").append(invalid);
        text.append("; the same verdict on ").append(mutants - differences);
        text.append("; another on ").append(differences).append(", for these reasons:\n");
        explained.forEach((difference, of) -> {
            text.append("\n## ")
                    .append(difference.title())
                    .append(" (")
                    .append(of.size())
                    .append(")\n\n");
            text.append(difference.reason).append("\n\n");
            of.stream().map(mutant -> "- " + mutant + "\n").sorted().forEach(text::append);
        });
        return text.toString();
    }

    private String title() {
        String words = name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0))
                + words.substring(1).replace("hapis", "HAPI's").replace("hapi", "HAPI");
    }
}
