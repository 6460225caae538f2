package io.merkato.catalog;

import io.merkato.api.DateRange;
import io.merkato.api.DateTimeRange;
import io.merkato.api.DecimalRange;
import io.merkato.api.StringMatch;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A condition on the value of one attribute; exactly one member of the match is set. */
record AttributeValueWhere(String code, Match match) {

    record Match(
            @Nullable List<String> options,
            @Nullable StringMatch text,
            @Nullable DecimalRange number,
            @Nullable Boolean flag,
            @Nullable DateRange date,
            @Nullable DateTimeRange dateTime,
            @Nullable List<String> references,
            @Nullable Boolean exists) {

        static Match options(List<String> codes) {
            return new Match(codes, null, null, null, null, null, null, null);
        }

        /** Those asked for by name, as a facet of this type names them. */
        Stream<String> values(AttributeType type) {
            if (type == AttributeType.BOOLEAN && Boolean.TRUE.equals(exists)) {
                return Stream.of("true", "false");
            }
            return Stream.of(
                            options == null ? List.<String>of() : options,
                            text == null || text.eq() == null ? List.<String>of() : List.of(text.eq()),
                            text == null || text.oneOf() == null ? List.<String>of() : text.oneOf(),
                            flag == null ? List.<String>of() : List.of(flag.toString()))
                    .flatMap(List::stream);
        }
    }
}
