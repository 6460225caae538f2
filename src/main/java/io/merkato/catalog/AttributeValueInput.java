package io.merkato.catalog;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a product or variant says for an attribute.
 *
 * @param locale of the text of a localised attribute
 * @param value null takes away what is there
 */
record AttributeValueInput(
        String code, @Nullable Locale locale, @Nullable AttributeDataInput value) {

    /** For one product or variant. */
    record Of(Product.Id product, ProductVariant.@Nullable Id variant, AttributeValueInput input, List<String> path) {

        UUID owner() {
            return variant == null ? product.value() : variant.value();
        }

        String locale() {
            return input.locale == null ? "" : input.locale.toLanguageTag();
        }

        Refused refused(UserErrorCode code, String message, String member) {
            var where = new ArrayList<>(path);
            where.add(member);
            return new Refused(new Refusal(code, message, List.copyOf(where)));
        }
    }

    static List<Of> of(
            Product.Id product,
            ProductVariant.@Nullable Id variant,
            @Nullable List<AttributeValueInput> inputs,
            String... path) {
        if (inputs == null) {
            return List.of();
        }
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> {
                    var where = new ArrayList<>(List.of(path));
                    where.add("" + i);
                    return new Of(product, variant, inputs.get(i), where);
                })
                .toList();
    }
}
