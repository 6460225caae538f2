import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;

/** The server beneath Merkato, with its threads, and nothing to do: java -cp tomcat-embed-core.jar Unchanged.java port folder 'header: value'… */
class Unchanged {

    record Header(String name, String value) {
        static Header of(String line) {
            int colon = line.indexOf(": ");
            return new Header(line.substring(0, colon), line.substring(colon + 2));
        }
    }

    public static void main(String[] args) throws Exception {
        System.setProperty("jdk.pollerMode", "1");
        List<Header> headers = Arrays.stream(args).skip(2).map(Header::of).toList();
        var connector = new Connector();
        connector.setPort(Integer.parseInt(args[0]));
        connector.getProtocolHandler().setExecutor(new VirtualThreadExecutor("tomcat-handler-"));
        var server = new Tomcat();
        server.setBaseDir(args[1]);
        server.setConnector(connector);
        Tomcat.addServlet(server.addContext("", null), "unchanged", new HttpServlet() {
            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                headers.forEach(header -> response.addHeader(header.name(), header.value()));
                response.setStatus(request.getHeader("If-None-Match") == null ? 200 : 304);
            }
        }).addMapping("/*");
        server.start();
        server.getServer().await();
    }
}
