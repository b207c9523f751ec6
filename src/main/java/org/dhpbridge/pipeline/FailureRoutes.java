package org.dhpbridge.pipeline;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.dhpbridge.delivery.FailureKind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells at the start which kinds of failure the routes carry elsewhere than {@link FailureKind} says: a site's own {@code
 * failures.yaml} may be older than a kind, whose messages its clause for faults of the bridge would take for dead.
 */
@Component
final class FailureRoutes implements CamelContextConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(FailureRoutes.class);
    private static final String CONFIGURATION = "failures";

    @Override
    public void beforeApplicationStart(CamelContext context) {}

    @Override
    public void afterApplicationStart(CamelContext context) {
        differences(context).forEach(difference -> LOG.warn("{}", difference));
    }

    /** A sentence for each kind that does not go where it should; none when there are no such routes. */
    static List<String> differences(CamelContext context) {
        RouteConfigurationDefinition routes =
                ((ModelCamelContext) context).getRouteConfigurationDefinition(CONFIGURATION);
        return routes == null
                ? List.of()
                : Arrays.stream(FailureKind.values())
                        .flatMap(kind -> difference(routes.getOnExceptions(), kind))
                        .toList();
    }

    private static Stream<String> difference(List<OnExceptionDefinition> clauses, FailureKind kind) {
        String due = "direct:" + kind.next().route();
        List<String> steps =
                clause(clauses, kind.exception()).map(FailureRoutes::calls).orElse(List.of());
        return steps.contains(due)
                ? Stream.of()
                : Stream.of("routes/pipeline/failures.yaml does not send "
                        + kind.exception().getName() + " ("
                        + kind.meaning() + ") to " + due + ", as the one that the bridge brings does, but to "
                        + (steps.isEmpty() ? "no route" : String.join(", ", steps)) + ".");
    }

    /** The clause that names the class, or the nearest above it. */
    private static Optional<OnExceptionDefinition> clause(List<OnExceptionDefinition> clauses, Class<?> exception) {
        return Stream.<Class<?>>iterate(exception, type -> type != null, Class::getSuperclass)
                .flatMap(type ->
                        clauses.stream().filter(clause -> clause.getExceptions().contains(type.getName())))
                .findFirst();
    }

    private static List<String> calls(OnExceptionDefinition clause) {
        return clause.getOutputs().stream()
                .filter(ToDefinition.class::isInstance)
                .map(step -> ((ToDefinition) step).getUri())
                .toList();
    }
}
