package org.dhpbridge.profile;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.fhir.ucum.UcumEssenceService;
import org.fhir.ucum.UcumException;

/** Units of UCUM: a grammar over a table of units, so no list can hold them. Loaded when first asked for. */
final class Ucum {

    /** Units come from the input too, so what is remembered must have an end. */
    private static final int REMEMBERED = 1_000;

    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private Ucum() {}

    /** @return whether UCUM's grammar and table allow the code, case-sensitively: {@code mL}, {@code 10*9/L} */
    static boolean isUnit(String code) {
        if (KNOWN.size() > REMEMBERED) {
            KNOWN.clear();
        }
        return KNOWN.computeIfAbsent(code, unit -> !unit.isEmpty() && Essence.SERVICE.validate(unit) == null);
    }

    private static final class Essence {

        private static final UcumEssenceService SERVICE = load();

        private static UcumEssenceService load() {
            try (InputStream essence = UcumEssenceService.class.getResourceAsStream("/ucum-essence.xml")) {
                return new UcumEssenceService(essence);
            } catch (IOException | UcumException e) {
                throw new IllegalStateException("The table of UCUM units cannot be read from org.fhir:ucum", e);
            }
        }
    }
}
