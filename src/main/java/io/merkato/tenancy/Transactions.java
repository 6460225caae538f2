package io.merkato.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in one READ COMMITTED transaction, again where PostgreSQL gave way to a concurrent one. */
final class Transactions {

    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int ATTEMPTS = 5;

    /** How much longer than a statement may take PostgreSQL is waited for, which stops it, to say so. */
    private static final Duration TO_ANSWER = Duration.ofSeconds(20);

    /** What is to be done once the transaction of this thread is committed. */
    private static final ScopedValue<List<Runnable>> AFTER_COMMIT = ScopedValue.newInstance();

    private Transactions() {}

    /**
     * Refuses to go on within a transaction of this thread's, which may wait for a connection that others hold in the same way.
     */
    static void requireNone() {
        if (AFTER_COMMIT.isBound()) {
            throw new IllegalStateException(
                    "This needs a second connection within a transaction: read it with the transaction's own, or before it begins");
        }
    }

    /** At once where none runs in this thread; not at all where what runs is rolled back. */
    static void afterCommit(Runnable work) {
        if (AFTER_COMMIT.isBound()) {
            AFTER_COMMIT.get().add(work);
        } else {
            work.run();
        }
    }

    /**
     * @param patience how long one statement may take; null for as long as those of a request
     * @param work may run several times; touches nothing but the connection, and leaves the rest to {@link #afterCommit}
     * @param commits whether this outcome is kept; otherwise the transaction rolls back
     */
    static <T> T run(
            DataSource source, @Nullable Duration patience, Function<Connection, T> work, Predicate<T> commits) {
        requireNone();
        for (int attempt = 1; ; attempt++) {
            var afterwards = new ArrayList<Runnable>();
            try {
                T outcome = once(source, patience, work, commits, afterwards);
                afterwards.forEach(Runnable::run);
                return outcome;
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

    private static <T> T once(
            DataSource source,
            @Nullable Duration patience,
            Function<Connection, T> work,
            Predicate<T> commits,
            List<Runnable> afterwards)
            throws SQLException {
        try (Connection connection = source.getConnection()) {
            return ScopedValue.where(AFTER_COMMIT, afterwards)
                    .call(() -> once(connection, patience, work, commits, afterwards));
        }
    }

    private static <T> T once(
            Connection connection,
            @Nullable Duration patience,
            Function<Connection, T> work,
            Predicate<T> commits,
            List<Runnable> afterwards)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (patience != null) {
                wait(connection, patience);
            }
            T outcome = work.apply(connection);
            if (commits.test(outcome)) {
                connection.commit();
            } else {
                connection.rollback();
                afterwards.clear();
            }
            connection.setAutoCommit(true);
            return outcome;
        } catch (SQLException | RuntimeException | Error e) {
            giveUp(connection, e);
            throw e;
        }
    }

    /** Leaves nothing behind; what failed is told rather than that a lost connection cannot roll back. */
    private static void giveUp(Connection connection, Throwable failure) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    /** The pool takes back how long its connection waits, as PostgreSQL does the other. */
    private static void wait(Connection connection, Duration patience) throws SQLException {
        connection.setNetworkTimeout(
                Runnable::run, Math.toIntExact(patience.plus(TO_ANSWER).toMillis()));
        try (var statement = connection.createStatement()) {
            statement.execute("set local statement_timeout = " + patience.toMillis());
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
