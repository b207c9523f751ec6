package org.dhpbridge.alert;

import java.util.List;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSender;
import org.springframework.mail.SimpleMailMessage;

/** Mails digests as plain text. */
final class Mail implements Channel {

    private final MailSender sender;
    private final String from;
    private final List<String> to;

    Mail(MailSender sender, String from, List<String> to) {
        this.sender = sender;
        this.from = from;
        this.to = List.copyOf(to);
    }

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public void tell(Digest digest) throws NotToldException {
        SimpleMailMessage mail = new SimpleMailMessage();
        mail.setFrom(from);
        mail.setTo(to.toArray(String[]::new));
        mail.setSubject(digest.subject());
        mail.setText(digest.text());
        try {
            sender.send(mail);
        } catch (MailException e) {
            throw new NotToldException("The mail server of spring.mail.host does not take the digest ("
                    + e.getClass().getSimpleName() + "); look at spring.mail.*, dhp.alerts.mail-from and mail-to.");
        }
    }
}
