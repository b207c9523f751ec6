package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.dhpbridge.sandbox.ResourceStore.Stored;
import org.dhpbridge.sandbox.SearchParameters.SearchParameter;

/** Searches by resource type (FHIR R5, 3.2.1). Results come in the order of their creation unless sorted. */
final class Search {

    private static final Pattern NAME = Pattern.compile("([^:.]+)(?::([^.]+))?(?:\\.(.+))?");
    private static final Set<String> RESULT_PARAMETERS = Set.of(
            "_count",
            "_offset",
            "_sort",
            "_include",
            "_revinclude",
            "_summary",
            "_total",
            "_format",
            "_pretty",
            "_elements");

    /**
     * How a search is answered when the server is not at its best.
     *
     * @param asOf the store is seen as it was then
     * @param ignored whether a parameter does not filter, by its whole name as {@code patient.identifier}
     * @param zeroTotal whether the total is 0 whatever was found
     * @param outcomes whether OperationOutcome entries stand around the results
     * @param pageSize most results a page
     * @param cached for how long an answer is given again to the same URL; zero for never
     */
    record EntryMode(
            Instant asOf,
            Predicate<String> ignored,
            boolean zeroTotal,
            boolean outcomes,
            int pageSize,
            Duration cached) {

        static final EntryMode FAITHFUL =
                new EntryMode(Instant.MAX, name -> false, false, false, Integer.MAX_VALUE, Duration.ZERO);
    }

    private record Hit(Stored stored, ObjectNode resource) {

        String relative() {
            return stored.type() + "/" + stored.id();
        }
    }

    private final SearchParameters table;
    private final ResourceStore store;
    private final SandboxSettings settings;

    Search(SearchParameters table, ResourceStore store, SandboxSettings settings) {
        this.table = table;
        this.store = store;
        this.settings = settings;
    }

    /**
     * @param base of the FHIR URLs in the links
     * @param strict whether an unknown parameter is an error ({@code Prefer: handling=strict}) or ignored
     * @return a Bundle of type searchset
     */
    ObjectNode run(String type, QueryString query, String base, boolean strict, EntryMode mode) {
        return store.reading(() -> {
            List<Criterion> criteria = criteria(type, query, strict, mode);
            List<Hit> hits = sorted(type, matches(type, criteria, mode.asOf()), query, mode.asOf());
            return bundle(type, query, base, hits, mode);
        });
    }

    private List<Criterion> criteria(String type, QueryString query, boolean strict, EntryMode mode) {
        List<Criterion> criteria = new ArrayList<>();
        for (QueryString.Parameter parameter : query.parameters()) {
            String plain = parameter.name().split(":")[0];
            if (RESULT_PARAMETERS.contains(plain) || mode.ignored().test(parameter.name())) {
                continue;
            }
            Optional<Criterion> criterion = criterion(type, parameter.name(), parameter.value(), mode.asOf());
            if (criterion.isEmpty() && strict) {
                throw new FhirException(
                        400, "not-supported", type + " has no search parameter " + parameter.name() + ".");
            }
            criterion.ifPresent(criteria::add);
        }
        return criteria;
    }

    private Optional<Criterion> criterion(String type, String name, String value, Instant asOf) {
        Matcher m = NAME.matcher(name);
        if (!m.matches()) {
            return Optional.empty();
        }
        Optional<SearchParameter> parameter = table.find(type, m.group(1));
        if (m.group(3) == null) {
            return parameter.map(p -> Criteria.of(p, m.group(2), value));
        }
        return parameter
                .filter(p -> p.kind() == SearchParameters.ParameterType.REFERENCE)
                .flatMap(p -> chained(p, m.group(2), m.group(3), value, asOf));
    }

    private Optional<Criterion> chained(
            SearchParameter parameter, String modifier, String chain, String value, Instant asOf) {
        String onlyType = modifier == null ? parameter.target() : modifier;
        Collection<String> types = onlyType == null ? table.types() : List.of(onlyType);
        Set<ResourceReferences.ReferenceTarget> targets = new HashSet<>();
        boolean known = false;
        for (String type : types) {
            Optional<Criterion> criterion = criterion(type, chain, value, asOf);
            known |= criterion.isPresent();
            criterion.ifPresent(c -> matches(type, List.of(c), asOf)
                    .forEach(hit -> targets.add(new ResourceReferences.ReferenceTarget(
                            null, hit.stored().type(), hit.stored().id()))));
        }
        return known ? Optional.of(Criteria.referringTo(parameter, targets)) : Optional.empty();
    }

    private List<Hit> matches(String type, List<Criterion> criteria, Instant asOf) {
        List<Hit> hits = new ArrayList<>();
        for (Stored candidate : candidates(type, criteria)) {
            Optional<ResourceStore.ResourceVersion> version = candidate.at(asOf);
            if (version.isEmpty()) {
                continue;
            }
            // a search for a whole type need not read what it does not show
            ObjectNode resource =
                    criteria.isEmpty() ? null : StrictJson.stored(version.get().json());
            if (criteria.stream().allMatch(c -> c.test().matches(resource))) {
                hits.add(new Hit(candidate, resource));
            }
        }
        return hits;
    }

    private Collection<Stored> candidates(String type, List<Criterion> criteria) {
        Optional<List<String>> ids =
                criteria.stream().map(Criterion::ids).filter(Objects::nonNull).findFirst();
        if (ids.isPresent()) {
            return ids.get().stream()
                    .distinct()
                    .flatMap(id -> store.find(type, id).stream())
                    .filter(s -> criteria.stream()
                            .map(Criterion::ids)
                            .allMatch(others -> others == null || others.contains(s.id())))
                    .toList();
        }
        return criteria.stream()
                .map(Criterion::indexKeys)
                .filter(Objects::nonNull)
                .map(keys -> store.indexed(type, keys))
                .min(Comparator.comparingInt(Collection::size))
                .orElseGet(() -> store.all(type));
    }

    private List<Hit> sorted(String type, List<Hit> hits, QueryString query, Instant asOf) {
        List<String> keys = query.first("_sort").map(s -> List.of(s.split(","))).orElse(List.of());
        List<Hit> sorted = hits;
        // the last key first: each sort keeps the order of what it finds equal
        for (int i = keys.size() - 1; i >= 0; i--) {
            boolean descending = keys.get(i).startsWith("-");
            Optional<SearchParameter> parameter =
                    table.find(type, descending ? keys.get(i).substring(1) : keys.get(i));
            if (parameter.isPresent()) {
                Comparator<String> order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
                sorted = sorted.stream()
                        .flatMap(hit -> read(hit, asOf))
                        .sorted(Comparator.comparing(
                                hit -> Criteria.sortKey(parameter.get(), hit.resource()), Comparator.nullsLast(order)))
                        .toList();
            }
        }
        return sorted;
    }

    private static Stream<Hit> read(Hit hit, Instant asOf) {
        return hit.resource() != null
                ? Stream.of(hit)
                : hit.stored().at(asOf).stream()
                        .map(version -> new Hit(hit.stored(), StrictJson.stored(version.json())));
    }

    private ObjectNode bundle(String type, QueryString query, String base, List<Hit> hits, EntryMode mode) {
        boolean countOnly = query.first("_summary").filter("count"::equals).isPresent();
        int most = Math.min(settings.maxPageSize(), mode.pageSize());
        int count = countOnly ? 0 : Math.min(number(query, "_count", settings.pageSize()), most);
        int offset = Math.min(number(query, "_offset", 0), hits.size());
        int end = Math.min(offset + count, hits.size());
        List<Hit> page = hits.subList(offset, end).stream()
                .flatMap(hit -> read(hit, mode.asOf()))
                .toList();

        ObjectNode bundle = StrictJson.object().put("resourceType", "Bundle").put("type", "searchset");
        bundle.put("total", mode.zeroTotal() ? 0 : hits.size());
        ArrayNode links = bundle.putArray("link");
        link(links, "self", base, type, query);
        if (count > 0 && end < hits.size()) {
            link(links, "next", base, type, query.with("_offset", Integer.toString(end)));
        }
        if (!page.isEmpty() || mode.outcomes()) {
            ArrayNode entries = bundle.putArray("entry");
            outcome(entries, mode);
            page.forEach(hit -> entry(entries, hit, base, "match"));
            new Includes(table, store, mode.asOf())
                    .of(query, page.stream().map(Hit::resource).toList())
                    .forEach((stored, resource) -> entry(entries, new Hit(stored, resource), base, "include"));
            outcome(entries, mode);
        }
        return bundle;
    }

    private static int number(QueryString query, String name, int otherwise) {
        try {
            return query.first(name).map(Integer::parseInt).filter(n -> n >= 0).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw new FhirException(400, "value", "The search parameter " + name + " takes a whole number.");
        }
    }

    private static void link(ArrayNode links, String relation, String base, String type, QueryString query) {
        String parameters = query.encoded();
        links.addObject()
                .put("relation", relation)
                .put("url", base + "/" + type + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    private static void outcome(ArrayNode entries, EntryMode mode) {
        if (mode.outcomes()) {
            ObjectNode entry = entries.addObject();
            entry.set("resource", Outcomes.information("This entry is not a result."));
            entry.putObject("search").put("mode", "outcome");
        }
    }

    private static void entry(ArrayNode entries, Hit hit, String base, String mode) {
        ObjectNode entry = entries.addObject().put("fullUrl", base + "/" + hit.relative());
        entry.set("resource", hit.resource());
        entry.putObject("search").put("mode", mode);
    }
}
