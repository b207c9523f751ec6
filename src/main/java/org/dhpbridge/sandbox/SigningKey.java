package org.dhpbridge.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.dhpbridge.kernel.DaemonThreads;

/** Signs JSON Web Tokens (RFC 7519) with RS256, and publishes the key (RFC 7517). */
final class SigningKey {

    private static final int BITS = 2048;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** Two for all sandboxes of a process, each made once: the first in the background, as making one takes a busy machine long. */
    private static final List<FutureTask<KeyPair>> PAIRS =
            List.of(new FutureTask<>(SigningKey::generated), new FutureTask<>(SigningKey::generated));

    private int number = 1;

    private static KeyPair generated() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(BITS);
        return generator.generateKeyPair();
    }

    /** Begins to make the first key, when nobody did. */
    static void prepare() {
        FutureTask<KeyPair> first = PAIRS.get(0);
        if (!first.isDone()) {
            DaemonThreads.named("sandbox-key").newThread(first).start();
        }
    }

    private KeyPair pair() {
        FutureTask<KeyPair> task = PAIRS.get((number - 1) % PAIRS.size());
        task.run(); // does nothing when it runs or ran
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Every Java platform has RSA", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped while a key was made", e);
        }
    }

    /** The other key takes the place of the present one, which is published no longer, under a name that was never used. */
    synchronized void rotate() {
        number++;
    }

    synchronized String sign(ObjectNode claims) {
        String content = encoded(StrictJson.object()
                        .put("alg", "RS256")
                        .put("typ", "JWT")
                        .put("kid", keyId())) + "." + encoded(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair().getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has SHA256withRSA", e);
        }
    }

    /** A token that nobody signed ({@code alg: none}), which no application may believe. */
    static String unsigned(ObjectNode claims) {
        return encoded(StrictJson.object().put("alg", "none").put("typ", "JWT")) + "." + encoded(claims) + ".";
    }

    synchronized ObjectNode jwks() {
        String id = keyId();
        RSAPublicKey key = (RSAPublicKey) pair().getPublic();
        ObjectNode jwks = StrictJson.object();
        jwks.putArray("keys")
                .addObject()
                .put("kty", "RSA")
                .put("use", "sig")
                .put("alg", "RS256")
                .put("kid", id)
                .put("n", BASE64.encodeToString(unsigned(key.getModulus())))
                .put("e", BASE64.encodeToString(unsigned(key.getPublicExponent())));
        return jwks;
    }

    private String keyId() {
        return "sandbox-" + number;
    }

    private static String encoded(ObjectNode json) {
        return BASE64.encodeToString(StrictJson.bytes(json));
    }

    /** Big-endian without the sign's zero byte (RFC 7518, 6.3.1). */
    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }
}
