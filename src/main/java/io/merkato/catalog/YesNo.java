package io.merkato.catalog;

import io.merkato.api.LocalisedText;
import java.util.Map;

/** The words for a BOOLEAN. */
final class YesNo {

    private static final LocalisedText YES = new LocalisedText(Map.ofEntries(
            Map.entry("am", "አዎ"),
            Map.entry("ar", "نعم"),
            Map.entry("de", "Ja"),
            Map.entry("en", "Yes"),
            Map.entry("es", "Sí"),
            Map.entry("fr", "Oui"),
            Map.entry("it", "Sì"),
            Map.entry("nl", "Ja"),
            Map.entry("om", "Eeyyee"),
            Map.entry("pt", "Sim"),
            Map.entry("so", "Haa"),
            Map.entry("sw", "Ndiyo"),
            Map.entry("wo", "Waaw")));
    private static final LocalisedText NO = new LocalisedText(Map.ofEntries(
            Map.entry("am", "አይ"),
            Map.entry("ar", "لا"),
            Map.entry("de", "Nein"),
            Map.entry("en", "No"),
            Map.entry("es", "No"),
            Map.entry("fr", "Non"),
            Map.entry("it", "No"),
            Map.entry("nl", "Nee"),
            Map.entry("om", "Lakki"),
            Map.entry("pt", "Não"),
            Map.entry("so", "Maya"),
            Map.entry("sw", "Hapana"),
            Map.entry("wo", "Déedéet")));

    private YesNo() {}

    static LocalisedText of(boolean flag) {
        return flag ? YES : NO;
    }
}
