package org.dhpbridge.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.*;
import org.dhpbridge.home.HomeFiles;
import org.dhpbridge.profile.ProfilePack;
import org.junit.jupiter.api.Test;

class MutantsTest {
    private final ProfilePack pack = ProfilePack.load(new HomeFiles(Path.of(".")), "uz-core-0.7.0");
    private final ConformanceCheck check = new ConformanceCheck(pack);

    String[] profiles(ObjectNode r) {
        return r.path("meta").has("profile")
                ? new String[0]
                : pack.profileFor(r.path("resourceType").asText()).stream().toArray(String[]::new);
    }

    @Test
    void scratch() throws Exception {
        List<Mutant> all = Mutant.all();
        long t = System.nanoTime();
        if (Boolean.getBoolean("dhp.regenerate")) Verdicts.write(Verdicts.judge(all, this::profiles));
        System.out.println("HAPI s " + (System.nanoTime() - t) / 1e9);
        if (!Verdicts.LOG.isEmpty()) {
            StringBuilder b = new StringBuilder();
            new TreeMap<>(Verdicts.LOG)
                    .forEach((k, x) -> b.append(k).append(" : ").append(x).append("\n"));
            Files.writeString(Path.of("/tmp/hapilog.txt"), b.toString());
        }
        Map<String, Set<String>> v = Verdicts.read();
        StringBuilder out = new StringBuilder();
        int ok = 0;
        t = System.nanoTime();
        for (Mutant m : all) {
            List<Issue> ours =
                    check.check(m.resource()).stream().filter(Issue::isError).toList();
            Set<String> hapi = v.get(m.hash());
            if (hapi.isEmpty() == ours.isEmpty()) ok++;
            else out.append((ours.isEmpty() ? "MISSED " : "EXTRA ") + m + " HAPI " + hapi + " OURS " + ours + "\n");
        }
        System.out.println("OURS s " + (System.nanoTime() - t) / 1e9 + " of " + all.size() + " agree " + ok);
        Files.writeString(Path.of("/tmp/disagree.txt"), out.toString());
    }
}
