package org.dhpbridge.source.csv;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    ="00123"      | 00123
                    = "00123"     | 00123
                    ="a ""b"" c"  | a "b" c
                    ="NULL"       | ~~
                    '00124        | 00124
                    '+998901112233 | +998901112233
                    'Umar         | 'Umar
                    '2'           | '2'
                    =SUM(A1)      | =SUM(A1)
                    NULL          | ~~
                    null          | ~~
                    (null)        | ~~
                    \\N            | ~~
                    ""            | ~~
                    ''            | ~~
                    Null Ivan     | Null Ivan
                    0             | 0
                    -             | -
                    nil           | nil
                    """)
    void takesOffWhatProgramsPutAround(String cell, String text) {
        assertThat(CellText.of(cell)).isEqualTo(text);
    }

    @Property
    void neverAddsAnything(@ForAll String cell) {
        assertThat(CsvFeed.strip(cell).replace("\"\"", "\"")).contains(CellText.of(cell));
    }
}
