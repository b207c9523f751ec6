package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is there, what a message says, and what stands there afterwards; {@code '} stands for {@code "} and {@code %} for {@code |}. */
class MergeTest {

    private static final Merge MERGE = new Merge(FhirContext.forR5Cached());

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

        ObjectNode merged = MERGE.merge(current, ours);

        assertThat(Json.same(merged, resource(type, after))).as("%s", merged).isTrue();
        assertThat(current).isEqualTo(before);
        assertThat(Json.same(MERGE.merge(merged, ours), merged))
                .as("merging again changes nothing")
                .isTrue();
    }

    private static ObjectNode resource(String type, String fields) {
        return Json.readObject("{\"resourceType\":\"" + type + "\","
                + fields.replace('\'', '"').replace('%', '|') + "}");
    }
}
