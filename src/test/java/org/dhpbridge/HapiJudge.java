package org.dhpbridge;

import static java.util.stream.Collectors.toSet;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.FhirVersionEnum;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.JsonParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import ca.uhn.fhir.parser.json.JsonLikeStructure;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.utilities.npm.NpmPackage;

/**
 * HAPI's validator with an official package of UZ Core: the judge of tests. Each loads once a JVM, the first in about 5 s. HAPI reads
 * its registry of OIDs, 1.5 MB, anew for each resource, which is four fifths of its time: the {@code oidregistry.csv} of the tests' own
 * stands before it, as no verdict here depends on it.
 */
public final class HapiJudge {

    private static final Map<String, HapiJudge> JUDGES = new HashMap<>();
    private static final FhirContext FHIR = FhirContext.forR5Cached();
    private static final FhirContext DEFINITIONS = new WithoutNarratives();
    private static final DefaultProfileValidationSupport BASE = new DefaultProfileValidationSupport(DEFINITIONS);

    /** Reads definitions. What they tell people decides nothing and would be a large part of the memory of a JVM of tests. */
    private static final class WithoutNarratives extends FhirContext {
        private WithoutNarratives() {
            super(FhirVersionEnum.R5);
        }

        @Override
        public IParser newJsonParser() {
            return new JsonParser(this, new LenientErrorHandler()) {
                @Override
                public <T extends IBaseResource> T doParseResource(Class<T> type, JsonLikeStructure json) {
                    Iterator<String> members = json.getRootObject().keyIterator();
                    while (members.hasNext()) {
                        if (members.next().equals("text")) {
                            members.remove();
                        }
                    }
                    return super.doParseResource(type, json);
                }
            };
        }
    }

    private final FhirValidator validator;
    private final Map<String, Verdict> verdicts = new ConcurrentHashMap<>();

    private HapiJudge(String officialPackage) throws IOException {
        FhirContext fhir = FHIR;
        PrePopulatedValidationSupport guide = new PrePopulatedValidationSupport(fhir);
        try (InputStream in = Files.newInputStream(Shared.folder().resolve("dhp/packages/" + officialPackage))) {
            NpmPackage npm = NpmPackage.fromPackage(in);
            for (String file : npm.listResources("StructureDefinition", "ValueSet", "CodeSystem", "NamingSystem")) {
                try (InputStream resource = npm.load("package", file)) {
                    guide.addResource(parse(resource));
                }
            }
        }
        ValidationSupportChain chain = new ValidationSupportChain(
                BASE,
                guide,
                new CommonCodeSystemsTerminologyService(fhir),
                new InMemoryTerminologyServerValidationSupport(fhir));
        FhirInstanceValidator module = new FhirInstanceValidator(chain);
        module.setAnyExtensionsAllowed(true);
        module.setNoTerminologyChecks(false);
        module.setErrorForUnknownProfiles(false);
        module.setAssumeValidRestReferences(true);
        validator = fhir.newValidator().registerValidatorModule(module);
        chain.fetchStructureDefinition("http://hl7.org/fhir/StructureDefinition/Patient");
        new ValidationSupportContext(chain);
    }

    private static IBaseResource parse(InputStream in) {
        return DEFINITIONS.newJsonParser().parseResource(in);
    }

    /** Value sets that filter SNOMED CT, which HAPI does not have here: it refuses every code of them, and decides nothing there. */
    private static final Pattern SNOMED_NOT_AT_HAND = Pattern.compile(
            "Unable to expand ValueSet: .*http://snomed.info/sct|http://hl7.org/fhir/ValueSet/body-site\\|");

    /** The one of UZ Core 0.7.0. */
    public static HapiJudge get() {
        return of("uz.dhp.core-0.7.0.tgz");
    }

    /** @param officialPackage the name of its file, which {@link Shared} has */
    public static synchronized HapiJudge of(String officialPackage) {
        return JUDGES.computeIfAbsent(officialPackage, name -> {
            try {
                return new HapiJudge(name);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the official package", e);
            }
        });
    }

    /**
     * Messages of severity error or fatal; the resource is judged by its meta.profile and by those named here. What was judged
     * before in this JVM, to the letter, keeps its verdict: several tests judge the same samples, at 20 ms to 1 s each.
     */
    public List<SingleValidationMessage> errors(String resource, String... profiles) {
        return verdict(resource, profiles).errors();
    }

    /** The same without those of elements whose value set HAPI cannot look into. */
    public List<SingleValidationMessage> decided(String resource, String... profiles) {
        return verdict(resource, profiles).decided();
    }

    /** Of thousands of resources: only what is asked for is kept. */
    private record Verdict(List<SingleValidationMessage> errors, List<SingleValidationMessage> decided) {}

    private Verdict verdict(String resource, String... profiles) {
        return verdicts.computeIfAbsent(
                String.join(" ", profiles) + "\n" + resource, same -> judge(resource, profiles));
    }

    private Verdict judge(String resource, String... profiles) {
        ValidationOptions options = new ValidationOptions();
        for (String profile : profiles) {
            options.addProfile(profile);
        }
        List<SingleValidationMessage> all =
                validator.validateWithResult(resource, options).getMessages();
        Set<String> undecided = all.stream()
                .filter(HapiJudge::isUndecided)
                .map(SingleValidationMessage::getLocationString)
                .collect(toSet());
        List<SingleValidationMessage> errors = all.stream()
                .filter(message -> message.getSeverity().name().matches("ERROR|FATAL"))
                .filter(message -> !isUndecided(message))
                .toList();
        return new Verdict(
                errors,
                errors.stream()
                        .filter(message -> !undecided.contains(message.getLocationString()))
                        .toList());
    }

    private static boolean isUndecided(SingleValidationMessage message) {
        return SNOMED_NOT_AT_HAND.matcher(message.getMessage()).find();
    }
}
