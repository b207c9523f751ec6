package org.dhpbridge.fhirpath;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts an expression into tokens (FHIRPath N1, appendix B). */
final class Lexer {

    enum TokenKind {
        NAME,
        TEXT,
        NUMBER,
        DATE,
        SYMBOL,
        END
    }

    record Token(TokenKind kind, String text) {}

    private static final String TIME = "[0-9]{2}(?::[0-9]{2}(?::[0-9]{2}(?:\\.[0-9]+)?)?)?";

    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<comment>//[^\\n]*|/\\*.*?\\*/)"
                    + "|(?<text>'(?:\\\\.|[^'\\\\])*')|(?<date>@(?:T" + TIME + "|[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
                    + "(?:T(?:" + TIME + ")?(?:Z|[+-][0-9]{2}:[0-9]{2})?)?))|(?<number>[0-9]+(?:\\.[0-9]+)?)"
                    + "|(?<name>[%$]?(?:[A-Za-z_][A-Za-z0-9_]*|`[^`]*`|'[^']*'))"
                    + "|(?<symbol>!=|!~|<=|>=|[-+*/()\\[\\].,|&=~<>{}]))",
            Pattern.DOTALL);

    private Lexer() {}

    static List<Token> tokens(String expression) {
        List<Token> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(expression);
        int at = 0;
        String rest = expression.stripTrailing();
        while (at < rest.length()) {
            if (!matcher.find(at) || matcher.start() != at) {
                throw new FhirPathException("Cannot read FHIRPath at character " + (at + 1) + ": " + expression);
            }
            if (matcher.group("text") != null) {
                tokens.add(new Token(TokenKind.TEXT, unescape(matcher.group("text"))));
            } else if (matcher.group("date") != null) {
                tokens.add(new Token(TokenKind.DATE, matcher.group("date").substring(1)));
            } else if (matcher.group("number") != null) {
                tokens.add(new Token(TokenKind.NUMBER, matcher.group("number")));
            } else if (matcher.group("name") != null) {
                tokens.add(new Token(TokenKind.NAME, matcher.group("name").replace("`", "")));
            } else if (matcher.group("symbol") != null) {
                tokens.add(new Token(TokenKind.SYMBOL, matcher.group("symbol")));
            }
            at = matcher.end();
        }
        tokens.add(new Token(TokenKind.END, ""));
        return tokens;
    }

    private static String unescape(String quoted) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char next = quoted.charAt(++i);
            switch (next) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'f' -> text.append('\f');
                case 'u' -> {
                    text.append((char) Integer.parseInt(quoted.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                default -> text.append(next);
            }
        }
        return text.toString();
    }
}
