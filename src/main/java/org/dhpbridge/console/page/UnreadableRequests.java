package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.springframework.beans.TypeMismatchException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.servlet.View;

/**
 * An address or a form that is not as a page of the console makes it, as a number that is none: people get a page in their
 * language with the way back. What was sent is not repeated there.
 */
@Order(Ordered.HIGHEST_PRECEDENCE) // before the one that answers callers of the API
@ControllerAdvice(basePackageClasses = UnreadableRequests.class)
@ConsoleFeature
class UnreadableRequests {

    private static final int BAD_REQUEST = 400;

    private final Pages pages;

    UnreadableRequests(Pages pages) {
        this.pages = pages;
    }

    @ExceptionHandler({TypeMismatchException.class, ServletRequestBindingException.class})
    View unreadable(HttpServletRequest request) {
        return pages.view(request, BAD_REQUEST, "refused", "", Map.of("why", "unreadable", "written", List.of()));
    }
}
