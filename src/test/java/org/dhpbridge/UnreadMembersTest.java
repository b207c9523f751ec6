package org.dhpbridge;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** No method is kept that nobody calls. Components of records are left aside: they are read as JSON too. */
@AnalyzeClasses(packages = "org.dhpbridge", importOptions = ImportOption.DoNotIncludeTests.class)
class UnreadMembersTest {

    /** What tests look at, and documents are made of: it cannot be seen from outside. The list only shrinks. */
    private static final Set<String> READ_BY_TESTS = Set.of(
            "AuditTrail.find",
            "Binding.valueSet",
            "FailureKind.attempt",
            "FailureKind.code",
            "FailureKind.exception",
            "FailureKind.meaning",
            "FailureKind.next",
            "FailureKind.repeatable",
            "Json.readObject",
            "Mappings.prepared",
            "Next.route",
            "Sandbox.tokenUri",
            "SandboxSettings.of",
            "Section.all",
            "Selection.dead",
            "SiteSettings.of",
            "Slicing.discriminators",
            "TemplateParameter.isTyped",
            "Texts.keys",
            "Texts.pattern",
            "TypeRule.targets",
            "UnreadableMessageException.location",
            "UnreadableMessageException.sentence",
            "Verdict.failure",
            "Verdict.meaning",
            "WrongKeys.addresses");

    /** Shorter forms that tests alone use now. The list only shrinks. */
    private static final Set<String> FORMS_FOR_TESTS = Set.of("Ledger.delivered", "Ledger.retryAt", "NewMessage.dead");

    private static final Pattern ACCESSOR = Pattern.compile("(?:get|set|is)([A-Z])(\\w*)");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Pattern OF_EVERY_CLASS =
            Pattern.compile("main|toString|equals|hashCode|values|valueOf|lambda\\$.*");

    @ArchTest
    static void everyMethodHasACaller(JavaClasses classes) throws IOException {
        Set<String> named = namedByRoutes();
        Set<String> unread = new TreeSet<>();
        for (JavaClass type : classes.that(not(resideInAPackage("..console.template..")))) {
            type.getMethods().stream()
                    .filter(method -> method.getAnnotations().isEmpty() && !isMadeByTheCompiler(method))
                    .filter(method -> !isComponent(method) && !isCalled(method) && !isInherited(method))
                    .filter(method -> !isCalledByRoutes(method, named))
                    .map(method -> type.getSimpleName() + "." + method.getName())
                    .forEach(unread::add);
        }
        Set<String> listed = new TreeSet<>(READ_BY_TESTS);
        listed.addAll(FORMS_FOR_TESTS);
        assertThat(unread).as("delete what nobody calls").isEqualTo(listed);
    }

    private static boolean isMadeByTheCompiler(JavaMethod method) {
        return method.getModifiers().contains(JavaModifier.SYNTHETIC)
                || OF_EVERY_CLASS.matcher(method.getName()).matches();
    }

    private static boolean isComponent(JavaMethod method) {
        return method.getOwner().isRecord()
                && method.getRawParameterTypes().isEmpty()
                && method.getOwner().tryGetField(method.getName()).isPresent();
    }

    private static boolean isCalled(JavaMethod method) {
        return Stream.concat(method.getAccessesToSelf().stream(), method.getReferencesToSelf().stream())
                .anyMatch(access -> !access.getOrigin().equals(method));
    }

    private static boolean isInherited(JavaMethod method) {
        return Stream.concat(
                        method.getOwner().getAllRawSuperclasses().stream(),
                        method.getOwner().getAllRawInterfaces().stream())
                .flatMap(above -> Arrays.stream(above.reflect().getDeclaredMethods()))
                .anyMatch(above -> hasTheForm(above, method));
    }

    private static boolean hasTheForm(Method above, JavaMethod method) {
        return above.getName().equals(method.getName())
                && above.getParameterCount() == method.getRawParameterTypes().size();
    }

    /** Beans of routes and templates are called, and their properties set, by name. */
    private static boolean isCalledByRoutes(JavaMethod method, Set<String> named) {
        return method.getOwner().getPackageName().startsWith("org.dhpbridge.pipeline")
                && (named.contains(method.getName()) || named.contains(property(method.getName())));
    }

    private static String property(String method) {
        Matcher accessor = ACCESSOR.matcher(method);
        return accessor.matches() ? accessor.group(1).toLowerCase(Locale.ROOT) + accessor.group(2) : method;
    }

    private static Set<String> namedByRoutes() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            Set<String> words = new TreeSet<>();
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                words.addAll(WORD.matcher(Files.readString(file))
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toSet()));
            }
            return words;
        }
    }
}
