package io.merkato.bulk;

import java.util.List;

/** The rows of one product, as they follow each other in the file. */
record ProductRows(String handle, List<Row> rows) {

    long line() {
        return rows.getFirst().line();
    }
}
