package org.dhpbridge.mapping;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dhpbridge.mapping.trace.Leaf;
import org.dhpbridge.mapping.trace.TableRow;
import org.dhpbridge.profile.ProfilePack;

/** Looks for one value of the output in what its trace names. Knows nothing of how the mappings made it. */
final class Evidence {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(?:[0-9][0-9 \u00a0\u202f]*([.,][0-9]+)?([eE][+-]?[0-9]+)?|[.,][0-9]+)");
    private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Set<String> DATES =
            Set.of("date", "date-time", "end-date", "end-date-time", "instant", "moment", "clock-time");
    private static final Map<String, List<String>> FILES = new HashMap<>();
    private static final String PACK = pack();
    private static final Set<String> ALL_LITERALS = allLiterals();

    private final Leaf leaf;
    private final Messages.Message message;
    private final String value;
    private final List<String> texts;

    /** @param input texts of the input by field */
    Evidence(Leaf leaf, Messages.Message message, Map<String, List<String>> input) {
        this.leaf = leaf;
        this.message = message;
        this.value = withoutCount(leaf);
        this.texts = leaf.origin().sources().stream()
                .flatMap(field -> input.getOrDefault(field, List.of()).stream())
                .map(text -> leaf.origin().functions().contains("passport") ? latin(text) : text)
                .flatMap(text -> leaf.origin().functions().contains("system-code")
                        ? Stream.of(text, latin(text))
                        : Stream.of(text))
                .toList();
    }

    /** Which of several of one number it is, is counted and not read. */
    private static String withoutCount(Leaf leaf) {
        String value = unescaped(leaf);
        boolean counted = leaf.origin() != null && leaf.origin().functions().contains("distinct-numbers");
        return counted ? value.replaceAll("/?#\\d+$", "") : value;
    }

    /** In a number of several parts a slash within one is escaped. */
    private static String unescaped(Leaf leaf) {
        String value = leaf.value().asText();
        return leaf.path().endsWith("identifier[0].value")
                ? value.replace("%2F", "/").replace("%25", "%")
                : value;
    }

    /** Whether the whole value is a word of the mapping itself. */
    boolean isConstantOfTheMapping() {
        return !inOther() && (leaf.from() == Leaf.From.CONSTANT || ALL_LITERALS.contains(value));
    }

    boolean isFound() {
        return inOther() || composed();
    }

    /** Cyrillic letters that look like Latin ones, as people type the series of a passport and codes. */
    private static String latin(String text) {
        String cyrillic = "АВЕКМНОРСТХ";
        String latin = "ABEKMHOPCTX";
        StringBuilder letters = new StringBuilder();
        for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
            int at = cyrillic.indexOf(c);
            letters.append(at < 0 ? c : latin.charAt(at));
        }
        return letters.toString();
    }

    private boolean inOther() {
        return inInput() || inTable() || inPack() || isDerivedId() || isSetting();
    }

    private boolean inInput() {
        if (texts.isEmpty()) {
            return false;
        }
        Set<String> known = words(String.join(" ", texts));
        Set<String> said = words(value);
        return !said.isEmpty() && known.containsAll(said)
                || said.isEmpty() && String.join(" ", texts).contains(value)
                || texts.contains(value)
                || isTime()
                || isUnknownDate()
                || isNumber()
                || isAttachment()
                || texts.stream()
                        .anyMatch(text -> text.replaceAll("[^\\p{L}\\p{N}]", "").equalsIgnoreCase(value));
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** The digits of the source, in the order of a date, with nothing but zeros added for what FHIR wants written. */
    private boolean isTime() {
        if (leaf.origin().functions().stream().noneMatch(DATES::contains)) {
            return false;
        }
        if (isDayThere()) {
            return true;
        }
        String digits = value.replaceAll("(Z|[+-]\\d{2}:\\d{2})$", "").replaceAll("\\D", "");
        for (String text : texts) {
            String plain = text.strip()
                    .replaceAll("\\s*(Z|[+-]\\d{2}:?\\d{2})$", "")
                    .replaceFirst("^(\\d{2})\\.(\\d{2})\\.(\\d{4})", "$3$2$1")
                    .replaceFirst("^(\\d)\\.(\\d{2})\\.(\\d{4})", "$3${2}0$1")
                    .replaceAll("\\D", "");
            boolean exact =
                    digits.startsWith(plain) && digits.substring(plain.length()).matches("0*");
            if (!plain.isEmpty() && (exact || plain.startsWith(digits))) {
                return true;
            }
        }
        return false;
    }

    /** The day in Tashkent of a moment that names its offset, as programs write a birthday. */
    private boolean isDayThere() {
        return texts.stream()
                .filter(text -> text.matches("\\d{4}-\\d{2}-\\d{2}T.*Z"))
                .map(text -> OffsetDateTime.parse(text).atZoneSameInstant(SiteSettings.TASHKENT))
                .anyMatch(moment -> moment.toLocalDate().toString().equals(value));
    }

    /** That nobody knows the date, as zeros and nines say in its place. */
    private boolean isUnknownDate() {
        return leaf.origin().functions().contains("unknown-date")
                && value.contains("unknown")
                && texts.stream().anyMatch(text -> text.matches("0+|9+"));
    }

    private boolean isNumber() {
        if (!leaf.value().isNumber()) {
            return false;
        }
        BigDecimal number = leaf.value().decimalValue();
        for (String text : texts) {
            Matcher found = NUMBER.matcher(text);
            while (found.find()) {
                String plain = found.group().replaceAll("[ \u00a0\u202f]", "").replace(',', '.');
                BigDecimal other = new BigDecimal(plain);
                if (other.compareTo(number) == 0 || other.abs().compareTo(number) == 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isAttachment() {
        List<String> functions = leaf.origin().functions();
        if (!functions.contains("attachment-data") && !functions.contains("attachments")) {
            return false;
        }
        if (leaf.path().endsWith(".contentType")) {
            return Stream.of(DocumentKind.values())
                    .anyMatch(kind -> kind.mediaType().equals(value));
        }
        String plain = value.replaceAll("\\s", "");
        String content = new String(Base64.getDecoder().decode(plain), StandardCharsets.UTF_8);
        Set<String> known = words(String.join(" ", texts));
        return texts.stream().anyMatch(text -> text.replaceAll("\\s", "").equals(plain))
                || texts.stream().anyMatch(text -> text.equalsIgnoreCase(hex(plain)))
                || joined().equals(plain)
                || known.containsAll(words(content));
    }

    /** The documents of the fields, one behind the other. */
    private String joined() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        texts.stream()
                .filter(text -> text.length() > 40 && !text.contains(" "))
                .map(text -> EnclosedData.decode(text, "Base64"))
                .forEach(piece -> piece.ifPresent(bytes::writeBytes));
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static String hex(String base64) {
        return java.util.HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
    }

    private boolean inTable() {
        return leaf.origin().tables().stream().anyMatch(row -> cells(row).contains(value));
    }

    private Set<String> cells(TableRow row) {
        Set<String> cells = new HashSet<>();
        for (String line : lines(message.file(row.file()).toString())) {
            try (var parsed = org.apache.commons.csv.CSVParser.parse(
                    line,
                    org.apache.commons.csv.CSVFormat.DEFAULT
                            .builder()
                            .setTrim(true)
                            .get())) {
                parsed.forEach(record -> {
                    if (record.size() > 0 && record.get(0).equals(row.row())) {
                        record.forEach(cells::add);
                    }
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return cells;
    }

    private boolean inPack() {
        return leaf.origin().functions().stream().anyMatch(function -> function.startsWith("pack-"))
                && PACK.contains("\"" + value + "\"");
    }

    /** An id is made of what its trace names; the rest of the value must be found like any other. */
    private boolean isDerivedId() {
        if (!leaf.origin().functions().contains("stable-id") || texts.isEmpty()) {
            return false;
        }
        String rest = UUID.matcher(value).replaceAll("").replaceFirst("^[A-Z][A-Za-z]+/$", "");
        return words(String.join(" ", texts)).containsAll(words(rest));
    }

    private boolean isSetting() {
        if (value.startsWith("urn:oid:") || value.startsWith("urn:uuid:")) {
            return texts.stream().anyMatch(text -> value.endsWith(":" + text.toLowerCase(Locale.ROOT)));
        }
        if (leaf.origin().functions().contains("site")) {
            return value.equals("uz");
        }
        String own = MappingFixture.NAMESPACE + ":";
        if (!value.startsWith(own)) {
            return false;
        }
        String authority = value.substring(own.length()).replaceFirst("^[a-z-]+:?", "");
        String plain = URLDecoder.decode(authority.replace("+", "%2B"), StandardCharsets.UTF_8);
        return plain.isEmpty() || texts.contains(plain);
    }

    /** Words of the input, of its table rows and of the mapping's own file side by side; at least one is the input's. */
    private boolean composed() {
        String known = String.join(" ", texts).toLowerCase(Locale.ROOT);
        Set<String> said = words(UUID.matcher(value).replaceAll(""));
        boolean some = said.removeIf(word -> words(known).contains(word) || word.length() > 2 && known.contains(word));
        leaf.origin().tables().forEach(row -> cells(row).forEach(cell -> said.removeAll(words(cell))));
        literals().forEach(literal -> said.removeAll(words(literal)));
        boolean signs =
                texts.stream().anyMatch(text -> !text.isBlank() && words(text).isEmpty() && value.contains(text));
        return (some || signs) && said.isEmpty();
    }

    private Set<String> literals() {
        return literals(message.file(leaf.origin().file()).toString());
    }

    private static Set<String> literals(String file) {
        Set<String> literals = new HashSet<>(Set.of("true", "false"));
        for (String line : lines(file)) {
            Matcher found = STRING.matcher(line);
            while (found.find()) {
                literals.add(found.group(1));
            }
        }
        return literals;
    }

    private static Set<String> allLiterals() {
        try (Stream<Path> files = Files.walk(Path.of("mappings"))) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jslt"))
                    .flatMap(file -> literals(file).stream())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String file) {
        return FILES.computeIfAbsent(file, name -> {
            try {
                return Files.exists(Path.of(name)) ? Files.readAllLines(Path.of(name)) : List.of();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** The pack, and what of base R5 it refers to. */
    private static String pack() {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> pack = Files.walk(Path.of("profiles"));
                Stream<Path> base =
                        Files.walk(Path.of(ProfilePack.class.getResource("r5/").toURI()))) {
            for (Path file :
                    Stream.concat(pack, base).filter(Files::isRegularFile).toList()) {
                text.append(new String(Files.readAllBytes(file), StandardCharsets.UTF_8))
                        .append('\n');
            }
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }
}
