package org.dhpbridge.house;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaFieldAccess.AccessType;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing is kept that nobody reads: no method, no field, no component of a record, no constant. */
@AnalyzeClasses(packages = "org.dhpbridge", importOptions = ImportOption.DoNotIncludeTests.class)
class UnreadMembersTest {

    /** Records that are written as JSON elsewhere than by a controller: to a webhook, into the ledger. */
    private static final Set<String> WRITTEN_AS_JSON = Set.of("Digest", "DryRun", "DryRunView", "Placed");

    /** Records of which nothing but the equality is needed. */
    private static final Set<String> KEYS =
            Set.of("Key.table", "Key.source", "Key.from", "Called.file", "Called.function");

    /** Settings that are declared for their documents and checks, and read by name: before settings are bound, or by a route. */
    private static final Set<String> READ_BY_NAME =
            Set.of("ApiSettings.tokenFile", "BridgeSettings.compileAll", "Claim.idle");

    private static final Pattern CONSTANT =
            Pattern.compile("(?m)^ +(?:public |protected |private )?static final [^=;(]+ ([A-Z][A-Z0-9_]+)\\s*=");
    private static final Pattern CAPITALS = Pattern.compile("\\b[A-Z][A-Z0-9_]+\\b");
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
        assertThat(unread)
                .as("delete what nobody calls, or move it to the tests that do")
                .isEmpty();
    }

    @ArchTest
    static void everyFieldIsRead(JavaClasses classes) {
        Set<JavaClass> json = writtenAsJson(classes);
        Set<String> unread = new TreeSet<>();
        for (JavaClass type : classes.that(not(resideInAPackage("..console.template..")))) {
            type.getFields().stream()
                    .filter(field -> !isMadeByTheCompiler(field) && !isOptionOfTheCommandLine(field))
                    .filter(field -> !json.contains(type) && !isRead(field))
                    .map(field -> type.getSimpleName() + "." + field.getName())
                    .forEach(unread::add);
        }
        Set<String> listed = new TreeSet<>(KEYS);
        listed.addAll(READ_BY_NAME);
        assertThat(unread).as("delete what nobody reads").isEqualTo(listed);
    }

    /** Constants of which the compiler leaves only the value where they are read. */
    @Test
    void everyConstantIsRead() throws IOException {
        Map<Path, String> sources = new TreeMap<>();
        for (String folder : List.of("src/main/java", "src/main/jte")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    sources.put(file, Files.readString(file));
                }
            }
        }
        Map<String, Long> everywhere = sources.values().stream()
                .flatMap(UnreadMembersTest::capitals)
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        Set<String> unread = new TreeSet<>();
        sources.forEach((file, text) -> CONSTANT.matcher(text).results().forEach(constant -> {
            String name = constant.group(1);
            long times = constant.group().contains("private ")
                    ? capitals(text).filter(name::equals).count()
                    : everywhere.get(name);
            if (times < 2) {
                unread.add(file + " " + name);
            }
        }));
        assertThat(unread).as("delete what nobody reads").isEmpty();
    }

    private static Stream<String> capitals(String text) {
        return CAPITALS.matcher(text).results().map(MatchResult::group);
    }

    private static boolean isMadeByTheCompiler(JavaField field) {
        Set<JavaModifier> modifiers = field.getModifiers();
        boolean inlined = modifiers.containsAll(Set.of(JavaModifier.STATIC, JavaModifier.FINAL))
                && (field.getRawType().isPrimitive() || field.getRawType().isEquivalentTo(String.class));
        return inlined || modifiers.contains(JavaModifier.SYNTHETIC);
    }

    /** It is there to be allowed; whether it is read is the business of its command. */
    private static boolean isOptionOfTheCommandLine(JavaField field) {
        return field.getAnnotations().stream()
                .anyMatch(annotation -> annotation.getRawType().getPackageName().startsWith("picocli"));
    }

    /** What a record itself makes of a component (accessor, equals, hashCode, toString) is no reader. */
    private static boolean isRead(JavaField field) {
        boolean directly = field.getAccessesToSelf().stream()
                .filter(access -> access.getAccessType() == AccessType.GET)
                .anyMatch(access -> !isAccessor(access.getOrigin(), field));
        return directly
                || field.getOwner().getMethods().stream()
                        .anyMatch(method -> isAccessor(method, field) && isCalled(method));
    }

    private static boolean isAccessor(JavaCodeUnit unit, JavaField field) {
        return field.getOwner().isRecord()
                && unit.getOwner().equals(field.getOwner())
                && unit.getName().equals(field.getName())
                && unit.getRawParameterTypes().isEmpty();
    }

    /** What controllers return, and the records in it. */
    private static Set<JavaClass> writtenAsJson(JavaClasses classes) {
        Deque<JavaClass> open = new ArrayDeque<>();
        classes.stream()
                .filter(type -> WRITTEN_AS_JSON.contains(type.getSimpleName()))
                .forEach(open::add);
        classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getAnnotations().stream()
                        .anyMatch(annotation ->
                                annotation.getRawType().getSimpleName().endsWith("Mapping")))
                .forEach(method -> open.addAll(method.getReturnType().getAllInvolvedRawTypes()));
        Set<JavaClass> found = new HashSet<>();
        while (!open.isEmpty()) {
            JavaClass type = open.pop();
            if (type.isRecord() && found.add(type)) {
                type.getFields().forEach(field -> open.addAll(field.getType().getAllInvolvedRawTypes()));
            }
        }
        return found;
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
