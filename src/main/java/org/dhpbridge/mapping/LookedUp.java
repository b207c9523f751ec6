package org.dhpbridge.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.dhpbridge.mapping.trace.TableRow;
import org.dhpbridge.mapping.trace.Tables;

/** The row that {@code translate} or {@code find-row} found, told once more for a trace. */
final class LookedUp implements Tables {

    private static final int SOURCE_OF_TRANSLATE = 3;
    private static final int SOURCE_OF_FIND_ROW = 2;

    private final CodeTables tables;

    LookedUp(CodeTables tables) {
        this.tables = tables;
    }

    @Override
    public Optional<TableRow> row(String function, List<JsonNode> arguments) {
        return switch (function) {
            case "translate" -> row(arguments, SOURCE_OF_TRANSLATE, true);
            case "find-row" -> row(arguments, SOURCE_OF_FIND_ROW, false);
            default -> Optional.empty();
        };
    }

    private Optional<TableRow> row(List<JsonNode> arguments, int source, boolean otherwise) {
        MappingFunction.Arguments all = new MappingFunction.Arguments(arguments.toArray(JsonNode[]::new));
        CodeTable table = tables.get(all.text(0));
        Optional<ObjectNode> row = table.row(all.text(source), all.text(1), all.node(source + 1));
        return (row.isEmpty() && otherwise ? table.otherwise() : row)
                .map(found -> new TableRow(
                        CodeTables.path(table.name()), found.path("from").asText()));
    }
}
