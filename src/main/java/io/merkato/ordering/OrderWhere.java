package io.merkato.ordering;

import static io.merkato.jooq.ordering.Tables.ORDER;
import static org.jooq.impl.DSL.noCondition;

import io.merkato.api.DateTimeRange;
import io.merkato.api.IdMatch;
import io.merkato.api.StringMatch;
import io.merkato.api.Where;
import io.merkato.customer.Customer;
import io.merkato.store.Store;
import java.util.List;
import org.jooq.Condition;
import org.jspecify.annotations.Nullable;

/** Which orders, as the schema's input of this name says. */
record OrderWhere(
        @Nullable List<OrderWhere> and,
        @Nullable List<OrderWhere> or,
        @Nullable OrderWhere not,
        @Nullable IdMatch customer,
        @Nullable IdMatch store,
        @Nullable SalesChannelMatch channel,
        @Nullable StringMatch source,
        @Nullable StringMatch sourceReference,
        @Nullable StringMatch email,
        @Nullable OrderStatusMatch status,
        @Nullable PaymentStatusMatch paymentStatus,
        @Nullable FulfilmentStatusMatch fulfilmentStatus,
        @Nullable DateTimeRange placedAt)
        implements Where<OrderWhere> {

    @Override
    public Condition own() {
        return noCondition()
                .and(customer == null ? noCondition() : customer.on(ORDER.CUSTOMER_ID, Customer.Id::new))
                .and(store == null ? noCondition() : store.on(ORDER.STORE_ID, Store.Id::new))
                .and(channel == null ? noCondition() : channel.on(ORDER.CHANNEL))
                .and(source == null ? noCondition() : source.on(ORDER.SOURCE))
                .and(sourceReference == null ? noCondition() : sourceReference.on(ORDER.SOURCE_REFERENCE))
                .and(email == null ? noCondition() : email.on(ORDER.EMAIL))
                .and(status == null ? noCondition() : status.on(ORDER.STATUS))
                .and(paymentStatus == null ? noCondition() : paymentStatus.on(ORDER.PAYMENT_STATUS))
                .and(fulfilmentStatus == null ? noCondition() : fulfilmentStatus.on(ORDER.FULFILMENT_STATUS))
                .and(placedAt == null ? noCondition() : placedAt.on(ORDER.PLACED_AT));
    }
}
