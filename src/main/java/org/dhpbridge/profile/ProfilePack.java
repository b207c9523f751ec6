package org.dhpbridge.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.dhpbridge.home.HomeFiles;

/**
 * One version of UZ Core. Profiles are compiled when first asked for. Safe for many threads.
 *
 * <p>An element path is an element id as FHIR writes it, starting with the resource type, whose main profile is meant:
 * {@code Encounter.type:nationalType}, {@code Patient.extension:nationality}, {@code Observation.value[x]}. Another
 * profile of the type is named after a hash: {@code Observation#socioeconomic.code}.
 */
public final class ProfilePack {

    private final String id;
    private final Definitions definitions;
    private final ProfileCompiler compiler;
    private final Terminology terminology;
    private final Map<String, List<Definitions.ResourceHead>> heads = new HashMap<>();
    private final Map<String, Profile> baseProfiles = new ConcurrentHashMap<>();
    private List<String> unsupportedInvariants = List.of();

    private ProfilePack(String id, Definitions definitions) {
        this.id = id;
        this.definitions = definitions;
        this.terminology = new Terminology(definitions);
        this.compiler = new ProfileCompiler(definitions, terminology);
        definitions.structures().forEach(head -> heads.computeIfAbsent(head.type, type -> new ArrayList<>())
                .add(head));
        heads.forEach((type, ofType) -> ofType.sort(mainFirst(type)));
    }

    /**
     * @param nameOrPath a name under {@code profiles/} (of dhp.home or the jar), a folder with the files of a pack, or an
     *     official package {@code .tgz}; paths are relative to dhp.home
     * @throws PackException when there is no such pack, or it is not one
     */
    public static ProfilePack load(HomeFiles home, String nameOrPath) {
        Map<String, byte[]> files = PackFiles.read(home, nameOrPath);
        byte[] manifest = files.remove("package.json");
        String id = nameOrPath;
        if (manifest != null) {
            ObjectNode json = PackJson.object(manifest, "package.json");
            id = json.path("name").asText() + "#" + json.path("version").asText();
        }
        files.remove(".index.json");
        Definitions definitions = new Definitions(files);
        if (definitions.structures().isEmpty()) {
            throw new PackException(
                    "The profile pack " + nameOrPath + " holds no StructureDefinition, so it demands nothing.");
        }
        ProfilePack pack = new ProfilePack(id, definitions);
        pack.compileAll();
        return pack;
    }

    /** A pack that cannot be used is refused at start as a whole, not in the middle of a message. */
    private void compileAll() {
        List<Profile> profiles = definitions.structures().stream()
                .map(head -> compiler.profile(head.url))
                .toList();
        PackCheck check = new PackCheck();
        check.check(profiles);
        definitions.valueSets().forEach(head -> terminology.codes(head.url));
        unsupportedInvariants = List.copyOf(check.unsupportedInvariants());
    }

    /** Rules of the pack that use FHIRPath which the bridge does not evaluate, as {@code key: expression}. */
    public List<String> unsupportedInvariants() {
        return unsupportedInvariants;
    }

    /** Package name and version, as {@code uz.dhp.core#0.7.0}. */
    public String id() {
        return id;
    }

    /** Resource types that the pack has a profile for. */
    public Set<String> profiledTypes() {
        Set<String> types = new TreeSet<>();
        definitions.structures().stream()
                .filter(head -> !head.type.equals("Extension"))
                .forEach(head -> types.add(head.type));
        return types;
    }

    /** Canonicals of all profiles on a resource type, the main one first. */
    public List<String> profilesOf(String resourceType) {
        return heads(resourceType).stream().map(head -> head.url).toList();
    }

    /** The pack's profile on a resource type; the general one when it has several. */
    public Optional<String> profileFor(String resourceType) {
        return heads(resourceType).stream().findFirst().map(head -> head.url);
    }

    /**
     * @param key a word of the profile's id, as {@code socioeconomic} or {@code laboratory}; guides rename profiles between
     *     versions, so when none is named so, the general profile on the type stands in
     */
    public Optional<String> profileFor(String resourceType, String key) {
        List<Definitions.ResourceHead> heads = heads(resourceType);
        return heads.stream()
                .filter(head -> plain(head.id).contains(plain(key)))
                .findFirst()
                .or(() -> heads.stream().findFirst())
                .map(head -> head.url);
    }

    private List<Definitions.ResourceHead> heads(String resourceType) {
        return heads.getOrDefault(resourceType, List.of());
    }

    private static Comparator<Definitions.ResourceHead> mainFirst(String resourceType) {
        String plainType = plain(resourceType);
        return Comparator.comparing(
                        (Definitions.ResourceHead head) -> !plain(head.id).endsWith("core" + plainType))
                .thenComparing(head -> head.id.length())
                .thenComparing(head -> head.id);
    }

    private static String plain(String name) {
        return name.replace("-", "").toLowerCase(Locale.ROOT);
    }

    /**
     * The rules of a profile.
     *
     * @param canonical with or without version
     * @return empty when neither the pack nor base R5 defines it
     * @throws PackException when its definition cannot be used
     */
    public Optional<Profile> profile(String canonical) {
        return compiler.find(canonical);
    }

    /** The rules of a FHIR type without any profile, as {@code Bundle}; empty when R5 has no such type. */
    public Optional<Profile> baseProfile(String type) {
        Profile known = baseProfiles.get(type);
        if (known == null && definitions.hasType(type)) {
            known = compiler.profile(R5Base.STRUCTURE + type);
            baseProfiles.put(type, known);
        }
        return Optional.ofNullable(known);
    }

    /**
     * The profiles that a resource is about: those of its type that {@code meta.profile} names and the pack has, else the
     * pack's own for the type, else base R5.
     *
     * @return empty when the resource has no type that R5 knows
     */
    public List<Profile> profilesNamedBy(ObjectNode resource) {
        String type = resource.path("resourceType").asText("");
        List<Profile> named = new ArrayList<>();
        for (JsonNode canonical : resource.path("meta").path("profile")) {
            if (canonical.isTextual()) {
                profile(canonical.asText())
                        .filter(profile -> profile.type().equals(type))
                        .ifPresent(named::add);
            }
        }
        if (named.isEmpty()) {
            profileFor(type).flatMap(this::profile).or(() -> baseProfile(type)).ifPresent(named::add);
        }
        return named;
    }

    /** The codes of a value set; nothing is known of one that neither the pack nor base R5 defines. */
    public CodeSet codes(String valueSet) {
        return terminology.codes(valueSet);
    }

    /**
     * Whether a code system has a code.
     *
     * @return {@code UNKNOWN} of a system that neither the pack nor base R5 has in full
     */
    public CodeSet.Membership inSystem(String system, String code) {
        return terminology.system(system).contains(system, code);
    }

    /** The rule of an element; empty when the profile has no such element or slice. */
    public Optional<ElementRule> element(String elementPath) {
        String[] steps = elementPath.split("\\.");
        String[] start = steps[0].split("#", 2);
        Optional<String> canonical = start.length == 1 ? profileFor(start[0]) : profileFor(start[0], start[1]);
        Optional<ElementRule> rule =
                canonical.flatMap(this::profile).or(() -> baseProfile(start[0])).map(Profile::root);
        for (int i = 1; i < steps.length; i++) {
            String step = steps[i];
            rule = rule.flatMap(parent -> parent.child(step));
        }
        return rule;
    }

    /**
     * A code with its system, from the value set bound to the element, to the coding inside it, or to one of its slices.
     *
     * @return {@code {"system", "code"}}, with {@code display} when the set gives one; empty when no set is bound or none
     *     holds the code. A set whose codes are not at hand but whose only system is gives that system. A slice that this
     *     version of the guide does not have yet stands for its element.
     */
    public Optional<ObjectNode> coding(String elementPath, String code) {
        return element(elementPath)
                .or(() -> element(withoutSlice(elementPath)))
                .flatMap(rule -> Constants.coding(rule, code));
    }

    private static String withoutSlice(String elementPath) {
        int slice = elementPath.lastIndexOf(':');
        return slice > elementPath.lastIndexOf('.') ? elementPath.substring(0, slice) : elementPath;
    }

    /**
     * False when the element has a required binding that surely holds no coding of the concept, so that the platform would
     * refuse the whole resource for it.
     *
     * @param concept a CodeableConcept
     */
    public boolean takes(String elementPath, JsonNode concept) {
        Optional<Binding> required =
                element(elementPath).map(ElementRule::binding).filter(Binding::isRequired);
        return required.isEmpty() || mayHold(required.get().codes(), concept.path("coding"));
    }

    private static boolean mayHold(CodeSet codes, JsonNode codings) {
        for (JsonNode coding : codings) {
            String code = coding.path("code").asText("");
            if (!code.isEmpty() && codes.contains(coding.path("system").asText(""), code) != CodeSet.Membership.NO) {
                return true;
            }
        }
        return false;
    }

    /** What a profile says must stand in an identifier of a kind: {@code use}, {@code type}, {@code system}. */
    public Optional<ObjectNode> identifier(String resourceType, String slice) {
        return pattern(resourceType + ".identifier:" + slice)
                .filter(JsonNode::isObject)
                .map(ObjectNode.class::cast);
    }

    /** The kinds of identifier that the main profile on a type knows, in its order. */
    public List<IdentifierSlice> identifierSlices(String resourceType) {
        List<IdentifierSlice> kinds = new ArrayList<>();
        element(resourceType + ".identifier").map(ElementRule::slicing).ifPresent(slicing -> slicing.slices()
                .forEach(slice -> kinds.add(new IdentifierSlice(
                        Constants.of(slice)
                                .map(constants -> constants.path("system").asText(null))
                                .orElse(null),
                        slice.max()))));
        return kinds;
    }

    /** The fixed and pattern values of an element and of what is inside it, merged into one value; a copy. */
    public Optional<JsonNode> pattern(String elementPath) {
        return element(elementPath).flatMap(Constants::of);
    }

    /**
     * Canonical of an extension.
     *
     * @param nameOrSlice id of its definition ({@code gender-other}), name of a slice that holds it ({@code nationality}),
     *     or an element path ({@code Patient.gender.extension:gender-other})
     */
    public Optional<String> extensionUrl(String nameOrSlice) {
        if (nameOrSlice.contains(".")) {
            return element(nameOrSlice).flatMap(Constants::extensionUrl);
        }
        return definitions.structures().stream()
                .filter(head -> head.type.equals("Extension") && head.id.equals(nameOrSlice))
                .findFirst()
                .map(head -> head.url)
                .or(() -> profiledTypes().stream()
                        .flatMap(type -> profilesOf(type).stream())
                        .map(compiler::profile)
                        .flatMap(profile -> Constants.extensionSlices(profile).stream())
                        .filter(slice -> slice.sliceName().equals(nameOrSlice))
                        .findFirst()
                        .flatMap(Constants::extensionUrl))
                .or(() -> Optional.of(R5Base.STRUCTURE + nameOrSlice).filter(compiler::isDefined));
    }

    /** The unique id (a URI) of a naming system: the preferred one. */
    public Optional<String> namingSystem(String namingSystemId) {
        return definitions.namingSystems().stream()
                .filter(head -> head.id.equals(namingSystemId))
                .findFirst()
                .flatMap(head -> {
                    JsonNode ids = head.json().path("uniqueId");
                    for (JsonNode one : ids) {
                        if (one.path("preferred").asBoolean()) {
                            return Optional.of(one.path("value").asText());
                        }
                    }
                    return Optional.ofNullable(ids.path(0).path("value").asText(null));
                });
    }
}
