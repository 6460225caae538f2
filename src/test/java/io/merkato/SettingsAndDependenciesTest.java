package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.w3c.dom.Element;

/** That the tables in the documents name what there is, all of it, once. */
class SettingsAndDependenciesTest {

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    /** But what figures are called. */
    private static final Pattern ASKED = Pattern.compile(
            "(?=\"merkato|\\$\\{merkato)(?<!(?:builder|createNotStarted)\\(\\s{0,80})(?:\"|\\$\\{)(merkato\\.[a-z.-]+)");

    @Test
    void the_table_of_settings_names_exactly_those_that_are_read() throws IOException {
        List<String> written = rows("README.md", "| property | default | what |").stream()
                .flatMap(row -> settings(row.getFirst()))
                .filter(setting -> setting.startsWith("merkato."))
                .toList();

        assertThat(written)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(asked(), bound()).distinct().toList());
    }

    @Test
    void the_table_of_dependencies_names_exactly_those_of_the_build() throws Exception {
        List<String> written = rows("docs/dependencies.md", "| dependency | artifacts | why | instead of |").stream()
                .flatMap(row -> quoted(row.get(1)))
                .toList();

        assertThat(written).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(artifacts());
    }

    /** Asked for one by one, in the code and in its own configuration. */
    private static Stream<String> asked() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main"))) {
            var groups = bindings().map(SettingsAndDependenciesTest::prefix).toList();
            return files
                    .filter(file ->
                            file.toString().endsWith(".java") || file.toString().endsWith(".yaml"))
                    .flatMap(file -> ASKED.matcher(text(file)).results())
                    .map(match -> match.group(1))
                    .filter(name -> !groups.contains(name))
                    .toList()
                    .stream();
        }
    }

    /** Read together, as the parts of a record. */
    private static Stream<String> bound() {
        return bindings().flatMap(type -> parts(prefix(type), type));
    }

    private static Stream<Class<?>> bindings() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents("io.merkato").stream().map(found -> {
            try {
                return Class.forName(found.getBeanClassName());
            } catch (ClassNotFoundException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static String prefix(Class<?> binding) {
        return binding.getAnnotation(ConfigurationProperties.class).value();
    }

    private static Stream<String> parts(String prefix, Class<?> binding) {
        return Arrays.stream(binding.getRecordComponents()).flatMap(part -> {
            String name =
                    prefix + '.' + part.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            Class<?> inner = element(part);
            return inner.isRecord() ? parts(name + "[0]", inner) : Stream.of(name);
        });
    }

    private static Class<?> element(RecordComponent part) {
        Type type = part.getGenericType();
        return type instanceof ParameterizedType list && list.getActualTypeArguments()[0] instanceof Class<?> element
                ? element
                : part.getType();
    }

    /** {@code `a.b`, `.c`} are a.b and a.c. */
    private static Stream<String> settings(String cell) {
        var settings = new ArrayList<String>();
        quoted(cell)
                .forEach(name -> settings.add(
                        name.startsWith(".")
                                ? settings.getFirst()
                                                .substring(
                                                        0, settings.getFirst().lastIndexOf('.'))
                                        + name
                                : name));
        return settings.stream();
    }

    private static Stream<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(match -> match.group(1));
    }

    /** The cells of each row beneath this head. */
    private static List<List<String>> rows(String file, String head) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        assertThat(lines).contains(head);
        return lines.stream()
                .skip(lines.indexOf(head) + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    private static List<String> artifacts() throws Exception {
        Element project = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getDocumentElement();
        return children(project, "dependencies")
                .flatMap(dependencies -> children(dependencies, "dependency"))
                .flatMap(dependency -> children(dependency, "artifactId"))
                .map(Element::getTextContent)
                .map(artifact -> artifact.replace("${postgres.platform}", "*"))
                .toList();
    }

    private static Stream<Element> children(Element parent, String name) {
        var nodes = parent.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast)
                .filter(child -> child.getTagName().equals(name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
