package org.dhpbridge.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/** The search parameters that the sandbox offers: the rows of {@code search-parameters.csv}. */
final class SearchParameters {

    /** The FHIR search parameter types on offer. */
    enum ParameterType {
        TOKEN,
        /** A token too: true when an element is there and is not false. */
        EXISTENCE,
        STRING,
        DATE,
        REFERENCE,
        URI,
        QUANTITY;

        String code() {
            return this == EXISTENCE ? TOKEN.code() : name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One parameter of one resource type.
     *
     * @param paths the elements it looks at
     * @param target for a reference, the only type that it may point to; null when any
     */
    record SearchParameter(String name, ParameterType kind, List<ElementPath> paths, String target) {}

    private static final String ALL_TYPES = "*";

    private final Map<String, Map<String, SearchParameter>> byType = new TreeMap<>();

    private SearchParameters() {}

    static SearchParameters bundled() {
        SearchParameters parameters = new SearchParameters();
        try (InputStream in = SearchParameters.class.getResourceAsStream("search-parameters.csv");
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            CSVFormat.Builder format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true);
            for (CSVRecord row : format.get().parse(reader)) {
                parameters.add(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox's table of search parameters is not readable", e);
        }
        Map<String, SearchParameter> common = parameters.byType.remove(ALL_TYPES);
        parameters.byType.values().forEach(own -> common.forEach(own::putIfAbsent));
        return parameters;
    }

    private void add(CSVRecord row) {
        SearchParameter parameter = new SearchParameter(
                row.get("name"),
                ParameterType.valueOf(row.get("kind").toUpperCase(Locale.ROOT)),
                Arrays.stream(row.get("paths").split("\\s+"))
                        .map(ElementPath::parse)
                        .toList(),
                row.get("target").isEmpty() ? null : row.get("target"));
        byType.computeIfAbsent(row.get("resource"), type -> new LinkedHashMap<>())
                .put(parameter.name(), parameter);
    }

    /** The resource types that the sandbox stores. */
    Set<String> types() {
        return byType.keySet();
    }

    Map<String, SearchParameter> of(String type) {
        return byType.getOrDefault(type, Map.of());
    }

    Optional<SearchParameter> find(String type, String name) {
        return Optional.ofNullable(of(type).get(name));
    }
}
