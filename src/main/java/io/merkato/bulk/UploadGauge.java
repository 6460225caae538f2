package io.merkato.bulk;

import io.merkato.tenancy.TenantContext;
import io.merkato.tenancy.UsageGauge;
import java.time.Instant;
import org.springframework.stereotype.Component;

@Component
class UploadGauge implements UsageGauge {

    private final UploadRepository uploads;

    UploadGauge(UploadRepository uploads) {
        this.uploads = uploads;
    }

    @Override
    public Of what() {
        return Of.STORAGE;
    }

    @Override
    public long measure(TenantContext tenant, Instant from, Instant until) {
        return uploads.kept(tenant).bytes();
    }
}
