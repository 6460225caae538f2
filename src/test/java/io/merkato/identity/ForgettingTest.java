package io.merkato.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.TestDatabase;
import io.merkato.api.Job;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is good for nothing any more goes, however much there is of it. */
@MerkatoTest
class ForgettingTest {

    /** Each with one row more than one statement takes. */
    private static final Map<String, String> FLOODS = Map.of(
            "attempt",
            "insert into identity.attempt (key, tries, ends_at) select sha256(convert_to('flood ' || i, 'UTF8')), 1, now() - interval '1 day' from generate_series(1, 10001) i",
            "sign_up",
            "insert into identity.sign_up (hash, login, expires_at) select sha256(convert_to('flood ' || i, 'UTF8')), 'flood', now() - interval '1 day' from generate_series(1, 10001) i",
            "password_reset",
            "insert into identity.password_reset (id, user_id, login, hash, expires_at) select gen_random_uuid(), u.id, 'flood', sha256(convert_to('flood ' || i, 'UTF8')), now() - interval '1 day' from (select id from identity.user limit 1) u, generate_series(1, 10001) i",
            "session",
            "insert into identity.session (id, user_id, expires_at) select gen_random_uuid(), u.id, now() - interval '1 day' from (select id from identity.user limit 1) u, generate_series(1, 10001) i");

    private final List<Job> jobs;
    private final Statements statements;

    ForgettingTest(List<Job> jobs, Statements statements) {
        this.jobs = jobs.stream()
                .filter(job -> job.name().startsWith("identity-forget"))
                .toList();
        this.statements = statements;
    }

    @Test
    void more_than_one_statement_has_time_for_goes_by_several() {
        FLOODS.values().forEach(ForgettingTest::run);

        List<String> sent = statements.of(() -> jobs.forEach(job -> job.work().run()));

        for (String table : FLOODS.keySet()) {
            assertThat(sent)
                    .as(table)
                    .filteredOn(sql -> sql.startsWith("delete from \"identity\".\"" + table + "\""))
                    .hasSize(2);
            assertThat(left(table)).as(table).isZero();
        }
    }

    @Test
    void what_cannot_be_forgotten_keeps_nothing_else() {
        for (String table : FLOODS.keySet()) {
            FLOODS.values().forEach(flood -> run(flood.replace("10001", "1")));
            statements.failOnce("delete from \"identity\".\"" + table + "\"", () -> {
                throw new IllegalStateException(table);
            });
            for (Job job : jobs) {
                try {
                    job.work().run();
                } catch (IllegalStateException e) {
                    assertThat(e).hasMessage(table);
                }
            }

            for (String other : FLOODS.keySet()) {
                assertThat(left(other))
                        .as(other + " where " + table + " failed")
                        .isEqualTo(other.equals(table) ? 1 : 0);
            }
            jobs.forEach(job -> job.work().run());
        }
    }

    private static void run(String sql) {
        TestDatabase.asSuperuser(superuser -> superuser.createStatement().execute(sql));
    }

    private static int left(String table) {
        String ends = table.equals("attempt") ? "ends_at" : "expires_at";
        return TestDatabase.asSuperuser(superuser -> {
            var rows = superuser
                    .createStatement()
                    .executeQuery("select count(*) from identity." + table + " where " + ends + " < now()");
            rows.next();
            return rows.getInt(1);
        });
    }
}
