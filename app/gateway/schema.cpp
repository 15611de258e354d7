// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/schema.h"

namespace hall::gateway {

QVector<QStringList> schemaSteps()
{
    return {
        {
            // A kiosk. inbox_no is the last number given to it; quarantine names why its items are not taken.
            QStringLiteral("CREATE TABLE kiosk (id TEXT PRIMARY KEY, sign_key TEXT NOT NULL DEFAULT '',"
                           " created_ms BIGINT NOT NULL, seen_ms BIGINT NOT NULL DEFAULT 0, revoked_ms BIGINT,"
                           " quarantine TEXT NOT NULL DEFAULT '', inbox_no BIGINT NOT NULL DEFAULT 0,"
                           " health TEXT NOT NULL DEFAULT '', health_ms BIGINT NOT NULL DEFAULT 0)"),
            QStringLiteral(
                "CREATE TABLE certificate (fingerprint TEXT PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosk(id),"
                " pem TEXT NOT NULL, issued_ms BIGINT NOT NULL)"),
            QStringLiteral(
                "CREATE TABLE enrol_code (code_hash TEXT PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosk(id),"
                " expires_ms BIGINT NOT NULL, tries BIGINT NOT NULL DEFAULT 0, used_ms BIGINT,"
                " csr_hash TEXT NOT NULL DEFAULT '', fingerprint TEXT NOT NULL DEFAULT '')"),
            // Head of each kiosk's chain, per epoch.
            QStringLiteral("CREATE TABLE chain (kiosk TEXT NOT NULL REFERENCES kiosk(id), epoch TEXT NOT NULL,"
                           " last_seq BIGINT NOT NULL, last_hash TEXT NOT NULL, started_ms BIGINT NOT NULL,"
                           " PRIMARY KEY (kiosk, epoch))"),
            // state: waiting (for blobs), received, checks-pending, then those of caselife.h.
            QStringLiteral("CREATE TABLE item (id TEXT PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosk(id),"
                           " epoch TEXT NOT NULL, seq BIGINT NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL,"
                           " service TEXT NOT NULL, test BIGINT NOT NULL, state TEXT NOT NULL, envelope TEXT NOT NULL,"
                           " body %BLOB% NOT NULL, received_ms BIGINT NOT NULL, UNIQUE (kiosk, epoch, seq))"),
            QStringLiteral("CREATE INDEX item_state ON item (state, received_ms)"),
            QStringLiteral("CREATE TABLE attachment (item TEXT NOT NULL REFERENCES item(id), role TEXT NOT NULL,"
                           " sha256 TEXT NOT NULL, size BIGINT NOT NULL, PRIMARY KEY (item, role))"),
            QStringLiteral("CREATE INDEX attachment_sha ON attachment (sha256)"),
            QStringLiteral(
                "CREATE TABLE blob (sha256 TEXT PRIMARY KEY, size BIGINT NOT NULL, complete_ms BIGINT NOT NULL)"),
            // What the core made of a case. tag is an HMAC of the identity number.
            QStringLiteral("CREATE TABLE result (item TEXT PRIMARY KEY REFERENCES item(id), tag TEXT NOT NULL,"
                           " state TEXT NOT NULL, code TEXT NOT NULL, reference TEXT NOT NULL, at_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE INDEX result_tag ON result (tag)"),
            QStringLiteral("CREATE TABLE inbox (kiosk TEXT NOT NULL REFERENCES kiosk(id), n BIGINT NOT NULL,"
                           " item TEXT NOT NULL, state TEXT NOT NULL, code TEXT NOT NULL, reference TEXT NOT NULL,"
                           " at_ms BIGINT NOT NULL, PRIMARY KEY (kiosk, n))"),
            // The register: what the centre knows of a person, and which of it each service may see or print.
            QStringLiteral(
                "CREATE TABLE person (tag TEXT PRIMARY KEY, name_tag TEXT NOT NULL, updated_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE TABLE person_fact (tag TEXT NOT NULL REFERENCES person(tag), field TEXT NOT NULL,"
                           " value TEXT NOT NULL, PRIMARY KEY (tag, field))"),
            QStringLiteral(
                "CREATE TABLE service_rule (service TEXT PRIMARY KEY, outcome TEXT NOT NULL, code TEXT NOT NULL)"),
            QStringLiteral("CREATE TABLE service_field (service TEXT NOT NULL, kind TEXT NOT NULL, field TEXT NOT NULL,"
                           " needed BIGINT NOT NULL, PRIMARY KEY (service, kind, field))"),
            // Who asked for whom and why.
            QStringLiteral("CREATE TABLE ask_log (id TEXT PRIMARY KEY, at_ms BIGINT NOT NULL, kiosk TEXT NOT NULL,"
                           " visit TEXT NOT NULL, tag TEXT NOT NULL, kind TEXT NOT NULL, service TEXT NOT NULL,"
                           " outcome TEXT NOT NULL)"),
            QStringLiteral("CREATE TABLE counter (name TEXT PRIMARY KEY, n BIGINT NOT NULL)"),
            QStringLiteral("INSERT INTO counter (name, n) VALUES ('reference', 0)"),
        },
        {
            // Codes of electronic cards that were used, as HMACs.
            QStringLiteral("CREATE TABLE ecard_used (digest TEXT PRIMARY KEY, at_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE INDEX ecard_used_at ON ecard_used (at_ms)"),
        },
        {
            // What the sources said about a case: outcome is match, mismatch, down, no-consent or unstated; differs
            // names the fields of a mismatch. Never a value.
            QStringLiteral("CREATE TABLE check_result (item TEXT NOT NULL REFERENCES item(id), check_id TEXT NOT NULL,"
                           " source TEXT NOT NULL, outcome TEXT NOT NULL, differs TEXT NOT NULL, at_ms BIGINT NOT NULL,"
                           " PRIMARY KEY (item, check_id))"),
            // Cases in state checks-pending: how often their sources were asked, and when next.
            QStringLiteral("CREATE TABLE check_wait (item TEXT PRIMARY KEY REFERENCES item(id), tag TEXT NOT NULL,"
                           " tries BIGINT NOT NULL, due_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE INDEX check_wait_due ON check_wait (due_ms)"),
            QStringLiteral("CREATE INDEX check_wait_tag ON check_wait (tag)"),
        },
        {
            // Which request a certificate answers, and which certificate it follows; empty after enrolment.
            QStringLiteral("ALTER TABLE certificate ADD COLUMN csr_hash TEXT NOT NULL DEFAULT ''"),
            QStringLiteral("ALTER TABLE certificate ADD COLUMN previous TEXT NOT NULL DEFAULT ''"),
        },
        {
            // Cases of one chain of services, as their envelopes say; group_id is empty in one that stands alone.
            QStringLiteral("ALTER TABLE item ADD COLUMN group_id TEXT NOT NULL DEFAULT ''"),
            QStringLiteral("ALTER TABLE item ADD COLUMN group_part BIGINT NOT NULL DEFAULT 0"),
            QStringLiteral("ALTER TABLE item ADD COLUMN group_of BIGINT NOT NULL DEFAULT 0"),
            QStringLiteral("ALTER TABLE item ADD COLUMN group_atomic BIGINT NOT NULL DEFAULT 0"),
            QStringLiteral("CREATE INDEX item_group ON item (kiosk, group_id, group_part) WHERE group_id <> ''"),
            QStringLiteral("CREATE INDEX item_group_state ON item (state, kiosk, group_id) WHERE group_id <> ''"),
        },
        {
            // Units by credit code, and who acts for them: tag and name_tag are HMACs.
            QStringLiteral("CREATE TABLE unit_clerk (unit TEXT NOT NULL, tag TEXT NOT NULL, name_tag TEXT NOT NULL,"
                           " PRIMARY KEY (unit, tag))"),
            QStringLiteral("CREATE TABLE unit_fact (unit TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,"
                           " PRIMARY KEY (unit, field))"),
        },
        {
            // What was last said about a case: asked is a JSON array, until_day an ISO date or ''.
            QStringLiteral("CREATE TABLE case_life (item TEXT PRIMARY KEY REFERENCES item(id), asked TEXT NOT NULL,"
                           " until_day TEXT NOT NULL, words TEXT NOT NULL, what TEXT NOT NULL, place TEXT NOT NULL)"),
            // Cases that add to another one or take it back, once that has had its effect: act is supplement or
            // withdraw.
            QStringLiteral("CREATE TABLE follow_up (item TEXT PRIMARY KEY REFERENCES item(id),"
                           " of_item TEXT NOT NULL REFERENCES item(id), act TEXT NOT NULL, at_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE INDEX follow_up_of ON follow_up (of_item)"),
            // What people are to be told of: whom (HMAC), which case, what happened; n counts within the case.
            // delivered_ms is for what delivers.
            QStringLiteral("CREATE TABLE notice (item TEXT NOT NULL REFERENCES item(id), n BIGINT NOT NULL,"
                           " tag TEXT NOT NULL, event TEXT NOT NULL, at_ms BIGINT NOT NULL, delivered_ms BIGINT,"
                           " PRIMARY KEY (item, n))"),
            QStringLiteral("CREATE INDEX notice_tag ON notice (tag, at_ms)"),
            QStringLiteral("CREATE INDEX notice_open ON notice (at_ms) WHERE delivered_ms IS NULL"),
        },
        {
            // What employers offer, for everybody to see: fields is a JSON object by dictionary ids, valid_to an ISO
            // date, pay_to fen a month.
            QStringLiteral("CREATE TABLE vacancy (vacancy_no TEXT PRIMARY KEY, valid_to TEXT NOT NULL,"
                           " pay_to BIGINT NOT NULL, fields TEXT NOT NULL)"),
        },
        {
            // Reference data: the signed manifest of each release, and its files by their digest.
            QStringLiteral("CREATE TABLE ref_release (n BIGINT PRIMARY KEY, manifest %BLOB% NOT NULL,"
                           " at_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE TABLE ref_file (sha256 TEXT PRIMARY KEY, content %BLOB% NOT NULL)"),
        },
        {
            // The outbox to the municipal core (coreoutbox.h): act is case, supplement or withdraw; line and n are the
            // order that is kept; due_ms is when to look at it again, and in state sent also how long nobody else does.
            QStringLiteral("CREATE TABLE core_message (reference TEXT PRIMARY KEY, act TEXT NOT NULL,"
                           " of_reference TEXT NOT NULL, line TEXT NOT NULL, n BIGINT NOT NULL, atomic BIGINT NOT NULL,"
                           " state TEXT NOT NULL, code TEXT NOT NULL, tries BIGINT NOT NULL, sends BIGINT NOT NULL,"
                           " made_ms BIGINT NOT NULL, due_ms BIGINT NOT NULL, sent_ms BIGINT NOT NULL,"
                           " settled_ms BIGINT NOT NULL, UNIQUE (line, n))"),
            QStringLiteral("CREATE INDEX core_message_due ON core_message (state, due_ms)"),
            // The cases of a message, in their order, and the numbers that the core gave them.
            QStringLiteral("CREATE TABLE core_part (item TEXT PRIMARY KEY REFERENCES item(id),"
                           " reference TEXT NOT NULL REFERENCES core_message(reference), n BIGINT NOT NULL,"
                           " core_no TEXT NOT NULL)"),
            QStringLiteral("CREATE INDEX core_part_of ON core_part (reference, n)"),
            // What the core said of cases, by its own count; outcome is applied, nothing-new, or why it was not
            // applied.
            QStringLiteral("CREATE TABLE core_event (n BIGINT PRIMARY KEY, reference TEXT NOT NULL, item TEXT NOT NULL,"
                           " event TEXT NOT NULL, outcome TEXT NOT NULL, at_ms BIGINT NOT NULL)"),
        },
        {
            // Cases whose content was destroyed when their time was over; what is left of them names nobody.
            QStringLiteral("ALTER TABLE item ADD COLUMN destroyed_ms BIGINT NOT NULL DEFAULT 0"),
            // The record of it, a row for each pass: digest is a chain over its cases (retention.h).
            QStringLiteral("CREATE TABLE destruction (n BIGINT PRIMARY KEY, at_ms BIGINT NOT NULL,"
                           " before_ms BIGINT NOT NULL, cases BIGINT NOT NULL, scans BIGINT NOT NULL,"
                           " questions BIGINT NOT NULL, digest TEXT NOT NULL)"),
        },
        {
            // Whose documents are one person's (persons.h): tag and name_tag are HMACs of the number and of the name on
            // it, person is random. Until here a person was a document.
            QStringLiteral("CREATE TABLE person_document (tag TEXT PRIMARY KEY, person TEXT NOT NULL,"
                           " name_tag TEXT NOT NULL, updated_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE INDEX person_document_person ON person_document (person)"),
            QStringLiteral("INSERT INTO person_document (tag, person, name_tag, updated_ms)"
                           " SELECT tag, %RANDOM%, name_tag, updated_ms FROM person"),
            QStringLiteral("CREATE TABLE person_record (person TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,"
                           " PRIMARY KEY (person, field))"),
            QStringLiteral("INSERT INTO person_record (person, field, value) SELECT d.person, f.field, f.value"
                           " FROM person_fact f JOIN person_document d ON d.tag = f.tag"),
            QStringLiteral("DROP TABLE person_fact"),
            QStringLiteral("DROP TABLE person"),
        },
        {
            // Drafts under a resume code: tag is an HMAC, secret a digest of what the code is known by, box is locked.
            QStringLiteral("CREATE TABLE draft (tag TEXT PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosk(id),"
                           " secret TEXT NOT NULL, box %BLOB% NOT NULL, made_ms BIGINT NOT NULL,"
                           " until_ms BIGINT NOT NULL, tries BIGINT NOT NULL)"),
            // Papers from phones: code is a digest, content sealed to seal_to, whose other half only the kiosk has.
            QStringLiteral("CREATE TABLE phone_upload (id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE,"
                           " kiosk TEXT NOT NULL REFERENCES kiosk(id), seal_to %BLOB% NOT NULL,"
                           " until_ms BIGINT NOT NULL, sent BIGINT NOT NULL, content %BLOB% NOT NULL)"),
            // item is the case that is judged, or empty; reasons are words with spaces between.
            QStringLiteral("CREATE TABLE rating (id TEXT PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosk(id),"
                           " item TEXT NOT NULL, service TEXT NOT NULL, stars BIGINT NOT NULL, reasons TEXT NOT NULL,"
                           " at_ms BIGINT NOT NULL)"),
        },
        {
            // How each machine that hands cases over gets on with the municipal core (corelink.h): since_ms is when it
            // came into its state, until_ms how long the certificate is good that it shows, or 0.
            QStringLiteral(
                "CREATE TABLE core_link (gateway TEXT PRIMARY KEY, state TEXT NOT NULL, detail TEXT NOT NULL,"
                " since_ms BIGINT NOT NULL, seen_ms BIGINT NOT NULL, until_ms BIGINT NOT NULL)"),
        },
        {
            // What a kiosk signed with before it enrolled anew: cases of then may still come on a medium.
            QStringLiteral("CREATE TABLE kiosk_key (kiosk TEXT NOT NULL REFERENCES kiosk(id), sign_key TEXT NOT NULL,"
                           " until_ms BIGINT NOT NULL, PRIMARY KEY (kiosk, sign_key))"),
        },
        {
            // The last head of its audit log that a kiosk told on a day of the halls (audithead.h).
            QStringLiteral("CREATE TABLE audit_head (kiosk TEXT NOT NULL REFERENCES kiosk(id), epoch TEXT NOT NULL,"
                           " day BIGINT NOT NULL, n BIGINT NOT NULL, hash TEXT NOT NULL, boot TEXT NOT NULL,"
                           " mono_ms BIGINT NOT NULL, at_ms BIGINT NOT NULL, PRIMARY KEY (kiosk, epoch, day))"),
        },
        {
            // What kiosks did that no honest one does (alarms.h): most is the highest count within so many minutes;
            // acked_ms is 0 while nobody has acknowledged it.
            QStringLiteral(
                "CREATE TABLE alarm (n BIGINT PRIMARY KEY, kiosk TEXT NOT NULL REFERENCES kiosk(id),"
                " kind TEXT NOT NULL, most BIGINT NOT NULL, minutes BIGINT NOT NULL, first_ms BIGINT NOT NULL,"
                " last_ms BIGINT NOT NULL, acked_ms BIGINT NOT NULL DEFAULT 0, acked_by TEXT NOT NULL DEFAULT '',"
                " words TEXT NOT NULL DEFAULT '')"),
            QStringLiteral("CREATE UNIQUE INDEX alarm_open ON alarm (kiosk, kind) WHERE acked_ms = 0"),
            QStringLiteral("CREATE INDEX ask_log_kiosk ON ask_log (kiosk, at_ms)"),
        },
        {
            // Keys that kiosks may seal to, in the order they were begun (sealkeys.h); ended_ms is 0 while cases are
            // taken. Without rows it is the one that `init` made. What kiosks are told of them is signed.
            QStringLiteral("CREATE TABLE seal_key (n BIGINT PRIMARY KEY, id TEXT NOT NULL UNIQUE,"
                           " begun_ms BIGINT NOT NULL, ended_ms BIGINT NOT NULL)"),
            QStringLiteral("CREATE TABLE seal_notice (number BIGINT PRIMARY KEY, json TEXT NOT NULL,"
                           " at_ms BIGINT NOT NULL)"),
        },
        {
            // What else a pass destroyed: a JSON object of counts (retention.h).
            QStringLiteral("ALTER TABLE destruction ADD COLUMN others TEXT NOT NULL DEFAULT ''"),
        },
        {
            // Up to which of its answers a kiosk had read when: a row a day at most (intakeinbox.cpp).
            QStringLiteral("CREATE TABLE inbox_read (kiosk TEXT NOT NULL REFERENCES kiosk(id), at_ms BIGINT NOT NULL,"
                           " n BIGINT NOT NULL, PRIMARY KEY (kiosk, at_ms))"),
            // Up to which number they are not kept any more.
            QStringLiteral("ALTER TABLE kiosk ADD COLUMN inbox_from BIGINT NOT NULL DEFAULT 0"),
        }};
}

}  // namespace hall::gateway
