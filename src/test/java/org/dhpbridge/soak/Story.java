package org.dhpbridge.soak;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What happens in the hospitals, event after event in the order in which it happens, and the message of each. The same
 * random numbers make the same story.
 */
final class Story {

    private static final LocalDateTime BEGIN = LocalDateTime.of(2026, 1, 5, 8, 0);
    private static final DateTimeFormatter HL7_TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");
    private static final DateTimeFormatter CSV_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Person.Kind[] KINDS = Person.Kind.values();
    private static final int BIRTH_YEAR = 1990;

    private final RandomGenerator random;
    private final String name;
    private final List<Person> people = new ArrayList<>();
    private final BadMessages bad;
    private long seconds;
    private int messages;
    private int orders;
    private int visits;

    /** @param name begins every number in the load, so that two loads on one platform share nothing */
    Story(RandomGenerator random, String name, int people) {
        this.random = random;
        this.name = name;
        for (int i = 0; i < people; i++) {
            this.people.add(new Person(KINDS[i % KINDS.length], name, i));
        }
        bad = new BadMessages(random);
    }

    /** The next thing that happens; two messages when a result becomes final in the second in which it was told first. */
    List<Draft> next() {
        seconds += random.nextInt(1, 90);
        Person person = people.get(random.nextInt(people.size()));
        if (random.nextInt(100) < 4) {
            return List.of(bad.next(person, hl7Time(), csvTime(seconds), control()));
        }
        return switch (person.kind) {
            case WARD_AND_LAB, HOSPITAL_ONLY -> List.copyOf(hospital(person));
            case HL7_AND_REGISTER ->
                random.nextInt(100) < 20 ? List.of(register(person)) : List.copyOf(hospital(person));
            case REGISTER_ONLY -> List.of(register(person));
            case CSV_LAB -> List.of(csvResults(person));
        };
    }

    private List<Draft> hospital(Person person) {
        if (!person.registered) {
            person.registered = true;
            return List.of(adt(person, "A28"));
        }
        int die = random.nextInt(100);
        if (die < 25) {
            person.changes();
            return List.of(adt(person, "A31"));
        }
        return die < 55 ? List.of(visit(person)) : laboratory(person);
    }

    private Draft visit(Person person) {
        if (person.visit == null || person.discharged && random.nextInt(100) < 70) {
            person.visit = name + "-V" + ++visits;
            person.admitted = seconds;
            person.discharged = false;
            return adt(person, "A01");
        }
        if (person.discharged) {
            person.discharged = false;
            return adt(person, "A13");
        }
        if (random.nextInt(100) < 50) {
            person.changes();
            return adt(person, "A08");
        }
        person.discharged = true;
        return adt(person, "A03");
    }

    private Draft adt(Person person, String event) {
        boolean ofVisit = !event.equals("A28") && !event.equals("A31");
        List<Statement> says = new ArrayList<>(List.of(person.says(seconds, person.wardNumbers())));
        StringBuilder text = new StringBuilder(
                Hl7Text.msh("MIS", "SHIFO-12", hl7Time(), "ADT^" + event + "^ADT_" + structure(event), control()));
        text.append(Hl7Text.evn(event, hl7Time()));
        text.append(Hl7Text.pid(person.wardNumbers(), person.family(), birth(), person.mobile()));
        if (ofVisit) {
            String doctor = "D" + ++person.visits;
            text.append(
                    Hl7Text.pv1(person.visit, doctor, hl7Time(person.admitted), person.discharged ? hl7Time() : ""));
            Map<String, String> facts = new HashMap<>(Map.of(Facts.DOCTOR, doctor));
            if (!event.equals("A08")) {
                facts.put(Facts.STATUS, person.discharged ? "completed" : "in-progress");
            }
            says.add(Statement.of(new RecordKey("Encounter", person.visit), seconds, person.discharged ? 4 : 2, facts));
        }
        return new Draft(Draft.HL7, text.toString(), new Fed("ADT^" + event, null, says));
    }

    private static String structure(String event) {
        return switch (event) {
            case "A28", "A31" -> "A05";
            case "A08", "A13" -> "A01";
            default -> event;
        };
    }

    private List<Draft> laboratory(Person person) {
        LabOrder order = person.orders.isEmpty() || random.nextInt(100) < 30
                ? null
                : person.orders.get(random.nextInt(person.orders.size()));
        if (order == null) {
            order = new LabOrder(
                    name + "-Z" + ++orders, name + "-L" + orders, "CBC", List.of("WBC", "HGB", "PLT"), seconds);
            person.orders.add(order);
            return List.of(ordered(person, order));
        }
        boolean first = order.stage == null;
        order.stage = first ? LabOrder.Stage.PRELIMINARY : order.stage.next();
        Draft results = results(person, order);
        if (first && random.nextInt(100) < 10) {
            order.stage = LabOrder.Stage.FINAL;
            return List.of(results, results(person, order));
        }
        return List.of(results);
    }

    private Draft ordered(Person person, LabOrder order) {
        String text = Hl7Text.msh("LIS", "LAB-1", hl7Time(), "ORM^O01^ORM_O01", control())
                + Hl7Text.pid(person.labNumbers(), person.family(), birth(), person.mobile())
                + Hl7Text.orc("NW", order.placer, order.filler)
                + Hl7Text.obr(order.placer, order.filler, "", "", "");
        return new Draft(
                Draft.HL7,
                text,
                new Fed(
                        "ORM^O01",
                        null,
                        List.of(person.says(seconds, person.labNumbers()), order.saysRequest(seconds))));
    }

    private Draft results(Person person, LabOrder order) {
        StringBuilder text = new StringBuilder(Hl7Text.msh("LIS", "LAB-1", hl7Time(), "ORU^R01^ORU_R01", control()));
        text.append(Hl7Text.pid(person.labNumbers(), person.family(), birth(), person.mobile()));
        text.append(Hl7Text.orc("RE", order.placer, order.filler));
        text.append(Hl7Text.obr(order.placer, order.filler, hl7Time(order.collected), hl7Time(), order.stage.code));
        List<Statement> says = new ArrayList<>(List.of(
                person.says(seconds, person.labNumbers()), order.saysRequest(seconds), order.saysReport(seconds)));
        int number = 0;
        for (String test : told(order)) {
            String value = order.newValue();
            text.append(Hl7Text.obx(++number, test, value, order.stage.code));
            says.add(order.says(seconds, test, value));
        }
        return new Draft(Draft.HL7, text.toString(), new Fed("ORU^R01 " + order.stage.code, null, says));
    }

    /** A correction tells one result, everything else tells all. */
    private List<String> told(LabOrder order) {
        return order.stage == LabOrder.Stage.CORRECTED
                ? List.of(order.tests.get(random.nextInt(order.tests.size())))
                : order.tests;
    }

    private Draft register(Person person) {
        if (person.kind == Person.Kind.REGISTER_ONLY || random.nextBoolean()) {
            person.changes();
        }
        String row = String.join(
                        ",",
                        person.registerNumber,
                        person.pinfl == null ? "" : person.pinfl,
                        person.family(),
                        "Aziz",
                        "M",
                        BIRTH_YEAR + "-01-01",
                        person.mobile(),
                        csvTime(seconds))
                + "\n";
        return new Draft(
                Draft.PATIENTS,
                row,
                new Fed("row of patients", null, List.of(person.says(seconds, person.rowNumbers()))));
    }

    private Draft csvResults(Person person) {
        LabOrder order = person.orders.isEmpty() || random.nextInt(100) < 40
                ? null
                : person.orders.get(random.nextInt(person.orders.size()));
        if (order == null) {
            String number = name + "-B" + ++orders;
            order = new LabOrder(number, number, "BIO", List.of("GLUM", "ALT"), seconds);
            person.orders.add(order);
        }
        order.stage = order.stage == null ? LabOrder.Stage.PRELIMINARY : order.stage.next();
        List<Statement> says = new ArrayList<>(List.of(
                person.says(seconds, person.rowNumbers()), order.saysRequest(seconds), order.saysReport(seconds)));
        says.add(Statement.of(new RecordKey("Specimen", "S-" + order.filler), seconds, 0, Map.of()));
        StringBuilder rows = new StringBuilder();
        for (String test : told(order)) {
            String value = order.newValue();
            rows.append(String.join(
                            ",",
                            person.registerNumber,
                            person.family(),
                            "Aziz",
                            "M",
                            BIRTH_YEAR + "-01-01",
                            order.filler,
                            order.panel,
                            "Biokimyo",
                            "S-" + order.filler,
                            "qon",
                            csvTime(order.collected),
                            test,
                            test,
                            value,
                            "g/l",
                            order.stage.code,
                            csvTime(seconds)))
                    .append('\n');
            says.add(order.says(seconds, test, value));
        }
        return new Draft(
                Draft.LAB_RESULTS, rows.toString(), new Fed("rows of lab-results " + order.stage.code, null, says));
    }

    private String control() {
        return name + "-" + ++messages;
    }

    private static String birth() {
        return BIRTH_YEAR + "0101";
    }

    private String hl7Time() {
        return hl7Time(seconds);
    }

    private static String hl7Time(long seconds) {
        return BEGIN.plusSeconds(seconds).format(HL7_TIME);
    }

    private static String csvTime(long seconds) {
        return BEGIN.plusSeconds(seconds).format(CSV_TIME);
    }
}
