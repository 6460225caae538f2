package io.merkato;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Rows of one tenant that PostgreSQL does not get past, told by their amounts: whoever writes one stands still until all go on, and may be killed meanwhile. The
 * application waits no longer for a statement than its login says.
 */
public final class Standstill implements AutoCloseable {

    /** Where the writer stands: with the row not written yet, or in the midst of its commit, which does not fail any more. */
    public enum Where {
        BEFORE_THE_ROW,
        IN_THE_COMMIT
    }

    private static final int OURS = 20_261;

    private final Connection superuser = TestDatabase.superuser();
    private final UUID tenant;
    private int triggers;

    public Standstill(UUID tenant) throws SQLException {
        this.tenant = tenant;
        run("""
                create or replace function public.stand_still() returns trigger language plpgsql set lock_timeout = 0 as $$
                begin
                    perform pg_advisory_xact_lock(%d, new.amount::integer);
                    return new;
                end
                $$""".formatted(OURS));
    }

    public void stop(String table, long amount, Where where) throws SQLException {
        run("select pg_advisory_lock(" + OURS + ", " + amount + ")");
        String name = "stand_still_" + triggers++;
        String rows = " on " + table + (where == Where.BEFORE_THE_ROW ? "" : " deferrable initially deferred")
                + " for each row when (new.tenant_id = '" + tenant + "' and new.amount = " + amount
                + ") execute function public.stand_still()";
        run((where == Where.BEFORE_THE_ROW
                        ? "create trigger " + name + " before"
                        : "create constraint trigger " + name + " after")
                + " insert" + rows);
    }

    /** How many stand still. */
    public int standing() throws SQLException {
        try (ResultSet waiting = superuser
                .createStatement()
                .executeQuery("select count(*) from pg_locks where locktype = 'advisory' and classid = " + OURS
                        + " and not granted")) {
            waiting.next();
            return waiting.getInt(1);
        }
    }

    /** Lets all go on, to their ends. */
    @Override
    public void close() throws SQLException {
        try (superuser) {
            run("select pg_advisory_unlock_all()");
            run("drop function public.stand_still() cascade");
        }
    }

    private void run(String sql) throws SQLException {
        superuser.createStatement().execute(sql);
    }
}
