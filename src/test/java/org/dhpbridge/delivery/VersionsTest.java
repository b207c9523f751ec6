package org.dhpbridge.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.dhpbridge.ledger.Links.Key;
import org.dhpbridge.ledger.Links.Link;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an answer may be of before what was written last, by the versions alone. */
class VersionsTest {

    /** {@code written}: the versions that the links have; {@code ?} for one whose version the platform did not name. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    the one that was written last                  | 7   | 7     | false
                    a later one is somebody else's                 | 8   | 7     | false
                    an earlier one                                 | 6   | 7     | true
                    numbers are compared as numbers                | 10  | 9     | false
                    also long ones                                 | 99999999999999999998 | 99999999999999999999 | true
                    earlier than one of several                    | 7   | 6 8   | true
                    of versions that do not count another one      | b   | a     | true
                    and the same one                               | a   | a     | false
                    one of several                                 | a   | a b   | false
                    a number among versions that do not count      | 8   | a     | true
                    a number that is too long to count             | 1234567890123456789012345678901 | 7 | true
                    one written without a version may be any       | a   | b ?   | false
                    unless another one counts on                   | 6   | 7 ?   | true
                    a read without a version                       |     | 7     | false
                    what was never written                         | 7   |       | false
                    """)
    void mayBeOlder(String rule, String read, String written, boolean expected) {
        List<Link> links = new ArrayList<>();
        for (String version : written == null ? new String[0] : written.split(" ")) {
            links.add(new Link(new Key("Patient", "s", "1"), "7", version.equals("?") ? null : version, null, 0, null));
        }

        assertThat(Versions.mayBeOlder(read, links)).isEqualTo(expected);
    }
}
