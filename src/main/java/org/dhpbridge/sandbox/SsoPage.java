package org.dhpbridge.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/** What people see at the sandbox's SSO. */
final class SsoPage {

    private static final String STYLE =
            """
            :root{color-scheme:light dark;--ink:#17212b;--soft:#52606d;--line:#d5dbe1;--paper:#fff;--ground:#f4f6f8;--act:#0b5cad}
            @media (prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#a9b6c2;--line:#3a4753;--paper:#1c252d;--ground:#12181d;--act:#7db8f5}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
            main{max-width:36rem;margin:8vh auto;padding:0 1rem}
            h1{font-size:1.4rem;margin:0 0 .25rem}
            p{color:var(--soft);margin:.25rem 0 1.25rem}
            ul{list-style:none;margin:0;padding:0;background:var(--paper);border:1px solid var(--line);border-radius:10px;overflow:hidden}
            li+li{border-top:1px solid var(--line)}
            li a{display:block;padding:.8rem 1rem;color:inherit;text-decoration:none}
            li a:hover,li a:focus-visible{background:color-mix(in srgb,var(--act) 10%,transparent);outline:none}
            li b{color:var(--act)}
            li span{display:block;color:var(--soft);font-size:.9rem}
            """;

    private SsoPage() {}

    static byte[] style() {
        return STYLE.getBytes(StandardCharsets.UTF_8);
    }

    /** @param address where a person's choice leads */
    static Response persons(String client, Function<Person, String> address) {
        String choices = Arrays.stream(Person.values())
                .map(person -> "<li><a href=\"%s\"><b>%s</b> · %s<span>%s</span></a></li>%n"
                        .formatted(
                                escaped(address.apply(person)),
                                escaped(person.fullName()),
                                person.code(),
                                escaped(person.described())))
                .collect(Collectors.joining());
        return page(
                200,
                "Who signs in?",
                "The sandbox's SSO. The application " + escaped(client)
                        + " asks who you are; choose one of these made-up people.",
                "<ul>\n" + choices + "</ul>");
    }

    static Response mistake(String sentence) {
        return page(400, "This sign-in cannot begin", escaped(sentence), "");
    }

    private static Response page(int status, String title, String sentence, String content) {
        return Response.html(
                        status,
                        """
                        <!DOCTYPE html>
                        <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                        <title>%1$s · sandbox SSO</title><link rel="stylesheet" href="/sso/style.css"></head>
                        <body><main><h1>%1$s</h1><p>%2$s</p>
                        %3$s
                        </main></body></html>
                        """
                                .formatted(title, sentence, content))
                .with(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'")
                .with("Referrer-Policy", "no-referrer")
                .with("Cache-Control", "no-store");
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, "UTF-8");
    }
}
