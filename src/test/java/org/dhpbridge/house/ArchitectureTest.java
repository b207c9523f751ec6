package org.dhpbridge.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.stream.Collectors;

@AnalyzeClasses(packages = "org.dhpbridge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule roomsHaveNoCycles = slices().matching("org.dhpbridge.(*)..")
            .should()
            .beFreeOfCycles()
            .because("a feature that needs another and is needed by it is one feature: move the class that ties them");

    /**
     * Names of types inside others that stand twice, where the name around it says which one is meant. The list only shrinks.
     */
    private static final Set<String> SAID_BY_WHAT_IS_AROUND = Set.of(
            "Action",
            "Attempt",
            "Body",
            "Codes",
            "Delivery",
            "End",
            "From",
            "Outcome",
            "Part",
            "Progress",
            "Refusal",
            "Rules",
            "Source");

    @ArchTest
    static void aNameStandsForOneThing(JavaClasses classes) {
        Map<String, List<String>> named = classes.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(
                        JavaClass::getSimpleName, Collectors.mapping(JavaClass::getName, Collectors.toList())));
        named.values().removeIf(types -> types.size() == 1);
        assertThat(named)
                .as(
                        "rename the less central of the two by what it is: who reads a name must not ask which one is meant")
                .isEmpty();
    }

    @ArchTest
    static void aNameOfATypeInsideAnotherStandsForOneThingToo(JavaClasses classes) {
        Set<String> topLevel = classes.stream()
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet());
        Set<String> twice = classes.stream()
                .filter(type -> type.isTopLevelClass() || type.isMemberClass())
                .filter(type ->
                        !type.getModifiers().contains(JavaModifier.PRIVATE) || topLevel.contains(type.getSimpleName()))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(name -> name.getValue() > 1 && !name.getKey().equals("package-info"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(twice)
                .as("give the newer one a name of its own, private or not; take out of the list what is single now")
                .isEqualTo(new TreeSet<>(SAID_BY_WHAT_IS_AROUND));
    }

    @ArchTest
    static final ArchRule everyThemeHasARoom = classes()
            .that()
            .resideInAPackage("org.dhpbridge")
            .should()
            .haveSimpleName("DhpBridge")
            .because(
                    "what starts the bridge is in start, what loads routes in route: a class of another theme gets its room");

    @ArchTest
    static final ArchRule nobodyNeedsTheStart = noClasses()
            .that()
            .resideOutsideOfPackage("..start..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..start..")
            .because("start puts the rooms together: what a room needs, it is given");

    @ArchTest
    static final ArchRule theKernelKnowsNoRoom = noClasses()
            .that()
            .resideInAPackage("..kernel..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.dhpbridge..").and(not(resideInAPackage("..kernel.."))))
            .because("every room may use the kernel: what knows a room belongs into that room");

    @ArchTest
    static final ArchRule digestsAreMadeInTheKernel = noClasses()
            .that()
            .resideOutsideOfPackage("..kernel..")
            .should()
            .callMethod(MessageDigest.class, "getInstance", String.class)
            .because("kernel.Digests has the digests that the bridge uses");

    @ArchTest
    static final ArchRule mappersAreMadeInTheKernel = noClasses()
            .that()
            .resideOutsideOfPackage("..kernel..")
            .should()
            .callConstructor(ObjectMapper.class)
            .orShould()
            .callConstructor(JsonMapper.class)
            .orShould()
            .callMethod(JsonMapper.class, "builder")
            .because("kernel.ExactJson has the mappers that keep the digits of decimals");

    @ArchTest
    static final ArchRule treesAreComparedInTheKernel = noClasses()
            .that()
            .resideOutsideOfPackage("..kernel..")
            .should()
            .callMethod(JsonNode.class, "equals", Comparator.class, JsonNode.class)
            .because("kernel.JsonValues says when two trees say the same");

    @ArchTest
    static final ArchRule whatComesRoundBeginsAndEndsInTheKernel = noClasses()
            .that()
            .resideOutsideOfPackage("..kernel..")
            .should()
            .callMethod(Executors.class, "newSingleThreadScheduledExecutor")
            .orShould()
            .callMethod(Executors.class, "newSingleThreadScheduledExecutor", ThreadFactory.class)
            .orShould()
            .callMethod(Executors.class, "newScheduledThreadPool", int.class)
            .orShould()
            .callMethod(Executors.class, "newScheduledThreadPool", int.class, ThreadFactory.class)
            .because("kernel.Rounds has the beginning and the end of what comes round");

    @ArchTest
    static final ArchRule sqlStaysInTheLedger = noClasses()
            .that()
            .resideOutsideOfPackages("..ledger..", "..source.rows..", "..table..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc..", "java.sql..", "javax.sql..", "org.flywaydb..")
            .because(
                    "SQL on the ledger's tables stays inside ledger: add a method to Ledger instead; statements of a site on"
                            + " its own database stay inside table");

    @ArchTest
    static final ArchRule tablesOfOthersAreNotTheLedgers = noClasses()
            .that()
            .resideInAPackage("..table..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..ledger..", "org.flywaydb..", "org.apache.camel..")
            .because(
                    "a statement that a site wrote runs on the site's database alone: what is remembered of it goes through"
                            + " pipeline to the ledger");

    @ArchTest
    static final ArchRule rowsAreReadFromResults = noClasses()
            .that()
            .resideInAPackage("..source.rows..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc..", "javax.sql..", "org.flywaydb..", "..ledger..")
            .because("rows are read from a result that somebody else opened, and never from the ledger's tables");

    @ArchTest
    static final ArchRule contentKnowsNothingOfCamel = noClasses()
            .that()
            .resideInAnyPackage(
                    "..source..", "..mapping..", "..profile..", "..absent..", "..conformance..", "..transform..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "ca.uhn.hapi..", "ca.uhn.fhir..", "org.hl7.fhir..")
            .because("reading, mapping and checking are plain Java on JSON trees; Camel is a thin layer over them");

    @ArchTest
    static final ArchRule theCommandLineNeedsNoBridge = noClasses()
            .that()
            .resideInAPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.camel..", "..delivery..", "..sandbox..", "..console..")
            .because("explain starts in two seconds and opens neither ledger nor network");

    @ArchTest
    static final ArchRule aPlanIsMadeOfWhatWasSeen = noClasses()
            .that()
            .haveNameMatching(
                    "org\\.dhpbridge\\.delivery\\.(Plan|Planner|PlanStep|LateReport|Replacements|InventedNumbers|Measurements|Numbering|ResultNumbers|Persons|PersonNames|Seen|Batch"
                            + "|BatchEntry|Freshness|Versions|Survivors|StatusRank|Identity)(\\$.*)?")
            .or()
            .resideInAnyPackage("..delivery.merge..", "..delivery.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..delivery.wire..", "org.apache.camel..", "org.apache.http..", "java.net.http..")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("org\\.dhpbridge\\.(delivery\\.(Look|Questions|Write|Hold)|ledger\\.(Links|Ledger))")
            .because("deciding is pure: what it needs to know belongs into Seen, and Look finds it out");

    @ArchTest
    static final ArchRule mergingKnowsNoDelivery = noClasses()
            .that()
            .resideInAnyPackage("..delivery.merge..", "..delivery.json..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.dhpbridge.delivery", "..ledger..")
            .because("what a record becomes follows from records alone");
}
