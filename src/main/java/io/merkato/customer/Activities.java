package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.ACTIVITY;
import static org.jooq.impl.DSL.selectOne;

import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What customers do, written down for those who serve them. */
@Component
public class Activities {

    private static final int MOST_OF_A_DAY = 100;

    /** @param subject what they did it to */
    public record Deed(Customer.Id customer, TypeId subject) {}

    Activities() {}

    /** Many of a kind, in one statement. */
    public void record(TenantContext tx, CustomerActivityKind kind, List<Deed> deeds) {
        Rows.of(deeds)
                .with(ACTIVITY.ID, deed -> new CustomerActivity.Id(Uuid7.next()))
                .with(ACTIVITY.CUSTOMER_ID, Deed::customer)
                .with(ACTIVITY.KIND, deed -> kind)
                .with(ACTIVITY.SUBJECT, deed -> deed.subject().text())
                .write(tx, ACTIVITY);
    }

    /**
     * Of what can be done again and again, such as changing a profile to and fro, so many of a day and no more.
     *
     * @param subject what they did it to
     */
    public void record(TenantContext tx, Customer.Id customer, CustomerActivityKind kind, @Nullable TypeId subject) {
        if (kind.isRepeatable() && ofTheDay(tx, customer) >= MOST_OF_A_DAY) {
            return;
        }
        tx.sql()
                .insertInto(ACTIVITY)
                .set(ACTIVITY.TENANT_ID, tx.id())
                .set(ACTIVITY.ID, new CustomerActivity.Id(Uuid7.next()))
                .set(ACTIVITY.CUSTOMER_ID, customer)
                .set(ACTIVITY.KIND, kind)
                .set(ACTIVITY.SUBJECT, subject == null ? null : subject.text())
                .execute();
    }

    private static int ofTheDay(TenantContext tx, Customer.Id customer) {
        return tx.sql()
                .fetchCount(selectOne()
                        .from(ACTIVITY)
                        .where(tx.owns(ACTIVITY))
                        .and(ACTIVITY.CUSTOMER_ID.eq(customer))
                        .and(ACTIVITY.AT.gt(Instant.now().minus(Duration.ofDays(1))))
                        .limit(MOST_OF_A_DAY));
    }
}
