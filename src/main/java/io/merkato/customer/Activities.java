package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.ACTIVITY;

import io.merkato.api.TypeId;
import io.merkato.api.Uuid7;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What customers do, written down for those who serve them. */
@Component
public class Activities {

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

    /** @param subject what they did it to */
    public void record(TenantContext tx, Customer.Id customer, CustomerActivityKind kind, @Nullable TypeId subject) {
        tx.sql()
                .insertInto(ACTIVITY)
                .set(ACTIVITY.TENANT_ID, tx.id())
                .set(ACTIVITY.ID, new CustomerActivity.Id(Uuid7.next()))
                .set(ACTIVITY.CUSTOMER_ID, customer)
                .set(ACTIVITY.KIND, kind)
                .set(ACTIVITY.SUBJECT, subject == null ? null : subject.text())
                .execute();
    }
}
