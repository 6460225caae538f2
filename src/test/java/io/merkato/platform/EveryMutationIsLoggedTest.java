package io.merkato.platform;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import graphql.schema.GraphQLFieldDefinition;
import io.merkato.MerkatoTest;
import io.merkato.api.MutationPayload;
import io.merkato.tenancy.PlatformContext;
import io.merkato.tenancy.TenantContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.graphql.execution.GraphQlSource;

/**
 * The log is written where a mutation's transaction ends, under the name of the class that nests its payload, and a
 * mutation that does not say what it changed fails. What is left to see to is that each goes that way.
 */
@MerkatoTest
class EveryMutationIsLoggedTest {

    /** What people do with their own sessions leaves its trace in the session; asking for a reset or to sign up changes nothing yet. */
    private static final Set<String> OWN_SESSION =
            Set.of("passwordResetRequest", "sessionRevoke", "signUp", "signOut", "signOutEverywhere", "tokenRefresh");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.merkato");

    private final List<String> mutations;
    private final Set<String> retriable;

    EveryMutationIsLoggedTest(GraphQlSource source) {
        this.mutations = requireNonNull(source.schema().getMutationType()).getFieldDefinitions().stream()
                .map(GraphQLFieldDefinition::getName)
                .toList();
        this.retriable = source.schema().getMutationType().getFieldDefinitions().stream()
                .filter(field -> field.hasAppliedDirective("retriable"))
                .map(GraphQLFieldDefinition::getName)
                .collect(Collectors.toSet());
    }

    @Test
    void the_payload_of_a_mutation_is_nested_in_the_class_of_its_name() {
        assertThat(mutations)
                .contains("tenantCreate", "storeUpdate")
                .allSatisfy(mutation -> assertThat(CLASSES.stream()
                                .filter(type -> type.getSimpleName().equals("Payload"))
                                .filter(type -> type.isAssignableTo(MutationPayload.class))
                                .map(type -> type.getEnclosingClass()
                                        .map(JavaClass::getSimpleName)
                                        .orElse("")))
                        .contains(className(mutation)));
    }

    @Test
    void every_mutation_ends_its_transaction_where_the_log_is_written() {
        assertThat(mutations)
                .filteredOn(mutation -> !OWN_SESSION.contains(mutation))
                .allSatisfy(mutation -> assertThat(transactions(mutation, "mutate", "mutateOnce"))
                        .containsAnyOf(TenantContext.class.getName(), PlatformContext.class.getName()));
    }

    @Test
    void a_mutation_that_demands_a_key_heeds_it_and_none_other_does() {
        assertThat(mutations)
                .allSatisfy(mutation ->
                        assertThat(transactions(mutation, "mutateOnce")).hasSize(retriable.contains(mutation) ? 1 : 0));
    }

    /** Whose methods of these names the class of the mutation calls, or what it shares with others of its module does for it. */
    private static Set<String> transactions(String mutation, String... names) {
        return CLASSES.stream()
                .filter(type -> type.getSimpleName().equals(className(mutation)))
                .flatMap(type -> type.getMethodCallsFromSelf().stream())
                .flatMap(call -> Stream.concat(
                        Stream.of(call),
                        call.getTarget().resolveMember().stream()
                                .filter(shared -> shared.getOwner()
                                        .getPackage()
                                        .equals(call.getOriginOwner().getPackage()))
                                .filter(shared -> !shared.getOwner().equals(call.getOriginOwner()))
                                .flatMap(shared -> callsOf(shared, new HashSet<>()))))
                .filter(call -> Set.of(names).contains(call.getName()))
                .map(call -> call.getTargetOwner().getFullName())
                .collect(Collectors.toSet());
    }

    /** Its own, and those of the methods of its class that it calls. */
    private static Stream<JavaMethodCall> callsOf(JavaMethod method, Set<JavaMethod> seen) {
        return seen.add(method)
                ? method.getMethodCallsFromSelf().stream()
                        .flatMap(call -> Stream.concat(
                                Stream.of(call),
                                call.getTarget().resolveMember().stream()
                                        .filter(called -> called.getOwner().equals(method.getOwner()))
                                        .flatMap(called -> callsOf(called, seen))))
                : Stream.empty();
    }

    private static String className(String mutation) {
        return Character.toUpperCase(mutation.charAt(0)) + mutation.substring(1);
    }
}
