package io.merkato.tenancy;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The common table expressions that one query level can name: its own, and those of the levels around it. */
final class CommonTables {

    private final @Nullable CommonTables outer;
    private final Map<String, Columns> tables = new HashMap<>();

    CommonTables(@Nullable CommonTables outer) {
        this.outer = outer;
    }

    void put(String name, Columns columns) {
        tables.put(name, columns);
    }

    /** What the table of this name answers with, or null where there is none. */
    @Nullable
    Columns find(String name) {
        Columns found = tables.get(name);
        return found != null || outer == null ? found : outer.find(name);
    }
}
