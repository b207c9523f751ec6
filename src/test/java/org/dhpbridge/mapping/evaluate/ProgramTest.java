package org.dhpbridge.mapping.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.schibsted.spt.data.jslt.Parser;
import com.schibsted.spt.data.jslt.impl.ExpressionImpl;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program makes of every kind of expression what JSLT makes of it, and stops where JSLT stops, with the same words. */
class ProgramTest {

    private static final String INPUT =
            """
            {"text": "a", "blank": "", "zero": 0, "one": 1, "half": 0.5, "yes": true, "no": false, "nothing": null,
             "list": ["a", "", null, {"x": 1}, []], "empty": [], "object": {"x": 1, "y": {"z": "deep"}}, "bare": {}}
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".",
                ".text",
                ".object.y.z",
                ".text.x",
                ".list.x",
                ".missing.x",
                "let a = .text $a",
                "let a = .one let b = $a + 1 {\"a\": $a, \"b\": $b}",
                ".list[0]",
                ".list[-1]",
                ".list[99]",
                ".list[-99]",
                ".list[size(.list) - 2]",
                ".list[.one]",
                ".list[.text]",
                ".list[.nothing]",
                ".list[1 : 3]",
                ".text[0]",
                ".text[7]",
                ".text[.object]",
                ".object[0]",
                ".one[0]",
                ".nothing[.text]",
                "if (.text) \"yes\" else \"no\"",
                "if (.blank) \"yes\"",
                "if (.zero) 1 else if (.half) 2 else 3",
                "if (.bare) 1 else let x = .one $x",
                "if (.empty) 1 else if (.no) 2 else if (.yes) let x = 3 $x",
                "if (if (.nothing) true else .text) 1 else 2",
                "not(.nothing)",
                "not(.list)",
                "[.text, .nothing, .bare, [], 1]",
                "{\"a\": .text, \"b\": .nothing, \"c\": .bare, \"d\": .empty, \"e\": .blank, \"f\": .no, \"g\": .zero}",
                "{let x = .one \"a\": $x}",
                "{\"a\": 1, \"b\": \"c\"}",
                "{.text: 1}",
                "{.text: 1, \"a\": 2}",
                "{.one: 1}",
                "{\"text\": 1, * : .}",
                "{\"object\": {\"x\": 2, * : .}}",
                "{* - text : .}",
                "{for (.object) .key : .value}",
                "{for (.list) \"k\" : .}",
                "[for (.list) .]",
                "[for (.list) . if (.)]",
                "[for (.list) let x = . {\"was\": $x} if ($x)]",
                "[for (.object) .key]",
                "[for (.nothing) .]",
                "[for (.text) .]",
                "[for (.one) .]",
                "[for (.list) [for (.x) .]]",
                "fallback(.nothing, .bare, .empty, .blank, .text)",
                "fallback(.nothing, .missing)",
                "fallback(.no, .yes)",
                ".text and .yes",
                ".text and .nothing",
                ".blank or .zero",
                ".blank or .list",
                ".text == \"a\"",
                ".text == 1",
                "1 == 1.0",
                ".one != .half",
                ".nothing == null",
                ".missing != .nothing",
                ".yes == true",
                ".list == .list",
                ".object == {\"y\": {\"z\": \"deep\"}, \"x\": 1}",
                ".text + .one",
                ".list + [1]",
                ".object + {\"x\": 2, \"w\": 3}",
                ".nothing + .text",
                ".one + .half",
                ".text - 1",
                ".one > .half",
                ".text > .one",
                ".one / 0",
                ".text | .",
                "number(.text)",
                "error(\"stop\")",
                "split(.text, \"\")",
                "contains(.text, [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\", \"i\", \"j\", \"k\"])",
                "def twice(x) [$x, $x] twice(twice(.text))",
                "def f(x, y) let z = $x + $y {\"z\": $z, \"in\": .text} f(.text, f(.one, .half))",
                "def count(n) if ($n > 0) [$n] + count($n - 1) else [] count(5)",
                "def even(n) if ($n == 0) true else odd($n - 1) def odd(n) if ($n == 0) false else even($n - 1) even(7)",
                "let g = .text def f(x) $x + $g f(.one)",
                "def f(x) {for (.object) .key : $x} f(.text)",
                "def key(x) $x + \"!\" def f(x) {for ($x) key(.key) : f2(.value)} def f2(y) let z = $y $z f(.object)",
                "def f(x) $x[1 : ] f(.list)",
            })
    void isWhatJsltMakesOfIt(String mapping) throws IOException {
        JsonNode input = new ObjectMapper().readTree(INPUT);
        assertThat(outcome(input, new Translator().program(parsed(mapping))::apply))
                .isEqualTo(outcome(input, parsed(mapping)::apply));
        assertThat(input).isEqualTo(new ObjectMapper().readTree(INPUT));
    }

    private static ExpressionImpl parsed(String mapping) {
        return (ExpressionImpl) Parser.compileString(mapping);
    }

    private static Object outcome(JsonNode input, UnaryOperator<JsonNode> mapping) {
        try {
            return mapping.apply(input);
        } catch (RuntimeException stopped) {
            return stopped.toString();
        }
    }
}
