package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Recursive descent over FHIRPath's operators, weakest first (FHIRPath N1, 6.8). */
final class Parser {

    private static final String UCUM = "http://unitsofmeasure.org";

    private final String expression;
    private final List<Lexer.Token> tokens;
    private int at;

    Parser(String expression) {
        this.expression = expression;
        this.tokens = Lexer.tokens(expression);
    }

    Node parse() {
        Node node = implication();
        if (peek().kind() != Lexer.TokenKind.END) {
            throw unreadable();
        }
        return node;
    }

    private Node implication() {
        Node left = disjunction();
        while (accept("implies")) {
            left = Operators.implies(left, disjunction());
        }
        return left;
    }

    private Node disjunction() {
        Node left = conjunction();
        while (true) {
            if (accept("or")) {
                left = Operators.or(left, conjunction());
            } else if (accept("xor")) {
                left = Operators.xor(left, conjunction());
            } else {
                return left;
            }
        }
    }

    private Node conjunction() {
        Node left = membership();
        while (accept("and")) {
            left = Operators.and(left, membership());
        }
        return left;
    }

    private Node membership() {
        Node left = equality();
        while (true) {
            if (accept("in")) {
                left = Operators.in(left, equality());
            } else if (accept("contains")) {
                left = Operators.in(equality(), left);
            } else {
                return left;
            }
        }
    }

    private Node equality() {
        return binary(Set.of("=", "!=", "~", "!~"), this::inequality);
    }

    private Node inequality() {
        return binary(Set.of("<", ">", "<=", ">="), this::union);
    }

    private Node union() {
        return binary(Set.of("|"), this::typeTest);
    }

    private Node typeTest() {
        Node left = sum();
        while (true) {
            if (accept("is")) {
                left = Types.is(left, typeName());
            } else if (accept("as")) {
                left = Types.as(left, typeName());
            } else {
                return left;
            }
        }
    }

    private Node sum() {
        return binary(Set.of("+", "-", "&"), this::product);
    }

    private Node product() {
        return binary(Set.of("*", "/", "div", "mod"), this::unary);
    }

    private Node binary(Set<String> operators, java.util.function.Supplier<Node> operand) {
        Node left = operand.get();
        while (isOperator(operators)) {
            left = Operators.binary(next().text(), left, operand.get());
        }
        return left;
    }

    private boolean isOperator(Set<String> operators) {
        return peek().kind() != Lexer.TokenKind.TEXT && operators.contains(peek().text());
    }

    private Node unary() {
        if (accept("-")) {
            return Operators.negate(path());
        }
        accept("+");
        return path();
    }

    private Node path() {
        Node left = term();
        while (true) {
            if (accept(".")) {
                left = invocation().after(left);
            } else if (accept("[")) {
                Node index = implication();
                expect("]");
                left = Operators.index(left, index);
            } else {
                return left;
            }
        }
    }

    private Node term() {
        Lexer.Token token = peek();
        switch (token.kind()) {
            case TEXT -> {
                return constant(next());
            }
            case NUMBER -> {
                return constant(next());
            }
            case DATE -> {
                return constant(next());
            }
            case SYMBOL -> {
                if (accept("(")) {
                    Node inner = implication();
                    expect(")");
                    return inner;
                }
                if (accept("{")) {
                    expect("}");
                    return (focus, scope) -> List.of();
                }
                throw unreadable();
            }
            default -> {
                return named(token.text());
            }
        }
    }

    private Node named(String name) {
        if (name.equals("true") || name.equals("false")) {
            next();
            List<Item> value = List.of(Item.of(BooleanNode.valueOf(name.equals("true"))));
            return (focus, scope) -> value;
        }
        if (name.startsWith("%")) {
            next();
            return environment(name.substring(1));
        }
        if (name.equals("$this")) {
            next();
            return (focus, scope) -> scope.self();
        }
        return invocation();
    }

    private Node environment(String name) {
        return switch (name) {
            case "resource" -> (focus, scope) -> List.of(scope.resource());
            case "rootResource" -> (focus, scope) -> List.of(scope.root());
            case "context" -> (focus, scope) -> List.of(scope.context());
            case "ucum" -> (focus, scope) -> List.of(Item.of(TextNode.valueOf(UCUM)));
            default -> throw new FhirPathException("FHIRPath variable %" + name + " is not known: " + expression);
        };
    }

    private static Node constant(Lexer.Token token) {
        List<Item> value = List.of(Item.of(
                token.kind() == Lexer.TokenKind.NUMBER
                        ? DecimalNode.valueOf(new BigDecimal(token.text()))
                        : TextNode.valueOf(token.text())));
        return (focus, scope) -> value;
    }

    private Node invocation() {
        Lexer.Token token = next();
        if (token.kind() != Lexer.TokenKind.NAME) {
            throw unreadable();
        }
        if (token.text().equals("$this")) {
            return (focus, scope) -> scope.self();
        }
        if (!accept("(")) {
            return new Step(token.text());
        }
        if (Set.of("ofType", "as", "is").contains(token.text())) {
            String type = typeName();
            expect(")");
            return Types.function(token.text(), type);
        }
        List<Node> arguments = new ArrayList<>();
        if (!accept(")")) {
            do {
                arguments.add(implication());
            } while (accept(","));
            expect(")");
        }
        return Functions.function(token.text(), arguments, expression);
    }

    private String typeName() {
        String name = next().text();
        while (accept(".")) {
            name = next().text();
        }
        return name;
    }

    private Lexer.Token peek() {
        return tokens.get(at);
    }

    private Lexer.Token next() {
        Lexer.Token token = tokens.get(at);
        if (token.kind() != Lexer.TokenKind.END) {
            at++;
        }
        return token;
    }

    private boolean accept(String text) {
        Lexer.Token token = peek();
        boolean found = token.kind() != Lexer.TokenKind.TEXT && token.text().equals(text);
        if (found && token.kind() != Lexer.TokenKind.END) {
            at++;
        }
        return found;
    }

    private void expect(String text) {
        if (!accept(text)) {
            throw unreadable();
        }
    }

    private FhirPathException unreadable() {
        return new FhirPathException(
                "Cannot read FHIRPath before \"" + peek().text() + "\" (token " + (at + 1) + "): " + expression);
    }
}
