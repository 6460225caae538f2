package io.merkato.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** RSA with SHA-256 and PSS over all fields in ASCII order, those of {@code biz_content} among them, joined as {@code name=value&…}. */
final class TelebirrSignature {

    static final String TYPE = "SHA256WithRSA";

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final PSSParameterSpec PSS =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);
    private static final Set<String> UNSIGNED = Set.of(
            "sign",
            "sign_type",
            "header",
            "refund_info",
            "openType",
            "raw_request",
            "biz_content",
            "wallet_reference_data");

    private TelebirrSignature() {}

    static String nonce() {
        byte[] random = new byte[16];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** Null where the key cannot be read. */
    static @Nullable String of(Map<String, String> fields, @Nullable String privateKey) {
        try {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(PSS);
            signature.initSign(
                    KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(decoded(privateKey))));
            signature.update(text(fields).getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * The documents do not say whether fields without content are signed: either way is Telebirr's own signature. A value with an ampersand, or a name with
     * an ampersand or an equals sign, could as well be other fields, and is none.
     */
    static boolean signed(ProviderJson notice, @Nullable String publicKey) {
        Map<String, String> fields = notice.texts();
        if (!TYPE.equalsIgnoreCase(fields.get("sign_type"))
                || fields.values().stream().anyMatch(value -> value.indexOf('&') >= 0)
                || fields.keySet().stream().anyMatch(name -> name.indexOf('&') >= 0 || name.indexOf('=') >= 0)) {
            return false;
        }
        var filled = new TreeMap<>(fields);
        filled.values().removeIf(String::isEmpty);
        return verified(text(filled), fields.get("sign"), publicKey)
                || verified(text(fields), fields.get("sign"), publicKey);
    }

    private static boolean verified(String text, @Nullable String sign, @Nullable String publicKey) {
        try {
            Signature signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(PSS);
            signature.initVerify(
                    KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(decoded(publicKey))));
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(sign == null ? "" : sign));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String text(Map<String, String> fields) {
        return new TreeMap<>(fields)
                .entrySet().stream()
                        .filter(field -> !UNSIGNED.contains(field.getKey()))
                        .map(field -> field.getKey() + '=' + field.getValue())
                        .collect(Collectors.joining("&"));
    }

    private static byte[] decoded(@Nullable String pem) {
        return Base64.getDecoder()
                .decode((pem == null ? "" : pem)
                        .replaceAll("-----[A-Z ]+-----", "")
                        .replaceAll("\\s", ""));
    }
}
