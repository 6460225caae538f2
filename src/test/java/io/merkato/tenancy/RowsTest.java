package io.merkato.tenancy;

import static io.merkato.jooq.tenancy.Tables.DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.MerkatoTest;
import io.merkato.api.Uuid7;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jooq.Query;
import org.junit.jupiter.api.Test;

@MerkatoTest
class RowsTest {

    private final TenantContext abol;
    private final TenantContext nuru;
    private final Rows.Text text = new Rows.Text();
    private final AtomicInteger made = new AtomicInteger();

    RowsTest(NewTenants tenants) {
        this.abol = tenants.context();
        this.nuru = tenants.context();
    }

    private static Rows<String> rows(String... hosts) {
        return Rows.of(List.of(hosts))
                .with(DOMAIN.ID, host -> new Domain.Id(Uuid7.next()))
                .with(DOMAIN.HOST, host -> host)
                .with(DOMAIN.TOKEN, host -> "token of " + host);
    }

    private static String host() {
        return NewTenants.slug() + ".example";
    }

    private Query insert(TenantContext tenant, Rows<String> rows) {
        made.incrementAndGet();
        return rows.insertInto(tenant, DOMAIN);
    }

    private int write(TenantContext tenant, Rows<String> rows) {
        return rows.execute(tenant, text, () -> insert(tenant, rows));
    }

    private static List<String> hosts(TenantContext tenant) {
        return tenant.sql()
                .select(DOMAIN.HOST)
                .from(DOMAIN)
                .where(tenant.owns(DOMAIN))
                .fetch(DOMAIN.HOST);
    }

    @Test
    void a_text_that_was_made_once_is_carried_out_for_the_rows_and_the_tenant_of_now() {
        String first = host();
        List<String> others = List.of(host(), host());

        assertThat(write(abol, rows(first))).isEqualTo(1);
        assertThat(write(nuru, rows(others.toArray(String[]::new)))).isEqualTo(2);
        assertThat(write(abol, rows())).isZero();
        assertThat(hosts(abol)).containsExactly(first);
        assertThat(hosts(nuru)).containsExactlyInAnyOrderElementsOf(others);
        assertThat(made).hasValue(1);
    }

    @Test
    void a_statement_answers_for_each_row() {
        List<String> hosts = List.of(host(), host(), host());
        var asked = new ArrayList<String>();
        for (List<String> each : List.of(hosts.subList(0, 2), hosts.subList(2, 3))) {
            Rows<String> rows = rows(each.toArray(String[]::new));
            asked.addAll(rows.fetch(
                    abol,
                    text,
                    DOMAIN.TOKEN,
                    () -> rows.insertInto(abol, DOMAIN).onConflictDoNothing().returning(DOMAIN.TOKEN)));
        }

        assertThat(asked)
                .containsExactly("token of " + hosts.get(0), "token of " + hosts.get(1), "token of " + hosts.get(2));
    }

    @Test
    void rows_of_other_columns_than_those_the_text_was_made_of_are_refused() {
        write(abol, rows(host()));
        Rows<String> exchanged = Rows.of(List.of(host()))
                .with(DOMAIN.ID, host -> new Domain.Id(Uuid7.next()))
                .with(DOMAIN.TOKEN, host -> "token")
                .with(DOMAIN.HOST, host -> host);
        Rows<String> fewer = Rows.of(List.of(host())).with(DOMAIN.ID, host -> new Domain.Id(Uuid7.next()));
        Rows<String> more = rows(host()).with(DOMAIN.VERIFIED_AT, host -> null);

        for (Rows<String> others : List.of(exchanged, fewer, more)) {
            assertThatThrownBy(() -> write(abol, others))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(" for the text of rows of [\"tenancy\".\"domain\".\"id\", "
                            + "\"tenancy\".\"domain\".\"host\", \"tenancy\".\"domain\".\"token\"]");
        }
        assertThat(hosts(abol)).hasSize(1);
    }

    @Test
    void a_value_that_is_neither_the_rows_nor_the_tenant_is_refused() {
        Function<Rows<String>, Query> statement = rows -> rows.insertInto(abol, DOMAIN)
                .onConflict(DOMAIN.TENANT_ID, DOMAIN.ID)
                .doUpdate()
                .set(DOMAIN.TOKEN, "of one caller");
        Rows<String> rows = rows(host());

        assertThatThrownBy(() -> rows.execute(abol, text, () -> statement.apply(rows)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A value is neither the rows' nor the tenant: ");
        assertThat(hosts(abol)).isEmpty();
    }
}
