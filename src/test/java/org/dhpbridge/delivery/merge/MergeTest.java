package org.dhpbridge.delivery.merge;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.dhpbridge.delivery.json.JsonText;
import org.dhpbridge.kernel.JsonValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is there, what a message says, and what stands there afterwards; {@code '} stands for {@code "} and {@code %} for {@code |}. */
class MergeTest {

    private static final FhirTypes TYPES = new FhirTypes(FhirContext.forR5Cached());
    private static final Entries ENTRIES = new Entries(TYPES, (type, system) -> system.equals("pinfl"));
    private static final Merge MERGE = new Merge(TYPES, ENTRIES);
    private static final Owned NOTHING = Owned.nothing("X/1");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    what the message does not say stays            | Patient     | 'gender':'male','active':true                                  | 'gender':'male'                                  | 'gender':'male','active':true
                    a single value is the message's                | Patient     | 'birthDate':'1985-01-01'                                       | 'birthDate':'1985-01-02'                         | 'birthDate':'1985-01-02'
                    'unknown' does not take a value's place        | Patient     | 'gender':'male'                                                | 'gender':'unknown'                               | 'gender':'male'
                    a value takes the place of 'unknown'           | Patient     | 'gender':'unknown'                                             | 'gender':'male'                                  | 'gender':'male'
                    an absence does not take a value's place       | Patient     | 'birthDate':'1985-01-01'                                       | '_birthDate':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]} | 'birthDate':'1985-01-01'
                    a value takes the place of an absence          | Patient     | '_birthDate':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]} | 'birthDate':'1985-01-01' | 'birthDate':'1985-01-01'
                    other extensions of a primitive stay           | Patient     | 'birthDate':'1985-01-01','_birthDate':{'extension':[{'url':'urn:t','valueString':'8:00'}]} | 'birthDate':'1985-01-02' | 'birthDate':'1985-01-02','_birthDate':{'extension':[{'url':'urn:t','valueString':'8:00'}]}
                    identifiers are matched by system and value    | Patient     | 'identifier':[{'system':'a','value':'1','use':'usual'}]        | 'identifier':[{'system':'a','value':'1'},{'system':'b','value':'1'}] | 'identifier':[{'system':'a','value':'1','use':'usual'},{'system':'b','value':'1'}]
                    an absent identifier gives way to a real one   | Patient     | 'identifier':[{'system':'a','_value':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]}}] | 'identifier':[{'system':'a','value':'1'}] | 'identifier':[{'system':'a','value':'1'}]
                    and does not stand beside one                  | Patient     | 'identifier':[{'system':'a','value':'1'}]                      | 'identifier':[{'system':'a','_value':{'extension':[{'url':'http://hl7.org/fhir/StructureDefinition/data-absent-reason','valueCode':'unknown'}]}}] | 'identifier':[{'system':'a','value':'1'}]
                    names of the same use and text are one         | Patient     | 'name':[{'use':'official','text':'A B','prefix':['Dr']}]       | 'name':[{'use':'official','text':'A  B','family':'A'}] | 'name':[{'use':'official','text':'A  B','prefix':['Dr'],'family':'A'}]
                    names of other texts stand side by side        | Patient     | 'name':[{'use':'official','text':'A'}]                         | 'name':[{'use':'official','text':'B'}]           | 'name':[{'use':'official','text':'A'},{'use':'official','text':'B'}]
                    telecoms are matched by system and value       | Patient     | 'telecom':[{'system':'phone','value':'1','rank':1}]            | 'telecom':[{'system':'phone','value':'1','use':'home'},{'system':'email','value':'1'}] | 'telecom':[{'system':'phone','value':'1','rank':1,'use':'home'},{'system':'email','value':'1'}]
                    a quantity is never mixed                      | Observation | 'valueQuantity':{'value':5,'unit':'g','code':'g'}              | 'valueQuantity':{'value':6,'unit':'mg'}          | 'valueQuantity':{'value':6,'unit':'mg'}
                    a quantity that says more stays                | Observation | 'valueQuantity':{'value':5.0,'unit':'g','code':'g'}            | 'valueQuantity':{'value':5.00,'unit':'g'}        | 'valueQuantity':{'value':5.0,'unit':'g','code':'g'}
                    of a choice one stays                          | Observation | 'valueString':'x','_valueString':{'id':'i'}                    | 'valueQuantity':{'value':6}                      | 'valueQuantity':{'value':6}
                    a choice of one kind is replaced               | Patient     | 'deceasedBoolean':true                                         | 'deceasedDateTime':'2026-01-01'                  | 'deceasedDateTime':'2026-01-01'
                    a value ends the reason why there was none     | Observation | 'dataAbsentReason':{'coding':[{'code':'unknown'}]}             | 'valueString':'x'                                | 'valueString':'x'
                    not knowing does not end a value               | Observation | 'valueString':'x'                                              | 'dataAbsentReason':{'coding':[{'code':'unknown'}]} | 'valueString':'x'
                    a reason that the source gave does             | Observation | 'valueString':'x'                                              | 'dataAbsentReason':{'coding':[{'code':'error'}]} | 'dataAbsentReason':{'coding':[{'code':'error'}]}
                    a correction without a value ends one too      | Observation | 'valueString':'x'                                              | 'status':'corrected','dataAbsentReason':{'coding':[{'code':'unknown'}]} | 'status':'corrected','dataAbsentReason':{'coding':[{'code':'unknown'}]}
                    one value takes the place of several           | Observation | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':1},{'code':{'text':'h'},'valueInteger':2}] | 'code':{'text':'g'},'valueInteger':3 | 'code':{'text':'g'},'valueInteger':3,'component':[{'code':{'text':'h'},'valueInteger':2}]
                    several take the place of one                  | Observation | 'code':{'text':'g'},'valueInteger':3                           | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':1},{'code':{'text':'g'},'valueInteger':2}] | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':1},{'code':{'text':'g'},'valueInteger':2}]
                    two take the place of three                    | Observation | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':1},{'code':{'text':'g'},'valueInteger':2},{'code':{'text':'g'},'valueInteger':3}] | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':2},{'code':{'text':'g'},'valueInteger':4}] | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':2},{'code':{'text':'g'},'valueInteger':4}]
                    an absence takes the place of several          | Observation | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':1}] | 'code':{'text':'g'},'dataAbsentReason':{'coding':[{'code':'error'}]} | 'code':{'text':'g'},'dataAbsentReason':{'coding':[{'code':'error'}]}
                    several take the place of an absence           | Observation | 'code':{'text':'g'},'dataAbsentReason':{'coding':[{'code':'error'}]} | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':1}] | 'code':{'text':'g'},'component':[{'code':{'text':'g'},'valueInteger':1}]
                    flags of others stay with another value        | Observation | 'valueInteger':1,'interpretation':[{'text':'HH'}]              | 'valueInteger':2                                 | 'valueInteger':2,'interpretation':[{'text':'HH'}]
                    a translated concept keeps its translation     | Observation | 'code':{'coding':[{'system':'a','code':'1'},{'system':'b','code':'2'}]} | 'code':{'coding':[{'system':'a','code':'1'}],'text':'t'} | 'code':{'coding':[{'system':'a','code':'1'},{'system':'b','code':'2'}],'text':'t'}
                    another concept replaces it                    | Observation | 'valueCodeableConcept':{'coding':[{'system':'a','code':'pos'}]} | 'valueCodeableConcept':{'coding':[{'system':'a','code':'neg'}]} | 'valueCodeableConcept':{'coding':[{'system':'a','code':'neg'}]}
                    a period is merged field by field              | Encounter   | 'actualPeriod':{'start':'2026-01-01','end':'2026-01-05'}       | 'actualPeriod':{'start':'2026-01-02'}            | 'actualPeriod':{'start':'2026-01-02','end':'2026-01-05'}
                    but never runs backwards                       | Encounter   | 'actualPeriod':{'start':'2026-01-01','end':'2026-01-05'}       | 'actualPeriod':{'start':'2026-02-01T10:00:00Z'}  | 'actualPeriod':{'start':'2026-02-01T10:00:00Z'}
                    components are matched by code                 | Observation | 'component':[{'code':{'coding':[{'code':'s'}]},'valueInteger':120},{'code':{'coding':[{'code':'d'}]},'valueInteger':80}] | 'component':[{'code':{'coding':[{'code':'d'}]},'valueInteger':85}] | 'component':[{'code':{'coding':[{'code':'s'}]},'valueInteger':120},{'code':{'coding':[{'code':'d'}]},'valueInteger':85}]
                    participants are matched by who they are       | Encounter   | 'participant':[{'actor':{'reference':'Practitioner/1'}}]       | 'participant':[{'actor':{'reference':'Practitioner/1'},'period':{'start':'2026-01-01'}},{'actor':{'reference':'Practitioner/2'}}] | 'participant':[{'actor':{'reference':'Practitioner/1'},'period':{'start':'2026-01-01'}},{'actor':{'reference':'Practitioner/2'}}]
                    two sisters are two contacts                   | Patient     | 'contact':[{'relationship':[{'text':'sister'}],'name':{'text':'A'}}] | 'contact':[{'relationship':[{'text':'sister'}],'name':{'text':'B'}}] | 'contact':[{'relationship':[{'text':'sister'}],'name':{'text':'A'}},{'relationship':[{'text':'sister'}],'name':{'text':'B'}}]
                    results are matched by reference               | DiagnosticReport | 'result':[{'reference':'Observation/1','display':'d'}]    | 'result':[{'reference':'Observation/1'},{'reference':'Observation/2'}] | 'result':[{'reference':'Observation/1','display':'d'},{'reference':'Observation/2'}]
                    given names are one statement                  | Patient     | 'name':[{'text':'A B','given':['X','Y']}]                      | 'name':[{'text':'A B','given':['B']}]            | 'name':[{'text':'A B','given':['B']}]
                    a profile of another version is replaced       | Patient     | 'meta':{'profile':['urn:p%1','urn:q'],'versionId':'3'}         | 'meta':{'profile':['urn:p%2']}                   | 'meta':{'profile':['urn:p%2','urn:q'],'versionId':'3'}
                    extensions are matched by url                  | Patient     | 'extension':[{'url':'a','valueString':'1'},{'url':'b','valueString':'2'}] | 'extension':[{'url':'a','valueCode':'3'}] | 'extension':[{'url':'a','valueCode':'3'},{'url':'b','valueString':'2'}]
                    what FHIR does not define stays                | Patient     | 'somethingOfR6':{'x':1}                                        | 'active':true                                    | 'somethingOfR6':{'x':1},'active':true
                    """)
    void merging(String rule, String type, String there, String message, String after) {
        ObjectNode current = resource(type, there);
        ObjectNode before = current.deepCopy();
        ObjectNode ours = resource(type, message);

        ObjectNode merged = MERGE.merge(current, ours, NOTHING);

        assertThat(JsonValues.same(merged, resource(type, after)))
                .as("%s", merged)
                .isTrue();
        assertThat(current).isEqualTo(before);
        assertThat(JsonValues.same(MERGE.merge(merged, ours, NOTHING), merged))
                .as("merging again changes nothing")
                .isTrue();
    }

    /** What others wrote, what we wrote then, what others changed after that ({@code =}: nothing), what we write now. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    another type of a visit replaces ours     | Encounter   |                                | 'type':[{'coding':[{'system':'n','code':'1'}]}] | = | 'type':[{'coding':[{'system':'n','code':'2'}]}] | 'type':[{'coding':[{'system':'n','code':'2'}]}]
                    also when the server showed its display   | Encounter   |                                | 'type':[{'coding':[{'system':'n','code':'1'}]}] | 'type':[{'id':'7','coding':[{'system':'n','code':'1','display':'d'}]}] | 'type':[{'coding':[{'system':'n','code':'2'}]}] | 'type':[{'coding':[{'system':'n','code':'2'}]}]
                    a type of another system stays            | Encounter   |                                | 'type':[{'coding':[{'system':'n','code':'1'}]},{'coding':[{'system':'l','code':'1'}]}] | = | 'type':[{'coding':[{'system':'n','code':'2'}]}] | 'type':[{'coding':[{'system':'l','code':'1'}]},{'coding':[{'system':'n','code':'2'}]}]
                    of two flags one stays                    | Observation |                                | 'interpretation':[{'coding':[{'code':'H'}]},{'coding':[{'code':'A'}]}] | = | 'interpretation':[{'coding':[{'code':'H'}]}] | 'interpretation':[{'coding':[{'code':'H'}]}]
                    another value takes our flag with it      | Observation | 'note':[{'text':'theirs'}]     | 'valueInteger':15,'interpretation':[{'coding':[{'system':'i','code':'HH'}]}],'note':[{'text':'again'}],'referenceRange':[{'text':'3-6'}] | = | 'valueInteger':5 | 'note':[{'text':'theirs'}],'valueInteger':5
                    the same value again keeps it             | Observation |                                | 'valueQuantity':{'value':5.0,'unit':'g','code':'g'},'interpretation':[{'coding':[{'system':'i','code':'HH'}]}],'note':[{'text':'again'}] | = | 'valueQuantity':{'value':5,'unit':'g'} | 'valueQuantity':{'value':5.0,'unit':'g','code':'g'},'interpretation':[{'coding':[{'system':'i','code':'HH'}]}],'note':[{'text':'again'}]
                    a flag in words replaces our code         | Observation |                                | 'valueInteger':15,'interpretation':[{'coding':[{'system':'i','code':'HH'}]}] | = | 'valueInteger':5,'interpretation':[{'text':'w'}] | 'valueInteger':5,'interpretation':[{'text':'w'}]
                    also when the value is the same           | Observation |                                | 'valueInteger':15,'interpretation':[{'coding':[{'system':'i','code':'HH'}]}] | = | 'valueInteger':15,'interpretation':[{'text':'w'}] | 'valueInteger':15,'interpretation':[{'text':'w'}]
                    a flag that is said again stays as it is  | Observation |                                | 'valueInteger':15,'interpretation':[{'coding':[{'system':'i','code':'HH'}]}] | 'valueInteger':15,'interpretation':[{'coding':[{'system':'i','code':'HH'},{'system':'j','code':'1'}]}] | 'valueInteger':16,'interpretation':[{'coding':[{'system':'i','code':'HH'}]}] | 'valueInteger':16,'interpretation':[{'coding':[{'system':'i','code':'HH'},{'system':'j','code':'1'}]}]
                    a value taken back takes its flag along   | Observation |                                | 'valueInteger':15,'interpretation':[{'text':'HH'}] | = | 'dataAbsentReason':{'coding':[{'code':'error'}]} | 'dataAbsentReason':{'coding':[{'code':'error'}]}
                    not knowing the value keeps its flag      | Observation |                                | 'valueInteger':15,'interpretation':[{'text':'HH'}] | = | 'dataAbsentReason':{'coding':[{'code':'unknown'}]} | 'valueInteger':15,'interpretation':[{'text':'HH'}]
                    a component's value takes its flag along  | Observation |                                | 'component':[{'code':{'text':'s'},'valueInteger':1,'interpretation':[{'text':'H'}]}] | = | 'component':[{'code':{'text':'s'},'valueInteger':2}] | 'component':[{'code':{'text':'s'},'valueInteger':2}]
                    another reference range replaces ours     | Observation |                                | 'referenceRange':[{'low':{'value':3.0},'text':'a'}] | 'referenceRange':[{'low':{'value':3.00},'text':'a'}] | 'referenceRange':[{'low':{'value':4}}] | 'referenceRange':[{'low':{'value':4}}]
                    another local code replaces ours          | Observation |                                | 'code':{'coding':[{'system':'n','code':'1'},{'system':'l','code':'1'}]} | = | 'code':{'coding':[{'system':'n','code':'1'},{'system':'l','code':'2'}]} | 'code':{'coding':[{'system':'n','code':'1'},{'system':'l','code':'2'}]}
                    a component that is not sent stays        | Observation |                                | 'component':[{'code':{'text':'s'},'valueInteger':1},{'code':{'text':'d'},'valueInteger':2}] | = | 'component':[{'code':{'text':'s'},'valueInteger':3}] | 'component':[{'code':{'text':'s'},'valueInteger':3},{'code':{'text':'d'},'valueInteger':2}]
                    flags of a component are its own          | Observation |                                | 'component':[{'code':{'text':'s'},'interpretation':[{'text':'H'}]}] | = | 'component':[{'code':{'text':'s'},'interpretation':[{'text':'L'}]}] | 'component':[{'code':{'text':'s'},'interpretation':[{'text':'L'}]}]
                    earlier results stay                      | DiagnosticReport |                           | 'result':[{'reference':'Observation/1'}] | = | 'result':[{'reference':'Observation/2'}] | 'result':[{'reference':'Observation/1'},{'reference':'Observation/2'}]
                    a corrected phone replaces ours           | Patient     | 'telecom':[{'system':'phone','value':'9'}] | 'telecom':[{'system':'phone','value':'1'}] | = | 'telecom':[{'system':'phone','value':'2'}] | 'telecom':[{'system':'phone','value':'9'},{'system':'phone','value':'2'}]
                    a phone of another use stays              | Patient     |                                | 'telecom':[{'system':'phone','use':'work','value':'1'},{'system':'phone','use':'home','value':'2'}] | = | 'telecom':[{'system':'phone','use':'home','value':'3'}] | 'telecom':[{'system':'phone','use':'work','value':'1'},{'system':'phone','use':'home','value':'3'}]
                    what others say too is theirs             | Patient     | 'telecom':[{'system':'phone','value':'1'}] | 'telecom':[{'system':'phone','value':'1'}] | = | 'telecom':[{'system':'phone','value':'2'}] | 'telecom':[{'system':'phone','value':'1'},{'system':'phone','value':'2'}]
                    a married name replaces our maiden name   | Patient     | 'name':[{'use':'official','text':'A B'}] | 'name':[{'use':'official','family':'A','given':['C']}] | = | 'name':[{'use':'official','family':'M','given':['C']}] | 'name':[{'use':'official','text':'A B'},{'use':'official','family':'M','given':['C']}]
                    an alias that is not sent stays           | Patient     |                                | 'name':[{'use':'official','text':'A'},{'use':'nickname','text':'N'}] | = | 'name':[{'use':'official','text':'B'}] | 'name':[{'use':'nickname','text':'N'},{'use':'official','text':'B'}]
                    a new address replaces ours               | Patient     |                                | 'address':[{'use':'home','line':['1']}] | 'address':[{'use':'home','line':['1'],'text':'1, UZ','country':'UZ'}] | 'address':[{'use':'home','line':['2']}] | 'address':[{'use':'home','line':['2']}]
                    what we are silent about stays            | Patient     |                                | 'gender':'male','telecom':[{'system':'phone','value':'1'}] | = | 'gender':'female' | 'gender':'female','telecom':[{'system':'phone','value':'1'}]
                    'unknown' replaces nothing of ours        | Encounter   |                                | 'type':[{'coding':[{'system':'n','code':'1'}]}] | = | 'type':[{'coding':[{'system':'n','code':'unknown'}]}] | 'type':[{'coding':[{'system':'n','code':'1'}]}]
                    a corrected national number replaces ours | Patient     | 'identifier':[{'system':'mr','value':'9'}] | 'identifier':[{'system':'pinfl','value':'1'},{'system':'mr','value':'1'}] | = | 'identifier':[{'system':'pinfl','value':'2'},{'system':'mr','value':'1'}] | 'identifier':[{'system':'mr','value':'9'},{'system':'mr','value':'1'},{'system':'pinfl','value':'2'}]
                    record numbers add up                     | Patient     |                                | 'identifier':[{'system':'mr','value':'1'}] | = | 'identifier':[{'system':'mr','value':'2'}] | 'identifier':[{'system':'mr','value':'1'},{'system':'mr','value':'2'}]
                    another doctor of a role replaces ours    | Encounter   |                                | 'participant':[{'type':[{'coding':[{'code':'ATND'}]}],'actor':{'reference':'Practitioner/1'}}] | 'participant':[{'type':[{'coding':[{'code':'ATND'}]}],'actor':{'reference':'Practitioner/1','display':'d'},'period':{'start':'2026'}}] | 'participant':[{'type':[{'coding':[{'code':'ATND'}]}],'actor':{'reference':'Practitioner/2'}}] | 'participant':[{'type':[{'coding':[{'code':'ATND'}]}],'actor':{'reference':'Practitioner/2'}}]
                    a doctor of another role stays            | Encounter   |                                | 'participant':[{'type':[{'coding':[{'code':'REF'}]}],'actor':{'reference':'Practitioner/1'}}] | = | 'participant':[{'type':[{'coding':[{'code':'ATND'}]}],'actor':{'reference':'Practitioner/2'}}] | 'participant':[{'type':[{'coding':[{'code':'REF'}]}],'actor':{'reference':'Practitioner/1'}},{'type':[{'coding':[{'code':'ATND'}]}],'actor':{'reference':'Practitioner/2'}}]
                    an update of a closed visit keeps the end | Encounter   |                                | 'status':'completed','actualPeriod':{'end':'2026-01-05'} | = | 'status':'unknown' | 'status':'completed','actualPeriod':{'end':'2026-01-05'}
                    nor does one that has no end reopen it    | Encounter   |                                | 'status':'completed','actualPeriod':{'end':'2026-01-05'},'admission':{'dischargeDisposition':{'text':'home'}} | = | 'status':'in-progress','actualPeriod':{'start':'2026-01-01'} | 'status':'completed','actualPeriod':{'start':'2026-01-01','end':'2026-01-05'},'admission':{'dischargeDisposition':{'text':'home'}}
                    a patient who moved has left the old ward | Encounter   |                                | 'location':[{'location':{'display':'A'},'status':'active'}] | = | 'location':[{'location':{'display':'B'},'status':'active'}] | 'location':[{'location':{'display':'A'},'status':'completed'},{'location':{'display':'B'},'status':'active'}]
                    and is once in the ward he came back to   | Encounter   |                                | 'location':[{'location':{'display':'A'},'status':'completed','period':{'end':'2026-01-02'}},{'location':{'display':'B'},'status':'active'}] | = | 'location':[{'location':{'display':'A'},'status':'active'}] | 'location':[{'location':{'display':'A'},'status':'active'},{'location':{'display':'B'},'status':'completed'}]
                    nobody lies in a ward after the discharge | Encounter   |                                | 'status':'in-progress','location':[{'location':{'display':'A'},'status':'active'}] | = | 'status':'completed' | 'status':'completed','location':[{'location':{'display':'A'},'status':'completed'}]
                    a profile we no longer claim goes         | Patient     | 'meta':{'profile':['urn:x']}   | 'meta':{'profile':['urn:p%1']} | = | 'meta':{'profile':['urn:q']} | 'meta':{'profile':['urn:x','urn:q']}
                    """)
    void mergingWhatWeWroteBefore(
            String rule, String type, String others, String before, String changed, String message, String after) {
        ObjectNode theirs = resource(type, others == null ? "" : others);
        ObjectNode first = resource(type, before);
        ObjectNode there = MERGE.merge(theirs, first, NOTHING);
        Owned owned = NOTHING.with(ENTRIES.marks(theirs), ENTRIES.marks(first)).within(ENTRIES.marks(there));
        if (!changed.equals("=")) {
            there.setAll(resource(type, changed));
        }
        ObjectNode ours = resource(type, message);

        ObjectNode merged = MERGE.merge(there, ours, Owned.read("X/1", List.of(owned.stored())));

        assertThat(JsonValues.same(merged, resource(type, after)))
                .as("%s", merged)
                .isTrue();
        Owned then = owned.with(ENTRIES.marks(there), ENTRIES.marks(ours)).within(ENTRIES.marks(merged));
        assertThat(JsonValues.same(MERGE.merge(merged, ours, then), merged))
                .as("merging again changes nothing")
                .isTrue();
    }

    /** As above, of a message that takes the discharge back. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    a cancelled discharge takes the end back  | Encounter   | 'status':'planned'             | 'status':'completed','actualPeriod':{'start':'2026-01-01','end':'2026-01-05'},'admission':{'dischargeDisposition':{'text':'home'}} | = | 'status':'in-progress','actualPeriod':{'start':'2026-01-01'} | 'status':'in-progress','actualPeriod':{'start':'2026-01-01'}
                    also when it says nothing of the time     | Encounter   | 'status':'planned'             | 'status':'completed','actualPeriod':{'end':'2026-01-05'} | = | 'status':'in-progress' | 'status':'in-progress'
                    an end that others wrote stays            | Encounter   | 'status':'completed','actualPeriod':{'end':'2026-01-05'} | 'status':'completed' | = | 'status':'in-progress' | 'status':'in-progress','actualPeriod':{'end':'2026-01-05'}
                    an end that others changed stays          | Encounter   |                                | 'status':'completed','actualPeriod':{'end':'2026-01-05'} | 'actualPeriod':{'end':'2026-01-06'} | 'status':'in-progress' | 'status':'in-progress','actualPeriod':{'end':'2026-01-06'}
                    """)
    void takingBackADischarge(
            String rule, String type, String others, String before, String changed, String message, String after) {
        ObjectNode theirs = resource(type, others == null ? "" : others);
        ObjectNode first = resource(type, before);
        ObjectNode there = MERGE.merge(theirs, first, NOTHING);
        Owned owned = NOTHING.with(ENTRIES.marks(theirs), ENTRIES.marks(first)).within(ENTRIES.marks(there));
        if (!changed.equals("=")) {
            there.setAll(resource(type, changed));
        }
        Set<String> takenBack = Set.of("status", "actualPeriod.end", "admission.dischargeDisposition");

        ObjectNode merged =
                MERGE.merge(there, resource(type, message), Owned.read("X/1", List.of(owned.stored())), takenBack);

        assertThat(JsonValues.same(merged, resource(type, after)))
                .as("%s", merged)
                .isTrue();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    a concept goes for a new one of its system | Encounter | 'type':[{'coding':[{'system':'n','code':'1'}]},{'coding':[{'system':'l','code':'1'}]}] | 'type':[{'coding':[{'system':'n','code':'2'}]}] | 'type':[{'coding':[{'system':'l','code':'1'}]},{'coding':[{'system':'n','code':'2'}]}]
                    without a new one it stays                 | Encounter | 'type':[{'coding':[{'system':'n','code':'1'}]},{'coding':[{'system':'n','code':'2'}]}] | 'type':[{'coding':[{'system':'n','code':'2'}]}] | 'type':[{'coding':[{'system':'n','code':'1'}]},{'coding':[{'system':'n','code':'2'}]}]
                    a phone stays beside a new one             | Patient   | 'telecom':[{'system':'phone','value':'1'}] | 'telecom':[{'system':'phone','value':'2'}] | 'telecom':[{'system':'phone','value':'1'},{'system':'phone','value':'2'}]
                    """)
    void mergingWhatWeMayHaveWritten(String rule, String type, String there, String message, String after) {
        ObjectNode merged = MERGE.merge(resource(type, there), resource(type, message), Owned.unknown("X/1"));

        assertThat(JsonValues.same(merged, resource(type, after)))
                .as("%s", merged)
                .isTrue();
    }

    @Test
    void what_is_remembered_as_ours_is_short_and_unreadable() {
        Set<String> marks = ENTRIES.marks(resource("Patient", "'telecom':[{'system':'phone','value':'998901112233'}]"));

        String stored = Owned.nothing("Patient/1").with(Set.of(), marks).stored();

        assertThat(stored)
                .hasSize(8)
                .isNotEqualTo(Owned.nothing("Patient/2").with(Set.of(), marks).stored());
        assertThat(Owned.read("Patient/1", List.of(stored)).has(marks)).isTrue();
        assertThat(Owned.read("Patient/2", List.of(stored)).has(marks)).isFalse();
        assertThat(Owned.read("Patient/1", List.of("")).isUnknown()).isFalse();
        assertThat(Owned.read("Patient/1", Collections.singletonList(null)).isUnknown())
                .isTrue();
    }

    @Test
    void anOlderMessageOfAnOrderAddsWhereItIsToBeDone() {
        ObjectNode current = resource("ServiceRequest", "'id':'1','status':'revoked'");
        ObjectNode ours = resource(
                "ServiceRequest",
                "'status':'active','location':[{'concept':{'text':'Ward'}},{'concept':{'text':'Home'}}]");

        Merge.Merged merged = MERGE.mergePast(
                current,
                ours,
                NOTHING,
                Set.of(),
                Instant.parse("2026-03-10T08:00:00Z"),
                Instant.parse("2026-03-10T09:00:00Z"));

        assertThat(merged.resource().path("location")).isEqualTo(ours.path("location"));
        assertThat(merged.resource().path("status").asText()).isEqualTo("revoked");
    }

    private static ObjectNode resource(String type, String fields) {
        return JsonText.object("{\"resourceType\":\"" + type + "\"" + (fields.isEmpty() ? "" : ",")
                + fields.replace('\'', '"').replace('%', '|') + "}");
    }
}
