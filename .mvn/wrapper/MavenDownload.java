import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Properties;
import java.util.zip.ZipInputStream;

/**
 * Fetches the Maven named in maven-wrapper.properties, compares its checksum and unpacks it into the folder given.
 * Run as a source file by mvnw and mvnw.cmd, so that a bare machine needs no curl, unzip or sha256sum.
 */
class MavenDownload {

    void main(String[] arguments) throws Exception {
        var properties = new Properties();
        try (var file = Files.newBufferedReader(Path.of(arguments[0]))) {
            properties.load(file);
        }
        var source = source(properties.getProperty("distributionUrl"));
        var home = Path.of(arguments[1]);
        System.err.println("Fetching Maven from " + source);
        Files.createDirectories(home.getParent());
        var work = Files.createTempDirectory(home.getParent(), "new");
        var failure = "";
        try {
            fetch(source, work.resolve("maven.zip"), properties.getProperty("distributionSha256Sum"));
            unpack(work.resolve("maven.zip"), work.resolve("maven"));
            if (!Files.isDirectory(home)) Files.move(work.resolve("maven"), home);
        } catch (IOException e) {
            failure = "Maven could not be fetched (" + e + "). Install Maven 3.8 or newer, or set HTTPS_PROXY or MVNW_REPOURL.";
        } finally {
            remove(work);
        }
        if (!failure.isEmpty()) {
            System.err.println(failure);
            System.exit(1);
        }
    }

    /** The same file in the mirror that MVNW_REPOURL names, when there is one. */
    private static URI source(String published) {
        var mirror = System.getenv("MVNW_REPOURL");
        if (mirror == null || mirror.isBlank()) return URI.create(published);
        var name = published.substring(published.lastIndexOf('/') + 1);
        var version = name.replace("apache-maven-", "").replace("-bin.zip", "");
        return URI.create(mirror.replaceAll("/+$", "") + "/org/apache/maven/apache-maven/" + version + "/" + name);
    }

    private static void fetch(URI source, Path target, String sha256) throws Exception {
        var digest = MessageDigest.getInstance("SHA-256");
        var connection = connection(source);
        connection.setConnectTimeout(20_000);
        connection.setReadTimeout(60_000);
        try (InputStream body = new DigestInputStream(connection.getInputStream(), digest)) {
            Files.copy(body, target);
        }
        var actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(sha256)) throw new IOException("its SHA-256 is " + actual + ", expected " + sha256);
    }

    private static URLConnection connection(URI source) throws IOException {
        var named = System.getenv("HTTPS_PROXY") != null ? System.getenv("HTTPS_PROXY") : System.getenv("https_proxy");
        if (named == null || named.isBlank()) return source.toURL().openConnection();
        var proxy = URI.create(named.contains("://") ? named : "http://" + named);
        var address = new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort());
        return source.toURL().openConnection(new Proxy(Proxy.Type.HTTP, address));
    }

    /** Leaves out the archive's own top folder. */
    private static void unpack(Path archive, Path target) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = target.resolve(entry.getName().replaceFirst("^[^/]+/", "")).normalize();
                if (!file.startsWith(target)) throw new IOException("unsafe path " + entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(zip, file);
                    file.toFile().setExecutable(file.getParent().endsWith("bin"), false);
                }
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
        }
    }
}
