package io.merkato.platform;

import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import java.util.Map;

/** What controllers find in the context of a query that no request asks; each module that puts values there for requests does it for these, too. */
public interface DocumentContext {

    Map<String, Object> values(TenantContext tenant, Viewer viewer);
}
