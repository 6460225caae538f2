package io.merkato;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.merkato");

    @Test
    void a_module_touches_only_its_own_tables() {
        for (String schema : names("io.merkato.jooq")) {
            noClasses()
                    .that(resideInAPackage("io.merkato..")
                            .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(
                                    "io.merkato.jooq..", "io.merkato." + schema, "io.merkato.demo"))))
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.merkato.jooq." + schema + ".."))
                    .because("others ask the module's facade")
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void only_tenancy_and_database_open_connections() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.merkato.tenancy", "io.merkato.database")
                // The clock of the jobs has one table, which belongs to no tenant, and statements of its own.
                .and()
                .doNotHaveFullyQualifiedName("io.merkato.platform.JobsConfiguration")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(DataSource.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.sql.Connection.class)
                .check(CLASSES);
    }

    @Test
    void controllers_mutations_and_repositories_are_nobody_elses() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Controller")
                .or()
                .haveSimpleNameEndingWith("Repository")
                .or()
                .areAnnotatedWith(org.springframework.stereotype.Controller.class)
                .should()
                .bePackagePrivate()
                .check(CLASSES);
    }

    /** A start looks for beans nowhere else: it reads each file that it looks at. */
    @Test
    void beans_are_top_level_types_of_a_module() {
        classes()
                .that()
                .areMetaAnnotatedWith(org.springframework.stereotype.Component.class)
                .and()
                .doNotBelongToAnyOf(Merkato.class)
                .should()
                .beTopLevelClasses()
                .andShould()
                .resideInAPackage("io.merkato.*")
                .check(CLASSES);
    }

    @Test
    void no_class_is_named_after_what_it_is_made_of() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.merkato.jooq..")
                .should()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Dto")
                .orShould()
                .haveSimpleNameStartingWith("Abstract")
                .check(CLASSES);
    }

    @Test
    void every_package_says_what_it_is() throws IOException {
        try (Stream<Path> folders = Files.walk(Path.of("src/main/java/io/merkato"))) {
            assertThat(folders.filter(Files::isDirectory)
                            .filter(folder -> !Files.exists(folder.resolve("package-info.java"))))
                    .isEmpty();
        }
    }

    @Test
    void every_module_declares_what_it_may_depend_on() throws IOException {
        try (Stream<Path> packages = Files.walk(Path.of("src/main/java/io/merkato"))) {
            assertThat(packages.filter(file -> file.endsWith("package-info.java"))
                            .filter(file -> !file.endsWith("merkato/package-info.java"))
                            .filter(file -> !String.join("", lines(file))
                                    .matches(".*@ApplicationModule\\(\\s*allowedDependencies = .*")))
                    .isEmpty();
        }
    }

    @Test
    void no_file_is_longer_than_400_lines() throws IOException {
        Map<Path, Integer> long_files =
                sources().collect(toMap(file -> file, file -> lines(file).size()));
        long_files.values().removeIf(lines -> lines <= 400);

        assertThat(long_files).isEmpty();
    }

    @Test
    void no_test_is_skipped() throws IOException {
        assertThat(sources()
                        .filter(file -> lines(file).stream()
                                .anyMatch(line -> line.strip().startsWith("@Disabled"))))
                .isEmpty();
    }

    /** But of what is in memory alone, and of sessions, of which nothing is asked there. */
    @Test
    void whose_tests_do_things_at_once_asks_the_invariants() throws IOException {
        assertThat(sources()
                        .filter(file -> file.toString().endsWith("Test.java"))
                        .filter(file ->
                                lines(file).stream().anyMatch(line -> line.matches(".*AtOnce\\.(all|together)\\(.*")))
                        .filter(file -> !lines(file).contains("@ExtendWith(InvariantsHold.class)"))
                        .map(file -> file.getFileName().toString()))
                .containsExactlyInAnyOrder("StoreCacheTest.java", "TokenRefreshTest.java");
    }

    private static Set<String> names(String parent) {
        return CLASSES.stream()
                .map(type -> type.getPackageName())
                .filter(name -> name.startsWith(parent + '.'))
                .map(name -> name.substring(parent.length() + 1).replaceAll("\\..*", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Path> sources() throws IOException {
        return Stream.of("src", "jooq-codegen").flatMap(root -> {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
