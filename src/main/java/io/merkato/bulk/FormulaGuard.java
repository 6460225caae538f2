package io.merkato.bulk;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategy;
import java.io.Writer;

/**
 * Keeps a spreadsheet program from running a cell as a formula: a cell that would start one is written behind an apostrophe,
 * which reading takes away again. See OWASP, CSV Injection.
 */
final class FormulaGuard {

    /** What spreadsheets start a formula with, full-width forms too, and what they skip before one. */
    private static final String STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n";

    /** Where some spreadsheets end a cell besides commas; what follows would begin another one. */
    private static final QuoteStrategy QUOTES = new QuoteStrategy() {
        @Override
        public boolean quoteValue(int line, int field, String value) {
            return value.indexOf(';') >= 0 || value.indexOf('\t') >= 0;
        }
    };

    private FormulaGuard() {}

    static CsvWriter csv(Writer to) {
        return CsvWriter.builder()
                .lineDelimiter(LineDelimiter.LF)
                .quoteStrategy(QUOTES)
                .build(to);
    }

    static String write(String cell) {
        return startsFormula(cell) ? "'" + cell : cell;
    }

    static String read(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == '\'' && startsFormula(cell) ? cell.substring(1) : cell;
    }

    private static boolean startsFormula(String cell) {
        int at = 0;
        while (at < cell.length() && cell.charAt(at) == '\'') {
            at++;
        }
        return at < cell.length() && STARTS.indexOf(cell.charAt(at)) >= 0;
    }
}
