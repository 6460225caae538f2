package io.merkato.identity;

import static io.merkato.api.Permission.API_KEYS_MANAGE;

import io.merkato.api.Connection;
import io.merkato.api.PageArgs;
import io.merkato.api.Viewer;
import io.merkato.tenancy.TenantContext;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.stereotype.Controller;

@Controller
class ApiKeyController {

    private final ApiKeyRepository apiKeys;

    ApiKeyController(ApiKeyRepository apiKeys) {
        this.apiKeys = apiKeys;
    }

    @QueryMapping
    Connection<ApiKey> apiKeys(
            @Arguments PageArgs page, @ContextValue TenantContext tenant, @ContextValue Viewer viewer) {
        viewer.mustHold(API_KEYS_MANAGE);
        return apiKeys.findAll(tenant, page);
    }
}
