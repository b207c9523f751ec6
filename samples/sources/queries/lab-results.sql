-- One row an analyte; the rows of an order follow each other, for the feed lab-results makes one message of them.
-- All rows of an order that has a new one are selected: half an order would be sent as a whole one.
SELECT p.patient_no   AS patient_id,
       p.pinfl        AS pinfl,
       p.last_name    AS family,
       p.first_name   AS given,
       p.sex          AS gender,
       p.born         AS birth_date,
       r.order_no     AS order_id,
       r.test         AS test_code,
       r.result       AS value,
       r.unit         AS unit,
       r.state        AS status,
       r.released_at  AS issued,
       r.changed_at   AS changed_at
FROM result r
JOIN patient p ON p.id = r.patient
WHERE r.order_no IN (SELECT order_no FROM result WHERE changed_at >= :watermark)
ORDER BY r.order_no, r.test;
