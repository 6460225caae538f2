package io.merkato.identity;

import static io.merkato.jooq.identity.Tables.PERMISSION;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import io.merkato.MerkatoTest;
import io.merkato.api.Permission;
import io.merkato.tenancy.PlatformContext;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;

/** The permissions stand in three places: the code that checks them, the schema that says them, the tables that give them. */
@MerkatoTest
class PermissionsTest {

    private static final List<String> CODE =
            Arrays.stream(Permission.values()).map(Enum::name).toList();

    private final PlatformContext platform;
    private final GraphQlSource source;

    PermissionsTest(PlatformContext platform, GraphQlSource source) {
        this.platform = platform;
        this.source = source;
    }

    @Test
    void the_schema_says_those_that_the_code_checks() {
        var type = (GraphQLEnumType) requireNonNull(source.schema().getType("Permission"));
        assertThat(type.getValues().stream().map(GraphQLEnumValueDefinition::getName))
                .containsExactlyInAnyOrderElementsOf(CODE);
    }

    @Test
    void roles_and_keys_can_be_given_all_but_the_platforms_own() {
        var ofTenants = CODE.stream()
                .filter(permission -> !permission.equals("PLATFORM_OPERATE"))
                .toList();
        assertThat(platform.sql()
                        .select(PERMISSION.CODE)
                        .from(PERMISSION)
                        .fetch(row -> row.value1().toString()))
                .containsExactlyInAnyOrderElementsOf(ofTenants);
    }
}
