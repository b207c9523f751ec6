package org.dhpbridge.delivery;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dhpbridge.delivery.Seen.Current;
import org.dhpbridge.delivery.json.References;
import org.dhpbridge.delivery.wire.FhirAnswer;
import org.dhpbridge.delivery.wire.Interaction;
import org.dhpbridge.delivery.wire.Verdict;
import org.dhpbridge.ledger.Links.Key;

/** The patients that one look has read, and who replaced whom of them. A patient is named as {@code Patient/7}. */
final class KnownPatients {

    private final Questions questions;
    private final Map<String, Current> read = new HashMap<>();
    private final Map<String, String> survivors = new HashMap<>();
    private final Set<String> asked = new HashSet<>();
    private final Set<String> absent = new HashSet<>();

    KnownPatients(Questions questions) {
        this.questions = questions;
    }

    /** @param patient as it was read; nothing is done with what is no Patient */
    void add(String reference, Current patient) {
        if (isPatient(reference)) {
            read.put(reference, patient);
            Survivors.replacedBy(patient.resource()).ifPresent(other -> survivors.put(reference, other));
        }
    }

    /** Those that are there, as they were read. */
    Map<String, Current> read() {
        return read;
    }

    /** For those that were merged away who is used now. Whose successor is no more there stands for himself again. */
    Map<String, String> survivors() {
        return Survivors.last(replacedByOneThere());
    }

    /** Which of several that a message names it means; empty when it may be several people. */
    Optional<String> usedOf(Set<String> candidates) {
        return Survivors.used(candidates, replacedByOneThere());
    }

    private Map<String, String> replacedByOneThere() {
        Map<String, String> there = new HashMap<>(survivors);
        there.values().removeAll(absent);
        return there;
    }

    /** Patients that were asked for and are not there. */
    Set<String> absent() {
        return absent;
    }

    /** All numbers that the platform knows of a patient and of those by whom he was replaced. */
    Set<Key> numbers(String patient) {
        Set<Key> numbers =
                new LinkedHashSet<>(BatchEntry.keysOf(read.get(patient).resource()));
        replacedBy(patient).stream()
                .filter(read::containsKey)
                .forEach(other ->
                        numbers.addAll(BatchEntry.keysOf(read.get(other).resource())));
        return numbers;
    }

    /** Whether a record by which a patient was replaced is still to be read. */
    boolean awaitsOthers(String patient) {
        return replacedBy(patient).stream().anyMatch(this::isToBeRead);
    }

    /** The records by which a patient was replaced, one after the other. */
    private Set<String> replacedBy(String patient) {
        Set<String> chain = new LinkedHashSet<>();
        for (String at = survivors.get(patient); at != null && chain.add(at); ) {
            at = survivors.get(at);
        }
        return chain;
    }

    /** Asks who replaced a patient, and whether one that a record is about was replaced. @param mentioned by records */
    void ask(Collection<String> mentioned, Questions.Round round) {
        Set<String> patients = new LinkedHashSet<>(survivors.values());
        patients.addAll(mentioned);
        for (String patient : patients) {
            if (isToBeRead(patient)) {
                asked.add(patient);
                round.tryRead(patient, answer -> answered(patient, answer));
            }
        }
    }

    private void answered(String patient, FhirAnswer answer) {
        if (answer.ok()) {
            add(patient, questions.resource(patient, answer));
        } else if (answer.verdict(Interaction.READ) == Verdict.NOT_THERE) {
            absent.add(patient);
        }
    }

    private boolean isToBeRead(String reference) {
        return isPatient(reference)
                && References.isRelative(reference)
                && !read.containsKey(reference)
                && !asked.contains(reference)
                && asked.size() < Survivors.LONGEST_CHAIN;
    }

    private static boolean isPatient(String reference) {
        return reference.startsWith("Patient/");
    }
}
