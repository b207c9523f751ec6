package org.dhpbridge.console.page;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/** The languages of the console. */
public enum Language {
    UZ("uz", "Oʻzbekcha"),
    RU("ru", "Русский"),
    EN("en", "English");

    static final String COOKIE = "dhp-console-language";

    private final String code;
    private final String ownName;

    Language(String code, String ownName) {
        this.code = code;
        this.ownName = ownName;
    }

    /** BCP 47, as {@code uz}. */
    public String code() {
        return code;
    }

    /** The language's name in itself. */
    public String ownName() {
        return ownName;
    }

    Locale locale() {
        return Locale.forLanguageTag(code);
    }

    static Optional<Language> of(String code) {
        return Arrays.stream(values()).filter(one -> one.code.equals(code)).findFirst();
    }

    /** What the person chose, else what the browser asks for, else Uzbek. */
    static Language of(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        Optional<Language> chosen = cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(COOKIE))
                        .flatMap(cookie -> of(cookie.getValue()).stream())
                        .findFirst();
        return chosen.or(() -> asked(request)).orElse(UZ);
    }

    private static Optional<Language> asked(HttpServletRequest request) {
        return request.getHeader("Accept-Language") == null
                ? Optional.empty()
                : Collections.list(request.getLocales()).stream()
                        .flatMap(locale -> of(locale.getLanguage()).stream())
                        .findFirst();
    }
}
