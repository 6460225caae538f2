package io.merkato.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in one READ COMMITTED transaction, again where PostgreSQL gave way to a concurrent one. */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int ATTEMPTS = 5;

    private Transactions() {}

    /**
     * @param work may run several times; must touch nothing but the connection
     * @param commits whether this outcome is kept; otherwise the transaction rolls back
     */
    static <T> T run(DataSource source, Function<Connection, T> work, Predicate<T> commits) {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = source.getConnection()) {
                return once(connection, work, commits);
            } catch (SQLException | DataAccessException e) {
                if (attempt == ATTEMPTS || !gaveWay(e)) {
                    throw e instanceof DataAccessException known
                            ? known
                            : new DataAccessException("Transaction failed", e);
                }
                LOG.debug("Transaction gave way to another, attempt {}", attempt);
                pause(attempt);
            }
        }
    }

    private static <T> T once(Connection connection, Function<Connection, T> work, Predicate<T> commits)
            throws SQLException {
        connection.setAutoCommit(false);
        boolean done = false;
        try {
            T outcome = work.apply(connection);
            if (commits.test(outcome)) {
                connection.commit();
                done = true;
            }
            return outcome;
        } finally {
            if (!done) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /** Serialization failure or deadlock: the whole transaction may be tried again. */
    private static boolean gaveWay(Exception e) {
        String state = e instanceof DataAccessException access ? access.sqlState() : ((SQLException) e).getSQLState();
        return "40001".equals(state) || "40P01".equals(state);
    }

    private static void pause(int attempt) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(1, 10L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between two attempts of a transaction", e);
        }
    }
}
