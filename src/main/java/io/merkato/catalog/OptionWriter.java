package io.merkato.catalog;

import static io.merkato.jooq.catalog.Tables.ATTRIBUTE_OPTION;

import io.merkato.api.Given;
import io.merkato.tenancy.Rows;
import io.merkato.tenancy.TenantContext;
import java.time.Instant;
import java.util.List;

/** How the options of attributes come to be and change. */
final class OptionWriter {

    private OptionWriter() {}

    static AttributeOption lock(TenantContext tx, AttributeOption.Id id) {
        return tx.sql()
                .select(OptionRepository.FIELDS)
                .from(ATTRIBUTE_OPTION)
                .where(tx.owns(ATTRIBUTE_OPTION))
                .and(ATTRIBUTE_OPTION.ID.eq(id))
                .forUpdate()
                .fetchOptional(OptionRepository::option)
                .orElseThrow(() -> Given.nothing("id"));
    }

    static void insert(TenantContext tx, Attribute attribute, List<AttributeOption> options, String... list) {
        tx.write(
                options,
                option -> list.length == 0 ? List.of("input") : List.of(list[0], list[1], "" + options.indexOf(option)),
                some -> Rows.of(some)
                        .with(ATTRIBUTE_OPTION.ID, AttributeOption::id)
                        .with(ATTRIBUTE_OPTION.ATTRIBUTE_ID, option -> attribute.id())
                        .with(ATTRIBUTE_OPTION.TYPE, option -> attribute.type())
                        .with(ATTRIBUTE_OPTION.CODE, AttributeOption::code)
                        .with(ATTRIBUTE_OPTION.LABELS, AttributeOption::labels)
                        .with(ATTRIBUTE_OPTION.COLOUR, AttributeOption::colour)
                        .with(ATTRIBUTE_OPTION.POSITION, AttributeOption::position)
                        .insertInto(tx, ATTRIBUTE_OPTION)
                        .execute());
    }

    static AttributeOption update(TenantContext tx, AttributeOption option) {
        return tx.sql()
                .update(ATTRIBUTE_OPTION)
                .set(ATTRIBUTE_OPTION.CODE, option.code())
                .set(ATTRIBUTE_OPTION.LABELS, option.labels())
                .set(ATTRIBUTE_OPTION.COLOUR, option.colour())
                .set(ATTRIBUTE_OPTION.POSITION, option.position())
                .set(ATTRIBUTE_OPTION.VERSION, ATTRIBUTE_OPTION.VERSION.plus(1))
                .set(ATTRIBUTE_OPTION.UPDATED_AT, Instant.now())
                .where(tx.owns(ATTRIBUTE_OPTION))
                .and(ATTRIBUTE_OPTION.ID.eq(option.id()))
                .returning(OptionRepository.FIELDS)
                .fetchSingle(OptionRepository::option);
    }
}
