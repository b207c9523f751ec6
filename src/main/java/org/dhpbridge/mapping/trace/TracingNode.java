package org.dhpbridge.mapping.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.impl.DotExpression;
import com.schibsted.spt.data.jslt.impl.ExpressionNode;
import com.schibsted.spt.data.jslt.impl.PreparationContext;
import com.schibsted.spt.data.jslt.impl.Scope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Stands in the place of an expression of a mapping: evaluates it, and says where the result came from. */
final class TracingNode implements ExpressionNode {

    /** What the parts of the expressions being evaluated have made so far, the innermost expression first. */
    private static final ThreadLocal<Deque<List<JsonNode>>> FRAMES = ThreadLocal.withInitial(ArrayDeque::new);

    private final ExpressionNode inner;
    private final Rule rule;
    private final boolean looksAtBooleans;

    /** @param looksAtBooleans whether JSLT or a function decides something by the result, rather than keeping it */
    TracingNode(ExpressionNode inner, Rule rule, boolean looksAtBooleans) {
        this.inner = inner;
        this.rule = rule;
        this.looksAtBooleans = looksAtBooleans;
    }

    @Override
    public JsonNode apply(Scope scope, JsonNode input) {
        Deque<List<JsonNode>> frames = FRAMES.get();
        List<JsonNode> parts = new ArrayList<>();
        frames.push(parts);
        JsonNode made;
        try {
            made = inner.apply(scope, input);
        } finally {
            frames.pop();
        }
        JsonNode traced = rule.trace(made, parts);
        ReadFields.note(traced);
        if (frames.isEmpty()) {
            FRAMES.remove();
        } else {
            frames.peek().add(traced);
        }
        return looksAtBooleans ? TracedNodes.plainBooleans(traced) : traced;
    }

    @Override
    public void dump(int level) {
        inner.dump(level);
    }

    @Override
    public void computeMatchContexts(DotExpression parent) {
        inner.computeMatchContexts(parent);
    }

    @Override
    public void prepare(PreparationContext context) {
        inner.prepare(context);
    }

    @Override
    public ExpressionNode optimize() {
        return this;
    }

    @Override
    public List<ExpressionNode> getChildren() {
        return inner.getChildren();
    }
}
