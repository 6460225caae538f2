package io.merkato.inventory;

import io.merkato.api.UserError;
import io.merkato.api.UserErrorCode;
import java.util.List;

/**
 * Another quantity is on hand than the caller believed.
 *
 * @param onHand the quantity now
 */
record StockMismatch(UserErrorCode code, String message, List<String> path, long onHand) implements UserError {

    static StockMismatch of(long onHand, String... path) {
        return new StockMismatch(
                UserErrorCode.VERSION_CONFLICT, "There are " + onHand + " on hand now.", List.of(path), onHand);
    }
}
