package io.merkato.bulk;

import java.util.List;

/**
 * One row of the file; what a row shorter than the header lacks reads as blank.
 *
 * @param line where the row begins, counted from 1 as a text editor counts
 */
record Row(long line, List<String> cells) {

    String cell(int index) {
        return index < cells.size() ? FormulaGuard.read(cells.get(index).strip()) : "";
    }

    boolean isBlank() {
        return cells.stream().allMatch(String::isBlank);
    }
}
