package org.dhpbridge.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts what holds personal data, with AES-256-GCM (NIST SP 800-38D): a random nonce of 12 bytes, then the ciphertext
 * with its tag of 16. What a text belongs to (the column and the message's number) is bound to it as additional
 * authenticated data: a payload that is moved to another row does not open. Without keys everything stays readable.
 */
final class Vault {

    /** What was encrypted; with a null key as it is. */
    record Sealed(String keyId, byte[] content) {}

    /** The same for a column of text: Base64 when encrypted. */
    record SealedText(String keyId, String content) {}

    static final String PAYLOAD = "message_payload.content";
    static final String CONVERSATION = "message_conversation.content";
    static final String OUTCOME = "message.error_outcome";

    private static final String ALGORITHM = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final EncryptionKeys keys;
    private final SecureRandom random = new SecureRandom();

    Vault(EncryptionKeys keys) {
        this.keys = keys;
    }

    EncryptionKeys keys() {
        return keys;
    }

    Sealed seal(String column, long message, byte[] plain) {
        if (!keys.isOn()) {
            return new Sealed(null, plain);
        }
        EncryptionKeys.EncryptionKey key = keys.newest();
        return new Sealed(key.id(), encrypt(key, belongsTo(column, message), plain));
    }

    /** @throws LedgerKeyException when the key is missing, or the content is not what was stored there */
    byte[] open(String column, long message, Sealed sealed) {
        if (sealed.keyId() == null) {
            return sealed.content();
        }
        return open(sealed.keyId(), belongsTo(column, message), "Message " + message, sealed.content());
    }

    /**
     * A key that the bridge does not know yet is kept when it opens this: with one that is wrong nothing must be encrypted.
     *
     * @throws LedgerKeyException when the key is missing, or the content is not what was stored there
     */
    byte[] open(String keyId, String belongsTo, byte[] sealed) {
        return open(keyId, belongsTo, belongsTo, sealed);
    }

    private byte[] open(String keyId, String belongsTo, String name, byte[] sealed) {
        Optional<EncryptionKeys.EncryptionKey> known = keys.find(keyId);
        if (known.isPresent()) {
            return decrypt(known.get(), belongsTo, sealed);
        }
        EncryptionKeys.EncryptionKey candidate = keys.lookUp(keyId)
                .orElseThrow(() -> new LedgerKeyException(
                        name + " is encrypted with key '" + keyId
                                + "', which this bridge was not given (dhp.ledger.encryption-key-file).",
                        null));
        byte[] plain = decrypt(candidate, belongsTo, sealed);
        keys.add(candidate);
        return plain;
    }

    SealedText sealText(String column, long message, String plain) {
        if (plain == null || !keys.isOn()) {
            return new SealedText(null, plain);
        }
        Sealed sealed = seal(column, message, plain.getBytes(StandardCharsets.UTF_8));
        return new SealedText(sealed.keyId(), Base64.getEncoder().encodeToString(sealed.content()));
    }

    String openText(String column, long message, SealedText sealed) {
        if (sealed.keyId() == null) {
            return sealed.content();
        }
        return new String(
                open(column, message, new Sealed(sealed.keyId(), bytes(sealed.content()))), StandardCharsets.UTF_8);
    }

    /** What is no Base64 is too short to open. */
    private static byte[] bytes(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException damaged) {
            return new byte[0];
        }
    }

    byte[] encrypt(EncryptionKeys.EncryptionKey key, String belongsTo, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, belongsTo, nonce);
            ByteBuffer sealed = ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(plain.length));
            sealed.put(nonce).put(cipher.doFinal(plain));
            return sealed.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    private byte[] decrypt(EncryptionKeys.EncryptionKey key, String belongsTo, byte[] sealed) {
        if (sealed.length < NONCE_BYTES) {
            throw notWhatWasStored(key, belongsTo, null);
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, key, belongsTo, nonce)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw notWhatWasStored(key, belongsTo, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    private static Cipher cipher(int mode, EncryptionKeys.EncryptionKey key, String belongsTo, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(ALGORITHM);
        cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(belongsTo.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static LedgerKeyException notWhatWasStored(
            EncryptionKeys.EncryptionKey key, String belongsTo, Exception cause) {
        return new LedgerKeyException(
                belongsTo + " does not open with key '" + key.id()
                        + "': the row was damaged or moved, or this bridge was given another key of that name.",
                cause);
    }

    private static String belongsTo(String column, long message) {
        return column + "/" + message;
    }
}
