// SPDX-License-Identifier: GPL-3.0-or-later
// One case as the visitor submitted it. The only form in which answers leave the session.
#pragma once

#include "app/domain/assurance.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QString>
#include <QStringList>
#include <QVector>

namespace hall {

// A page the visitor accepted. The image itself is sealed and written when it is accepted; this refers to it.
struct Material
{
    QString kind;             // material id of the service file
    int page = 1;             // counts from 1 within its kind
    QByteArray plainSha256;   // of the plain image file (JPEG), 32 bytes
    QByteArray sealedSha256;  // of the sealed bytes: the name of the blob, 32 bytes
    qint64 sealedSize = 0;    // bytes
    QString mediaType;        // "image/jpeg"
    QString as = {};  // what the service wants the paper as, of materialFormats(); "": as it is, a JPEG in colour
    bool operator==(const Material &) const = default;
};

// "jpeg", "jpeg-grey", "pdf", "pdf-grey", "pdf-bilevel": pictures of its pages, or one PDF of them whose text can be
// found; in colour, in grey, or black and white.
[[nodiscard]] const QStringList &materialFormats();
// What serves where the one and the other is wanted: the more there is to see, and a PDF if one is.
[[nodiscard]] QString formatForBoth(const QString &one, const QString &other);

struct Consent
{
    QString version;  // of the text that was shown
    QDateTime at;     // UTC
    // Sources that may be asked about this person for this case (checkSources() of the catalogue); none: no one.
    QStringList sharing = {};
    bool operator==(const Consent &) const = default;
};

// What the applicant promises in place of a paper (告知承诺).
struct Commitment
{
    QString material;  // material id of the service file
    QString version;   // of the words that were shown and ticked
    QDateTime at;      // UTC
    bool operator==(const Commitment &) const = default;
};

// An electronic licence (电子证照) as the centre named it when it was asked: what a case refers to in place of a scan.
struct Licence
{
    QString kind;  // of licenceKinds() of the catalogue
    Sensitive<QString> number;
    QString issuer;
    std::optional<QDate> validUntil;  // no day: without end
    QDateTime at;                     // UTC; when the centre said so
    QString digest;                   // of all that and of whose it is, by the centre: 64 hex digits
};

struct LicenceReference
{
    QString material;  // material id of the service file
    Licence licence;
};

// For whom somebody stands at the kiosk.
enum class ApplicantKind
{
    Person,       // for himself
    Employer,     // for the unit that employs him
    Institution,  // for a school, a prison …
    Delegate      // for another person, with a letter of authority
};

[[nodiscard]] QString applicantKindName(ApplicantKind kind);  // "person", "employer", "institution", "delegate"
[[nodiscard]] std::optional<ApplicantKind> applicantKindFrom(const QString &name);

struct Applicant
{
    ApplicantKind kind = ApplicantKind::Person;
    QString unit;                        // of Employer and Institution: the unified social credit code
    Sensitive<QString> principalName;    // of Delegate: whose matter it is
    Sensitive<QString> principalNumber;  // of Delegate
};

struct Transaction
{
    QString id;       // UUIDv7, made when the visitor presses submit
    QString service;  // service id, "unemployment-registration"
    QString serviceVersion;
    QString catalogueVersion;
    QString form;                   // "online" or "offline": which of the service's forms was filled
    Sensitive<QByteArray> answers;  // canonical JSON object by dictionary id
    QVector<Material> materials;
    QStringList outstanding;             // ids of materials that are needed and still to be brought to a window
    QVector<Commitment> commitments;     // none of them outstanding, each material once
    QVector<LicenceReference> licences;  // the same, and neither promised nor scanned
    Sensitive<QByteArray> signaturePng;
    Consent consent;
    std::optional<AssuranceProof> assurance;  // who stood there; absent in older kiosks' cases
    QDateTime submittedAt;                    // UTC, wall clock
    QString supplements;                      // id of the case that this adds to what was asked for; empty for others
    QString withdraws;                        // id of the case that this takes back; empty for others
    bool test = false;  // staff and trainers' cards, hallctl outbox add: refused by a production gateway
    std::optional<Applicant> applicant;  // absent in older kiosks' cases
    // Of a unit's case for several people: a canonical JSON array with an object by dictionary id for each of them, in
    // the order they were entered; the answers hold what is the same for all. Empty: one person, in the answers.
    Sensitive<QByteArray> people;
};

// 8-4-4-4-12 lower case, version 7 (RFC 9562): 48 bits of Unix milliseconds, then random.
[[nodiscard]] QString newTransactionId(qint64 unixMilliseconds);
// The short number people see and type: base 32 without I L O U, two check characters; "K7MX-4Q2P-8T".
[[nodiscard]] QString shortNumber(const QString &transactionId);
// A short number as somebody typed it (any case, with or without hyphens, O for 0, I or L for 1) in its printed form;
// empty when it cannot be one. Every single wrong character and every swap of two neighbours is found.
[[nodiscard]] QString typedShortNumber(const QString &typed);

}  // namespace hall
