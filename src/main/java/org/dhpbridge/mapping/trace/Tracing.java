package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.impl.AbstractNode;
import com.schibsted.spt.data.jslt.impl.AbstractOperator;
import com.schibsted.spt.data.jslt.impl.ArraySlicer;
import com.schibsted.spt.data.jslt.impl.ExpressionImpl;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.FunctionDeclaration;
import com.schibsted.spt.data.jslt.impl.FunctionExpression;
import com.schibsted.spt.data.jslt.impl.IfExpression;
import com.schibsted.spt.data.jslt.impl.JstlFile;
import com.schibsted.spt.data.jslt.impl.LiteralExpression;
import com.schibsted.spt.data.jslt.impl.Location;
import com.schibsted.spt.data.jslt.impl.MatcherExpression;
import com.schibsted.spt.data.jslt.impl.ObjectComprehension;
import com.schibsted.spt.data.jslt.impl.PairExpression;
import com.schibsted.spt.data.jslt.impl.PipeOperator;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Makes a compiled mapping say where its output came from. JSLT has no hook for that, so each expression of the compiled tree
 * is put behind a {@link TracingNode}; the fields that hold them are JSLT's own (0.1.14), and a test that every value of every
 * sample has an origin notices when another version names them otherwise.
 */
public final class Tracing {

    /** Parts that JSLT only looks at: their boolean results must be Jackson's own. */
    private static final Set<String> LOOKED_AT = Set.of("test", "ifExpr", "left", "right");

    private final Rules rules;
    private final Set<Object> done = Collections.newSetFromMap(new IdentityHashMap<>());

    private Tracing(Rules rules) {
        this.rules = rules;
    }

    /**
     * @param mapping freshly compiled by JSLT's parser and used by nobody else; changed in place
     * @param text content of a mapping file by its path, as {@code mappings/hl7v2/adt.jslt}
     */
    public static void instrument(Expression mapping, Function<String, String> text, Tables tables) {
        new Tracing(new Rules(text, tables)).partsOf(mapping);
    }

    /** @return a copy of a reader's tree for an instrumented mapping to read */
    public static ObjectNode labelled(ObjectNode tree) {
        return LabelledInput.of(tree);
    }

    private void partsOf(Object node) {
        if (!done.add(node)) {
            return;
        }
        for (Class<?> type = node.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    part(node, field);
                }
            }
        }
    }

    private void part(Object owner, Field field) {
        try {
            field.setAccessible(true);
            Object value = field.get(owner);
            if (value instanceof Object[] several) {
                boolean replaceable = several.getClass().getComponentType() == ExpressionNode.class;
                for (int i = 0; i < several.length; i++) {
                    if (replaceable) {
                        several[i] = traced((ExpressionNode) several[i], owner, field.getName());
                    } else {
                        descend(several[i]);
                    }
                }
            } else if (value instanceof Map<?, ?> functions) {
                functions.values().forEach(this::descend);
            } else if (value != null && field.getType() == ExpressionNode.class) {
                boolean key = owner instanceof PairExpression && field.getName().equals("key");
                if (!key) {
                    field.set(owner, traced((ExpressionNode) value, owner, field.getName()));
                }
            } else {
                descend(value);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("JSLT's " + field + " cannot be read", e);
        }
    }

    /** Into JSLT's own objects that hold expressions; into nothing else. */
    private void descend(Object value) {
        if (value instanceof AbstractNode || value instanceof JstlFile || value instanceof ExpressionImpl) {
            partsOf(value);
        }
    }

    private ExpressionNode traced(ExpressionNode node, Object owner, String part) {
        if (node == null) {
            return null;
        }
        partsOf(node);
        Rule rule = rule(node);
        if (owner instanceof PairExpression pair) {
            rule = rules.pair(rule, pair.getLocation());
        } else if (owner instanceof MatcherExpression || owner instanceof ObjectComprehension && part.equals("value")) {
            rule = rules.copied(rule, ((AbstractNode) owner).getLocation());
        }
        boolean argument = owner instanceof FunctionExpression call && !isDeclared(call);
        return new TracingNode(node, rule, argument || LOOKED_AT.contains(part));
    }

    private Rule rule(ExpressionNode node) {
        Location location = ((AbstractNode) node).getLocation();
        if (node instanceof LiteralExpression) {
            return rules.literal(location);
        }
        if (node instanceof IfExpression) {
            return rules.choice();
        }
        if (node instanceof FunctionExpression call && !isDeclared(call)) {
            return rules.function(call.getFunctionName(), location);
        }
        boolean operator = node instanceof AbstractOperator && !(node instanceof PipeOperator);
        return operator || node instanceof ArraySlicer ? rules.madeOfParts(location) : rules.passedOn(location);
    }

    /** Whether the function is written in a mapping, so that its own expressions know where their values came from. */
    private static boolean isDeclared(FunctionExpression call) {
        try {
            Field declared = FunctionExpression.class.getDeclaredField("declared");
            declared.setAccessible(true);
            return declared.get(call) instanceof FunctionDeclaration;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("JSLT's FunctionExpression has no field 'declared' any more", e);
        }
    }
}
