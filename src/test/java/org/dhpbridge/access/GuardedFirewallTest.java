package org.dhpbridge.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import java.util.List;
import org.dhpbridge.http.HostNames;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class GuardedFirewallTest {

    private final GuardedFirewall firewall = new GuardedFirewall(
            new HostNames(List.of("localhost")),
            new ProbePaths("/actuator"),
            new PagePaths(List.of("/console")),
            false);

    /** As the container has it when a form of the console failed: its method and type, at the path of errors. */
    private static MockHttpServletRequest form(String path, DispatcherType dispatch) {
        MockHttpServletRequest request = new MockHttpServletRequest("POST", path);
        request.setServletPath(path);
        request.setDispatcherType(dispatch);
        request.addHeader("Host", "localhost");
        request.addHeader("Content-Type", "application/x-www-form-urlencoded");
        return request;
    }

    @Test
    void aFaultBehindAFormIsToldAsItIsAndNotAsAFormThatIsForNoPage() {
        assertThat(firewall.getFirewalledRequest(form("/console/flow/pause", DispatcherType.REQUEST)))
                .isNotNull();
        assertThat(firewall.getFirewalledRequest(form("/error", DispatcherType.ERROR)))
                .isNotNull();
        assertThatThrownBy(() -> firewall.getFirewalledRequest(form("/error", DispatcherType.REQUEST)))
                .isInstanceOf(RefusedRequestException.class);
    }
}
