package io.merkato.bulk;

/**
 * Keeps a spreadsheet program from running a cell as a formula: a cell that would start one is written behind an apostrophe,
 * which reading takes away again. See OWASP, CSV Injection.
 */
final class FormulaGuard {

    /** What spreadsheets start a formula with, full-width forms too, and what they skip before one. */
    private static final String STARTS = "=+-@\uFF1D\uFF0B\uFF0D\uFF20\t\r\n";

    private FormulaGuard() {}

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
