package io.merkato.bulk;

import io.merkato.api.ConstraintRefusals;
import io.merkato.api.Refusal;
import io.merkato.api.UserErrorCode;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class BulkRefusals implements ConstraintRefusals {

    @Override
    public Map<String, Refusal> byConstraint() {
        return Map.of(
                "product_import_currency_fkey",
                Refusal.of(UserErrorCode.INVALID, "The platform does not know this currency.", "input", "currency"),
                "product_import_upload_fkey",
                Refusal.notFound("input", "uploadId"));
    }
}
