package org.dhpbridge.console;

import org.dhpbridge.ledger.LedgerKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says in an answer of the API why the content of a message does not open. */
@RestControllerAdvice(annotations = RestController.class)
class UnopenedContent {

    @ExceptionHandler
    ProblemDetail say(LedgerKeyException unopened) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                unopened.getMessage() + " With its key it opens again; when the row was damaged, have the message sent"
                        + " once more.");
    }
}
