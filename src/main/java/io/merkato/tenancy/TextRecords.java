package io.merkato.tenancy;

import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import javax.naming.Context;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** TXT records of the DNS. */
@Component
class TextRecords {

    private static final String TXT = "TXT";
    private final Hashtable<String, String> environment = new Hashtable<>();

    /** @param server e.g. {@code dns://127.0.0.1:53}; the system's own where it is just {@code dns:} */
    TextRecords(@Value("${merkato.dns:dns:}") String server) {
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, server);
        environment.put("com.sun.jndi.dns.timeout.initial", "1000");
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
    }

    /** What the name's TXT records say; nothing where the name or the server does not answer. */
    @SuppressWarnings("BanJNDI") // the DNS provider returns text alone, and the name is one that Domain.host let pass
    List<String> find(String name) {
        List<String> texts = new ArrayList<>();
        try {
            var directory = new InitialDirContext(environment);
            try {
                Attribute records =
                        directory.getAttributes(name, new String[] {TXT}).get(TXT);
                for (int i = 0; records != null && i < records.size(); i++) {
                    texts.add(records.get(i).toString().replace("\"", ""));
                }
            } finally {
                directory.close();
            }
        } catch (NamingException e) {
            return List.of();
        }
        return texts;
    }
}
