package org.dhpbridge.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Refuses a query parameter that a request of the API does not have: a misspelt filter would list, replay or forget everything.
 * Where something is changed, each has one value, too: {@code ?dryRun} without one would be no dry run.
 */
@Component
class QueryParameters implements HandlerInterceptor, WebMvcConfigurer {

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();
    private static final Set<String> READING = Set.of("GET", "HEAD");

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this).addPathPatterns("/api/**");
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            check(READING.contains(request.getMethod()), request.getParameterMap(), allowed(method));
        }
        return true;
    }

    private static void check(boolean reads, Map<String, String[]> parameters, TreeSet<String> allowed) {
        parameters.forEach((name, values) -> {
            if (!allowed.contains(name)) {
                throw Filters.badRequest(
                        "There is no query parameter " + name + " here; "
                                + (allowed.isEmpty()
                                        ? "this request has none."
                                        : "there are: " + String.join(", ", allowed) + "."),
                        null);
            }
            if (!reads && (values.length != 1 || values[0].isBlank())) {
                throw Filters.badRequest("The query parameter " + name + " takes one value, or is left out.", null);
            }
        });
    }

    private static TreeSet<String> allowed(HandlerMethod method) {
        TreeSet<String> names = new TreeSet<>();
        Arrays.stream(method.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .map(QueryParameters::name)
                .forEach(names::add);
        return names;
    }

    private static String name(MethodParameter parameter) {
        parameter.initParameterNameDiscovery(NAMES);
        return Objects.requireNonNull(parameter.getParameterName());
    }
}
