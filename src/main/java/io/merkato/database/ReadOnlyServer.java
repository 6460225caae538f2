package io.merkato.database;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/** A server that takes no writes any more was the primary before another took over: the pool lets go of its connection to it, and makes the next one anew. */
public class ReadOnlyServer implements SQLExceptionOverride {

    /** The SQLSTATE {@code read_only_sql_transaction}. */
    private static final String READ_ONLY = "25006";

    @java.lang.Override
    public SQLExceptionOverride.Override adjudicate(SQLException thrown) {
        return READ_ONLY.equals(thrown.getSQLState())
                ? SQLExceptionOverride.Override.MUST_EVICT
                : SQLExceptionOverride.Override.CONTINUE_EVICT;
    }
}
