package org.dhpbridge.fhirpath;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** FHIRPath's operators (N1, chapter 6), with its three-valued logic: an empty collection is "not known". */
final class Operators {

    private Operators() {}

    static Node implies(Node left, Node right) {
        return (focus, scope) -> {
            Boolean first = Node.truth(left.eval(focus, scope));
            if (Boolean.FALSE.equals(first)) {
                return Node.TRUE;
            }
            Boolean second = Node.truth(right.eval(focus, scope));
            if (Boolean.TRUE.equals(first)) {
                return second == null ? List.of() : Node.bool(second);
            }
            return Boolean.TRUE.equals(second) ? Node.TRUE : List.of();
        };
    }

    static Node or(Node left, Node right) {
        return (focus, scope) -> {
            Boolean first = Node.truth(left.eval(focus, scope));
            if (Boolean.TRUE.equals(first)) {
                return Node.TRUE;
            }
            Boolean second = Node.truth(right.eval(focus, scope));
            if (Boolean.TRUE.equals(second)) {
                return Node.TRUE;
            }
            return first == null || second == null ? List.of() : Node.FALSE;
        };
    }

    static Node and(Node left, Node right) {
        return (focus, scope) -> {
            Boolean first = Node.truth(left.eval(focus, scope));
            if (Boolean.FALSE.equals(first)) {
                return Node.FALSE;
            }
            Boolean second = Node.truth(right.eval(focus, scope));
            if (Boolean.FALSE.equals(second)) {
                return Node.FALSE;
            }
            return first == null || second == null ? List.of() : Node.TRUE;
        };
    }

    static Node xor(Node left, Node right) {
        return (focus, scope) -> {
            Boolean first = Node.truth(left.eval(focus, scope));
            Boolean second = Node.truth(right.eval(focus, scope));
            return first == null || second == null ? List.of() : Node.bool(!first.equals(second));
        };
    }

    static Node in(Node member, Node collection) {
        return (focus, scope) -> {
            List<Item> one = member.eval(focus, scope);
            return one.isEmpty() ? List.of() : Node.bool(isIn(one.get(0), collection.eval(focus, scope)));
        };
    }

    static boolean isIn(Item item, List<Item> items) {
        for (Item other : items) {
            if (item.sameAs(other)) {
                return true;
            }
        }
        return false;
    }

    static Node index(Node left, Node index) {
        return (focus, scope) -> {
            List<Item> items = left.eval(focus, scope);
            List<Item> at = index.eval(focus, scope);
            int i = at.isEmpty() ? -1 : at.get(0).value().asInt(-1);
            return i < 0 || i >= items.size() ? List.of() : List.of(items.get(i));
        };
    }

    static Node negate(Node operand) {
        return (focus, scope) -> operand.eval(focus, scope).stream()
                .map(item -> number(item.value().decimalValue().negate()))
                .toList();
    }

    static Node binary(String operator, Node left, Node right) {
        return (focus, scope) -> apply(operator, left.eval(focus, scope), right.eval(focus, scope));
    }

    private static List<Item> apply(String operator, List<Item> left, List<Item> right) {
        switch (operator) {
            case "|" -> {
                List<Item> all = new ArrayList<>(left);
                all.addAll(right);
                return distinct(all);
            }
            case "~" -> {
                return Node.bool(same(left, right));
            }
            case "!~" -> {
                return Node.bool(!same(left, right));
            }
            case "&" -> {
                return List.of(Item.of(TextNode.valueOf(text(left) + text(right))));
            }
            default -> {
                if (left.isEmpty() || right.isEmpty()) {
                    return List.of();
                }
            }
        }
        return switch (operator) {
            case "=" -> Node.bool(same(left, right));
            case "!=" -> Node.bool(!same(left, right));
            case "<", ">", "<=", ">=" -> compare(operator, left.get(0), right.get(0));
            default -> calculate(operator, left.get(0), right.get(0));
        };
    }

    private static boolean same(List<Item> left, List<Item> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!left.get(i).sameAs(right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static String text(List<Item> items) {
        return items.isEmpty() || items.get(0).text() == null
                ? ""
                : items.get(0).text();
    }

    private static List<Item> compare(String operator, Item left, Item right) {
        Integer order = order(left.value(), right.value());
        if (order == null) {
            return List.of();
        }
        return Node.bool(
                switch (operator) {
                    case "<" -> order < 0;
                    case ">" -> order > 0;
                    case "<=" -> order <= 0;
                    default -> order >= 0;
                });
    }

    private static Integer order(JsonNode left, JsonNode right) {
        if (left == null || right == null) {
            return null;
        }
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        if (left.isObject() && right.isObject()) {
            return order(left.get("value"), right.get("value"));
        }
        return left.isTextual() && right.isTextual() ? Boundaries.order(left.asText(), right.asText()) : null;
    }

    private static List<Item> calculate(String operator, Item left, Item right) {
        JsonNode a = left.value();
        JsonNode b = right.value();
        if (a == null || b == null) {
            return List.of();
        }
        if (operator.equals("+") && a.isTextual()) {
            return List.of(Item.of(TextNode.valueOf(a.asText() + b.asText())));
        }
        BigDecimal x = a.decimalValue();
        BigDecimal y = b.decimalValue();
        if (y.signum() == 0 && !"+-*".contains(operator)) {
            return List.of();
        }
        return List.of(number(
                switch (operator) {
                    case "+" -> x.add(y);
                    case "-" -> x.subtract(y);
                    case "*" -> x.multiply(y);
                    case "/" -> x.divide(y, 8, RoundingMode.HALF_UP);
                    case "div" -> x.divideToIntegralValue(y);
                    default -> x.remainder(y);
                }));
    }

    static Item number(BigDecimal value) {
        return Item.of(DecimalNode.valueOf(value));
    }

    static List<Item> distinct(List<Item> items) {
        List<Item> distinct = new ArrayList<>(items.size());
        for (Item item : items) {
            if (!isIn(item, distinct)) {
                distinct.add(item);
            }
        }
        return distinct;
    }
}
