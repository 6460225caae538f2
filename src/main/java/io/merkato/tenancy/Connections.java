package io.merkato.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jooq.ConnectionProvider;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** Where jOOQ takes a connection from: the pool for each statement, or the one of the running transaction. */
sealed interface Connections extends ConnectionProvider {

    record One(Connection connection) implements Connections {
        @Override
        public Connection acquire() {
            return connection;
        }

        @Override
        public void release(Connection released) {}
    }

    /** @param share null where there is no tenant */
    record Pooled(
            DataSource pool, Tenant.@Nullable Id tenant, ConnectionShares.@Nullable Share share, StatementGuard guard)
            implements Connections {
        @Override
        public Connection acquire() {
            Transactions.requireNone();
            if (share != null) {
                share.take();
            }
            try {
                return new GuardedConnection(pool.getConnection(), tenant, guard);
            } catch (SQLException e) {
                giveBack();
                throw new DataAccessException("No connection to the database", e);
            }
        }

        private void giveBack() {
            if (share != null) {
                share.give();
            }
        }

        @Override
        public void release(Connection connection) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new DataAccessException("A connection did not return to the pool", e);
            } finally {
                giveBack();
            }
        }
    }
}
