package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLObjectType;
import graphql.schema.GraphQLSchema;
import io.merkato.api.Audience;
import io.merkato.api.Permission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;

/** Who may ask for what, field by field and role by role, so that a review sees when it changes. */
@MerkatoTest
class AccessTableTest {

    /** What hangs on a tenant. */
    private static final Set<String> OF_TENANTS =
            Set.of("Tenant", "Domain", "DomainVerification", "Plan", "PlanSubscription");

    private static final Path TABLE = Path.of("docs/access.md");

    private final GraphQLSchema schema;

    AccessTableTest(GraphQlSource source) {
        this.schema = source.schema();
    }

    @Test
    void the_table_in_the_documentation_is_the_one_in_force() throws IOException, SQLException {
        String now = table(roles());
        if (Boolean.getBoolean("golden.record")) {
            Files.writeString(TABLE, now);
        }

        assertThat(now).isEqualTo(Files.readString(TABLE));
    }

    private String table(Map<String, Set<String>> roles) {
        var text = new StringBuilder("""
                # Who may ask for what

                Made from the schema and the built-in roles by `AccessTableTest`, which fails when it is out of date; `./mvnw test -Dtest=AccessTableTest -Dgolden.record=true` writes it anew.
                Types whose every field is public are left out. *everybody* includes a storefront's anonymous visitor; *signed in* any user or API key, *its customer* the guest or person it belongs to. A custom role may ask for what its permissions allow.

                """);
        text.append("| field | needs | ")
                .append(String.join(" | ", roles.keySet()))
                .append(" |\n");
        text.append("|---|---|").append("---|".repeat(roles.size())).append('\n');
        schema.getAllTypesAsList().stream()
                .filter(GraphQLObjectType.class::isInstance)
                .map(GraphQLObjectType.class::cast)
                .filter(type -> !type.getName().startsWith("__"))
                .filter(type ->
                        isRoot(type) || type.getFieldDefinitions().stream().anyMatch(field -> !isPublic(type, field)))
                .forEach(type -> type.getFieldDefinitions().forEach(field -> row(text, type, field, roles)));
        return text.toString();
    }

    private static void row(
            StringBuilder text, GraphQLObjectType type, GraphQLFieldDefinition field, Map<String, Set<String>> roles) {
        Audience audience = Audience.of(type, field).orElseThrow();
        String needs = switch (audience) {
            case Audience.Everybody everybody -> "everybody";
            case Audience.SignedIn signedIn -> "signed in";
            case Audience.Holder(Permission permission) -> permission.name();
            case Audience.Owner(Permission permission) ->
                permission == null ? "its customer" : "its customer or " + permission;
        };
        String cells = roles.values().stream()
                .map(held -> allows(OF_TENANTS.contains(type.getName()) ? seen(held) : held, audience) ? "✓" : "")
                .collect(Collectors.joining(" | "));
        text.append("| ")
                .append(type.getName())
                .append('.')
                .append(field.getName())
                .append(" | ")
                .append(needs)
                .append(" | ")
                .append(cells)
                .append(" |\n");
    }

    /** Whether staff need to be nothing else, for what belongs to any customer. */
    private static boolean allows(Set<String> held, Audience audience) {
        return switch (audience) {
            case Audience.Everybody everybody -> true;
            case Audience.SignedIn signedIn -> true;
            case Audience.Holder(Permission permission) -> held.contains(permission.name());
            case Audience.Owner(Permission permission) -> permission != null && held.contains(permission.name());
        };
    }

    /** What a tenant's managers may look at operators may look at too. */
    private static Set<String> seen(Set<String> held) {
        return held.contains(Permission.PLATFORM_OPERATE.name())
                ? Set.of(Permission.PLATFORM_OPERATE.name(), Permission.TENANT_MANAGE.name())
                : held;
    }

    private static boolean isRoot(GraphQLObjectType type) {
        return Set.of("Query", "Mutation", "Subscription").contains(type.getName());
    }

    private static boolean isPublic(GraphQLObjectType type, GraphQLFieldDefinition field) {
        return Audience.of(type, field).orElseThrow() instanceof Audience.Everybody;
    }

    /** The built-in roles with their permissions, in their order, then the platform's operator. */
    private static Map<String, Set<String>> roles() throws SQLException {
        var roles = new LinkedHashMap<String, Set<String>>();
        try (Connection connection = TestDatabase.superuser();
                ResultSet rows = connection.createStatement().executeQuery("""
                        select code, permission from identity.built_in_role_permission
                        join identity.built_in_role using (code) order by position, permission
                        """)) {
            while (rows.next()) {
                roles.computeIfAbsent(rows.getString(1), role -> new LinkedHashSet<>())
                        .add(rows.getString(2));
            }
        }
        roles.put("operator", Set.of(Permission.PLATFORM_OPERATE.name()));
        return roles;
    }
}
