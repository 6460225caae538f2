package io.merkato.catalog;

import io.merkato.api.Fault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An option that a shopper has chosen.
 *
 * @param name the code of the axis's attribute
 * @param value the code of the option
 */
record SelectedOption(String name, String value) {

    /** The variant that stands for all of these and for nothing else, among those that stand for so much. */
    static Optional<ProductVariant.Id> variant(
            List<SelectedOption> selected, Map<ProductVariant.Id, Map<String, String>> variants) {
        var wanted = new HashMap<String, String>();
        for (SelectedOption each : selected) {
            if (wanted.put(each.name, each.value) != null) {
                throw Fault.badInput("selectedOptions names '" + each.name + "' twice.");
            }
        }
        return variants.entrySet().stream()
                .filter(variant -> variant.getValue().equals(wanted))
                .map(Map.Entry::getKey)
                .findAny();
    }
}
