package io.merkato.tenancy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.TokenMgrException;

/**
 * Lets only SQL pass in which every tenant table is bound to one tenant. Each distinct text is parsed and checked once,
 * before it is first sent; whatever cannot be parsed is refused. What the rules are stands in {@link BoundStatement}.
 */
class StatementGuard {

    /** How many characters of texts are kept, many times those of the product's own; callers make others, by how they nest what they ask for. */
    private static final long CHARACTERS = 16_000_000;

    /** What a statement takes besides, in characters. */
    private static final int EACH = 500;

    private final LoadingCache<String, BoundStatement> checked;
    private final LongAdder passed = new LongAdder();

    /**
     * @param tables every table that SQL may name, as {@code schema.table}
     * @param tenantTables those of them that carry a {@code tenant_id}
     */
    StatementGuard(Set<String> tables, Set<String> tenantTables) {
        checked = Caffeine.newBuilder()
                .maximumWeight(CHARACTERS)
                .weigher((String sql, BoundStatement statement) -> EACH + sql.length())
                .build(sql -> check(sql, tables, tenantTables));
    }

    /**
     * Checks the statement.
     *
     * @throws UnboundStatementException if it may touch another tenant's rows, or cannot be understood
     */
    BoundStatement check(String sql) {
        BoundStatement statement = checked.get(sql);
        passed.increment();
        return statement;
    }

    /** How many statements it let pass. */
    long passed() {
        return passed.sum();
    }

    private static BoundStatement check(String sql, Set<String> tables, Set<String> tenantTables) {
        var text = new SqlText(sql);
        try {
            var parser = new CCJSqlParser(sql);
            var statement = parser.Statement();
            if (parser.getToken(1).kind != CCJSqlParserConstants.EOF) {
                throw new UnboundStatementException("goes on after its end", sql);
            }
            return new BoundStatement(sql, text, statement, tables, tenantTables);
        } catch (ParseException | TokenMgrException e) {
            throw new UnboundStatementException("not understood: " + e.getMessage(), sql);
        }
    }
}
