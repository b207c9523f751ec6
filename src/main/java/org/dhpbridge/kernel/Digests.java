package org.dhpbridge.kernel;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that every Java has (FIPS 180-4). Texts are digested in UTF-8. */
public final class Digests {

    private static final MessageDigest SHA_256 = digest("SHA-256");

    private Digests() {}

    /** A digest to be fed in parts; of one thread. */
    public static MessageDigest sha256() {
        try {
            // a copy of one that was not fed: to look for the provider each time is dearer than a short text's digest
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            return digest("SHA-256");
        }
    }

    /** 32 bytes. */
    public static byte[] sha256(String text) {
        return sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Lower-case hexadecimal, 64 digits. */
    public static String sha256Hex(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    /** Lower-case hexadecimal, 64 digits. */
    public static String sha256Hex(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    /** For names, never for secrets (RFC 9562, 5.5). A digest to be fed in parts; of one thread. */
    public static MessageDigest sha1() {
        return digest("SHA-1");
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }
}
