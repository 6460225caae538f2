package io.merkato.tenancy;

import static io.merkato.jooq.ordering.Tables.ORDER;
import static io.merkato.jooq.store.Tables.STORE_;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import io.merkato.MerkatoTest;
import io.merkato.api.Sql;
import io.merkato.money.MinorUnits;
import io.merkato.store.Store;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SelectField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@MerkatoTest
class TemplateTest {

    private final TenantContext abol;
    private final TenantContext nuru;

    TemplateTest(NewTenants tenants) {
        this.abol = tenants.context();
        this.nuru = tenants.context();
    }

    private record Asked(@Nullable String code, List<Store.Id> stores, boolean newest) {}

    private static Template<Asked, Object> stores(Function<Asked, Condition> which) {
        return new Template<>((tenant, asked) -> Template.Query.of(tenant.sql()
                .select(List.<SelectField<?>>of(STORE_.ID, STORE_.TENANT_ID))
                .from(STORE_)
                .where(tenant.owns(STORE_))
                .and(which.apply(asked))
                .orderBy(asked.newest() ? STORE_.CREATED_AT.desc() : STORE_.CREATED_AT.asc())));
    }

    private static List<Store.Id> all(TenantContext tenant) {
        return tenant.sql()
                .select(STORE_.ID)
                .from(STORE_)
                .where(tenant.owns(STORE_))
                .fetch(STORE_.ID);
    }

    @Test
    void everybody_is_answered_what_they_ask_by_a_query_that_is_put_together_once() {
        var made = new AtomicInteger();
        Template<Asked, Object> template = stores(asked -> {
            made.incrementAndGet();
            return Sql.isAny(STORE_.ID, asked.stores());
        });

        var of = new Object() {
            List<Store.Id> ask(TenantContext tenant, List<Store.Id> stores) {
                return template.fetch(tenant, new Asked(null, stores, false))
                        .rows()
                        .getValues(STORE_.ID);
            }
        };
        assertThat(all(abol)).hasSize(1);
        assertThat(of.ask(abol, all(abol))).isEqualTo(all(abol));
        assertThat(of.ask(nuru, all(nuru))).isEqualTo(all(nuru));
        assertThat(of.ask(nuru, all(abol))).isEmpty();
        assertThat(of.ask(abol, List.of(all(nuru).getFirst(), all(abol).getFirst())))
                .isEqualTo(all(abol));
        assertThat(made).hasValue(2);
    }

    @Test
    void what_is_null_or_a_flag_makes_another_query() {
        Template<Asked, Object> template =
                stores(asked -> asked.code() == null ? noCondition() : STORE_.CODE.eq(asked.code()));

        assertThat(template.fetch(abol, new Asked("nothing of the name", List.of(), false))
                        .rows())
                .isEmpty();
        assertThat(template.fetch(abol, new Asked(null, List.of(), false)).rows())
                .hasSize(1);
        assertThat(template.fetch(abol, new Asked(null, List.of(), true)).rows())
                .hasSize(1);
    }

    private record Page(int first) {}

    @Test
    void of_shapes_that_callers_make_up_only_so_many_are_kept_as_there_is_room_for() {
        var made = new AtomicInteger();
        Template<Page, Object> pages = new Template<>((tenant, asked) -> {
            made.incrementAndGet();
            return Template.Query.of(tenant.sql()
                    .select(List.<SelectField<?>>of(STORE_.ID))
                    .from(STORE_)
                    .where(tenant.owns(STORE_))
                    .and(inline("x".repeat(50_000)).isNotNull())
                    .limit(inline(asked.first())));
        });
        for (int turn = 0; turn < 2; turn++) {
            IntStream.rangeClosed(1, 100).forEach(first -> pages.fetch(abol, new Page(first)));
        }
        assertThat(made).hasValueGreaterThan(300); // not forty of a hundred have room
    }

    private record Renamed(Store.Id id, String code) {}

    @Test
    void a_change_says_how_many_rows_it_changed_of_the_tenant_that_asks() {
        Template<Renamed, Object> template = new Template<>((tx, asked) -> Template.Query.of(tx.sql()
                .update(STORE_)
                .set(STORE_.CODE, asked.code())
                .where(tx.owns(STORE_))
                .and(STORE_.ID.eq(asked.id()))));

        assertThat(template.execute(abol, new Renamed(all(abol).getFirst(), "harar")))
                .isEqualTo(1);
        assertThat(template.execute(nuru, new Renamed(all(nuru).getFirst(), "adama")))
                .isEqualTo(1);
        assertThat(template.execute(nuru, new Renamed(all(abol).getFirst(), "gondar")))
                .isZero();
        assertThat(List.of(code(abol), code(nuru))).containsExactly("harar", "adama");
    }

    @Test
    void a_change_answers_with_what_it_changed() {
        Template<Renamed, Object> template = new Template<>((tx, asked) -> Template.Query.ofChange(
                tx.sql()
                        .update(STORE_)
                        .set(STORE_.CODE, asked.code())
                        .where(tx.owns(STORE_))
                        .and(STORE_.ID.eq(asked.id()))
                        .returning(STORE_.ID, STORE_.CODE),
                List.of(STORE_.ID, STORE_.CODE)));

        for (String code : List.of("harar", "adama")) {
            Result<Record> answer = template.fetch(abol, new Renamed(all(abol).getFirst(), code))
                    .rows();
            assertThat(answer.getValues(STORE_.ID)).isEqualTo(all(abol));
            assertThat(answer.getValues(STORE_.CODE)).containsExactly(code);
        }
        assertThat(template.fetch(abol, new Renamed(all(nuru).getFirst(), "gondar"))
                        .rows())
                .isEmpty();
    }

    private static String code(TenantContext tenant) {
        return tenant.sql()
                .select(STORE_.CODE)
                .from(STORE_)
                .where(tenant.owns(STORE_))
                .fetch(STORE_.CODE)
                .getFirst();
    }

    private record More(MinorUnits amount, byte[] bytes, JSONB json) {}

    private record Kinds(UUID uuid, Store.Id id, Currency currency, Instant time, String text, long number, More more) {

        Object[] values() {
            return new Object[] {uuid, id, currency, time, text, number, more.amount(), more.bytes(), more.json()};
        }
    }

    @Test
    void every_kind_of_value_is_the_one_that_is_asked_with() {
        var made = new AtomicInteger();
        Template<Kinds, Object> template = new Template<>((tenant, asked) -> {
            made.incrementAndGet();
            return Template.Query.of(tenant.sql()
                    .select(List.<SelectField<?>>of(
                            val(asked.uuid()),
                            val(asked.id(), STORE_.ID),
                            val(asked.currency(), ORDER.CURRENCY),
                            val(asked.time()),
                            val(asked.text()),
                            val(asked.number()),
                            val(asked.more().amount(), ORDER.TOTAL),
                            val(asked.more().bytes()),
                            val(asked.more().json())))
                    .from(STORE_)
                    .where(tenant.owns(STORE_)));
        });
        var one = new Kinds(
                new UUID(1, 2),
                new Store.Id(new UUID(3, 4)),
                Currency.getInstance("ETB"),
                Instant.EPOCH,
                "one",
                1,
                new More(new MinorUnits(100), new byte[] {1, 0}, JSONB.valueOf("{\"one\": 1}")));
        var other = new Kinds(
                new UUID(5, 6),
                new Store.Id(new UUID(7, 8)),
                Currency.getInstance("XOF"),
                Instant.ofEpochSecond(1),
                "other",
                2,
                new More(new MinorUnits(200), new byte[] {0, 2}, JSONB.valueOf("[2]")));

        for (Kinds asked : List.of(one, other)) {
            assertThat(template.fetch(abol, asked).rows().getFirst().intoArray())
                    .containsExactly(asked.values());
        }
        assertThat(made).hasValue(2);
    }

    @Test
    void a_value_that_stands_in_the_text_is_refused() {
        Template<Asked, Object> template = stores(asked -> STORE_.CODE.eq(inline(asked.code())));

        assertThatThrownBy(() -> template.fetch(abol, new Asked("main", List.of(), false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("What is asked for stands in the text itself");
    }

    @Test
    void a_value_that_is_made_of_what_is_asked_for_is_refused() {
        Template<Asked, Object> template = stores(asked -> STORE_.CODE.eq(asked.code() + "!"));

        assertThatThrownBy(() -> template.fetch(abol, new Asked("main", List.of(), false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Value 2 is made of what is asked for");
    }
}
