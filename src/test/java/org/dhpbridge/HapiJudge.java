package org.dhpbridge;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.context.support.ValidationSupportContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.SingleValidationMessage;
import ca.uhn.fhir.validation.ValidationOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.utilities.npm.NpmPackage;

/** HAPI's validator with the official package of UZ Core 0.7.0: the judge of tests. Loads once a JVM, in about 15 s. */
public final class HapiJudge {

    private static HapiJudge instance;

    private final FhirValidator validator;

    private HapiJudge() throws IOException {
        FhirContext fhir = FhirContext.forR5();
        PrePopulatedValidationSupport guide = new PrePopulatedValidationSupport(fhir);
        try (InputStream in = Files.newInputStream(Shared.folder().resolve("dhp/packages/uz.dhp.core-0.7.0.tgz"))) {
            NpmPackage npm = NpmPackage.fromPackage(in);
            for (String file : npm.listResources("StructureDefinition", "ValueSet", "CodeSystem", "NamingSystem")) {
                try (InputStream resource = npm.load("package", file)) {
                    guide.addResource(parse(fhir, resource));
                }
            }
        }
        ValidationSupportChain chain = new ValidationSupportChain(
                new DefaultProfileValidationSupport(fhir),
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

    private static IBaseResource parse(FhirContext fhir, InputStream in) {
        return fhir.newJsonParser().parseResource(in);
    }

    public static synchronized HapiJudge get() {
        if (instance == null) {
            try {
                instance = new HapiJudge();
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the official package", e);
            }
        }
        return instance;
    }

    /** Messages of severity error or fatal; the resource is judged by its meta.profile and by those named here. */
    public List<SingleValidationMessage> errors(String resource, String... profiles) {
        ValidationOptions options = new ValidationOptions();
        for (String profile : profiles) {
            options.addProfile(profile);
        }
        return validator.validateWithResult(resource, options).getMessages().stream()
                .filter(message -> message.getSeverity().name().matches("ERROR|FATAL"))
                .toList();
    }
}
