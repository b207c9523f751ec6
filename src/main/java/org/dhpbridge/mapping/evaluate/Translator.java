package org.dhpbridge.mapping.evaluate;

import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.filters.DefaultJsonFilter;
import com.schibsted.spt.data.jslt.filters.JsonFilter;
import com.schibsted.spt.data.jslt.impl.AbstractOperator;
import com.schibsted.spt.data.jslt.impl.AndOperator;
import com.schibsted.spt.data.jslt.impl.ArrayExpression;
import com.schibsted.spt.data.jslt.impl.ArraySlicer;
import com.schibsted.spt.data.jslt.impl.BuiltinFunctions;
import com.schibsted.spt.data.jslt.impl.DotExpression;
import com.schibsted.spt.data.jslt.impl.EqualsComparison;
import com.schibsted.spt.data.jslt.impl.ExpressionImpl;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.ForExpression;
import com.schibsted.spt.data.jslt.impl.FunctionDeclaration;
import com.schibsted.spt.data.jslt.impl.FunctionExpression;
import com.schibsted.spt.data.jslt.impl.IfExpression;
import com.schibsted.spt.data.jslt.impl.JstlFile;
import com.schibsted.spt.data.jslt.impl.LetExpression;
import com.schibsted.spt.data.jslt.impl.LiteralExpression;
import com.schibsted.spt.data.jslt.impl.Macro;
import com.schibsted.spt.data.jslt.impl.MacroExpression;
import com.schibsted.spt.data.jslt.impl.MatcherExpression;
import com.schibsted.spt.data.jslt.impl.ObjectExpression;
import com.schibsted.spt.data.jslt.impl.OrOperator;
import com.schibsted.spt.data.jslt.impl.PairExpression;
import com.schibsted.spt.data.jslt.impl.PipeOperator;
import com.schibsted.spt.data.jslt.impl.UnequalsComparison;
import com.schibsted.spt.data.jslt.impl.VariableExpression;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes programs of compiled mappings. Functions that several mappings import are translated once, and are one function further on
 * as they are for JSLT. For one thread.
 */
public final class Translator {

    private static final LetExpression[] NO_LETS = {};

    private final Map<FunctionDeclaration, Calls.Procedure> procedures = new IdentityHashMap<>();

    /**
     * @param mapping compiled by JSLT's parser; not changed, and used further for what only JSLT evaluates
     * @throws IllegalStateException when this is another JSLT than the one that the bridge was written for
     */
    public Program program(ExpressionImpl mapping) {
        List<Let[]> globals = new ArrayList<>();
        JstlFile[] modules = JsltFields.of(mapping, "fileModules", JstlFile[].class);
        if (modules != null) {
            Stream.of(modules)
                    .map(module -> lets(JsltFields.of(module, "body", ExpressionImpl.class), "lets"))
                    .forEach(globals::add);
        }
        globals.add(lets(mapping, "lets"));
        return new Program(globals, part(mapping, "actual"), mapping.getStackFrameSize());
    }

    private JsltNode part(Object owner, String name) {
        return node(JsltFields.of(owner, name, ExpressionNode.class));
    }

    private JsltNode[] parts(Object owner, String name) {
        return Stream.of(JsltFields.of(owner, name, ExpressionNode[].class))
                .map(this::node)
                .toArray(JsltNode[]::new);
    }

    private Let[] lets(Object owner, String name) {
        LetExpression[] lets = JsltFields.of(owner, name, LetExpression[].class);
        return Stream.of(lets == null ? NO_LETS : lets)
                .map(let -> new Let(let.getSlot(), part(let, "value")))
                .toArray(Let[]::new);
    }

    /** @return null for null */
    private JsltNode node(ExpressionNode expression) {
        if (expression == null) {
            return null;
        }
        if (expression instanceof LiteralExpression literal) {
            return new Lookups.Constant(literal.apply(null, null));
        }
        if (expression instanceof VariableExpression) {
            return variable(expression);
        }
        if (expression.getClass() == DotExpression.class) {
            return member(expression);
        }
        if (expression instanceof FunctionExpression) {
            return call(expression);
        }
        if (expression instanceof MacroExpression && isFallback(expression)) {
            return new Calls.Fallback(parts(expression, "arguments"));
        }
        if (expression instanceof IfExpression) {
            return new Choices.If(
                    part(expression, "test"),
                    lets(expression, "thenlets"),
                    part(expression, "then"),
                    lets(expression, "elselets"),
                    part(expression, "orelse"));
        }
        if (expression instanceof AbstractOperator operator) {
            return operation(operator);
        }
        return container(expression);
    }

    private static JsltNode variable(ExpressionNode expression) {
        int slot = JsltFields.of(expression, "slot", Integer.class);
        Lookups.Foreign foreign = new Lookups.Foreign(expression);
        return Frames.isGlobal(slot)
                ? new Lookups.Global(Frames.index(slot), foreign)
                : new Lookups.Local(slot, foreign);
    }

    private JsltNode member(ExpressionNode expression) {
        String name = JsltFields.of(expression, "key", String.class);
        JsltNode of = part(expression, "parent");
        JsltNode context = of == null ? new Lookups.Input() : of;
        return name == null ? new Lookups.Input() : new Lookups.Member(context, name);
    }

    private JsltNode call(ExpressionNode expression) {
        JsltNode[] arguments = parts(expression, "arguments");
        FunctionDeclaration declared = JsltFields.of(expression, "declared", FunctionDeclaration.class);
        if (declared != null) {
            return new Calls.ProcedureCall(procedure(declared), arguments);
        }
        Function function = JsltFields.of(expression, "function", Function.class);
        return function == BuiltinFunctions.functions.get("not")
                ? new Choices.Not(arguments[0])
                : new Calls.Invocation(function, arguments);
    }

    private Calls.Procedure procedure(FunctionDeclaration declared) {
        Calls.Procedure known = procedures.get(declared);
        if (known != null) {
            return known;
        }
        Calls.Procedure procedure = new Calls.Procedure();
        procedures.put(declared, procedure);
        procedure.fill(
                JsltFields.of(declared, "stackFrameSize", Integer.class),
                JsltFields.of(declared, "parameterSlots", int[].class),
                lets(declared, "lets"),
                part(declared, "body"));
        return procedure;
    }

    private static boolean isFallback(ExpressionNode expression) {
        return JsltFields.of(expression, "macro", Macro.class) == BuiltinFunctions.macros.get("fallback");
    }

    private JsltNode operation(AbstractOperator operator) {
        if (operator instanceof PipeOperator) {
            return new Lookups.Foreign(operator);
        }
        JsltNode left = part(operator, "left");
        JsltNode right = part(operator, "right");
        if (operator instanceof AndOperator) {
            return new Choices.And(left, right);
        }
        if (operator instanceof OrOperator) {
            return new Choices.Or(left, right);
        }
        boolean equal = operator instanceof EqualsComparison;
        return equal || operator instanceof UnequalsComparison
                ? new Choices.Equal(left, right, equal)
                : new Choices.Operation(operator, left, right);
    }

    private JsltNode container(ExpressionNode expression) {
        Lookups.Foreign foreign = new Lookups.Foreign(expression);
        if (expression instanceof ObjectExpression object && isPlain(object)) {
            PairExpression[] pairs = JsltFields.of(object, "children", PairExpression[].class);
            return new Containers.NewObject(
                    lets(object, "lets"),
                    Stream.of(pairs).map(pair -> pair.getStaticKey().intern()).toArray(String[]::new),
                    Stream.of(pairs).map(pair -> part(pair, "value")).toArray(JsltNode[]::new));
        }
        if (expression instanceof ArrayExpression) {
            return new Containers.NewList(parts(expression, "children"));
        }
        if (expression instanceof ForExpression) {
            return new Containers.Each(
                    part(expression, "valueExpr"),
                    lets(expression, "lets"),
                    part(expression, "loopExpr"),
                    part(expression, "ifExpr"),
                    foreign);
        }
        if (expression instanceof ArraySlicer && !JsltFields.of(expression, "colon", Boolean.class)) {
            return new Lookups.ListEntry(part(expression, "parent"), part(expression, "left"), foreign);
        }
        return foreign;
    }

    /** Whether its names are known beforehand, and it keeps what JSLT keeps where nothing else is said. */
    private static boolean isPlain(ObjectExpression object) {
        return JsltFields.of(object, "matcher", MatcherExpression.class) == null
                && !JsltFields.of(object, "containsDynamicKeys", Boolean.class)
                && JsltFields.of(object, "filter", JsonFilter.class) instanceof DefaultJsonFilter;
    }
}
