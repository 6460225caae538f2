package io.merkato.provider;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What addresses of notices are made by where a provider signs nothing: a key of ours, kept among the account's secrets and known to nobody else. */
public final class NoticeKeys {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;
    private static final String OWN = "noticeKey";
    /** What addresses were made by before there was a key of ours; they stay valid. */
    private static final String FORMER = "formerNoticeKey";

    private static final String FORMERLY_BY = "consumerSecret";

    private NoticeKeys() {}

    /** With a key of ours, where there is none. */
    public static Map<String, String> added(Map<String, String> secrets) {
        var all = new HashMap<>(secrets);
        byte[] key = new byte[BYTES];
        RANDOM.nextBytes(key);
        all.putIfAbsent(OWN, HexFormat.of().formatHex(key));
        return all;
    }

    /** The same for what was kept before, from which addresses may have been made. */
    public static Map<String, String> added(Map<String, String> kept, Map<String, String> changed) {
        var all = new HashMap<>(kept);
        if (!kept.containsKey(OWN) && kept.containsKey(FORMERLY_BY)) {
            all.put(FORMER, formerly(kept));
        }
        all.putAll(changed);
        return added(all);
    }

    public static boolean isOurs(String name) {
        return name.equals(OWN) || name.equals(FORMER);
    }

    /** By which an address is made. */
    static String key(Map<String, String> secrets) {
        return Optional.ofNullable(secrets.get(OWN)).orElseGet(() -> formerly(secrets));
    }

    /** By which one may have been made. */
    static List<String> keys(Map<String, String> secrets) {
        String former = secrets.get(FORMER);
        return former == null ? List.of(key(secrets)) : List.of(key(secrets), former);
    }

    private static String formerly(Map<String, String> secrets) {
        return "notice " + secrets.getOrDefault(FORMERLY_BY, "");
    }
}
