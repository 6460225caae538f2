package io.merkato;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** mvnw on machines made up of folders: its absolute search paths are led into the machine. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class MavenWrapperTest {

    private static final String NO_JDK =
            "Merkato needs a JDK 25: none was found at JAVA_HOME, on the PATH or in the usual places; install one or point JAVA_HOME at it.";

    @TempDir
    Path machine;

    @BeforeEach
    void set_up_a_machine_without_java() throws IOException {
        var text = Files.readString(Path.of("mvnw")).replaceAll(" (/usr/|/opt/|/Library/)", " " + machine + "$1");
        Files.writeString(machine.resolve("mvnw"), text);
        for (var tool : List.of("sh", "dirname", "grep", "readlink", "sed")) {
            script("bin/" + tool, "exec " + installed(tool) + " \"$@\"");
        }
        script("bin/mvn", "[ \"$1\" = --version ] && echo 'Apache Maven 3.9.9 (fake)' || echo \"$JAVA_HOME $*\"");
    }

    @Test
    void without_a_jdk_25_one_sentence_says_so() throws Exception {
        jdk("usr/lib/jvm/java-17", "17.0.25");
        jdk("usr/lib/jvm/java-26", "26");
        var run = mvnw(Map.of("JAVA_HOME", jdk("old", "1.8.0_252")));
        assertThat(run).isEqualTo(new Run(1, NO_JDK));
    }

    @Test
    void a_jdk_25_in_a_usual_place_is_used_though_java_home_and_the_path_name_an_older_one() throws Exception {
        var jdk = jdk("usr/lib/jvm/temurin-25", "25.0.3");
        var older = jdk("old", "17.0.15");
        Files.createSymbolicLink(machine.resolve("bin/javac"), Path.of(older, "bin/javac"));
        assertThat(mvnw(Map.of("JAVA_HOME", older))).isEqualTo(new Run(0, jdk + " verify"));
    }

    @Test
    void java_home_is_used_when_it_is_a_jdk_25() throws Exception {
        jdk("usr/lib/jvm/temurin-25", "25.0.3");
        var mine = jdk("my jdk", "25");
        assertThat(mvnw(Map.of("JAVA_HOME", mine))).isEqualTo(new Run(0, mine + " verify"));
    }

    @Test
    void a_linked_javac_on_the_path_leads_to_its_jdk() throws Exception {
        var jdk = jdk("anywhere/jdk", "25.0.1");
        Files.createDirectories(machine.resolve("etc"));
        Files.createSymbolicLink(machine.resolve("etc/javac"), Path.of(jdk, "bin/javac"));
        Files.createSymbolicLink(machine.resolve("bin/javac"), Path.of("../etc/javac"));
        assertThat(mvnw(Map.of()))
                .isEqualTo(new Run(0, machine.resolve("anywhere/jdk").toRealPath() + " verify"));
    }

    @Test
    void a_jdk_25_of_sdkman_or_an_editor_is_found() throws Exception {
        for (var place : List.of(
                "home/.sdkman/candidates/java/25.0.3-tem",
                "home/.jdks/temurin-25",
                "Library/Java/JavaVirtualMachines/25.jdk/Contents/Home")) {
            var jdk = jdk(place, "25.0.3");
            assertThat(mvnw(Map.of())).as(place).isEqualTo(new Run(0, jdk + " verify"));
            Files.delete(Path.of(jdk, "release"));
        }
    }

    private record Run(int exitCode, String output) {}

    private Run mvnw(Map<String, String> environment) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder("/bin/sh", machine.resolve("mvnw").toString(), "verify").redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        machine.resolve("bin").toString(),
                        "HOME",
                        machine.resolve("home").toString()));
        builder.environment().putAll(environment);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes()).strip();
        return new Run(process.waitFor(), output);
    }

    private String jdk(String folder, String version) throws IOException {
        script(folder + "/bin/javac", "exit 0");
        Files.writeString(
                machine.resolve(folder).resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        return machine.resolve(folder).toString();
    }

    private void script(String file, String text) throws IOException {
        var path = machine.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + text + "\n");
        assertThat(path.toFile().setExecutable(true)).isTrue();
    }

    private static Path installed(String tool) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }
}
