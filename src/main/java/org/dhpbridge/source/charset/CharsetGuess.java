package org.dhpbridge.source.charset;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Recognises the one-byte character set of a text that does not say it: ICU's detector, narrowed to what is in use in the
 * region and weighed against how plausible the text reads.
 */
public final class CharsetGuess {

    private static final int SAMPLE = 1 << 14;
    private static final int CONTEXT = 2;

    /** A label is believed unless another reading is better by this much of the weight of a letter (at most 3). */
    private static final double MUCH_BETTER = 0.6;

    private static final List<Charset> CANDIDATES = Stream.of(
                    "windows-1251", "KOI8-R", "ISO-8859-5", "IBM866", "windows-1252", "windows-1254")
            .filter(Charset::isSupported)
            .map(Charset::forName)
            .toList();

    private CharsetGuess() {}

    /** The most plausible one-byte character set of these bytes. */
    public static Charset of(byte[] bytes) {
        byte[] sample = sample(bytes);
        Map<String, Double> detected = new HashMap<>();
        for (CharsetMatch match : new CharsetDetector().setText(sample).detectAll()) {
            detected.merge(match.getName(), match.getConfidence() / 200.0, Math::max);
        }
        return CANDIDATES.stream()
                .max(Comparator.comparingDouble(
                                (Charset c) -> plausibility(sample, c) + detected.getOrDefault(c.name(), 0.0))
                        .thenComparing(c -> -CANDIDATES.indexOf(c)))
                .orElseThrow();
    }

    /** Whether another one-byte character set reads these bytes much better than the one named. */
    static boolean contradicts(byte[] bytes, Charset labelled, Charset guessed) {
        if (labelled.equals(guessed)) {
            return false;
        }
        byte[] sample = sample(bytes);
        return plausibility(sample, guessed) > plausibility(sample, labelled) + MUCH_BETTER;
    }

    private static double plausibility(byte[] sample, Charset charset) {
        return Plausibility.of(new String(sample, charset));
    }

    /** The first bytes beyond ASCII with what stands around them: the rest says nothing. */
    private static byte[] sample(byte[] bytes) {
        ByteArrayOutputStream sample = new ByteArrayOutputStream();
        int done = 0;
        for (int i = 0; i < bytes.length && sample.size() < SAMPLE; i++) {
            if (bytes[i] < 0) {
                int from = Math.max(done, i - CONTEXT);
                if (from > done) {
                    sample.write(' ');
                }
                int to = Math.min(bytes.length, i + CONTEXT + 1);
                sample.write(bytes, from, Math.max(0, to - from));
                done = Math.max(done, to);
            }
        }
        return sample.toByteArray();
    }
}
