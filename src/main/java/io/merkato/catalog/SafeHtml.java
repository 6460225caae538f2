package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import java.util.HashMap;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.PolicyFactory;
import org.owasp.html.Sanitizers;

/** What remains of a tenant's HTML when everything that could act in a shopper's browser is taken out: text, its formatting, links and pictures. */
public final class SafeHtml {

    private static final PolicyFactory POLICY = Sanitizers.FORMATTING
            .and(Sanitizers.BLOCKS)
            .and(Sanitizers.LINKS)
            .and(Sanitizers.IMAGES)
            .and(Sanitizers.TABLES)
            .and(new HtmlPolicyBuilder()
                    .allowElements("span", "br", "hr", "pre", "figure", "figcaption")
                    .allowWithoutAttributes("span", "a", "img")
                    .toFactory());

    private SafeHtml() {}

    /** In each language; in one where nothing remains there is none. */
    static LocalisedText of(LocalisedText html) {
        var safe = new HashMap<String, String>();
        html.byLocale().forEach((tag, text) -> safe.put(tag, of(text)));
        safe.values().removeIf(String::isEmpty);
        return new LocalisedText(safe);
    }

    /** Sanitising twice changes nothing more. Characters that cannot end a text or a quoted attribute are left readable. */
    public static String of(String html) {
        return POLICY.sanitize(html)
                .replace("&#39;", "'")
                .replace("&#64;", "@")
                .replace("&#43;", "+")
                .replace("&#61;", "=")
                .strip();
    }
}
