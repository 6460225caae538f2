package io.merkato.customer;

import static io.merkato.jooq.customer.Tables.CUSTOMER_;

import io.merkato.api.SortDirection;
import java.util.List;
import org.jooq.Field;
import org.jooq.SortField;
import org.jspecify.annotations.Nullable;

/** The order of a list of customers, as the schema's input of this name says. */
record CustomerSort(Key key, @Nullable SortDirection direction) {

    static final CustomerSort NEWEST_FIRST = new CustomerSort(Key.CREATED_AT, SortDirection.DESC);

    enum Key {
        CREATED_AT,
        UPDATED_AT,
        NAME
    }

    List<SortField<?>> order() {
        Field<?> by = switch (key) {
            case CREATED_AT -> CUSTOMER_.CREATED_AT;
            case UPDATED_AT -> CUSTOMER_.UPDATED_AT;
            case NAME -> CUSTOMER_.SORT_NAME;
        };
        return direction == SortDirection.DESC
                ? List.of(by.desc(), CUSTOMER_.ID.desc())
                : List.of(by.asc(), CUSTOMER_.ID.asc());
    }
}
