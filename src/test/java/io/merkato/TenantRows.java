package io.merkato;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.merkato.api.TypeId;
import io.merkato.customer.Customer;
import io.merkato.jooq.DefaultCatalog;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableOptions;

/** A tenant's rows as nobody but a superuser sees them: all of them, in every table there is. */
public final class TenantRows {

    private TenantRows() {}

    /** One id of each type that the tenant has rows of, of one that is not deleted where there is one. */
    static Map<String, TypeId> ids(String slug) {
        var ids = new TreeMap<String, TypeId>();
        tenantTables().forEach(table -> {
            Field<?> id = table.field("id");
            if (id != null && TypeId.class.isAssignableFrom(id.getType())) {
                String first = table.field("deleted_at") == null ? "" : "order by deleted_at nulls first";
                value("select id from %s where tenant_id = (select id from tenancy.tenant where slug = '%s') %s limit 1"
                                .formatted(name(table), slug, first))
                        .map(uuid -> (TypeId) requireNonNull(id.getDataType().convert(UUID.fromString(uuid))))
                        .forEach(found -> ids.put(found.prefix(), found));
            }
        });
        return ids;
    }

    /** One id of each type that the customer has something of, themself among them, by the type's name. */
    static Map<String, TypeId> idsOf(String slug, String customer) {
        var id = new Customer.Id(TypeId.parse("customer", customer));
        var ids = new TreeMap<String, TypeId>();
        ids.put("Customer", id);
        tenantTables()
                .filter(table -> table.field("id") != null && whose(table).isPresent())
                .filter(table -> TypeId.class.isAssignableFrom(
                        requireNonNull(table.field("id")).getType()))
                .forEach(table -> value(
                                "select id from %s where %s = '%s' and tenant_id = (select id from tenancy.tenant where slug = '%s') limit 1"
                                        .formatted(name(table), whose(table).orElseThrow(), id.value(), slug))
                        .map(uuid -> (TypeId) requireNonNull(
                                requireNonNull(table.field("id")).getDataType().convert(UUID.fromString(uuid))))
                        .forEach(found ->
                                ids.put(found.getClass().getEnclosingClass().getSimpleName(), found)));
        return ids;
    }

    /** Whose a row is, itself or by its account. */
    private static Optional<String> whose(Table<?> table) {
        if (table.field("customer_id") != null) {
            return Optional.of("customer_id");
        }
        return table.field("loyalty_account_id") == null
                ? Optional.empty()
                : Optional.of(
                        "(select a.customer_id from loyalty.loyalty_account a where a.tenant_id = %1$s.tenant_id and a.id = %1$s.loyalty_account_id)"
                                .formatted(name(table)));
    }

    /**
     * Deletes one thing of each type that can be restored, behind the application's back; no customer who can sign in, since such a one is made
     * anew as soon as they are asked for. By the type's prefix.
     */
    static Map<String, TypeId> delete(String slug) {
        var ids = new TreeMap<String, TypeId>();
        deletable()
                .forEach(table -> value(
                                "update %1$s set deleted_at = now() where id = (select id from %1$s where deleted_at is null and tenant_id = (select id from tenancy.tenant where slug = '%2$s') order by id limit 1) returning id"
                                        .formatted(name(table), slug))
                        .map(uuid -> (TypeId) requireNonNull(
                                requireNonNull(table.field("id")).getDataType().convert(UUID.fromString(uuid))))
                        .forEach(deleted -> ids.put(deleted.prefix(), deleted)));
        return ids;
    }

    /** Takes back what {@link #delete} did. */
    static void bringBack(Collection<TypeId> deleted) {
        for (TypeId id : deleted) {
            String undeleted = value("update %s set deleted_at = null where id = '%s' returning id"
                            .formatted(tableOf(id), id.value()))
                    .findFirst()
                    .orElseThrow();
            assertThat(undeleted).isEqualTo(id.value().toString());
        }
    }

    /** Not stores: their staff see the closed ones. */
    private static Stream<? extends Table<?>> deletable() {
        return tenantTables()
                .filter(table -> table.field("deleted_at") != null && table.field("id") != null)
                .filter(table -> !name(table).equals("store.store"));
    }

    /** But for what is counted in the background, whatever a test does. */
    private static Stream<? extends Table<?>> writtenByWhoAsks() {
        return tenantTables().filter(table -> !name(table).startsWith("metering."));
    }

    /** A digest of every row that names one of these. */
    static String fingerprintOf(Collection<TypeId> ids) {
        String named = ids.stream().map(id -> id.value().toString()).collect(Collectors.joining("|"));
        String all = writtenByWhoAsks()
                .map(table ->
                        "select '%1$s' as name, md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as digest from %1$s t where t::text ~ '%2$s'"
                                .formatted(name(table), named))
                .collect(Collectors.joining(" union all "));
        return value("select string_agg(digest, ' ' order by name) from (" + all + ") tables")
                .findFirst()
                .orElseThrow();
    }

    /** The table whose rows have ids of this type. */
    static String tableOf(TypeId id) {
        return tenantTables()
                .filter(table -> table.field("id") != null
                        && requireNonNull(table.field("id")).getType() == id.getClass())
                .map(TenantRows::name)
                .findFirst()
                .orElseThrow();
    }

    private static String name(Table<?> table) {
        return requireNonNull(table.getSchema()).getName() + '.' + table.getName();
    }

    private static Stream<? extends Table<?>> tenantTables() {
        return DefaultCatalog.DEFAULT_CATALOG
                .schemaStream()
                .flatMap(tables -> tables.tableStream())
                .filter(table -> table.getTableType() == TableOptions.TableType.TABLE)
                .filter(table -> table.field("tenant_id") != null);
    }

    /** The prefixes of all types of ids that tenants' rows have. */
    static Set<String> types() {
        var types = new TreeSet<String>();
        tenantTables().forEach(table -> {
            Field<?> id = table.field("id");
            if (id != null && TypeId.class.isAssignableFrom(id.getType())) {
                types.add(((TypeId) requireNonNull(id.getDataType().convert(new UUID(0, 0)))).prefix());
            }
        });
        return types;
    }

    /** A digest of every row of the tenant. */
    public static String fingerprint(String slug) {
        return fingerprint(slug, ".*");
    }

    /** @param schemas of which modules, a regular expression */
    static String fingerprint(String slug, String schemas) {
        String all = writtenByWhoAsks()
                .filter(table -> requireNonNull(table.getSchema()).getName().matches(schemas))
                .map(table ->
                        "select '%1$s' as name, md5(coalesce(string_agg(md5(t::text), '' order by md5(t::text)), '')) as digest from %1$s t where tenant_id = (select id from tenancy.tenant where slug = '%2$s')"
                                .formatted(name(table), slug))
                .collect(Collectors.joining(" union all "));
        return value("select string_agg(digest, ' ' order by name) from (" + all + ") tables")
                .findFirst()
                .orElseThrow();
    }

    static Stream<String> value(String sql) {
        return TestDatabase.asSuperuser(superuser -> {
            try (Statement statement = superuser.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                return rows.next() ? Stream.of(rows.getString(1)) : Stream.empty();
            } catch (SQLException e) {
                throw new AssertionError(sql, e);
            }
        });
    }
}
