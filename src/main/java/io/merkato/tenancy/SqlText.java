package io.merkato.tenancy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A statement as PostgreSQL's own lexer takes it apart, independent of the parser that {@link BoundStatement} walks: what the walk
 * must have met is counted here. Refuses whatever the two could read differently, and functions that are not known to be
 * harmless.
 */
final class SqlText {

    private enum Kind {
        WORD,
        NAME,
        OTHER
    }

    private record Token(Kind kind, String text) {
        boolean is(String other) {
            return kind != Kind.NAME && text.equals(other);
        }

        boolean isIdentifier() {
            return kind != Kind.OTHER;
        }
    }

    private static final Token NONE = new Token(Kind.OTHER, "");

    /** Casts to these look a name up that stands in a text. */
    private static final Set<String> CATALOG_TYPES = Set.of(
            "regclass",
            "regcollation",
            "regconfig",
            "regdictionary",
            "regnamespace",
            "regoper",
            "regoperator",
            "regproc",
            "regprocedure",
            "regrole",
            "regtype");

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private final List<String> mentions = new ArrayList<>();
    private int selects;
    private int calls;

    /** @throws UnboundStatementException for a statement with anything that may be read in two ways, or an unknown function */
    SqlText(String sql) {
        this.sql = sql;
        split();
        read();
    }

    /** How many selects there are, at any depth. */
    int selects() {
        return selects;
    }

    /** How many calls of functions there are that belong to one of our schemas. */
    int calls() {
        return calls;
    }

    /** How often one of the tables is named as {@code schema.table}. */
    long mentions(Set<String> tables) {
        return mentions.stream().filter(tables::contains).count();
    }

    /** An identifier as PostgreSQL knows it: in lower case unless it is quoted. */
    static String folded(String identifier) {
        return identifier.startsWith("\"")
                ? identifier.substring(1, identifier.length() - 1)
                : identifier.toLowerCase(Locale.ROOT);
    }

    private void split() {
        int at = 0;
        while (at < sql.length()) {
            char c = sql.charAt(at);
            int end = at + 1;
            if (c == '\'') {
                end = quoted(at, c);
                tokens.add(new Token(Kind.OTHER, "'"));
            } else if (c == '"') {
                end = quoted(at, c);
                tokens.add(new Token(Kind.NAME, sql.substring(at + 1, end - 1)));
            } else if (isLetter(c)) {
                end = after(at, true);
                tokens.add(new Token(Kind.WORD, folded(sql.substring(at, end))));
            } else if (isDigit(c)) {
                end = after(at, false);
                if (end < sql.length() && isLetter(sql.charAt(end))) {
                    throw refused("a number ends where a word begins");
                }
                tokens.add(new Token(Kind.OTHER, "0"));
            } else if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
                other(at, c);
            }
            at = end;
        }
    }

    private void other(int at, char c) {
        char next = at + 1 < sql.length() ? sql.charAt(at + 1) : ' ';
        boolean opensComment = (c == '-' || c == '/') && next == c || c == '/' && next == '*';
        boolean isOdd = (c == '?' || c == '&') && next == c || c == '#' && next != '>';
        if (c < ' ' || c > '~' || ";$\\`{}".indexOf(c) >= 0 || opensComment || isOdd) {
            throw refused("one plain statement, without comments, " + c + " does not belong in it");
        }
        tokens.add(new Token(Kind.OTHER, String.valueOf(c)));
    }

    private int quoted(int at, char quote) {
        char before = at == 0 ? ' ' : sql.charAt(at - 1);
        int end = sql.indexOf(quote, at + 1);
        while (quote == '\'' && end > 0 && end + 1 < sql.length() && sql.charAt(end + 1) == quote) {
            end = sql.indexOf(quote, end + 2);
        }
        boolean twice = end > 0 && end + 1 < sql.length() && sql.charAt(end + 1) == quote;
        if (end < 0 || twice || isLetter(before) || isDigit(before) || before == '&' || before == quote) {
            throw refused("a quotation of this form does not pass");
        }
        String text = sql.substring(at + 1, end);
        if (quote == '"' ? !text.matches("[\\w-]+") : text.contains("\\'") || text.endsWith("\\")) {
            throw refused("what is quoted could be read in two ways");
        }
        return end + 1;
    }

    private int after(int at, boolean word) {
        int end = at + 1;
        while (end < sql.length()
                && (isDigit(sql.charAt(end)) || (word ? isLetter(sql.charAt(end)) : sql.charAt(end) == '.'))) {
            end++;
        }
        return end;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void read() {
        for (int at = 0; at < tokens.size(); ) {
            if (!tokens.get(at).isIdentifier()) {
                at++;
                continue;
            }
            int end = at + 1;
            while (token(end).is(".") && token(end + 1).isIdentifier()) {
                end += 2;
            }
            name(at, end);
            at = end;
        }
    }

    /** What the tokens from at to end, identifiers with dots between them, stand for. */
    private void name(int at, int end) {
        Token last = tokens.get(end - 1);
        int parts = (end - at + 1) / 2;
        if (CATALOG_TYPES.contains(last.text())) {
            throw refused("no text becomes a name: " + last.text());
        }
        if (parts == 1 && last.is("select")) {
            selects++;
        } else if (parts == 1 && last.is("table")) {
            throw refused("the command table does not pass");
        }
        if (parts > 1) {
            String name = tokens.get(end - 3).text() + '.' + last.text();
            mentions.add(parts == 2 ? name : name + " with a part in front");
            if (parts == 4) {
                throw refused("a name has three parts at most");
            }
        }
        if (token(end).is("(") && !isDefinition(token(at - 1))) {
            call(at, parts, last);
        }
    }

    /** Before a list of columns, or the length of a type. */
    private static boolean isDefinition(Token before) {
        return before.is("as") || before.is("into") || before.is("with") || before.is("recursive") || before.is(":");
    }

    private void call(int at, int parts, Token last) {
        boolean ofPostgres = parts == 1 || parts == 2 && tokens.get(at).text().equals("pg_catalog");
        if (!ofPostgres) {
            calls++;
        } else if (!SqlFunctions.HARMLESS.contains(last.text())
                && (last.kind() == Kind.NAME || !SqlFunctions.KEYWORDS.contains(last.text()))) {
            throw refused("the function " + last.text() + " is not on the list of harmless ones");
        }
    }

    private Token token(int at) {
        return at >= 0 && at < tokens.size() ? tokens.get(at) : NONE;
    }

    private UnboundStatementException refused(String why) {
        return new UnboundStatementException(why, sql);
    }
}
