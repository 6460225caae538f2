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

    record Pooled(DataSource pool, Tenant.@Nullable Id tenant, StatementGuard guard) implements Connections {
        @Override
        public Connection acquire() {
            Transactions.requireNone();
            try {
                return new GuardedConnection(pool.getConnection(), tenant, guard);
            } catch (SQLException e) {
                throw new DataAccessException("No connection to the database", e);
            }
        }

        @Override
        public void release(Connection connection) {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new DataAccessException("A connection did not return to the pool", e);
            }
        }
    }
}
