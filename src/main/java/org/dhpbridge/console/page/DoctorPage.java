package org.dhpbridge.console.page;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dhpbridge.console.signin.ConsoleFeature;
import org.dhpbridge.console.signin.Right;
import org.dhpbridge.doctor.Doctor;
import org.dhpbridge.doctor.Finding;
import org.dhpbridge.ledger.Pauses;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.View;

/** What the command {@code check} says, of the bridge that answers. One examination at a time: it asks SSO and platform. */
@Controller
@ConsoleFeature
class DoctorPage {

    private record Examined(Instant at, List<Finding> findings) {}

    private final Pages pages;
    private final Clock clock;
    private final Doctor doctor;
    private volatile Examined last;

    DoctorPage(Pages pages, Clock clock, ConfigurableEnvironment environment, Pauses pauses) {
        this.pages = pages;
        this.clock = clock;
        this.doctor = new Doctor(environment, pauses::current);
    }

    /** The last examination since the start of this bridge. */
    @GetMapping("/console/doctor")
    View show(HttpServletRequest request) {
        Pages.require(Right.OPERATE);
        Examined seen = last;
        Map<String, Object> model = new HashMap<>();
        model.put("at", seen == null ? null : seen.at());
        model.put("findings", seen == null ? List.of() : seen.findings());
        return pages.view(request, "doctor", "doctor", model);
    }

    @PostMapping("/console/doctor")
    View examine() {
        Pages.require(Right.OPERATE);
        Instant asked = clock.instant();
        synchronized (this) {
            boolean justDone = last != null && last.at().isAfter(asked);
            if (!justDone) {
                List<Finding> findings = new ArrayList<>();
                doctor.examine(findings::add);
                last = new Examined(clock.instant(), List.copyOf(findings));
            }
        }
        return Pages.to("/console/doctor");
    }
}
