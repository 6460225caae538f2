package io.merkato.tenancy;

/** A statement that is not bound to its tenant. A bug in the caller; nothing was sent to the database. */
public final class UnboundStatementException extends IllegalStateException {

    UnboundStatementException(String why, String sql) {
        super("Statement refused, " + why + "\n" + sql);
    }
}
