package io.merkato.platform;

import static io.merkato.jooq.platform.Tables.EVENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.merkato.InvariantsHold;
import io.merkato.Merchants;
import io.merkato.MerkatoTest;
import io.merkato.Statements;
import io.merkato.api.Grant;
import io.merkato.api.Permission;
import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is published, and in which order it can be seen. */
@MerkatoTest
@ExtendWith(InvariantsHold.class)
class EventsTest {

    private record Happened(TypeId aggregate) implements Event {
        @Override
        public String type() {
            return PlatformEventTypes.WEBHOOK_TEST;
        }
    }

    private static final int PUBLISHERS = 8;
    private static final int EACH = 25;

    private final Events events;
    private final Statements statements;
    private final TenantContext tenant;
    private final Grant grant = Viewer.system("test").may(Permission.TENANT_MANAGE);
    private final Webhook.Id one = new Webhook.Id(Uuid7.next());
    private final Webhook.Id other = new Webhook.Id(Uuid7.next());

    EventsTest(Events events, Merchants merchants, Statements statements) {
        this.events = events;
        this.statements = statements;
        this.tenant = merchants.open().tenant();
    }

    @Test
    void nobody_ever_sees_a_later_event_of_an_object_before_an_earlier_one() throws Exception {
        var publish = new Callable<Void>() {
            @Override
            public Void call() {
                for (int i = 0; i < EACH; i++) {
                    tenant.transact(grant, tx -> {
                        events.publish(tx, new Happened(one));
                        // The one that published first may well commit last.
                        return positions(tx, other).size();
                    });
                }
                return null;
            }
        };
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var publishers = IntStream.range(0, PUBLISHERS)
                    .mapToObj(i -> threads.submit(publish))
                    .toList();
            List<Long> seen;
            do {
                seen = positions(tenant, one);
                assertThat(seen).isEqualTo(upTo(seen.size()));
            } while (seen.size() < PUBLISHERS * EACH && publishers.stream().anyMatch(thread -> !thread.isDone()));
            for (var publisher : publishers) {
                publisher.get();
            }
        }

        assertThat(positions(tenant, one)).isEqualTo(upTo(PUBLISHERS * EACH));
    }

    @Test
    void several_events_are_one_statement_and_keep_their_order() {
        events_of(one);
        var happened = Stream.of(other, one, one, other, one).map(Happened::new).toList();

        var sent = new ArrayList<String>();
        tenant.transact(grant, tx -> {
            sent.addAll(statements.of(() -> events.publish(tx, happened)));
            return true;
        });

        assertThat(sent).hasSize(1);
        assertThat(positions(tenant, one)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(positions(tenant, other)).containsExactly(1L, 2L);
    }

    @Test
    void what_was_rolled_back_has_not_happened_and_takes_no_place() {
        assertThatThrownBy(() -> tenant.transact(grant, tx -> {
                    events.publish(tx, new Happened(one));
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        events_of(one);

        assertThat(positions(tenant, one)).containsExactly(1L);
    }

    @Test
    void an_event_belongs_into_the_transaction_that_makes_it_happen() {
        assertThatThrownBy(() -> events.publish(tenant, new Happened(one)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("This belongs into a transaction");
    }

    @Test
    void an_event_of_a_type_that_nobody_declared_is_refused() {
        Event unheardOf = new Event() {
            @Override
            public String type() {
                return "UNHEARD_OF";
            }

            @Override
            public TypeId aggregate() {
                return one;
            }
        };

        assertThatThrownBy(() -> tenant.transact(grant, tx -> {
                    events.publish(tx, unheardOf);
                    return true;
                }))
                .hasMessage("UNHEARD_OF is declared by no EventType");
    }

    private void events_of(TypeId aggregate) {
        tenant.transact(grant, tx -> {
            events.publish(tx, new Happened(aggregate));
            return true;
        });
    }

    private static List<Long> upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static List<Long> positions(TenantContext tenant, TypeId aggregate) {
        return tenant.sql()
                .select(EVENT.POSITION)
                .from(EVENT)
                .where(tenant.owns(EVENT), EVENT.AGGREGATE.eq(aggregate.text()))
                .orderBy(EVENT.POSITION)
                .fetch(EVENT.POSITION);
    }
}
