package io.merkato.ordering;

import io.merkato.api.Refusal;
import io.merkato.api.Refused;
import io.merkato.api.UserErrorCode;
import io.merkato.catalog.ProductVariant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pieces of a variant to put into a cart, as the schema's input of this name says. */
record CartLineInput(
        ProductVariant.Id variantId,
        @Nullable Integer quantity,
        @Nullable List<NamedText> properties) {

    static final int MOST_PIECES = 9999;
    private static final int MOST_PROPERTIES = 20;
    private static final int MOST_WRITTEN = 5000;

    /** @param path down to this input */
    int pieces(String... path) {
        int pieces = quantity == null ? 1 : quantity;
        if (pieces < 1 || pieces > MOST_PIECES) {
            throw new Refused(
                    Refusal.of(UserErrorCode.OUT_OF_RANGE, "A quantity is 1 to 9999.", below(path, "quantity")));
        }
        return pieces;
    }

    /** @param path down to this input */
    List<NamedText> texts(String... path) {
        List<NamedText> texts = properties == null ? List.of() : properties;
        if (texts.size() > MOST_PROPERTIES) {
            throw new Refused(
                    Refusal.of(UserErrorCode.TOO_LONG, "A line has at most 20 properties.", below(path, "properties")));
        }
        for (int i = 0; i < texts.size(); i++) {
            texts.get(i).check(below(below(path, "properties"), "" + i));
        }
        if (texts.stream().mapToInt(NamedText::length).sum() > MOST_WRITTEN) {
            throw new Refused(Refusal.of(
                    UserErrorCode.TOO_LONG,
                    "The properties of a line have at most 5000 characters in all.",
                    below(path, "properties")));
        }
        return texts;
    }

    private static String[] below(String[] path, String name) {
        String[] below = java.util.Arrays.copyOf(path, path.length + 1);
        below[path.length] = name;
        return below;
    }
}
