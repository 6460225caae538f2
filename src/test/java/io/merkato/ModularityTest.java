package io.merkato;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

class ModularityTest {

    private static final ApplicationModules MODULES =
            ApplicationModules.of(Merkato.class, JavaClass.Predicates.resideInAPackage("io.merkato.jooq.."));
    private static final Pattern NAME = Pattern.compile("`([a-z]+)`");

    @Test
    void modules_depend_one_way_and_only_on_what_they_declare() {
        MODULES.verify();
    }

    @Test
    void contributors_read_what_each_module_stands_on() throws IOException {
        Map<String, Set<String>> declared = MODULES.stream()
                .collect(toMap(
                        module -> module.getIdentifier().toString(),
                        module -> new TreeSet<>(Set.of(module.getBasePackage()
                                .getAnnotation(ApplicationModule.class)
                                .orElseThrow()
                                .allowedDependencies()))));

        assertThat(written()).isEqualTo(declared);
    }

    /** The table of CONTRIBUTING.md. */
    private static Map<String, Set<String>> written() throws IOException {
        var table = new HashMap<String, Set<String>>();
        Files.readAllLines(Path.of("CONTRIBUTING.md")).stream()
                .dropWhile(line -> !line.startsWith("| module |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1))
                .forEach(cells -> names(cells[1]).forEach(module -> table.put(module, names(cells[2]))));
        return table;
    }

    private static Set<String> names(String cell) {
        var names = new TreeSet<String>();
        NAME.matcher(cell).results().forEach(match -> names.add(match.group(1)));
        return names;
    }
}
